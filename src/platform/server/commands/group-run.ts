import type { Allowance, Authority } from '../../../kernel/authority.ts';
import type { Actor, Envelope, Facts, Reply } from '../../../kernel/command.ts';
import { type CommunityId, newUuid } from '../../../kernel/ids.ts';
import { ok, type Problem, type Refusal, type Result, refuse } from '../../../kernel/result.ts';
import type { OpenTx } from '../db/db.ts';
import { isPassing } from '../db/lost.ts';
import { authorityBumped } from './authority-version.ts';
import type { Batch } from './bus.ts';
import type { Deps } from './group.ts';
import type { Handler, Note } from './handler.ts';
import { append, commit, countDevices, type Entry, link, type Recorded } from './journal.ts';
import { readPayload } from './payload.ts';
import { allowed, alsoHolds, inArea, unknownDuty } from './permission.ts';

/** A command that fails through our own fault this often is parked where people can see it. */
const maxTries = 3;
const retryMs = 500;
/** When a device asks again about a command of a version that this server does not know yet: servers are upgraded one after the other. */
const newerMs = 60_000;
/** What the journal calls a command that this server does not know. */
const unknownName = 'platform.unknown';

/** What the head lock found. */
export interface Opened {
  readonly head: { readonly version: number; readonly hash: Buffer; readonly authorityVersion: number; readonly epoch: string };
  /** Commands of this group that were answered before. */
  readonly seen: readonly Seen[];
  readonly devices: readonly { readonly device: string; readonly actor: string; readonly lastDseq: number }[];
}

interface Seen {
  readonly id: string;
  readonly version: number;
  readonly status: Entry['status'];
  readonly problem: Problem | null;
  /** Id of the review it opened. */
  readonly review: string | null;
  readonly actor: string | null;
  readonly name: string;
  readonly commitment: Buffer;
  /** null: the payload was destroyed. */
  readonly salt: Buffer | null;
}

type Prepared =
  | { readonly ok: false; readonly facts: Facts; readonly refusal: Refusal }
  | {
      readonly ok: true;
      readonly facts: Facts;
      readonly handler: Handler;
      readonly payload: unknown;
      readonly allowance: Allowance;
      readonly authority: Authority;
    };

const actorId = (actor: Actor): string | null => (actor.kind === 'person' ? actor.person : actor.kind === 'door' ? actor.dwelling : null);

export const retry = (e: Envelope): Reply => ({ id: e.id, status: 'retry', afterMs: retryMs });

/**
 * One group of commands being decided in its transaction. The quick way loads ahead and waits for nothing it need not;
 * any failure makes the caller roll back and take the careful way, where each command has a savepoint of its own.
 */
export class GroupRun {
  private readonly deps: Deps;
  private readonly tx: OpenTx;
  private readonly community: CommunityId;
  private readonly careful: boolean;
  private readonly seen: Map<string, Seen>;
  private readonly devices: Map<string, { actor: string; lastDseq: number; touched: boolean }>;
  private readonly recorded: Recorded[] = [];
  private readonly ahead = new Map<Envelope, { prepared: Prepared; state: Promise<unknown> }>();
  private version: number;
  private hash: Buffer;
  private authorityVersion: number;

  constructor(deps: Deps, tx: OpenTx, community: CommunityId, opened: Opened, careful: boolean) {
    this.deps = deps;
    this.tx = tx;
    this.community = community;
    this.careful = careful;
    this.version = opened.head.version;
    this.hash = opened.head.hash;
    this.authorityVersion = opened.head.authorityVersion;
    this.seen = new Map(opened.seen.map((s) => [s.id, s]));
    this.devices = new Map(opened.devices.map((d) => [d.device, { actor: d.actor, lastDseq: d.lastDseq, touched: false }]));
  }

  /** Decides all commands in order; the replies stand as the commands do. */
  async all(batches: readonly Batch[]): Promise<Reply[][]> {
    const queue = batches.flatMap((batch) => batch.commands.map((envelope) => ({ batch, envelope })));
    const answers = new Map<Batch, Reply[]>(batches.map((b) => [b, []]));
    const waiting = new Set<Batch>();
    for (const [i, { batch, envelope }] of queue.entries()) {
      if (!this.careful && this.ahead.size === 0) await this.loadAhead(queue.slice(i));
      const reply = waiting.has(batch) ? retry(envelope) : await this.one(batch, envelope);
      // After a fault the rest of the batch waits, or it would overtake what comes before it.
      if (reply.status === 'retry') waiting.add(batch);
      answers.get(batch)?.push(reply);
    }
    return batches.map((b) => answers.get(b) ?? []);
  }

  /** Journal, devices and head, last of all; then waits until everything that was sent has succeeded. */
  async write(): Promise<void> {
    const touched = [...this.devices].flatMap(([device, { touched, ...count }]) => (touched ? [{ device, ...count }] : []));
    if (touched.length > 0) countDevices(this.tx, touched, this.deps.clock());
    if (this.recorded.length > 0) append(this.tx, this.community, this.recorded);
    await this.tx.settled();
  }

  /** Loads together the states of the next commands as far as they have keys that do not meet. */
  private async loadAhead(queue: readonly { batch: Batch; envelope: Envelope }[]): Promise<void> {
    const keys = new Set<string>();
    const next: { envelope: Envelope; prepared: Prepared & { ok: true } }[] = [];
    for (const { batch, envelope } of queue) {
      if (this.seen.has(envelope.id)) continue;
      const prepared = await this.prepare(batch, envelope);
      if (!prepared.ok) continue;
      const { parts } = prepared.handler;
      const own = parts.keys?.(prepared.payload, prepared.facts);
      // Whatever stands behind a command without keys, or behind a meeting of keys, waits until those before it are applied.
      if (!own || own.some((key) => keys.has(key))) break;
      for (const key of own) keys.add(key);
      next.push({ envelope, prepared });
    }
    // Asked in one go, so that what is read for each of many becomes one statement.
    for (const { envelope, prepared } of next)
      this.ahead.set(envelope, { prepared, state: prepared.handler.parts.load(this.tx, prepared.payload, prepared.facts) });
    await Promise.all([...this.ahead.values()].map((a) => a.state));
  }

  /** Decides one command. Only faults of our own make it answer `retry` or `quarantined`. */
  private async one(batch: Batch, envelope: Envelope): Promise<Reply> {
    const ahead = this.ahead.get(envelope);
    this.ahead.delete(envelope);
    const before = this.seen.get(envelope.id);
    if (before) return this.known(before, batch, envelope);
    const sequence = this.sequence(batch, envelope);
    if (sequence) return sequence;
    // From an app that is newer than this server: not an answer, or what was said would be lost. It waits on the device.
    if (envelope.ver > (this.deps.handlers.get(envelope.name)?.command.ver ?? envelope.ver)) {
      return { id: envelope.id, status: 'retry', afterMs: newerMs };
    }
    const prepared = ahead?.prepared ?? (await this.prepare(batch, envelope));
    const { facts } = prepared;
    if (!prepared.ok) return this.record(envelope, batch, facts, prepared.refusal);

    const { handler, payload, allowance, authority } = prepared;
    const { parts, command } = handler;
    if (this.careful) this.tx.send('savepoint command', []);
    try {
      const state = await (ahead?.state ?? parts.load(this.tx, payload, facts));
      const area = parts.area?.(state, payload);
      const decided =
        inArea(allowance, area, command.duty) ??
        alsoHolds(authority, facts.actor, parts.alsoTakes?.(state, payload), area) ??
        command.decide(state, payload, facts);
      if (!decided.ok) return this.record(envelope, batch, facts, decided);
      const at = { ...facts, version: this.version + 1 };
      for (const change of decided.value) {
        await parts.apply(this.tx, change, at);
        for (const { react } of this.deps.reactions.get(change.type) ?? []) await react(this.tx, change, at);
      }
      if (authorityBumped(this.tx)) await this.readAuthorityVersion();
      if (this.careful) await this.tx.settled();
      return this.record(envelope, batch, facts, ok(null), parts.note?.(state, payload, decided.value), parts.review?.(decided.value));
    } catch (error) {
      if (!this.careful) throw error;
      return this.failed(envelope, batch, facts, handler, error);
    }
  }

  /** Everything that can be said before a state is loaded: who may, and whether the payload fits. */
  private async prepare(batch: Batch, envelope: Envelope): Promise<Prepared> {
    const { deps, community } = this;
    const now = deps.clock();
    const facts: Facts = {
      community,
      actor: batch.actor,
      position: null,
      now,
      commandId: envelope.id,
      newId: () => newUuid(now.getTime(), deps.random),
    };
    const handler = deps.handlers.get(envelope.name);
    if (!handler) return { ok: false, facts, refusal: refuse('invalid', 'platform.unknownCommand') };
    const authority = await deps.authorities.of(this.tx, community, this.authorityVersion, now);
    if (handler.command.byRoute && batch.device !== null) return { ok: false, facts, refusal: refuse('forbidden', 'platform.notFromDevices') };
    const allowance = allowed(authority, handler.command, batch.actor);
    if (!allowance.ok) return { ok: false, facts, refusal: allowance };
    const payload = readPayload(handler.command, envelope);
    if (!payload.ok) return { ok: false, facts, refusal: payload };
    const unknown = unknownDuty(authority, handler.parts.names?.(payload.value) ?? []);
    if (unknown) return { ok: false, facts, refusal: unknown };
    return {
      ok: true,
      handler,
      payload: payload.value,
      facts: { ...facts, position: allowance.value.position },
      allowance: allowance.value,
      authority,
    };
  }

  private async readAuthorityVersion(): Promise<void> {
    const [head] = await this.tx.rows<{ authorityVersion: number }>('select authority_version as "authorityVersion" from platform.head', []);
    this.authorityVersion = head?.authorityVersion ?? this.authorityVersion;
  }

  /** A number that is too high shows loss, one that was used shows a copied or reset device. */
  private sequence(batch: Batch, envelope: Envelope): Reply | undefined {
    if (!batch.device) return undefined;
    const known = this.devices.get(batch.device);
    if (known && known.actor !== actorId(batch.actor)) return refused(envelope, refuse('conflict', 'platform.deviceOfAnother').problem, this.version);
    const expected = (known?.lastDseq ?? 0) + 1;
    if (envelope.dseq > expected) return { id: envelope.id, status: 'gap', expected };
    if (envelope.dseq < expected) return refused(envelope, refuse('conflict', 'platform.numberUsed', { expected }).problem, this.version);
    return undefined;
  }

  /** A device that numbered anew says under its new name what was answered before: the numbers go on, or what follows would be a gap for ever. */
  private known(before: Seen, { actor, device }: Batch, envelope: Envelope): Reply {
    const own = { actor: actorId(actor) ?? '', lastDseq: envelope.dseq, touched: true };
    const { actor: owner, lastDseq } = this.devices.get(device ?? '') ?? { ...own, lastDseq: 0 };
    if (device && owner === own.actor && own.lastDseq === lastDseq + 1) this.devices.set(device, own);
    return storedReply(before, actor, envelope);
  }

  /** Rolls back to the savepoint. A breached constraint is a refusal; anything else is our fault: again later, then parked. */
  private async failed(envelope: Envelope, batch: Batch, facts: Facts, handler: Handler, error: unknown): Promise<Reply> {
    // The whole group is rolled back and comes again.
    if (isPassing(error)) throw error;
    await this.tx.settled().catch(() => undefined);
    await this.tx.run('rollback to savepoint command', []);
    const cause = error as { code?: string; constraint?: string };
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

  /** Adds the answer to the chain; `null` parks the command. */
  private record(envelope: Envelope, batch: Batch, facts: Facts, answer: Result<unknown> | null, note: Note = {}, review?: string): Reply {
    this.version += 1;
    const salt = Buffer.alloc(16);
    this.deps.random(salt);
    const problem = answer && !answer.ok ? answer.problem : null;
    const entry: Entry = {
      version: this.version,
      id: envelope.id,
      device: batch.device,
      dseq: envelope.dseq,
      name: this.deps.handlers.has(envelope.name) ? envelope.name : unknownName,
      ver: envelope.ver,
      actorKind: batch.actor.kind,
      actor: actorId(batch.actor),
      position: note.position ?? facts.position,
      status: answer === null ? 'quarantined' : answer.ok ? 'accepted' : 'refused',
      problem,
      claimedAt: envelope.claimedAt,
      recordedAt: facts.now.toISOString(),
      incident: note.incident ?? null,
      entity: note.entity ?? null,
      params: review ? { ...note.params, review } : (note.params ?? {}),
      commitment: commit(salt, envelope.payload),
    };
    this.hash = link(this.hash, entry);
    this.recorded.push({ entry, hash: this.hash, salt, payload: envelope.payload });
    if (batch.device) this.devices.set(batch.device, { actor: entry.actor ?? '', lastDseq: envelope.dseq, touched: true });
    this.seen.set(envelope.id, { ...entry, salt, review: review ?? null });
    if (entry.status === 'accepted') return accepted(envelope.id, this.version, review);
    return problem ? refused(envelope, problem, this.version) : { id: envelope.id, status: 'quarantined' };
  }
}

const accepted = (id: string, version: number, reviewId: string | null | undefined): Reply =>
  reviewId ? { id, status: 'accepted_with_review', version, reviewId } : { id, status: 'accepted', version };

const refused = (envelope: Envelope, problem: Problem, version: number): Reply => ({ id: envelope.id, status: 'refused', problem, version });

/** The answer given the first time. Another person's id, or the same id with other content, is a conflict and reveals nothing. */
function storedReply(seen: Seen, actor: Actor, envelope: Envelope): Reply {
  const sameContent = seen.salt === null || commit(seen.salt, envelope.payload).equals(seen.commitment);
  const sameName = seen.name === envelope.name || seen.name === unknownName;
  if (seen.actor !== actorId(actor) || !sameName || !sameContent) return refused(envelope, refuse('conflict', 'platform.idTaken').problem, 0);
  if (seen.status === 'accepted') return accepted(seen.id, seen.version, seen.review);
  return seen.problem ? refused(envelope, seen.problem, seen.version) : { id: seen.id, status: 'quarantined' };
}
