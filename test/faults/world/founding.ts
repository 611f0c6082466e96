import type { CommandId, CommunityId, PersonId } from '../../../src/kernel/ids.ts';
import { openJournal } from '../../../src/platform/server/commands/journal.ts';
import { type Db, over } from '../../../src/platform/server/db/db.ts';
import type { Server } from './server.ts';

/** Ids of what stands in every simulated community. */
const id = <T extends string = string>(kind: number, n: number) =>
  `00000000-0000-7000-8${String(kind).padStart(3, '0')}-${String(n).padStart(12, '0')}` as T;
const range = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

export const people = range(4).map((n) => id<PersonId>(1, n));
export const director = people[0] as PersonId;
export const grids = range(2).map((n) => id(2, n));
export const households = range(6).map((n) => id(3, n));
export const tasks = range(3).map((n) => id(4, n));
export const lots = range(2).map((n) => id(5, n));
export const round = id(6, 1);
export const organisation = id(7, 1);
export const positions = range(4).map((n) => id(8, n));
/** `register.read` of the two grid workers: what is taken away and given back. */
export const readings = range(2).map((n) => id(9, n));
const incident = id(10, 1);
const item = id(11, 1);
const long = '2026-01-01T00:00:00.000Z';

/** Units in each lot at the start. */
export const firstStock = 10;

/**
 * A small community: two grids of three households, an incident with a round, tasks and stock; a director, two grid workers and a
 * volunteer. Places and people are written as they stand; what the commands under simulation make is made by them.
 */
export async function found(server: Server, community: CommunityId): Promise<void> {
  const db: Db = over(server.wire.pool);
  await db.as({ community, actor: 'founding' }, async (tx) => {
    await openJournal(tx);
    for (const [i, grid] of grids.entries()) {
      await tx.run('insert into community.grid (id, number, name, version) values ($1, $2, $3, 1)', [grid, i + 1, `grid ${i + 1}`]);
    }
    await tx.run(`insert into community.organisation (id, kind, sector, name, version) values ($1, 'committee', 'government', 'Committee', 1)`, [
      organisation,
    ]);
    for (const [i, person] of people.entries()) {
      await tx.run('insert into community.person (id, name, version) values ($1, $2, 1)', [person, `person ${i + 1}`]);
      await tx.run('insert into community.position (id, organisation, title, grids, holder, since, version) values ($1, $2, $3, $4, $5, $6, 1)', [
        positions[i],
        organisation,
        ['director', 'worker 1', 'worker 2', 'volunteer'][i],
        i === 1 ? [grids[0]] : i === 2 ? [grids[1]] : null,
        person,
        long,
      ]);
    }
    for (const [i, household] of households.entries()) {
      await tx.run(`insert into register.household (id, grid, door, door_key, tenure, size, version) values ($1, $2, $3, $4, 'owner', 2, 1)`, [
        household,
        grids[i % 2],
        `1-1-${101 + i}`,
        `001-001-${101 + i}`,
      ]);
    }
    const give = (assignment: string, duty: string, position: string | null) =>
      tx.run(`insert into duties.assignment (id, duty, organisation, position, role, rank, since, version) values ($1, $2, $3, $4, 'R', 1, $5, 1)`, [
        assignment,
        duty,
        organisation,
        position,
        long,
      ]);
    const held = ['response.command', 'response.dispatch', 'duties.assign', 'readiness.stock', 'register.read'];
    for (const [i, duty] of held.entries()) await give(id(12, i + 1), duty, positions[0] ?? null);
    await give(id(12, 20), 'response.checkIn', null);
    await give(id(12, 21), 'response.volunteer', null);
    for (const i of [0, 1]) await give(readings[i] ?? '', 'register.read', positions[i + 1] ?? null);
    await tx.run(
      `insert into response.incident (id, hazard, level, exercise, title, opened_at, version) values ($1, 'flood', 'II', false, 'Flood', $2, 1)`,
      [incident, long],
    );
  });
  const say = (name: string, n: number, payload: unknown) => ({ id: id<CommandId>(13, n), name, ver: 1, dseq: n, claimedAt: long, payload });
  const commands = [
    say('response.openRound', 1, { roundId: round, incidentId: incident, title: 'Round' }),
    ...tasks.map((task, i) => say('response.raiseTask', 2 + i, { taskId: task, incidentId: incident, kind: 'food' })),
    say('readiness.addStockItem', 5, { id: item, name: { zh: '水' }, unit: '瓶', minPerHead: null, dailyPerHead: null }),
    ...lots.map((lot, i) =>
      say('readiness.receiveStock', 6 + i, {
        movementId: id(14, i + 1),
        lotId: lot,
        itemId: item,
        quantity: firstStock,
        expiresOn: null,
        place: `shelf ${i}`,
        note: '',
      }),
    ),
  ];
  const replies = await server.bus.submit(community, { actor: { kind: 'person', person: director }, device: null, commands });
  const refused = replies.find((reply) => reply.status !== 'accepted');
  if (refused) throw new Error(`founding: ${JSON.stringify(refused)}`);
}
