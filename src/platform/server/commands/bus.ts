import { setImmediate } from 'node:timers/promises';
import { type Actor, type Envelope, isLife, type Reply } from '../../../kernel/command.ts';
import type { CommunityId, DeviceId } from '../../../kernel/ids.ts';
import type { Db } from '../db/db.ts';
import { type AuthorityCache, authorityCache, type LoadAuthority } from './authority-version.ts';
import { decideGroup } from './group.ts';
import type { Handler, Reaction } from './handler.ts';

/** Commands from one device (or door, or the system) that wait to be decided together, in order. */
export interface Batch {
  readonly actor: Actor;
  /** null: no running number is expected (doors, the system, the command line). */
  readonly device: DeviceId | null;
  /** Epoch of the server that the device believes to speak with. Since a restore it is another: the device has things to say first, so nothing is decided. */
  readonly epoch?: string | undefined;
  readonly commands: readonly Envelope[];
}

export interface BusOptions {
  readonly db: Db;
  readonly handlers: readonly Handler[];
  readonly reactions: readonly Reaction[];
  readonly loadAuthority: LoadAuthority;
  readonly clock: () => Date;
  readonly random: (bytes: Uint8Array) => void;
  /** Waits for the end of this turn of the event loop; a simulation has turns of its own. */
  readonly turn?: () => Promise<unknown>;
  /** Told about failures that are our fault: never with payloads. */
  readonly onFault?: (fault: { command: string; id: string; error: unknown }) => void;
  /** Told the outcome of every command, for metrics. */
  readonly onReply?: (name: string, status: Reply['status']) => void;
}

/** What became of a batch, and who says so. */
export interface Decided {
  /** In the order of the commands. */
  readonly replies: Reply[];
  /** Of the database that decided; null when nothing was read of it, and so nothing decided. Changes when a backup is put back. */
  readonly epoch: string | null;
}

export interface Bus {
  /** Decides the commands of one batch for one community; the replies stand in the order of the commands. Never throws for what a client sent. */
  submit(community: CommunityId, batch: Batch): Promise<Reply[]>;
  /** The same for a device, which must know whether it still speaks with the server that it knew. */
  decide(community: CommunityId, batch: Batch): Promise<Decided>;
  /** Is there a call for help among these? Then they are decided before everything that waits. */
  isLife(commands: readonly Envelope[]): boolean;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly authorities: AuthorityCache;
  /** Resolves when nothing is being decided any more; for a graceful stop. */
  idle(): Promise<void>;
}

interface Waiting {
  readonly batch: Batch;
  readonly life: boolean;
  readonly answer: (decided: Decided) => void;
}

/** A group takes whole batches until it holds this many commands: long enough to share the commit, short enough to keep p95 low. */
const groupCommands = 100;

/**
 * The one way in for writes. Batches that arrive for one community while it is busy share the next transaction
 * (group commit); communities do not wait for each other. Order is the order in which the server commits.
 */
export function bus(options: BusOptions): Bus {
  const handlers: ReadonlyMap<string, Handler> = new Map(options.handlers.map((h) => [h.command.name, h]));
  const reactions = Map.groupBy(options.reactions, (r) => r.on);
  const authorities = authorityCache(options.loadAuthority);
  const tries = new Map<string, number>();
  const queues = new Map<string, Waiting[]>();
  const running = new Set<Promise<void>>();

  async function serve(community: CommunityId, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      // What arrived in the same turn of the event loop comes along: a group of one costs nearly as much as a group of sixty.
      await (options.turn ?? setImmediate)();
      const group: Waiting[] = [];
      let size = 0;
      for (;;) {
        const next = queue[0];
        if (!next || (size > 0 && size + next.batch.commands.length > groupCommands)) break;
        // A call for help does not wait until a hundred visits are written with it.
        if (group[0]?.life && !next.life) break;
        group.push(next);
        size += next.batch.commands.length;
        queue.shift();
      }
      const batches = group.map((w) => w.batch);
      const { replies, epoch } = await decideGroup({ ...options, handlers, reactions, authorities, tries }, community, batches);
      group.forEach((waiting, i) => {
        waiting.answer({ replies: replies[i] ?? [], epoch });
      });
    }
    queues.delete(community);
  }

  const isUrgent: Bus['isLife'] = (commands) =>
    commands.some(({ name, payload }) => {
      const known = handlers.get(name);
      return known !== undefined && isLife(known.command, payload);
    });

  const decide: Bus['decide'] = (community, batch) =>
    new Promise((answer) => {
      const waiting = { batch, answer, life: isUrgent(batch.commands) };
      const queue = queues.get(community);
      if (queue) {
        queue.splice(placeOf(waiting, queue), 0, waiting);
        return;
      }
      const fresh = [waiting];
      queues.set(community, fresh);
      const work = serve(community, fresh).finally(() => running.delete(work));
      running.add(work);
    });

  return {
    handlers,
    authorities,
    isLife: isUrgent,
    decide,
    submit: async (community, batch) => (await decide(community, batch)).replies,
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

/** A call for help goes before what can wait, but never before what the same device said earlier. */
function placeOf({ batch, life }: Waiting, queue: readonly Waiting[]): number {
  if (!life) return queue.length;
  const behind = queue.findLastIndex((other) => other.life || (batch.device !== null && other.batch.device === batch.device));
  return behind + 1;
}
