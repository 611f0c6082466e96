import { randomUUID } from 'node:crypto';
import type { RoundId } from '../src/capabilities/response/model.ts';
import type { CommunityId, HouseholdId } from '../src/kernel/ids.ts';
import type { Door } from './direct.ts';
import { Phone } from './phone.ts';
import type { BenchServer, Client } from './server.ts';

/** Opens an exercise and so many more rounds in it; answers with the doors on the list of each. */
export async function openRounds(server: BenchServer, client: Client, community: CommunityId, rounds: number): Promise<Door[][]> {
  const phone = new Phone(client, community);
  const { rows: plans } = await client.post<{ rows: { id: string }[] }>('/api/v1/query/readiness.plans', { community, args: {} });
  const incidentId = randomUUID();
  await phone.say('response.activatePlan', { planId: plans[0]?.id, exercise: true, incidentId, title: 'bench' });
  const opened: Door[][] = [];
  for (let i = 0; i < rounds; i++) {
    const round = randomUUID() as RoundId;
    await phone.say('response.openRound', { roundId: round, incidentId, title: `bench ${i + 1}` });
    const listed = await server.db.as({ community, actor: 'bench' }, (tx) =>
      tx.rows<{ household: HouseholdId }>('select household from response.visit where round = $1 order by door, household', [round]),
    );
    opened.push(listed.map(({ household }) => ({ round, household })));
  }
  return opened;
}

export const openRound = async (server: BenchServer, client: Client, community: CommunityId): Promise<Door[]> =>
  (await openRounds(server, client, community, 1))[0] ?? [];
