import { duties } from '../../capabilities/duties/index.ts';
import type { CommandId, CommunityId } from '../../kernel/ids.ts';
import type { Bus } from '../../platform/server/commands/bus.ts';
import { openJournal } from '../../platform/server/commands/journal.ts';
import type { Db } from '../../platform/server/db/db.ts';

export interface FirstRun {
  readonly name: string;
  readonly code12: string;
  /** Name of the person who directs the community. */
  readonly director: string;
}

/**
 * Makes a community, its residents' committee and the director's position. The director answers for every duty that opens something,
 * until the matrix is drawn up: nobody else is there yet.
 * @throws Error when a command of the layout is refused, which is a fault of this program
 */
export async function makeCommunity(
  { db, bus, newId, now }: { db: Db; bus: Bus; newId: () => string; now: () => Date },
  { name, code12, director }: FirstRun,
): Promise<{ community: string; person: string }> {
  const [community, person, organisationId, positionId] = [newId() as CommunityId, newId(), newId(), newId()];
  await db.as({ community, actor: 'system' }, openJournal);
  const assignments = duties.filter((duty) => duty.opens).map((duty) => ({ id: newId(), duty: duty.code, organisationId, positionId, role: 'A' }));
  const words: [string, unknown][] = [
    ['community.establish', { name, code12 }],
    ['community.addOrganisation', { id: organisationId, kind: 'residents_committee', sector: 'selfGovernance', name: `${name}居民委员会` }],
    ['community.addPerson', { id: person, name: director }],
    ['community.addPosition', { id: positionId, organisationId, title: '主任' }],
    ['community.assignHolder', { positionId, personId: person, replaces: null }],
    ['duties.assign', { assignments }],
  ];
  const claimedAt = now().toISOString();
  const commands = words.map(([command, payload], i) => ({ id: newId() as CommandId, name: command, ver: 1, dseq: i + 1, claimedAt, payload }));
  const replies = await bus.submit(community, { actor: { kind: 'system' }, device: null, commands });
  const failed = replies.findIndex((reply) => reply.status !== 'accepted');
  const reply = replies[failed];
  if (reply) throw new Error(`${words[failed]?.[0]}: ${reply.status === 'refused' ? reply.problem.code : reply.status}`);
  return { community, person };
}
