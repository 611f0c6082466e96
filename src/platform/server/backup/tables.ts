import pg from 'pg';
import { refuse } from '../../../kernel/result.ts';
import { BackupFault } from './fault.ts';
import type { Sequences, Table } from './records.ts';

/** Written by installing, not by people: a restored database has its own. */
const ofInstallation: ReadonlySet<string> = new Set(['installation.migration', 'jobs.migrations']);

export const nameOf = ({ schema, name }: { schema: string; name: string }): string => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;

/** `community.grid (community, id, …)`: the columns that a COPY names, so that their order may differ between two databases. */
export const columnsOf = (table: Table): string => `${nameOf(table)} (${table.columns.map((column) => pg.escapeIdentifier(column)).join(', ')})`;

/**
 * Every table with rows of its own, in an order in which each finds what its foreign keys name. Generated columns are left out: they make themselves.
 * @throws Error when foreign keys go in a circle, which no migration of ours does
 */
export async function findTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { key: string; needs: string[] }>(`
    select n.nspname as schema, c.relname as name, n.nspname || '.' || c.relname as key,
           array(select a.attname::text from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
           array(select distinct m.nspname || '.' || r.relname from pg_constraint k join pg_class r on r.oid = k.confrelid join pg_namespace m on m.oid = r.relnamespace
                  where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by 1, 2`);
  const waiting = rows.filter(({ key }) => !ofInstallation.has(key));
  const placed = new Set<string>();
  const ordered: Table[] = [];
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ needs }) => needs.every((need) => placed.has(need)));
    const [next] = at < 0 ? [] : waiting.splice(at, 1);
    if (!next) throw new Error(`foreign keys in a circle: ${waiting.map(({ key }) => key).join(', ')}`);
    placed.add(next.key);
    ordered.push({ schema: next.schema, name: next.name, columns: next.columns });
  }
  return ordered;
}

/** Where every sequence stands. Sequences do not roll back: what is read here is never behind the snapshot. */
export async function findSequences(client: pg.ClientBase): Promise<Sequences> {
  const { rows } = await client.query<Sequences[number]>(
    'select schemaname as schema, sequencename as name, last_value::text as value from pg_sequences where last_value is not null order by 1, 2',
  );
  return rows;
}

/**
 * Row-level security must not hide a row from a backup, nor keep one out of a restored table. Our own PostgreSQL's administrator is beyond it.
 * @throws BackupFault `platform.backupRole`
 */
export async function ensureSeesAll(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ all: boolean }>('select rolsuper or rolbypassrls as all from pg_roles where rolname = current_user');
  if (!rows[0]?.all) throw new BackupFault(refuse('forbidden', 'platform.backupRole').problem);
}
