import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import { type GridId, idOf, type UnitId } from '../../kernel/ids.ts';
import { ok, type Problem, type Result, refuse } from '../../kernel/result.ts';
import { byKeeper } from './by-keeper.ts';
import { Building, buildingId, Code12, Door, Facility, Grid, name, type PlaceChange, Shelter, unitId } from './model.ts';
import { doorTwice } from './rules/doors.ts';
import { graceDays } from './rules/mandates.ts';

const dayMs = 86_400_000;

type PlaceCommand<P, S> = Command<P, S, PlaceChange>;

const Names = z.object({
  name: name(60),
  nameEn: z.string().trim().max(120).default(''),
  nameUg: z.string().trim().max(120).default(''),
  lon: z.number().min(-180).max(180).nullable().default(null),
  lat: z.number().min(-90).max(90).nullable().default(null),
});
const Establish = Names.extend({ code12: Code12 });
type Establish = z.infer<typeof Establish>;

/** First word of a new community: its names and its division code. Said by the installation, once. Mandates bind after a time to agree on them. */
export const establish: PlaceCommand<Establish, { readonly established: boolean }> = command({
  ...byKeeper,
  name: 'community.establish',
  payload: Establish,
  decide(state, payload, { now }) {
    if (state.established) return refuse('conflict', 'community.alreadyEstablished');
    const mandatesFrom = new Date(now.getTime() + graceDays * dayMs).toISOString();
    return ok([{ type: 'communityEstablished', ...payload, mandatesFrom }]);
  },
});

/** Changes the names or the point on the map; the division code stays. */
export const rename: PlaceCommand<z.infer<typeof Names>, null> = command({
  ...byKeeper,
  name: 'community.rename',
  payload: Names,
  decide: (_, payload) => ok([{ type: 'communityRenamed', ...payload }]),
});

export interface GridState {
  readonly idTaken: boolean;
  readonly numberTaken: boolean;
}

export const addGrid: PlaceCommand<Grid, GridState> = command({
  ...byKeeper,
  name: 'community.addGrid',
  payload: Grid,
  decide(state, grid) {
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (state.numberTaken) return refuse('conflict', 'community.gridNumberTaken', { number: grid.number });
    return ok([{ type: 'gridAdded', grid }]);
  },
});

const Units = z
  .array(z.object({ id: unitId, number: z.number().int().min(1).max(99) }))
  .min(1)
  .max(99);
const AddBuilding = Building.extend({ units: Units, doors: z.array(Door).max(5_000) });
type AddBuilding = z.infer<typeof AddBuilding>;

export interface BuildingState {
  readonly idTaken: boolean;
  readonly numberTaken: boolean;
  readonly gridKnown: boolean;
}

/** A building with its units and all its doors (`layOut` makes those of a regular one). */
export const addBuilding: PlaceCommand<AddBuilding, BuildingState> = command({
  ...byKeeper,
  name: 'community.addBuilding',
  payload: AddBuilding,
  decide(state, { units, doors, ...building }) {
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (!state.gridKnown) return refuse('missing', 'community.gridGone');
    if (state.numberTaken) return refuse('conflict', 'community.buildingNumberTaken', { number: building.number });
    const numbers = new Set(units.map((u) => u.number));
    if (numbers.size < units.length) return refuse('invalid', 'community.unitTwice');
    const stray = doors.find((d) => !numbers.has(d.unit));
    if (stray) return refuse('invalid', 'community.doorWithoutUnit', { door: `${building.number}-${stray.unit}-${stray.room}` });
    const twice = doorTwice(doors);
    if (twice) return refuse('invalid', 'community.doorTwice', { door: `${building.number}-${twice}` });
    return ok([{ type: 'buildingAdded', building, units, doors }]);
  },
});

const AddUnit = z.object({ id: idOf<UnitId>(), buildingId, number: z.number().int().min(1).max(99) });
const AddDwelling = z.object({ buildingId, door: Door });

/** What is known of one building when something is added to it. */
export type BuildingSeen =
  | { readonly at: 'nowhere' }
  | {
      readonly at: 'standing';
      readonly gridId: Grid['id'];
      readonly number: string;
      readonly units: readonly number[];
      readonly doorTaken: boolean;
      readonly idTaken: boolean;
    };

export const addUnit: PlaceCommand<z.infer<typeof AddUnit>, BuildingSeen> = command({
  ...byKeeper,
  name: 'community.addUnit',
  payload: AddUnit,
  decide(state, { id, buildingId: building, number }) {
    if (state.at === 'nowhere') return refuse('missing', 'community.buildingGone');
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (state.units.includes(number)) return refuse('conflict', 'community.unitTwice');
    return ok([{ type: 'doorsAdded', buildingId: building, gridId: state.gridId, number: state.number, units: [{ id, number }], doors: [] }]);
  },
});

/** One more door in a building whose unit is there: a flat that was divided, a caretaker's room. */
export const addDwelling: PlaceCommand<z.infer<typeof AddDwelling>, BuildingSeen> = command({
  ...byKeeper,
  name: 'community.addDwelling',
  payload: AddDwelling,
  decide(state, { buildingId: building, door }) {
    if (state.at === 'nowhere') return refuse('missing', 'community.buildingGone');
    const text = `${state.number}-${door.unit}-${door.room}`;
    if (!state.units.includes(door.unit)) return refuse('invalid', 'community.doorWithoutUnit', { door: text });
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (state.doorTaken) return refuse('conflict', 'community.doorTaken', { door: text });
    return ok([{ type: 'doorsAdded', buildingId: building, gridId: state.gridId, number: state.number, units: [], doors: [door] }]);
  },
});

export interface SpotState {
  readonly idTaken: boolean;
  readonly gridKnown: boolean;
}

export const addFacility: PlaceCommand<Facility, SpotState> = command({
  ...byKeeper,
  name: 'community.addFacility',
  payload: Facility,
  decide(state, facility) {
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (!state.gridKnown) return refuse('missing', 'community.gridGone');
    return ok([{ type: 'facilityAdded', facility }]);
  },
});

export const addShelter: PlaceCommand<Shelter, SpotState> = command({
  ...byKeeper,
  name: 'community.addShelter',
  payload: Shelter,
  decide(state, shelter) {
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (!state.gridKnown) return refuse('missing', 'community.gridGone');
    return ok([{ type: 'shelterAdded', shelter }]);
  },
});

/** A shelter or facility that is to be changed or given up. */
export type StandingSpot =
  | { readonly at: 'nowhere' }
  | {
      readonly at: 'standing' | 'ended';
      readonly gridId: GridId | null /** Is the grid it is to stand in one of ours? */;
      readonly gridKnown: boolean;
    };

function mustStand(state: StandingSpot, gone: Problem['code']): Result<null> {
  if (state.at === 'nowhere') return refuse('missing', gone);
  if (state.at === 'ended') return refuse('conflict', 'community.spotEnded');
  return state.gridKnown ? ok(null) : refuse('missing', 'community.gridGone');
}

/** Corrects a facility, or says that it is another kind now or stands elsewhere. */
export const changeFacility: PlaceCommand<Facility, StandingSpot> = command({
  ...byKeeper,
  name: 'community.changeFacility',
  payload: Facility,
  decide(state, facility) {
    const standing = mustStand(state, 'community.facilityGone');
    return standing.ok ? ok([{ type: 'facilityChanged', facility }]) : standing;
  },
});

/** Corrects a shelter: how many it holds, whether it can be reached without a step. */
export const changeShelter: PlaceCommand<Shelter, StandingSpot> = command({
  ...byKeeper,
  name: 'community.changeShelter',
  payload: Shelter,
  decide(state, shelter) {
    const standing = mustStand(state, 'community.shelterGone');
    return standing.ok ? ok([{ type: 'shelterChanged', shelter }]) : standing;
  },
});

const EndSpot = z.object({ id: z.uuid() });
type EndSpot = z.infer<typeof EndSpot>;

/** A facility that is no more; what was recorded about it stays. */
export const endFacility: PlaceCommand<EndSpot, StandingSpot> = command({
  ...byKeeper,
  name: 'community.endFacility',
  payload: EndSpot,
  decide(state, { id }, { now }) {
    const standing = mustStand(state, 'community.facilityGone');
    return standing.ok ? ok([{ type: 'facilityEnded', id, on: now.toISOString() }]) : standing;
  },
});

/** A shelter that nobody may be sent to any more. */
export const endShelter: PlaceCommand<EndSpot, StandingSpot> = command({
  ...byKeeper,
  name: 'community.endShelter',
  payload: EndSpot,
  decide(state, { id }, { now }) {
    const standing = mustStand(state, 'community.shelterGone');
    return standing.ok ? ok([{ type: 'shelterEnded', id, on: now.toISOString() }]) : standing;
  },
});
