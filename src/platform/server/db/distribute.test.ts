import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase } from '../../../../test/harness/database.ts';
import { inOrder, placements, prepareCluster } from './distribute.ts';
import { connected } from './install.ts';

const { admin, db } = await freshDatabase();

describe('what becomes of each table on a cluster', () => {
  it('every table with a community is distributed, after those it refers to, and the head comes first', async () => {
    const placed = await connected(admin, placements);
    const names = placed.map(({ table }) => table);
    expect(placed.find(({ as }) => as === 'distributed')?.table).toBe('platform.head');
    const own = await connected(admin, async (client) => {
      const { rows } = await client.query<{ table: string; community: boolean }>(
        `select a.attrelid::regclass::text as table, bool_or(a.attname = 'community') as community from pg_attribute a join pg_class c on c.oid = a.attrelid
          join pg_namespace n on n.oid = c.relnamespace
         where c.relkind = 'r' and a.attnum > 0 and n.nspname = any ($1) group by 1`,
        [['platform', 'community', 'register', 'duties', 'warnings', 'readiness', 'response']],
      );
      return rows;
    });
    expect([...names].sort()).toEqual(own.map(({ table }) => table).sort());
    expect(
      placed
        .filter(({ as }) => as === 'distributed')
        .map(({ table }) => table)
        .sort(),
    ).toEqual(
      own
        .filter(({ community }) => community)
        .map(({ table }) => table)
        .sort(),
    );
    const references = await connected(admin, async (client) => {
      const { rows } = await client.query<{ from: string; to: string }>(
        `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f' and conrelid <> confrelid`,
      );
      return rows.filter(({ from, to }) => names.includes(from) && names.includes(to));
    });
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter(({ from, to }) => names.indexOf(to) > names.indexOf(from))).toEqual([]);
  });

  it('a circle is said, not run into', () => {
    const table = (name: string, refersTo: string[]) => ({ table: name, as: 'distributed' as const, refersTo });
    expect(() => inOrder([table('a', ['b']), table('b', ['a'])])).toThrow('a, b');
  });

  it.skipIf(process.env.BANYAN_CITUS_URL)('without Citus nothing is touched', async () => {
    expect(await connected(admin, prepareCluster)).toEqual({ at: 'noCitus' });
  });
});

describe.skipIf(!process.env.BANYAN_CITUS_URL)('on the cluster that BANYAN_CITUS_URL names', () => {
  it('row-level security holds on the nodes, and preparing again is harmless', async () => {
    expect(await connected(admin, prepareCluster)).toMatchObject({ at: 'prepared', distributed: [], references: [] });
    const [ours, theirs] = [await freshCommunity(db), await freshCommunity(db)];
    const seen = await db.as({ community: ours, actor: 'test' }, (tx) => tx.rows<{ community: string }>('select community from platform.head'));
    expect(seen.map(({ community }) => community)).toEqual([ours]);
    expect(await db.as({ community: ours, actor: 'test' }, (tx) => tx.rows('select 1 from platform.head where community = $1', [theirs]))).toEqual(
      [],
    );
  });

  it('a later migration, said by the owner of the tables, reaches the nodes', async () => {
    await connected(admin, async (client) => {
      await client.query('set role banyan_owner');
      await client.query('begin');
      await client.query('alter table platform.head add column tried text');
      // Asked of every shard: without the column there it fails.
      const { rows } = await client.query<{ n: string }>('select count(*) as n from platform.head where tried is not null');
      await client.query('rollback');
      expect(rows).toEqual([{ n: '0' }]);
    });
  });
});
