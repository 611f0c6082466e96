import { layOut } from '../../src/capabilities/community/index.ts';
import type { BuildingId, DwellingId, GridId } from '../../src/kernel/ids.ts';
import type { Random } from './random.ts';

/** A command to be said: name and payload. */
export type Said = readonly [name: string, payload: object];

export interface DemoDwelling {
  readonly id: DwellingId;
  readonly gridId: GridId;
  readonly gridNumber: number;
  readonly door: string;
}

export interface Places {
  readonly grids: readonly { readonly id: GridId; readonly number: number }[];
  readonly dwellings: readonly DemoDwelling[];
  readonly said: readonly Said[];
}

const centre = { lon: 115.4586, lat: 38.8824 };
/** Degrees of about one metre at 38.9° north. */
const metre = { lon: 1.156e-5, lat: 9.01e-6 };
const at = (eastM: number, northM: number) => ({ lon: round(centre.lon + eastM * metre.lon), lat: round(centre.lat + northM * metre.lat) });
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
const chinese = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四', '十五'];

/**
 * Two buildings to a grid, each with 4 units, 25 floors and 2 doors to a floor, as in the community's ledger: at full size 13 grids, 26
 * buildings, 5,200 doors. A smaller scale has fewer buildings, never fewer than one.
 */
export function makePlaces(scale: number, random: Random): Places {
  const buildings = Math.max(1, Math.round(26 * scale));
  const grids = Array.from({ length: Math.ceil(buildings / 2) }, (_, i) => ({ id: random.id<GridId>(), number: i + 1 }));
  const said: Said[] = grids.map((grid) => ['community.addGrid', { ...grid, name: `第${chinese[grid.number] ?? grid.number}网格` }]);
  const dwellings: DemoDwelling[] = [];
  for (let number = 1; number <= buildings; number++) {
    const grid = grids[Math.ceil(number / 2) - 1] as (typeof grids)[number];
    const { units, doors } = layOut({ units: 4, floors: 25, roomsPerFloor: 2, fromFloor: 1 }, random.id);
    const column = (number - 1) % 6;
    const row = Math.floor((number - 1) / 6);
    said.push([
      'community.addBuilding',
      {
        id: random.id<BuildingId>(),
        gridId: grid.id,
        number: String(number),
        name: `${number}号楼`,
        floors: 25,
        ...at(column * 85 - 210, 140 - row * 70),
        units,
        doors,
      },
    ]);
    for (const door of doors) dwellings.push({ id: door.id, gridId: grid.id, gridNumber: grid.number, door: `${number}-${door.unit}-${door.room}` });
  }
  const facilities: readonly (readonly [kind: string, name: string, east: number, north: number])[] = [
    ['open_space', '中心广场', 0, 0],
    ['assembly_point', '东门集合点', 260, 20],
    ['assembly_point', '西门集合点', -260, 10],
    ['water_pump', '地下车库1号排水泵', -60, -20],
    ['water_pump', '地下车库2号排水泵', 120, -30],
    ['generator', '物业备用发电机', 40, -160],
    ['power_room', '配电房', 60, -165],
    ['hydrant', '3号楼南消火栓', -30, 110],
    ['hydrant', '16号楼北消火栓', 30, 10],
    ['gas_valve', '燃气总阀', -200, -150],
    ['pharmacy', '康宁药店', 230, -60],
    ['canteen', '社区食堂', -120, -140],
  ];
  for (const [kind, name, east, north] of facilities) said.push(['community.addFacility', { id: random.id(), kind, name, ...at(east, north) }]);
  const shelters = [
    ['人和小学体育馆', 420, true, 320, 120],
    ['社区活动中心', 160, true, -20, -30],
    ['中心广场（帐篷区）', 600, true, 0, 0],
    ['5号楼架空层', 90, false, -40, 70],
  ] as const;
  for (const [name, capacity, accessible, east, north] of shelters)
    said.push(['community.addShelter', { id: random.id(), name, capacity, accessible, ...at(east, north) }]);
  return { grids, dwellings, said };
}
