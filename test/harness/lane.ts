import type { Db } from '../../src/platform/server/db/db.ts';
import { freshCommunity, freshId } from './database.ts';
import type { Granted } from './granted.ts';
import { personActor, type speaker, system } from './said.ts';

/** Two grids with a door each, a grid worker of the first, a social worker who may read its needs, a clerk for the whole. */
export const laneOf =
  ({ db, done, granted }: { readonly db: Db; readonly done: ReturnType<typeof speaker>['done']; readonly granted: Granted }) =>
  async () => {
    const where = await freshCommunity(db);
    const [gridA, gridB, worker, social, clerk, shop] = Array.from({ length: 6 }, () => freshId()) as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    await done(where, system, 'community.establish', { name: '柳巷社区', code12: '130602990002', lon: null, lat: null });
    const homes: Record<string, string> = {};
    for (const [grid, number] of [
      [gridA, 1],
      [gridB, 2],
    ] as const) {
      await done(where, system, 'community.addGrid', { id: grid, number, name: `第${number}网格` });
      const doors = ['501', '502'].map((room) => ({ id: freshId(), unit: 1, floor: 5, room }));
      for (const door of doors) homes[`${number}-1-${door.room}`] = door.id;
      await done(where, system, 'community.addBuilding', {
        id: freshId(),
        gridId: grid,
        number: String(number),
        name: `${number}号楼`,
        floors: 6,
        units: [{ id: freshId(), number: 1 }],
        doors,
      });
    }
    granted.give(worker, [gridA], 'register.read', 'register.write');
    granted.give(social, [gridA], 'register.read', 'register.readNeeds');
    granted.give(clerk, null, 'register.read', 'register.write', 'register.readNeeds', 'register.readIdentity', 'register.import');
    granted.give(shop, null, 'community.read');
    const household = async (door: string, people: readonly object[], by = clerk) => {
      const householdId = freshId();
      await done(where, personActor(by), 'register.addHousehold', { householdId, dwellingId: homes[door], tenure: 'renter' });
      const residents: string[] = [];
      for (const fields of people) {
        const residentId = freshId();
        residents.push(residentId);
        await done(where, personActor(by), 'register.addResident', { residentId, householdId, fields });
      }
      return { householdId, residents: residents as [string, ...string[]] };
    };
    return {
      where,
      gridA,
      gridB,
      homes,
      household,
      as: { worker: personActor(worker), social: personActor(social), clerk: personActor(clerk), shop: personActor(shop) },
    };
  };

export const zhang = { name: '张桂兰', sex: 'female', birthDate: '1948-03-02', phone: '13800000001', relation: 'head' };
export const shan = { name: '单雄', sex: 'male', birthDate: '1950-01-01' };
