import { randomFillSync } from 'node:crypto';
import type { Actor, Reply } from '../../src/kernel/command.ts';
import type { CommandId, CommunityId, PersonId } from '../../src/kernel/ids.ts';
import type { Problem } from '../../src/kernel/result.ts';
import type { LoadAuthority } from '../../src/platform/server/commands/authority-version.ts';
import { type Bus, bus } from '../../src/platform/server/commands/bus.ts';
import type { Db } from '../../src/platform/server/db/db.ts';
import { asking } from '../../src/platform/server/queries/ask.ts';
import { type PulledRow, pulling } from '../../src/platform/server/queries/pull.ts';
import { freshId } from './database.ts';
import type { Doors } from './serve.ts';

export const system: Actor = { kind: 'system' };
export const personActor = (person: string): Actor => ({ kind: 'person', person: person as PersonId });

/** Speaks to slices the way requests do, without HTTP: commands through the bus, queries and pulls under the matrix. */
export function speaker(db: Db, doors: readonly Doors[], loadAuthority: LoadAuthority, clock: () => Date = () => new Date()) {
  const decided: Bus = bus({
    db,
    handlers: doors.flatMap((d) => d.handlers ?? []),
    reactions: doors.flatMap((d) => d.reactions ?? []),
    loadAuthority,
    clock,
    random: randomFillSync,
    onFault: ({ error }) => {
      throw error;
    },
  });
  const parts = { db, authorities: decided.authorities, clock };
  const ask = asking({ ...parts, answers: doors.flatMap((d) => d.answers ?? []) });
  const pull = pulling({ ...parts, feeds: doors.flatMap((d) => d.feeds ?? []) });
  /** @param ver an earlier version of the command, as an older app says it */
  const say = async (community: CommunityId, actor: Actor, name: string, payload: unknown, ver?: number): Promise<Reply> => {
    const version = ver ?? decided.handlers.get(name)?.command.ver ?? 1;
    const envelope = { id: freshId<CommandId>(), name, ver: version, dseq: 1, claimedAt: '2026-03-01T10:00:00.000+08:00', payload };
    const [reply] = await decided.submit(community, { actor, device: null, commands: [envelope] });
    if (!reply) throw new Error('no reply');
    return reply;
  };
  return {
    bus: decided,
    say,
    /** Says it and expects a yes. @throws Error with the code of the refusal */
    async done(community: CommunityId, actor: Actor, name: string, payload: unknown): Promise<number> {
      const reply = await say(community, actor, name, payload);
      if (reply.status === 'accepted') return reply.version;
      throw new Error(`${name}: ${reply.status === 'refused' ? JSON.stringify(reply.problem) : reply.status}`);
    },
    /** Says it and answers the refusal's problem; `undefined` when it was accepted. */
    async refused(community: CommunityId, actor: Actor, name: string, payload: unknown): Promise<Problem | undefined> {
      const reply = await say(community, actor, name, payload);
      return reply.status === 'refused' ? reply.problem : undefined;
    },
    /** Rows of a query. @throws Error with the code of the refusal */
    async rows<R = Record<string, unknown>>(community: CommunityId, actor: Actor, name: string, args: unknown = {}): Promise<R[]> {
      const answer = await ask(name, community, actor, args);
      if (!answer.ok) throw new Error(answer.problem.code);
      return answer.value.rows as R[];
    },
    ask,
    pull,
    /** Everything an actor's device would copy from the beginning. */
    async copies(community: CommunityId, actor: Actor): Promise<readonly PulledRow[]> {
      const page = await pull(community, actor, { cursor: 0, scopes: '', limit: 5_000 });
      if (!page.ok) throw new Error(page.problem.code);
      return page.value.rows;
    },
  };
}
