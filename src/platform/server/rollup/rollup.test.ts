import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase } from '../../../../test/harness/database.ts';
import { connected } from '../db/install.ts';
import { addUp, cityFigures, type Measure } from './rollup.ts';

const { db, look, rollup } = await freshDatabase();
const now = new Date('2026-11-22T08:00:00Z');
const people = (name: string, ...ns: number[]): Measure => ({ name, people: true, count: async () => ns.map((n, i) => ({ cell: `c${i}`, n })) });

/** A community with a name and a code, as the city knows it. */
async function named(code12: string) {
  const community = await freshCommunity(db);
  await db.as({ community, actor: 'test' }, (tx) =>
    tx.run(`insert into community.community (name, code12, version) values ($1, $2, 1)`, [`社区${code12.slice(-3)}`, code12]),
  );
  return community;
}

describe('figures for the city', () => {
  it('hold no small cell, not even in the database, and what counts no people whole', async () => {
    const community = await named('130602901101');
    const shelters: Measure = { name: 'test.shelters', people: false, count: async () => [{ cell: 'shelters', n: 2 }] };
    await addUp(db, community, [people('test.needs', 3, 40, 7), shelters], now);
    const kept = await look<{ measure: string; cell: string; n: number | null }>(
      'select measure, cell, n from platform.rollup where community = $1 order by measure, cell',
      [community],
    );
    expect(kept).toEqual([
      { measure: 'test.needs', cell: 'c0', n: null },
      { measure: 'test.needs', cell: 'c1', n: 40 },
      { measure: 'test.needs', cell: 'c2', n: null },
      { measure: 'test.shelters', cell: 'shelters', n: 2 },
    ]);
  });

  it('are counted anew, and those of other communities stand beside them', async () => {
    const [one, other] = [await named('130602901102'), await named('130602901103')];
    await addUp(db, one, [people('test.needs', 10)], now);
    await addUp(db, other, [people('test.needs', 20)], now);
    await addUp(db, one, [people('test.needs', 11)], new Date(now.getTime() + 1000));
    const seen = (await cityFigures(rollup)).filter(({ code12 }) => ['130602901102', '130602901103'].includes(code12));
    expect(seen).toEqual([
      { code12: '130602901102', name: '社区102', measure: 'test.needs', cell: 'c0', n: 11, countedAt: '2026-11-22T08:00:01.000Z' },
      { code12: '130602901103', name: '社区103', measure: 'test.needs', cell: 'c0', n: 20, countedAt: '2026-11-22T08:00:00.000Z' },
    ]);
  });

  it('are all that the city’s role can read', async () => {
    const readable = await connected(rollup, async (client) => {
      const { rows } = await client.query<{ table: string }>(
        `select format('%I.%I', n.nspname, c.relname) as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
            and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select') order by 1`,
      );
      return rows.map(({ table }) => table);
    });
    expect(readable).toEqual(['community.community', 'platform.rollup']);
    await connected(rollup, async (client) => {
      await expect(client.query('select * from register.resident')).rejects.toThrow(/permission denied/);
      await expect(client.query('select lon from community.community')).rejects.toThrow(/permission denied/);
      await expect(client.query('delete from platform.rollup')).rejects.toThrow(/permission denied/);
    });
  });

  it('of one community are nothing to the next', async () => {
    const [ours, theirs] = [await named('130602901104'), await named('130602901105')];
    await addUp(db, theirs, [people('test.needs', 33)], now);
    expect(await db.as({ community: ours, actor: 'test' }, (tx) => tx.rows('select * from platform.rollup'))).toEqual([]);
  });
});
