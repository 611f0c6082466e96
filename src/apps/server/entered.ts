import { randomFillSync } from 'node:crypto';
import { type CommandId, type CommunityId, newUuid, type PersonId } from '../../kernel/ids.ts';
import type { Bus } from '../../platform/server/commands/bus.ts';

/**
 * Writes into the community's journal that a person has taken up the way in that they were given.
 * @throws Error when it is refused, which is a fault of this program
 */
export async function sayEntered(bus: Bus, community: CommunityId, person: PersonId): Promise<void> {
  const now = new Date();
  const id = newUuid(now.getTime(), randomFillSync) as CommandId;
  const envelope = { id, name: 'community.takeAccess', ver: 1, dseq: 1, claimedAt: now.toISOString(), payload: { personId: person } };
  const [reply] = await bus.submit(community, { actor: { kind: 'system' }, device: null, commands: [envelope] });
  if (reply?.status !== 'accepted') throw new Error(`community.takeAccess: ${reply?.status === 'refused' ? reply.problem.code : reply?.status}`);
}
