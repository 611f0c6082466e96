import type { Actor, Envelope } from '../../src/kernel/command.ts';
import type { CommandId, CommunityId, DwellingId, PersonId } from '../../src/kernel/ids.ts';
import { type Bus, type BusOptions, bus } from '../../src/platform/server/commands/bus.ts';
import type { Db } from '../../src/platform/server/db/db.ts';
import type { Said } from './places.ts';
import type { Random } from './random.ts';

/** Says commands of the past: a bus of its own whose clock stands where the story stands. */
export class Speaker {
  readonly bus: Bus;
  readonly db: Db;
  readonly community: CommunityId;
  readonly random: Random;
  private nowMs: number;

  constructor(options: Omit<BusOptions, 'clock' | 'random'>, community: CommunityId, random: Random, beginMs: number) {
    this.db = options.db;
    this.community = community;
    this.random = random;
    this.nowMs = beginMs;
    this.bus = bus({
      ...options,
      clock: () => new Date(this.nowMs),
      random: (bytes) => {
        for (let i = 0; i < bytes.length; i++) bytes[i] = random.int(0, 255);
      },
      onFault: ({ command, error }) => {
        throw new Error(`${command} failed`, { cause: error });
      },
    });
  }

  get now(): Date {
    return new Date(this.nowMs);
  }

  /** Moves the story's clock; it never goes back. */
  setClock(ms: number): void {
    this.nowMs = Math.max(this.nowMs, ms);
  }
  wait(minutes: number): void {
    this.nowMs += minutes * 60_000;
  }

  /** Says these in order, as one batch. @throws Error when one is refused: the story contradicts the rules */
  async say(actor: Actor, said: readonly Said[]): Promise<void> {
    const claimedAt = this.now.toISOString();
    for (let from = 0; from < said.length; from += 100) {
      const part = said.slice(from, from + 100);
      const commands = part.map(
        ([name, payload], i): Envelope => ({ id: this.random.id<CommandId>(), name, ver: 1, dseq: i + 1, claimedAt, payload }),
      );
      const replies = await this.bus.submit(this.community, { actor, device: null, commands });
      replies.forEach((reply, i) => {
        if (reply.status !== 'accepted') throw new Error(`${part[i]?.[0]}: ${JSON.stringify(reply)}`);
      });
    }
  }

  /** Several people say their things at the same time: they share transactions, as phones do. */
  async sayTogether(lists: readonly { readonly actor: Actor; readonly said: readonly Said[] }[]): Promise<void> {
    await Promise.all(lists.map(({ actor, said }) => this.say(actor, said)));
  }

  /** Reads rows, to follow what the commands made. */
  rows<R>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
    return this.db.as({ community: this.community, actor: 'demo' }, (tx) => tx.rows<R>(sql, params), 'read only');
  }
}

export const system: Actor = { kind: 'system' };
export const byPerson = (person: PersonId): Actor => ({ kind: 'person', person });
export const byDoor = (dwelling: DwellingId): Actor => ({ kind: 'door', dwelling });
