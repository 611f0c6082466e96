import type { Cell } from '../../kernel/suppress.ts';
import type { Measure } from '../../platform/server/rollup/rollup.ts';

/** What a community has to shelter people in, for the city. */
export const measures: readonly Measure[] = [
  {
    name: 'community.shelters',
    people: false,
    count: (tx) =>
      tx.rows<Cell>(
        `select cell, n from (select count(*)::int as shelters, coalesce(sum(capacity), 0)::int as places,
                coalesce(sum(capacity) filter (where accessible), 0)::int as accessible from community.shelter where ended_at is null) as s,
          lateral (values ('shelters', shelters), ('places', places), ('placesWithoutSteps', accessible)) as c(cell, n)`,
      ),
  },
];
