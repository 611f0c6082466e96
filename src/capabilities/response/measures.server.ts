import type { Cell } from '../../kernel/suppress.ts';
import type { Measure } from '../../platform/server/rollup/rollup.ts';

/** Where the real incidents of a community stand, for the city. Exercises are left out. */
export const measures: readonly Measure[] = [
  {
    name: 'response.incidents',
    people: false,
    count: (tx) =>
      tx.rows<Cell>(
        'select level as cell, count(*)::int as n from response.incident where closed_at is null and not exercise group by level order by level',
      ),
  },
  {
    name: 'response.doors',
    people: true,
    count: (tx) =>
      tx.rows<Cell>(
        `select coalesce(v.outcome, 'notVisited') as cell, count(distinct v.household)::int as n
           from response.visit v
           join response.round r on r.community = v.community and r.id = v.round
           join response.incident i on i.community = r.community and i.id = r.incident
          where i.closed_at is null and not i.exercise and r.closed_at is null
          group by 1 order by 1`,
      ),
  },
  {
    name: 'response.requests',
    people: true,
    count: (tx) =>
      tx.rows<Cell>(
        `select q.state as cell, count(*)::int as n
           from response.request q left join response.incident i on i.community = q.community and i.id = q.incident
          where not coalesce(i.exercise, false) and (i.id is null or i.closed_at is null) and q.state <> 'withdrawn'
          group by q.state order by q.state`,
      ),
  },
];
