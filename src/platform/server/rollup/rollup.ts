import pg from 'pg';
import type { CommunityId } from '../../../kernel/ids.ts';
import { type Cell, suppress } from '../../../kernel/suppress.ts';
import type { Db, Tx } from '../db/db.ts';

/** Something that each community counts for the city. */
export interface Measure {
  /** `slice.thing`: stable, for it stands in reports. */
  readonly name: string;
  /** Disjoint parts of one whole; what counts no people (shelters, posts) may say so with `people: false` and is then shown whole. */
  readonly people: boolean;
  readonly count: (tx: Tx, now: Date) => Promise<readonly Cell[]>;
}

/** Counts one community anew. Small cells are left out before anything is written. */
export async function addUp(db: Db, community: CommunityId, measures: readonly Measure[], now: Date): Promise<void> {
  await db.as({ community, actor: 'system' }, async (tx) => {
    const counted = [];
    for (const { name, people, count } of measures) {
      const cells = await count(tx, now);
      counted.push(...(people ? suppress(cells) : cells).map(({ cell, n }) => ({ measure: name, cell, n })));
    }
    await tx.run('delete from platform.rollup', []);
    await tx.run(
      `insert into platform.rollup (measure, cell, n, counted_at)
       select measure, cell, n, $2 from jsonb_to_recordset($1::jsonb) as c(measure text, cell text, n int)`,
      [JSON.stringify(counted), now.toISOString()],
    );
  });
}

/** One figure of one community as the city sees it. */
export interface CityFigure {
  readonly code12: string;
  readonly name: string;
  readonly measure: string;
  readonly cell: string;
  /** null: fewer than five people. */
  readonly n: number | null;
  /** ISO 8601. */
  readonly countedAt: string;
}

/**
 * The figures of all communities, as the role `banyan_rollup`, which can read nothing else.
 * @param rollup logs in as `banyan_rollup`
 */
export async function cityFigures(rollup: pg.ClientConfig): Promise<CityFigure[]> {
  const client = new pg.Client(rollup);
  await client.connect();
  try {
    const { rows } = await client.query<Omit<CityFigure, 'countedAt'> & { countedAt: Date }>(
      `select c.code12, c.name, r.measure, r.cell, r.n, r.counted_at as "countedAt"
         from platform.rollup r join community.community c on c.community = r.community
        order by c.code12, r.measure, r.cell`,
    );
    return rows.map((row) => ({ ...row, countedAt: row.countedAt.toISOString() }));
  } finally {
    await client.end();
  }
}
