import type pg from 'pg';

/** Comment by which a table says that it belongs to no community: a catalogue that requests may only read. */
export const sharedByAll = 'Shared by all communities';

/**
 * Looks for tables that break the data rules: row-level security enabled and forced with a policy on the community,
 * `community` first in the primary key and part of every unique and foreign key, no foreign key into another schema, views as
 * `security_invoker`, no `security definer`, and for `banyan_app` no ownership and no more than select, insert, update, delete.
 * A schema that `banyan_app` may not enter at all (sign-in has one) needs row-level security enabled and forced, nothing more.
 * @returns one sentence per fault, sorted; empty when all is well
 */
export async function findTableFaults(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ fault: string }>(faults, [sharedByAll]);
  return rows.map((row) => row.fault);
}

const faults = `
with ours as (
  select c.oid, n.oid as space, format('%I.%I', n.nspname, c.relname) as name, c.relkind, c.relowner, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
         coalesce(obj_description(c.oid, 'pg_class'), '') like $1 || '%' as shared,
         has_schema_privilege('banyan_app', n.oid, 'usage') as open
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('installation', 'sessions') and not c.relispartition
     and n.nspowner = 'banyan_owner'::regrole
), own as (select * from ours where relkind in ('r', 'p') and not shared and open),
keys as (
  select o.name, k.conname, k.contype, k.conrelid, k.confrelid,
         exists (select 1 from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey) and a.attname = 'community') as has,
         (select a.attname from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1]) as first
    from own o join pg_constraint k on k.conrelid = o.oid
)
select name || ' has no row-level security (enable and force it)' as fault from ours where relkind in ('r', 'p') and not shared and not (relrowsecurity and relforcerowsecurity)
union all select name || ' has no policy on the community' from own o where not exists (
  select 1 from pg_policy p where p.polrelid = o.oid and pg_get_expr(p.polqual, p.polrelid) like '%app.community%' and pg_get_expr(coalesce(p.polwithcheck, p.polqual), p.polrelid) like '%app.community%')
union all select o.name || ' has a policy without the community: ' || p.polname from own o join pg_policy p on p.polrelid = o.oid
   where p.polpermissive and coalesce(pg_get_expr(p.polqual, p.polrelid), 'app.community') not like '%app.community%' and (p.polroles = '{0}' or 'banyan_app'::regrole = any (p.polroles))
union all select name || ' has no primary key that begins with community' from own o where not exists (select 1 from keys k where k.conrelid = o.oid and k.contype = 'p' and k.first = 'community')
union all select name || ' has a unique key without community: ' || conname from keys where contype = 'u' and not has
union all select o.name || ' has a unique index without community: ' || i.indexrelid::regclass from own o join pg_index i on i.indrelid = o.oid
   where i.indisunique and not exists (select 1 from pg_attribute a where a.attrelid = o.oid and a.attnum = any (i.indkey::int2[]) and a.attname = 'community')
     and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
union all select k.name || ' has a foreign key without community: ' || k.conname from keys k where k.contype = 'f' and not k.has and k.confrelid not in (select oid from ours where shared)
union all select k.name || ' has a foreign key into another schema: ' || k.conname from keys k join pg_class a on a.oid = k.conrelid join pg_class b on b.oid = k.confrelid
   where k.contype = 'f' and a.relnamespace <> b.relnamespace
union all select name || ' is shared by all communities but banyan_app may change it' from ours
   where shared and relkind in ('r', 'p') and has_table_privilege('banyan_app', oid, 'insert, update, delete')
union all select name || ' lets banyan_app truncate it, refer to it or put triggers on it' from ours
   where relkind in ('r', 'p') and has_table_privilege('banyan_app', oid, 'truncate, references, trigger')
union all select name || ' is not owned by banyan_owner' from ours where relowner <> 'banyan_owner'::regrole
union all select name || ' is granted to everyone' from ours o join pg_class c on c.oid = o.oid where exists (select 1 from aclexplode(c.relacl) g where g.grantee = 0)
union all select name || ' is a view without security_invoker' from ours where relkind = 'v' and not coalesce(reloptions @> '{security_invoker=true}' or reloptions @> '{security_invoker=on}', false)
union all select name || ' is a materialised view, which row-level security does not cover' from ours where relkind = 'm' and has_table_privilege('banyan_app', oid, 'select')
union all select p.oid::regprocedure || ' is security definer' from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and n.nspowner = 'banyan_owner'::regrole
union all select format('sessions.%I may be touched by banyan_app', c.relname) from pg_class c where c.relnamespace = to_regnamespace('sessions')
   and c.relkind in ('r', 'p') and has_table_privilege('banyan_app', c.oid, 'select, insert, update, delete, truncate, references, trigger')
order by fault`;
