import { randomUUID } from 'node:crypto';
import type { Reply } from '../src/kernel/command.ts';
import type { CommunityId } from '../src/kernel/ids.ts';
import type { Door } from './direct.ts';
import type { Client } from './server.ts';

/** One device: says commands through HTTP, in order. */
export class Phone {
  private readonly device = randomUUID();
  private dseq = 0;
  private readonly client: Client;
  private readonly community: CommunityId;

  constructor(client: Client, community: CommunityId) {
    this.client = client;
    this.community = community;
  }

  say(name: string, payload: unknown): Promise<number> {
    return this.push([{ name, payload }]);
  }

  visit(doors: readonly Door[]): Promise<number> {
    return this.push(
      doors.map(({ round, household }) => ({ name: 'response.visitDoor', payload: { roundId: round, householdId: household, outcome: 'safe' } })),
    );
  }

  private async push(said: readonly { name: string; payload: unknown }[]): Promise<number> {
    const claimedAt = new Date().toISOString();
    const commands = said.map((one) => ({ id: randomUUID(), ver: 1, dseq: ++this.dseq, claimedAt, ...one }));
    const { replies } = await this.client.post<{ replies: Reply[] }>('/api/v1/push', { community: this.community, device: this.device, commands });
    const other = replies.find((reply) => reply.status !== 'accepted');
    if (other) throw new Error(`${said[0]?.name}: ${JSON.stringify(other)}`);
    return replies.length;
  }
}
