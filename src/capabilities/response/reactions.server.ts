import { type Reaction, reaction } from '../../platform/server/commands/handler.ts';
import { findDwelling } from '../community/server.ts';
import type { HouseholdMoved } from '../register/index.ts';
import { moveDoors } from './store-visits.server.ts';

/** When a household moves behind another door, whoever goes from door to door there finds it on their list. */
export const reactions: Reaction[] = [
  reaction<HouseholdMoved>('householdMoved', async (tx, { id, from, home }, at) => {
    const place = home.dwellingId ? await findDwelling(tx, home.dwellingId) : undefined;
    const { grid, door } = home;
    const { buildingId = null, unit = null, floor = null } = place ?? {};
    await moveDoors(tx, at, id, from.grid, { dwelling: home.dwellingId, grid, door, building: buildingId, unit, floor });
  }),
];
