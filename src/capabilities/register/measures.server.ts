import type { Cell } from '../../kernel/suppress.ts';
import type { Measure } from '../../platform/server/rollup/rollup.ts';

/** What the register counts for the city: never a name, never a small cell. */
export const measures: readonly Measure[] = [
  {
    name: 'register.households',
    people: true,
    count: (tx) => tx.rows<Cell>('select tenure as cell, count(*)::int as n from register.household group by tenure order by tenure'),
  },
  {
    name: 'register.residents',
    people: true,
    count: (tx, now) =>
      tx.rows<Cell>(
        `select coalesce(band, 'unknown') as cell, count(*)::int as n
           from (select case when age < 6 then '0-5' when age < 18 then '6-17' when age < 60 then '18-59' when age < 80 then '60-79' when age >= 80 then '80+' end as band
                   from (select extract(year from age($1::date, birth_date))::int as age from register.resident) as ages) as bands
          group by 1 order by 1`,
        [now.toISOString()],
      ),
  },
  {
    // One person may have several needs: the cells overlap.
    name: 'register.needs',
    people: true,
    count: (tx) =>
      tx.rows<Cell>('select code as cell, count(distinct resident)::int as n from register.need where ended_at is null group by code order by code'),
  },
];
