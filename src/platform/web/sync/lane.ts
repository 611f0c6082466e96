import type { Envelope, Reply } from '../../../kernel/command.ts';
import type { CommandId, CommunityId, DeviceId } from '../../../kernel/ids.ts';
import type { Result } from '../../../kernel/result.ts';
import { askFrom, serverAway } from './api.ts';
import { freshIdIn } from './fresh-id.ts';
import type { Surroundings } from './surroundings.ts';

/** What the server says of itself with every answer, so that a device need not believe its own clock, nor that the server is still the one it knew. */
export interface ServerWord {
  /** Of the database that answered; null when it decided nothing. */
  readonly epoch: string | null;
  /** The server's time, ISO 8601 UTC. */
  readonly now: string;
}

interface PushAnswer extends ServerWord {
  readonly replies: readonly Reply[];
}

interface Speech {
  readonly community: CommunityId;
  readonly device: DeviceId;
  readonly commands: readonly Envelope[];
  /** Of the server that agreed to what was said before, empty before the first answer; should it be another by now, it decides nothing. */
  readonly epoch?: string;
}

/** Says commands of one device to the server, in order. `life`: there is, or may be, a call for help among them. */
export const push = (here: Surroundings, speech: Speech, life: boolean): Promise<Result<PushAnswer>> =>
  askFrom<PushAnswer>(here, '/api/v1/push', {
    method: 'POST',
    body: speech,
    timeoutMs: 30_000,
    // So that a busy server need not read what can wait.
    headers: { 'x-banyan-urgency': life ? 'life' : 'field' },
  });

/** What is said, and whether it is a call for help. */
export interface Said extends Pick<Envelope, 'name' | 'ver' | 'payload'> {
  readonly life: boolean;
}

/**
 * The way out for commands that must not wait (permissions, levels, publishing): straight to the server, and the reply back.
 * It numbers on its own, as a device of this tab, so that an unsent command in the outbox cannot hold it up, nor it the outbox.
 * If no answer came, nobody knows whether the server heard; saying the same again then repeats the same id, which is done at most once.
 */
export class Lane {
  private device: DeviceId;
  private dseq = 0;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly unanswered = new Map<string, { device: DeviceId; envelope: Envelope }>();
  private readonly here: Surroundings;
  private readonly community: CommunityId;

  constructor(here: Surroundings, community: CommunityId) {
    this.here = here;
    this.community = community;
    this.device = freshIdIn(here) as DeviceId;
  }

  say(said: Said): Promise<Reply> {
    const reply = this.turn.then(() => this.one(said));
    this.turn = reply;
    return reply;
  }

  private async one(said: Said): Promise<Reply> {
    const key = JSON.stringify(said);
    const before = this.unanswered.get(key);
    const { device, envelope } = before ?? this.next(said);
    for (let attempt = 0; ; attempt++) {
      const answer = await push(this.here, { community: this.community, device, commands: [envelope] }, said.life);
      const reply = answer.ok ? answer.value.replies[0] : undefined;
      if (reply?.status === 'retry' && attempt < 3) {
        await new Promise<void>((resolve) => void this.here.later(reply.afterMs, resolve));
        continue;
      }
      if (reply && reply.status !== 'retry' && reply.status !== 'gap') {
        this.unanswered.delete(key);
        return reply;
      }
      this.unanswered.set(key, { device, envelope });
      this.device = freshIdIn(this.here) as DeviceId;
      this.dseq = 0;
      return { id: envelope.id, status: 'refused', problem: answer.ok ? serverAway : answer.problem, version: 0 };
    }
  }

  private next({ life: _life, ...said }: Said): { device: DeviceId; envelope: Envelope } {
    this.dseq += 1;
    const claimedAt = new Date(this.here.nowMs()).toISOString();
    return { device: this.device, envelope: { ...said, id: freshIdIn(this.here) as CommandId, dseq: this.dseq, claimedAt } };
  }
}
