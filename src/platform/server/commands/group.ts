import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Actor, Envelope, Facts, Reply } from '../../../kernel/command.ts';
import type { CommandId, CommunityId } from '../../../kernel/ids.ts';
import { newUuid } from '../../../kernel/ids.ts';
import { ok, type Problem, type Result, refuse } from '../../../kernel/result.ts';
import { opening, type Tx, txOn } from '../db/db.ts';
import { type AuthorityCache, authorityBumped } from './authority-version.ts';
import type { Batch, BusOptions } from './bus.ts';
import type { Handler, Note, Reaction } from './handler.ts';
import { commit, type Entry, link } from './journal.ts';
import { hasBrokenText, readPayload } from './payload.ts';
import { allowed, inArea } from './permission.ts';

interface Deps extends Omit<BusOptions, 'handlers' | 'reactions'> {
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly reactions: ReadonlyMap<string, Reaction[]>;
  readonly authorities: AuthorityCache;
  /** How often a command failed through our own fault, by id; after `maxTries` it is parked. */
  readonly tries: Map<string, number>;
}

const maxTries = 3;
const retryMs = 500;

interface Seen {
  readonly id: string;
  readonly version: number;
  readonly status: Entry['status'];
  readonly problem: Problem | null;
  readonly actor: string | null;
  readonly name: string;
  readonly commitment: Buffer;
  readonly salt: Buffer | null;
}

interface Recorded {
  readonly entry: Entry;
  readonly hash: Buffer;
  readonly salt: Buffer;
  readonly payload: unknown;
}

export const actorId = (actor: Actor): string | null => (actor.kind === 'person' ? actor.person : actor.kind === 'door' ? actor.dwelling : null);

/**
 * Decides batches of one community in one transaction: head lock first, each command in its own savepoint, journal and
 * head last. Whatever happens, every command of every batch gets exactly one reply; nothing is acknowledged before the commit.
 */
export async function decideGroup(deps: Deps, community: CommunityId, batches: readonly Batch[]): Promise<Reply[][]> {
  const client = await deps.db.pool.connect().catch(() => null);
  if (!client) return batches.map((b) => b.commands.map(retry));
  let broken: Error | undefined;
  try {
    const replies = await decideOn(client, deps, community, batches);
    if (deps.onReply)
      batches.forEach((b, i) =>
        b.commands.forEach((c, k) => deps.onReply?.(deps.handlers.has(c.name) ? c.name : 'unknown', replies[i]?.[k]?.status ?? 'retry')),
      );
    return replies;
  } catch (error) {
    deps.onFault?.({ command: 'group', id: community, error });
    // What was read inside the lost transaction may never have come true.
    deps.authorities.forget(community);
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    return batches.map((b) => b.commands.map(retry));
  } finally {
    client.release(broken);
  }
}

const retry = (e: Envelope): Reply => ({ id: e.id, status: 'retry', afterMs: retryMs });

async function decideOn(client: pg.PoolClient, deps: Deps, community: CommunityId, batches: readonly Batch[]): Promise<Reply[][]> {
  const tx = txOn(client);
  const ids = batches.flatMap((b) => b.commands.map((c) => c.id));
  const deviceIds = batches.flatMap((b) => b.device ?? []);
  // One round trip: the statements travel together and run in this order, so the look-ups see what stood when the lock was granted.
  const [, heads, seenRows, deviceRows] = await Promise.all([
    client.query(opening({ community, actor: 'bus' }, 'read write')),
    tx.rows<{ version: number; hash: Buffer; authorityVersion: number }>(
      'select version, hash, authority_version as "authorityVersion" from platform.head for update',
      [],
    ),
    tx.rows<Seen>(
      `select j.id, j.version, j.status, j.problem, j.actor, j.name, j.commitment, p.salt
         from platform.journal j left join platform.payload p on p.community = j.community and p.version = j.version
        where j.id = any($1::uuid[])`,
      [ids],
    ),
    tx.rows<{ device: string; actor: string; lastDseq: number }>(
      'select device, actor, last_dseq as "lastDseq" from platform.device where device = any($1::uuid[])',
      [deviceIds],
    ),
  ]);
  const head = heads[0];
  if (!head) {
    await client.query('rollback');
    return batches.map((b) =>
      b.commands.map((c) => ({ id: c.id, status: 'refused', version: 0, problem: refuse('missing', 'platform.communityGone').problem })),
    );
  }

  const run = new GroupRun(deps, tx, community, head, seenRows, deviceRows);
  const replies: Reply[][] = [];
  for (const batch of batches) {
    const answers: Reply[] = [];
    let stopped: Reply | undefined;
    for (const envelope of batch.commands) {
      const reply = stopped?.status === 'retry' ? retry(envelope) : await run.one(batch, envelope);
      // After a fault the rest of the batch waits, or it would overtake what comes before it.
      if (reply.status === 'retry') stopped = reply;
      answers.push(reply);
    }
    replies.push(answers);
  }
  await run.finish(client);
  return replies;
}

/** The state of one group while its commands are decided one after the other. */
class GroupRun {
  private readonly seen: Map<string, Seen>;
  private readonly devices: Map<string, { actor: string; lastDseq: number; touched: boolean }>;
  private readonly recorded: Recorded[] = [];
  private readonly deps: Deps;
  private readonly tx: Tx;
  private readonly community: CommunityId;
  private version: number;
  private hash: Buffer;
  private authorityVersion: number;

  constructor(
    deps: Deps,
    tx: Tx,
    community: CommunityId,
    head: { version: number; hash: Buffer; authorityVersion: number },
    seen: readonly Seen[],
    devices: readonly { device: string; actor: string; lastDseq: number }[],
  ) {
    this.deps = deps;
    this.tx = tx;
    this.community = community;
    this.version = head.version;
    this.hash = head.hash;
    this.authorityVersion = head.authorityVersion;
    this.seen = new Map(seen.map((s) => [s.id, s]));
    this.devices = new Map(devices.map((d) => [d.device, { actor: d.actor, lastDseq: d.lastDseq, touched: false }]));
  }

  /** Decides one command. Only faults of our own make it answer `retry` or `quarantined`. */
  async one(batch: Batch, envelope: Envelope): Promise<Reply> {
    const { deps, community } = this;
    const now = deps.clock();
    const authority = await deps.authorities.of(this.tx, community, this.authorityVersion, now);
    const before = this.seen.get(envelope.id);
    if (before) return storedReply(before, batch.actor, envelope);

    const sequence = this.sequence(batch, envelope);
    if (sequence) return sequence;

    const handler = deps.handlers.get(envelope.name);
    const facts: Facts = {
      community,
      actor: batch.actor,
      position: null,
      now,
      commandId: envelope.id as CommandId,
      newId: () => newUuid(now.getTime(), deps.random),
    };
    if (!handler) return this.record(envelope, batch, facts, refuse('invalid', 'platform.unknownCommand'));
    const allowance = allowed(authority, handler.command, batch.actor);
    if (!allowance.ok) return this.record(envelope, batch, facts, allowance);
    const payload = readPayload(handler.command, envelope);
    if (!payload.ok) return this.record(envelope, batch, facts, payload);

    const acting: Facts = { ...facts, position: allowance.value.position };
    this.sendAhead('savepoint command');
    try {
      const { parts, command } = handler;
      const state = await parts.load(this.tx, payload.value, acting);
      const outside = inArea(allowance.value, parts.area ? parts.area(state, payload.value) : undefined, command.duty);
      const decided = outside ?? command.decide(state, payload.value, acting);
      if (!decided.ok) {
        this.sendAhead('release savepoint command');
        return this.record(envelope, batch, acting, decided);
      }
      const at = { ...acting, version: this.version + 1 };
      for (const change of decided.value) {
        await parts.apply(this.tx, change, at);
        for (const { react } of deps.reactions.get(change.type) ?? []) await react(this.tx, change, at);
      }
      if (authorityBumped(this.tx)) {
        const [current] = await this.tx.rows<{ authorityVersion: number }>('select authority_version as "authorityVersion" from platform.head', []);
        this.authorityVersion = current?.authorityVersion ?? this.authorityVersion;
      }
      this.sendAhead('release savepoint command');
      return this.record(envelope, batch, acting, ok(null), parts.note?.(state, payload.value, decided.value));
    } catch (error) {
      return this.failed(envelope, batch, acting, handler, error);
    }
  }

  /** A stored number that is too high shows loss, one that was used shows a copied or reset device. */
  private sequence(batch: Batch, envelope: Envelope): Reply | undefined {
    if (!batch.device) return undefined;
    const known = this.devices.get(batch.device);
    const actor = actorId(batch.actor);
    if (known && known.actor !== actor) return refused(envelope, refuse('conflict', 'platform.deviceOfAnother').problem, this.version);
    const expected = (known?.lastDseq ?? 0) + 1;
    if (envelope.dseq > expected) return { id: envelope.id, status: 'gap', expected };
    if (envelope.dseq < expected) return refused(envelope, refuse('conflict', 'platform.numberUsed', { expected }).problem, this.version);
    return undefined;
  }

  /** Sends a statement without waiting: it runs before whatever is sent next, and a failure shows there and at the commit. */
  private sendAhead(sql: string): void {
    this.tx.run(sql, []).catch(() => undefined);
  }

  /** Rolls back to the savepoint. A breached constraint is a refusal; anything else is our fault: again later, then parked. */
  private async failed(envelope: Envelope, batch: Batch, facts: Facts, handler: Handler, error: unknown): Promise<Reply> {
    const cause = error as { code?: string; constraint?: string };
    // Connection lost, server stopping, serialisation failure: the whole group is rolled back and comes again.
    if (cause.code && /^(08|40|53|57|58)/.test(cause.code)) throw error;
    const back = await this.tx.run('rollback to savepoint command', []).then(
      () => true,
      () => false,
    );
    if (!back) throw error;
    this.sendAhead('release savepoint command');
    if (cause.code?.startsWith('23')) {
      const code = (cause.constraint && handler.parts.constraints?.[cause.constraint]) || 'platform.constraint';
      return this.record(envelope, batch, facts, refuse('conflict', code));
    }
    if (cause.code?.startsWith('22')) return this.record(envelope, batch, facts, refuse('invalid', 'platform.badValue'));
    this.deps.onFault?.({ command: envelope.name, id: envelope.id, error });
    const tries = (this.deps.tries.get(envelope.id) ?? 0) + 1;
    if (tries < maxTries) {
      this.deps.tries.set(envelope.id, tries);
      return retry(envelope);
    }
    this.deps.tries.delete(envelope.id);
    return this.record(envelope, batch, facts, null);
  }

  /** Writes the answer into the chain; `null` parks the command. */
  private record(envelope: Envelope, batch: Batch, facts: Facts, answer: Result<unknown> | null, note: Note = {}): Reply {
    this.version += 1;
    const { payload } = envelope;
    const salt = randomBytes(16);
    const problem = answer && !answer.ok ? answer.problem : null;
    const entry: Entry = {
      version: this.version,
      id: envelope.id,
      device: batch.device,
      dseq: envelope.dseq,
      name: this.deps.handlers.has(envelope.name) ? envelope.name : 'platform.unknown',
      ver: envelope.ver,
      actorKind: batch.actor.kind,
      actor: actorId(batch.actor),
      position: facts.position,
      status: answer === null ? 'quarantined' : answer.ok ? 'accepted' : 'refused',
      problem,
      claimedAt: envelope.claimedAt,
      recordedAt: facts.now.toISOString(),
      incident: note.incident ?? null,
      entity: note.entity ?? null,
      params: note.params ?? {},
      commitment: commit(salt, payload),
    };
    this.hash = link(this.hash, entry);
    this.recorded.push({ entry, hash: this.hash, salt, payload });
    if (batch.device) this.devices.set(batch.device, { actor: entry.actor as string, lastDseq: envelope.dseq, touched: true });
    this.seen.set(envelope.id, { ...entry, salt });
    if (entry.status === 'accepted') return { id: envelope.id, status: 'accepted', version: this.version };
    return problem ? refused(envelope, problem, this.version) : { id: envelope.id, status: 'quarantined' };
  }

  /** Journal, devices and head last, then the commit; all in one round trip. */
  async finish(client: pg.PoolClient): Promise<void> {
    const { recorded } = this;
    const last = recorded.at(-1);
    if (!last) {
      await client.query('commit');
      return;
    }
    const touched = [...this.devices].filter(([, d]) => d.touched);
    // Text that no database can hold is not kept; its commitment is.
    const kept = recorded.filter((r) => !hasBrokenText(r.payload));
    const column = <T>(pick: (r: Recorded) => T): T[] => recorded.map(pick);
    const results = await Promise.all([
      this.tx.run(
        `insert into platform.journal (version, id, device, dseq, name, ver, actor_kind, actor, position, status, problem, claimed_at, recorded_at, incident, entity, params, commitment, hash)
         select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::int[], $7::text[], $8::uuid[], $9::uuid[], $10::text[],
           $11::jsonb[], $12::text[], $13::timestamptz[], $14::uuid[], $15::uuid[], $16::jsonb[], $17::bytea[], $18::bytea[])`,
        [
          column((r) => r.entry.version),
          column((r) => r.entry.id),
          column((r) => r.entry.device),
          column((r) => r.entry.dseq),
          column((r) => r.entry.name),
          column((r) => r.entry.ver),
          column((r) => r.entry.actorKind),
          column((r) => r.entry.actor),
          column((r) => r.entry.position),
          column((r) => r.entry.status),
          column((r) => (r.entry.problem ? JSON.stringify(r.entry.problem) : null)),
          column((r) => r.entry.claimedAt),
          column((r) => r.entry.recordedAt),
          column((r) => r.entry.incident),
          column((r) => r.entry.entity),
          column((r) => JSON.stringify(r.entry.params)),
          column((r) => r.entry.commitment),
          column((r) => r.hash),
        ],
      ),
      this.tx.run('insert into platform.payload (version, salt, payload) select * from unnest($1::bigint[], $2::bytea[], $3::jsonb[])', [
        kept.map((r) => r.entry.version),
        kept.map((r) => r.salt),
        kept.map((r) => JSON.stringify(r.payload ?? null)),
      ]),
      this.tx.run(
        `insert into platform.device (device, actor, last_dseq, seen_at) select d, a, s, $4 from unnest($1::uuid[], $2::uuid[], $3::int[]) as t(d, a, s)
         on conflict (community, device) do update set last_dseq = excluded.last_dseq, seen_at = excluded.seen_at`,
        [touched.map(([id]) => id), touched.map(([, d]) => d.actor), touched.map(([, d]) => d.lastDseq), last.entry.recordedAt],
      ),
      this.tx.run('update platform.head set version = $1, hash = $2', [this.version, this.hash]),
      this.tx.run(`select pg_notify('banyan', $1)`, [`${this.community} ${this.version}`]),
      client.query('commit'),
    ]);
    const end = results.at(-1) as pg.QueryResult;
    if (end.command !== 'COMMIT') throw new Error(`group ended with ${end.command}`);
  }
}

const refused = (envelope: Envelope, problem: Problem, version: number): Reply => ({ id: envelope.id, status: 'refused', problem, version });

/** The answer given the first time. Another person's id, or the same id with other content, is a conflict and reveals nothing. */
function storedReply(seen: Seen, actor: Actor, envelope: Envelope): Reply {
  const same =
    seen.actor === actorId(actor) &&
    seen.name === envelope.name &&
    (seen.salt === null || commit(seen.salt, envelope.payload).equals(seen.commitment));
  if (!same) return refused(envelope, refuse('conflict', 'platform.idTaken').problem, 0);
  if (seen.status === 'accepted') return { id: seen.id, status: 'accepted', version: seen.version };
  return seen.problem ? refused(envelope, seen.problem, seen.version) : { id: seen.id, status: 'quarantined' };
}
