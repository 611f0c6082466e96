import type { Feed } from '../../platform/server/queries/pull.ts';

const tail = 'where scope = any($1) and version > $2 order by version limit $3';

/** Places in use; those that were given up travel as tombstones. */
const standing = 'where scope = any($1) and version > $2 and ended_at is null order by version limit $3';

/** What phones copy: the directory for all staff, doors for those who may read the register of their grid. */
export const feeds: Feed[] = [
  { entity: 'community.grid', sql: `select id, version, scope, number, name from community.grid ${tail}` },
  {
    entity: 'community.building',
    sql: `select id, version, scope, grid as "gridId", number, name, floors, units, lon, lat from community.building ${tail}`,
  },
  { entity: 'community.unit', sql: `select id, version, scope, grid as "gridId", building as "buildingId", number from community.unit ${tail}` },
  {
    entity: 'community.dwelling',
    sql: `select id, version, scope, grid as "gridId", building as "buildingId", unit as "unitId", floor, room, door from community.dwelling ${tail}`,
  },
  { entity: 'community.facility', sql: `select id, version, scope, kind, name, grid as "gridId", lon, lat from community.facility ${standing}` },
  {
    entity: 'community.shelter',
    sql: `select id, version, scope, name, capacity, accessible, grid as "gridId", lon, lat from community.shelter ${standing}`,
  },
  {
    entity: 'community.organisation',
    sql: `select id, version, scope, kind, sector, name, phone, status, language from community.organisation ${tail}`,
  },
  {
    entity: 'community.position',
    sql: `select p.id, p.version, p.scope, p.organisation as "organisationId", p.title, p.seat, p.grids, p.since, p.until,
            h.id as "holderId", h.name as holder, h.phone as "holderPhone", d.id as "deputyId", d.name as deputy, d.phone as "deputyPhone"
       from community.position p
       left join community.person h on h.community = p.community and h.id = p.holder
       left join community.person d on d.community = p.community and d.id = p.deputy
      where p.scope = any($1) and p.version > $2 order by p.version limit $3`,
  },
];
