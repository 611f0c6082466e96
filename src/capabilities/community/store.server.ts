import type { GridId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import { tombstone } from '../../platform/server/commands/tombstone.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { BuildingSeen, BuildingState, GridState, SpotState, StandingSpot } from './commands.ts';
import type { Building, Door, Grid, PlaceChange } from './model.ts';
import { doorText } from './rules/doors.ts';

/** Every load of this slice runs under the lock of the community's head, so rows need no lock of their own. */
const one = async <R>(tx: Tx, sql: string, params: readonly unknown[]): Promise<R> => (await tx.rows<R>(sql, params))[0] as R;

export const loadEstablished = (tx: Tx): Promise<{ established: boolean }> =>
  one(tx, 'select exists (select from community.community) as established', []);

export const loadGridState = (tx: Tx, grid: Grid): Promise<GridState> =>
  one(
    tx,
    `select exists (select from community.grid where id = $1) as "idTaken", exists (select from community.grid where number = $2) as "numberTaken"`,
    [grid.id, grid.number],
  );

export const loadBuildingState = (tx: Tx, building: Building): Promise<BuildingState> =>
  one(
    tx,
    `select exists (select from community.building where id = $1) as "idTaken",
            exists (select from community.building where number = $2) as "numberTaken",
            exists (select from community.grid where id = $3) as "gridKnown"`,
    [building.id, building.number, building.gridId],
  );

/** One building, and whether this unit or door could be added to it. */
export async function loadBuilding(tx: Tx, buildingId: string, wanted: { id: string; unit?: number; room?: string }): Promise<BuildingSeen> {
  const [row] = await tx.rows<Omit<Extract<BuildingSeen, { at: 'standing' }>, 'at'>>(
    `select b.grid as "gridId", b.number,
            coalesce((select array_agg(u.number) from community.unit u where u.building = b.id), '{}') as units,
            exists (select from community.dwelling d where d.door = b.number || '-' || $3::text || '-' || $4::text) as "doorTaken",
            exists (select from community.dwelling where id = $2) or exists (select from community.unit where id = $2) as "idTaken"
       from community.building b where b.id = $1`,
    [buildingId, wanted.id, String(wanted.unit ?? ''), wanted.room ?? ''],
  );
  return row ? { at: 'standing', ...row } : { at: 'nowhere' };
}

export const loadSpot =
  (table: 'facility' | 'shelter') =>
  (tx: Tx, spot: { id: string; gridId: string | null }): Promise<SpotState> =>
    one(
      tx,
      `select exists (select from community.${table} where id = $1) as "idTaken",
            $2::uuid is null or exists (select from community.grid where id = $2) as "gridKnown"`,
      [spot.id, spot.gridId],
    );

export const loadStandingSpot =
  (table: 'facility' | 'shelter') =>
  async (tx: Tx, spot: { id: string; gridId?: string | null }): Promise<StandingSpot> => {
    const [row] = await tx.rows<{ gridId: GridId | null; ended: boolean; gridKnown: boolean }>(
      `select grid as "gridId", ended_at is not null as ended,
              $2::uuid is null or exists (select from community.grid where id = $2) as "gridKnown"
         from community.${table} where id = $1`,
      [spot.id, spot.gridId ?? null],
    );
    if (!row) return { at: 'nowhere' };
    const { ended, ...seen } = row;
    return { at: ended ? 'ended' : 'standing', ...seen };
  };

export async function applyPlaceChange(tx: Tx, change: PlaceChange, at: At): Promise<void> {
  switch (change.type) {
    case 'communityEstablished':
      await tx.run('insert into community.community (name, name_en, name_ug, code12, lon, lat, version) values ($1, $2, $3, $4, $5, $6, $7)', [
        change.name,
        change.nameEn,
        change.nameUg,
        change.code12,
        change.lon,
        change.lat,
        at.version,
      ]);
      await tx.run('insert into community.mandate_rule (bind_from) values ($1)', [change.mandatesFrom]);
      return;
    case 'communityRenamed':
      await tx.run('update community.community set name = $1, name_en = $2, name_ug = $3, lon = $4, lat = $5, version = $6', [
        change.name,
        change.nameEn,
        change.nameUg,
        change.lon,
        change.lat,
        at.version,
      ]);
      return;
    case 'gridAdded':
      await tx.run('insert into community.grid (id, number, name, version) values ($1, $2, $3, $4)', [
        change.grid.id,
        change.grid.number,
        change.grid.name,
        at.version,
      ]);
      return;
    case 'buildingAdded': {
      const { building } = change;
      await tx.run(
        'insert into community.building (id, grid, number, name, floors, units, lon, lat, version) values ($1, $2, $3, $4, $5, 0, $6, $7, $8)',
        [building.id, building.gridId, building.number, building.name, building.floors, building.lon, building.lat, at.version],
      );
      await addDoors(tx, { ...building, buildingId: building.id, units: change.units, doors: change.doors }, at.version);
      return;
    }
    case 'doorsAdded':
      await addDoors(tx, change, at.version);
      return;
    case 'facilityAdded': {
      const { id, kind, name, gridId, lon, lat } = change.facility;
      await tx.run('insert into community.facility (id, kind, name, grid, lon, lat, version) values ($1, $2, $3, $4, $5, $6, $7)', [
        id,
        kind,
        name,
        gridId,
        lon,
        lat,
        at.version,
      ]);
      return;
    }
    case 'shelterAdded': {
      const { id, name, capacity, accessible, gridId, lon, lat } = change.shelter;
      await tx.run(
        'insert into community.shelter (id, name, capacity, accessible, grid, lon, lat, version) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, name, capacity, accessible, gridId, lon, lat, at.version],
      );
      return;
    }
    case 'facilityChanged': {
      const { id, kind, name, gridId, lon, lat } = change.facility;
      const set = [id, kind, name, gridId, lon, lat, at.version];
      await tx.run('update community.facility set kind = $2, name = $3, grid = $4, lon = $5, lat = $6, version = $7 where id = $1', set);
      return;
    }
    case 'shelterChanged': {
      const { id, name, capacity, accessible, gridId, lon, lat } = change.shelter;
      await tx.run(
        'update community.shelter set name = $2, capacity = $3, accessible = $4, grid = $5, lon = $6, lat = $7, version = $8 where id = $1',
        [id, name, capacity, accessible, gridId, lon, lat, at.version],
      );
      return;
    }
    case 'facilityEnded':
    case 'shelterEnded': {
      const table = change.type === 'shelterEnded' ? 'shelter' : 'facility';
      await tx.run(`update community.${table} set ended_at = $2, version = $3 where id = $1`, [change.id, change.on, at.version]);
      await tombstone(tx, at, { entity: `community.${table}`, id: change.id, scope: 'community', kind: 'delete' });
      return;
    }
    default:
      change satisfies never;
  }
}

interface NewDoors {
  readonly buildingId: string;
  readonly gridId: string;
  readonly number: string;
  readonly units: readonly { readonly id: string; readonly number: number }[];
  readonly doors: readonly Door[];
}

/** Units first, then the doors that point at them; two statements however many there are. */
export async function addDoors(tx: Tx, { buildingId, gridId, number, units, doors }: NewDoors, version: number): Promise<void> {
  if (units.length > 0) {
    await tx.run(
      `insert into community.unit (id, grid, building, number, version) select id, $3, $4, number, $5 from unnest($1::uuid[], $2::int[]) as t(id, number)`,
      [units.map((u) => u.id), units.map((u) => u.number), gridId, buildingId, version],
    );
    await tx.run('update community.building set units = units + $2, version = $3 where id = $1', [buildingId, units.length, version]);
  }
  if (doors.length > 0)
    await tx.run(
      `insert into community.dwelling (id, grid, building, unit, floor, room, door, version)
       select t.id, $6, $7, u.id, t.floor, t.room, t.door, $8
         from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[]) as t(id, unit, floor, room, door)
         join community.unit u on u.building = $7 and u.number = t.unit`,
      [
        doors.map((d) => d.id),
        doors.map((d) => d.unit),
        doors.map((d) => d.floor),
        doors.map((d) => d.room),
        doors.map((d) => doorText(number, d.unit, d.room)),
        gridId,
        buildingId,
        version,
      ],
    );
}
