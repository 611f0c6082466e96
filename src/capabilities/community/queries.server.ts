import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { about, doorsOfBuilding, dwellingByDoor, holdings, organisations, people, places, positions } from './queries.ts';
import { coverAnswers } from './queries-cover.server.ts';
import { mandateAnswers } from './queries-mandates.server.ts';
import { standingAnswers } from './queries-standing.server.ts';
import { findDwellingByDoor, readAbout } from './reading.server.ts';
import { doorText, readDoor } from './rules/doors.ts';

/** Order by number as people count: 2 before 10, A1 after 26. */
const byNumber = (column: string) => `regexp_replace(${column}, '[0-9]', '', 'g'), nullif(regexp_replace(${column}, '[^0-9]', '', 'g'), '')::int`;

export const answers: Answer[] = [
  ...mandateAnswers,
  ...coverAnswers,
  ...standingAnswers,

  answer(about, async (tx) => {
    const row = await readAbout(tx);
    return row ? [row] : [];
  }),

  answer(places, (tx) =>
    tx.rows(
      `select id, 'grid' as at, id as "gridId", name, number::text, null as kind, null::int as floors, null::int as units, null::int as doors,
              null::int as capacity, null::boolean as accessible, null::float8 as lon, null::float8 as lat, 0 as place, '' as letters, number as digits
         from community.grid
       union all
       select b.id, 'building', b.grid, b.name, b.number, null, b.floors, b.units, coalesce(d.n, 0)::int, null, null, b.lon, b.lat, 1, ${byNumber('b.number')}
         from community.building b
         left join (select building, count(*) as n from community.dwelling group by building) d on d.building = b.id
       union all
       select id, 'shelter', grid, name, null, null, null, null, null, capacity, accessible, lon, lat, 2, name, null from community.shelter where ended_at is null
       union all
       select id, 'facility', grid, name, null, kind, null, null, null, null, null, lon, lat, 3, name, null from community.facility where ended_at is null
       order by place, letters, digits, name
       limit 5000`,
      [],
    ),
  ),

  answer(doorsOfBuilding, (tx, { buildingId }) =>
    tx.rows(
      `select d.id, d.grid as "gridId", u.number as unit, d.floor, d.room, d.door
         from community.dwelling d join community.unit u on u.community = d.community and u.id = d.unit
        where d.building = $1
        order by u.number, d.floor desc, d.room
        limit 5000`,
      [buildingId],
    ),
  ),

  answer(dwellingByDoor, async (tx, { door }) => {
    const read = readDoor(door);
    const found = read && (await findDwellingByDoor(tx, doorText(read.building, read.unit, read.room)));
    return found ? [found] : [];
  }),

  answer(organisations, (tx) =>
    tx.rows(
      `select o.id, o.kind, o.sector, o.name, o.phone, o.status, o.language,
              count(p.id) filter (where not p.seat)::int as posts,
              count(p.id) filter (where not p.seat and p.holder is null)::int as vacant,
              count(p.id) filter (where p.seat)::int as seats
         from community.organisation o
         left join community.position p on p.community = o.community and p.organisation = o.id and p.until is null
        group by o.community, o.id
        order by o.status, o.name collate "zh-x-icu"
        limit 2000`,
      [],
    ),
  ),

  answer(positions, (tx, { organisationId, seats }, asker) => {
    const duties = asker.authority.dutiesOf(asker.actor);
    const callsSeats = duties.has('community.manage') || duties.has('response.dispatch');
    return tx.rows(
      `select p.id, p.organisation as "organisationId", o.name as organisation, p.title, p.seat, p.grids,
              h.id as "holderId", h.name as holder, case when p.seat and not $3 then '' else coalesce(h.phone, '') end as "holderPhone",
              (select max(since) from community.holding x where x.position = p.id and not x.as_deputy and x.until is null) as "holderSince",
              d.id as "deputyId", d.name as deputy, coalesce(d.phone, '') as "deputyPhone"
         from community.position p
         join community.organisation o on o.community = p.community and o.id = p.organisation
         left join community.person h on h.community = p.community and h.id = p.holder
         left join community.person d on d.community = p.community and d.id = p.deputy
        where p.until is null and o.status = 'active' and p.seat = $2 and ($1::uuid is null or p.organisation = $1)
        order by o.name collate "zh-x-icu", p.title collate "zh-x-icu", h.name collate "zh-x-icu", p.id
        limit 5000`,
      [organisationId ?? null, seats, callsSeats],
    );
  }),

  answer(people, (tx, { text }) =>
    tx.rows(
      `select p.id, p.name, p.phone, p.languages, p.skills, p.access, p.access_at as "accessAt", coalesce(h.titles, '{}') as titles
         from community.person p
         left join (select person, array_agg(distinct title order by title) as titles
                      from (select holder as person, title from community.position where until is null
                            union all select deputy, title from community.position where until is null) held
                     where person is not null group by person) h on h.person = p.id
        where $1 = '' or strpos(p.name, $1) > 0 or strpos(p.phone, $1) > 0
        order by p.name collate "zh-x-icu", p.id
        limit 2000`,
      [text.trim()],
    ),
  ),

  answer(holdings, (tx, { positionId }) =>
    tx.rows(
      `select p.name, h.as_deputy as "asDeputy", h.since, h.until
         from community.holding h
         join community.person p on p.community = h.community and p.id = h.person
         join community.position o on o.community = h.community and o.id = h.position
        where h.position = $1 and not o.seat
        order by h.since desc, h.as_deputy
        limit 200`,
      [positionId],
    ),
  ),
];
