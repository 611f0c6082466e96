import type { BuildingId, DwellingId, GridId, OrganisationId, PersonId, PositionId, UnitId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { doorText, floorOfRoom } from './rules/doors.ts';
import { addDoors } from './store.server.ts';
import { coverStands } from './store-cover.server.ts';

export interface About {
  readonly name: string;
  readonly nameEn: string;
  readonly nameUg: string;
  readonly code12: string;
  readonly lon: number | null;
  readonly lat: number | null;
}

/** The community's own names, division code and point; nothing before it is established. */
export const readAbout = async (tx: Tx): Promise<About | undefined> =>
  (await tx.rows<About>('select name, name_en as "nameEn", name_ug as "nameUg", code12, lon, lat from community.community', []))[0];

export interface FoundDwelling {
  readonly id: DwellingId;
  readonly gridId: GridId;
  readonly buildingId: BuildingId;
  readonly door: string;
}

/** The dwelling with this door, written as the record writes it: `3-2-501`. */
export const findDwellingByDoor = async (tx: Tx, door: string): Promise<FoundDwelling | undefined> =>
  (await tx.rows<FoundDwelling>('select id, grid as "gridId", building as "buildingId", door from community.dwelling where door = $1', [door]))[0];

/** Dwellings with these doors, by door. */
export async function findDwellingsByDoor(tx: Tx, doors: readonly string[]): Promise<Map<string, FoundDwelling>> {
  const found = await tx.rows<FoundDwelling>(
    'select id, grid as "gridId", building as "buildingId", door from community.dwelling where door = any($1)',
    [doors],
  );
  return new Map(found.map((d) => [d.door, d]));
}

export interface KnownDwelling extends FoundDwelling {
  readonly unit: number;
  readonly floor: number;
  readonly room: string;
}

/** One dwelling by its id; none when it does not exist in this community. */
export const findDwelling = async (tx: Tx, id: DwellingId): Promise<KnownDwelling | undefined> =>
  (
    await tx.rows<KnownDwelling>(
      `select d.id, d.grid as "gridId", d.building as "buildingId", d.door, d.floor, d.room, u.number as unit
         from community.dwelling d join community.unit u on u.community = d.community and u.id = d.unit where d.id = $1`,
      [id],
    )
  )[0];

/** The grid in which a dwelling lies: what the area of a duty is checked against. */
export const gridOfDwelling = async (tx: Tx, id: DwellingId): Promise<GridId | undefined> => (await findDwelling(tx, id))?.gridId;

/** Every dwelling of the community with its door, in no order. */
export const allDwellings = (tx: Tx): Promise<KnownDwelling[]> =>
  tx.rows(
    `select d.id, d.grid as "gridId", d.building as "buildingId", d.door, d.floor, d.room, u.number as unit
       from community.dwelling d join community.unit u on u.community = d.community and u.id = d.unit`,
    [],
  );

export interface WantedDwelling {
  /** Number of the building, `3`. */
  readonly building: string;
  readonly unit: number;
  readonly room: string;
  /** Number of the grid the ledger gives, if any: where a building that is not known yet is put. */
  readonly grid: number | null;
}

/**
 * Finds the dwellings of a ledger and adds what is not there: grids, buildings, units and doors that the ledger names.
 * A building that is known keeps its grid. For use inside a command that may write (`register.importLedger`).
 * @returns dwellings by door
 */
export async function ensureDwellings(
  tx: Tx,
  at: { readonly version: number; readonly newId: () => string },
  wanted: readonly WantedDwelling[],
): Promise<Map<string, FoundDwelling>> {
  const doors = wanted.map((w) => doorText(w.building, w.unit, w.room));
  const known = await findDwellingsByDoor(tx, doors);
  const missing = new Map<string, Map<string, WantedDwelling>>();
  wanted.forEach((w, i) => {
    const door = doors[i] as string;
    if (known.has(door)) return;
    const inBuilding = missing.get(w.building) ?? new Map<string, WantedDwelling>();
    missing.set(w.building, inBuilding.set(door, w));
  });
  for (const [number, absent] of missing) {
    const list = [...absent.values()];
    const floors = Math.max(...list.map((w) => floorOfRoom(w.room)));
    const building = await ensureBuilding(tx, at, number, list[0]?.grid ?? 1, floors);
    const units = new Set(list.map((w) => w.unit));
    for (const unit of building.units) units.delete(unit);
    const made = list.map((w) => ({ id: at.newId() as DwellingId, unit: w.unit, floor: floorOfRoom(w.room), room: w.room }));
    await addDoors(
      tx,
      {
        buildingId: building.id,
        gridId: building.gridId,
        number,
        units: [...units].map((n) => ({ id: at.newId() as UnitId, number: n })),
        doors: made,
      },
      at.version,
    );
    for (const d of made) {
      const door = doorText(number, d.unit, d.room);
      known.set(door, { id: d.id, gridId: building.gridId, buildingId: building.id, door });
    }
  }
  return known;
}

async function ensureBuilding(
  tx: Tx,
  at: { readonly version: number; readonly newId: () => string },
  number: string,
  gridNumber: number,
  floors: number,
): Promise<{ id: BuildingId; gridId: GridId; units: readonly number[] }> {
  const [found] = await tx.rows<{ id: BuildingId; gridId: GridId; units: number[] }>(
    `select b.id, b.grid as "gridId", coalesce((select array_agg(u.number) from community.unit u where u.building = b.id), '{}') as units
       from community.building b where b.number = $1`,
    [number],
  );
  if (found) return found;
  const [grid] = await tx.rows<{ id: GridId }>('select id from community.grid where number = $1', [gridNumber]);
  const gridId = grid?.id ?? (at.newId() as GridId);
  if (!grid)
    await tx.run('insert into community.grid (id, number, name, version) values ($1, $2, $3, $4)', [
      gridId,
      gridNumber,
      String(gridNumber),
      at.version,
    ]);
  const id = at.newId() as BuildingId;
  await tx.run('insert into community.building (id, grid, number, name, floors, version) values ($1, $2, $3, $3, $4, $5)', [
    id,
    gridId,
    number,
    floors,
    at.version,
  ]);
  return { id, gridId, units: [] };
}

/** Somebody acts for the holder of a post from `since` until `until`, ISO 8601. */
export interface Acting {
  readonly person: PersonId;
  readonly since: string;
  readonly until: string;
}

const readCovers = (tx: Tx, at: Date): Promise<(Acting & { readonly position: PositionId })[]> =>
  tx.rows(`select c.position, c.person, c.since, c.until from community.cover c where ${coverStands} order by c.since, c.id`, [at.toISOString()]);

/** What the permission check needs to know of grids, organisations and standing positions. */
export interface Directory {
  readonly grids: readonly GridId[];
  readonly organisations: readonly {
    readonly id: OrganisationId;
    readonly name: string;
    readonly kind: string;
    readonly byLaw: boolean;
    readonly active: boolean;
  }[];
  readonly positions: readonly {
    readonly id: PositionId;
    readonly organisationId: OrganisationId;
    readonly title: string;
    readonly seat: boolean;
    readonly grids: readonly GridId[] | null;
    readonly holder: PersonId | null;
    readonly deputy: PersonId | null;
    /** Who acts for the holder now or later, by date; only where asked for a moment. */
    readonly acting: readonly Acting[];
    readonly since: string;
    readonly until: string | null;
  }[];
}

/** @param at leave it out where nobody asks who acts for whom */
export async function readDirectory(tx: Tx, at?: Date): Promise<Directory> {
  const [covers, grids, organisations, positions] = await Promise.all([
    at ? readCovers(tx, at) : [],
    tx.rows<{ id: GridId }>('select id from community.grid order by number', []),
    tx.rows<Directory['organisations'][number]>(
      `select id, name, kind, by_law as "byLaw", status = 'active' as active from community.organisation`,
      [],
    ),
    tx.rows<Omit<Directory['positions'][number], 'acting'>>(
      `select id, organisation as "organisationId", title, seat, grids, holder, deputy, since, until
         from community.position where until is null order by organisation, title, id`,
      [],
    ),
  ]);
  const acting = Map.groupBy(covers, ({ position }) => position);
  return { grids: grids.map((g) => g.id), organisations, positions: positions.map((p) => ({ ...p, acting: acting.get(p.id) ?? [] })) };
}

export interface Post {
  readonly id: PositionId;
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  readonly title: string;
  readonly seat: boolean;
  readonly holder: string | null;
  readonly phone: string;
  readonly deputyId: PersonId | null;
  readonly deputy: string | null;
  readonly deputyPhone: string;
}

/** Grids, active organisations and standing positions with names and ways to call, posts before seats. */
export async function readPosts(tx: Tx): Promise<{
  grids: readonly { readonly id: GridId; readonly number: number }[];
  organisations: readonly { readonly id: OrganisationId; readonly name: string; readonly kind: string; readonly byLaw: boolean }[];
  posts: readonly Post[];
}> {
  const [grids, organisations, posts] = await Promise.all([
    tx.rows<{ id: GridId; number: number }>('select id, number from community.grid order by number', []),
    tx.rows<{ id: OrganisationId; name: string; kind: string; byLaw: boolean }>(
      `select id, name, kind, by_law as "byLaw" from community.organisation where status = 'active'`,
      [],
    ),
    tx.rows<Post>(
      `select p.id, p.organisation as "organisationId", o.name as organisation, p.title, p.seat, h.name as holder, coalesce(h.phone, '') as phone,
              p.deputy as "deputyId", d.name as deputy, coalesce(d.phone, '') as "deputyPhone"
         from community.position p
         join community.organisation o on o.community = p.community and o.id = p.organisation and o.status = 'active'
         left join community.person h on h.community = p.community and h.id = p.holder
         left join community.person d on d.community = p.community and d.id = p.deputy
        where p.until is null
        order by p.seat, p.since, p.id`,
      [],
    ),
  ]);
  return { grids, organisations, posts };
}

/** Name and way to call of a person who acts here. */
export const findPerson = async (tx: Tx, id: PersonId): Promise<{ id: PersonId; name: string; phone: string } | undefined> =>
  (await tx.rows<{ id: PersonId; name: string; phone: string }>('select id, name, phone from community.person where id = $1', [id]))[0];

/** People by id; those who are not here are left out. */
export const findPeople = (tx: Tx, ids: readonly PersonId[]): Promise<{ id: PersonId; name: string; phone: string; languages: string[] }[]> =>
  tx.rows('select id, name, phone, languages from community.person where id = any($1)', [ids]);

/** A position in which a person stands now. */
export interface StoodIn {
  readonly id: PositionId;
  readonly title: string;
  readonly organisation: string;
  readonly organisationId: OrganisationId;
  readonly seat: boolean;
  readonly asDeputy: boolean;
  /** Acts for the holder until then, ISO 8601; null: does not. */
  readonly actingUntil: string | null;
}

/** Positions in which a person stands now, as holder, as deputy, or for a holder who is away; posts before seats, own posts first. */
export const positionsOf = (tx: Tx, person: PersonId, now: Date): Promise<StoodIn[]> =>
  tx.rows(
    `select p.id, p.title, o.name as organisation, o.id as "organisationId", p.seat, p.deputy is not distinct from $2 as "asDeputy",
            a.until as "actingUntil"
       from community.position p join community.organisation o on o.community = p.community and o.id = p.organisation
       left join (select c.position, max(c.until) as until from community.cover c where c.person = $2 and c.since <= $1 and ${coverStands} group by 1) a
         on a.position = p.id
      where (p.holder = $2 or p.deputy = $2 or a.until is not null) and p.until is null and o.status = 'active'
      order by p.seat, p.holder is distinct from $2, o.name collate "zh-x-icu", p.title collate "zh-x-icu"
      limit 50`,
    [now.toISOString(), person],
  );
