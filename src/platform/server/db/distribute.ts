import type pg from 'pg';
import { sharedByAll } from './table-rules.ts';

/** What becomes of one table on a Citus cluster. */
export interface Placement {
  /** Schema-qualified and quoted. */
  readonly table: string;
  /** `distributed`: its rows stand where their community stands. `reference`: a copy on every node. */
  readonly as: 'distributed' | 'reference';
}

interface Table extends Placement {
  /** Tables its foreign keys point to. */
  readonly refersTo: readonly string[];
}

/** The table whose rows decide where a community stands; all others are put beside it. */
const anchor = 'platform.head';

/**
 * Reads from the catalogue what becomes of each table of Banyan: everything with a community is distributed by it, catalogues shared by all become
 * reference tables. Sign-in and the job queue stay on the coordinator, for they belong to no community.
 * A table comes after those that it refers to, as `create_distributed_table` asks for.
 */
export async function placements(client: pg.ClientBase): Promise<Placement[]> {
  const { rows } = await client.query<Table>(
    `select c.oid::regclass::text as table,
            case when coalesce(obj_description(c.oid, 'pg_class'), '') like $1 || '%' then 'reference' else 'distributed' end as as,
            array(select distinct k.confrelid::regclass::text from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as "refersTo"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and n.nspowner = 'banyan_owner'::regrole
        and n.nspname not in ('installation', 'sessions')
      order by n.nspname, c.relname`,
    [sharedByAll],
  );
  return inOrder(rows);
}

/**
 * Reference tables, then the anchor, then the rest, each after what it refers to.
 * @throws Error when tables refer to each other in a circle
 */
export function inOrder(tables: readonly Table[]): Placement[] {
  const rank = ({ as, table }: Table) => (as === 'reference' ? 0 : table === anchor ? 1 : 2);
  const waiting = [...tables].sort((a, b) => rank(a) - rank(b));
  const placed: Placement[] = [];
  const done = new Set<string>();
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ refersTo }) => refersTo.every((other) => done.has(other)));
    const [table] = next < 0 ? [] : waiting.splice(next, 1);
    if (!table) throw new Error(`tables refer to each other in a circle: ${waiting.map((t) => t.table).join(', ')}`);
    done.add(table.table);
    placed.push({ table: table.table, as: table.as });
  }
  return placed;
}

/** What preparing a cluster did. */
export type Prepared =
  | { readonly at: 'noCitus' }
  | { readonly at: 'prepared'; readonly distributed: readonly string[]; readonly references: readonly string[]; readonly before: number };

/**
 * Distributes the tables of an installed and migrated database over a Citus cluster. Again is harmless: what is distributed stays so, new tables follow.
 * `citus.propagate_set_commands = 'local'` is set on the database, so that `SET LOCAL app.community` reaches the nodes and row-level security holds there.
 * Afterwards sessions must connect anew.
 * @param client an admin of the coordinator, in Banyan's database
 */
export async function prepareCluster(client: pg.ClientBase): Promise<Prepared> {
  const { rows: found } = await client.query(`select 1 from pg_available_extensions where name = 'citus'`);
  if (found.length === 0) return { at: 'noCitus' };
  await client.query('create extension if not exists citus');
  await client.query(`do $$ begin execute format('alter database %I set citus.propagate_set_commands to ''local''', current_database()); end $$`);
  const there = await client.query<{ table: string }>('select logicalrelid::text as table from pg_dist_partition');
  const before = new Set(there.rows.map(({ table }) => table));
  const distributed: string[] = [];
  const references: string[] = [];
  for (const { table, as } of await placements(client)) {
    if (before.has(table)) continue;
    if (as === 'reference') {
      await client.query('select create_reference_table($1::regclass)', [table]);
      references.push(table);
    } else {
      await client.query(`select create_distributed_table($1::regclass, 'community', colocate_with => $2)`, [
        table,
        table === anchor ? 'none' : anchor,
      ]);
      distributed.push(table);
    }
  }
  return { at: 'prepared', distributed, references, before: before.size };
}
