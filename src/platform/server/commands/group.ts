import type pg from 'pg';
import type { Envelope, Reply } from '../../../kernel/command.ts';
import type { CommunityId } from '../../../kernel/ids.ts';
import { refuse } from '../../../kernel/result.ts';
import { type OpenTx, opening, txOn } from '../db/db.ts';
import { isPassing } from '../db/lost.ts';
import type { AuthorityCache } from './authority-version.ts';
import type { Batch, BusOptions } from './bus.ts';
import { GroupRun, type Opened, retry } from './group-run.ts';
import type { Handler, Reaction } from './handler.ts';

/** What deciding needs besides the commands. */
export interface Deps extends Omit<BusOptions, 'handlers' | 'reactions'> {
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly reactions: ReadonlyMap<string, Reaction[]>;
  readonly authorities: AuthorityCache;
  /** How often a command failed through our own fault, by id; in the end it is parked. */
  readonly tries: Map<string, number>;
}

/**
 * Decides batches of one community in one transaction: head lock first, journal and head last. Whatever happens, every
 * command of every batch gets exactly one reply; nothing is acknowledged before the commit.
 */
export async function decideGroup(deps: Deps, community: CommunityId, batches: readonly Batch[]): Promise<GroupDecided> {
  const { replies, epoch } = await decideOrRetry(deps, community, batches);
  batches.forEach((batch, i) => {
    batch.commands.forEach((command, k) => {
      deps.onReply?.(deps.handlers.has(command.name) ? command.name : 'unknown', replies[i]?.[k]?.status ?? 'retry');
    });
  });
  return { replies, epoch };
}

/** Replies by batch; the epoch is null when no head was read. */
interface GroupDecided {
  readonly replies: Reply[][];
  readonly epoch: string | null;
}

async function decideOrRetry(deps: Deps, community: CommunityId, batches: readonly Batch[]): Promise<GroupDecided> {
  const allLater = () => ({ replies: batches.map((b) => b.commands.map(retry)), epoch: null });
  const client = await deps.db.pool.connect().catch((error: unknown) => {
    deps.onFault?.({ command: 'group', id: community, error });
  });
  if (!client) return allLater();
  let broken: Error | undefined;
  try {
    return await decideOn(client, deps, community, batches);
  } catch (error) {
    deps.onFault?.({ command: 'group', id: community, error });
    // What was read inside the lost transaction may never have come true.
    deps.authorities.forget(community);
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    return allLater();
  } finally {
    client.release(broken);
  }
}

async function decideOn(client: pg.PoolClient, deps: Deps, community: CommunityId, batches: readonly Batch[]): Promise<GroupDecided> {
  const tx = txOn(client);
  const opened = await openGroup(client, tx, community, batches);
  if (!opened) {
    await client.query('rollback');
    return { replies: batches.map((b) => b.commands.map((c) => gone(c))), epoch: null };
  }
  const { epoch } = opened.head;
  // Who believes to speak with another server has something to say first.
  const heard = batches.filter((batch) => (batch.epoch ?? epoch) === epoch);
  const replies = new Map((await decideHeard(client, tx, deps, community, opened, heard)).map((each, i) => [heard[i], each]));
  return { replies: batches.map((batch) => replies.get(batch) ?? batch.commands.map(retry)), epoch };
}

async function decideHeard(
  client: pg.PoolClient,
  tx: OpenTx,
  deps: Deps,
  community: CommunityId,
  opened: Opened,
  batches: readonly Batch[],
): Promise<Reply[][]> {
  tx.send('savepoint quick', []);
  try {
    // First all together. Should anything fail, once more one by one, so that a failure hits only the command that caused it.
    return await decideAll(client, new GroupRun(deps, tx, community, opened, false), batches);
  } catch (error) {
    if (isPassing(error)) throw error;
    await tx.settled().catch(() => undefined);
    deps.authorities.forget(community);
    await client.query('rollback to savepoint quick');
  }
  return decideAll(client, new GroupRun(deps, tx, community, opened, true), batches);
}

async function decideAll(client: pg.PoolClient, run: GroupRun, batches: readonly Batch[]): Promise<Reply[][]> {
  const replies = await run.all(batches);
  await run.write();
  const end = await client.query('commit');
  // In a pipeline a failed statement turns COMMIT into ROLLBACK without an error of its own.
  if (end.command !== 'COMMIT') throw new Error(`group ended with ${end.command}`);
  return replies;
}

/** Takes the head lock and reads what is known of these commands and devices: one round trip, statements in this order, so they see what stood when the lock was granted. */
export async function openGroup(client: pg.PoolClient, tx: OpenTx, community: CommunityId, batches: readonly Batch[]): Promise<Opened | undefined> {
  const [, heads, seen, devices] = await Promise.all([
    client.query(opening({ community, actor: 'bus' }, 'read write')),
    tx.rows<Opened['head']>('select version, hash, authority_version as "authorityVersion", epoch from platform.head for update', []),
    // Without a name, so planned each time: a plan kept from the journal's first page would read the whole of it for ever.
    client.query<Opened['seen'][number]>(
      `select j.id, j.version, j.status, j.problem, j.params ->> 'review' as review, j.actor, j.name, j.commitment, p.salt
         from platform.journal j left join platform.payload p on p.community = j.community and p.version = j.version
        where j.id = any($1::uuid[])`,
      [batches.flatMap((b) => b.commands.map((c) => c.id))],
    ),
    tx.rows<Opened['devices'][number]>('select device, actor, last_dseq as "lastDseq" from platform.device where device = any($1::uuid[])', [
      batches.flatMap((b) => b.device ?? []),
    ]),
  ]);
  return heads[0] && { head: heads[0], seen: seen.rows, devices };
}

const gone = (envelope: Envelope): Reply => ({
  id: envelope.id,
  status: 'refused',
  version: 0,
  problem: refuse('missing', 'platform.communityGone').problem,
});
