import { createHash } from 'node:crypto';
import type { Problem } from '../../../kernel/result.ts';
import type { Tx } from '../db/db.ts';
import { hasBrokenText } from './payload.ts';

/** One line of the community's journal, as the hash chain covers it. */
export interface Entry {
  readonly version: number;
  readonly id: string;
  readonly device: string | null;
  readonly dseq: number;
  readonly name: string;
  readonly ver: number;
  readonly actorKind: string;
  readonly actor: string | null;
  readonly position: string | null;
  readonly status: 'accepted' | 'refused' | 'quarantined';
  readonly problem: Problem | null;
  readonly claimedAt: string;
  /** ISO 8601 UTC, milliseconds: when the server decided. */
  readonly recordedAt: string;
  readonly incident: string | null;
  readonly entity: string | null;
  readonly params: Readonly<Record<string, string | number>>;
  /** sha256(salt ‖ canonical payload): proves a payload that is still there, reveals nothing of one that was destroyed. */
  readonly commitment: Buffer;
}

/** JSON with sorted keys and no spaces, so that equal values have equal bytes (after RFC 8785, for the JSON that zod lets through). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, v]) => v !== undefined);
    fields.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${fields.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

export const commit = (salt: Buffer, payload: unknown): Buffer => createHash('sha256').update(salt).update(canonical(payload)).digest();

/** hashₙ = sha256(hashₙ₋₁ ‖ canonical entryₙ); hash₀ is empty. */
export function link(previous: Buffer, entry: Entry): Buffer {
  const { commitment, ...rest } = entry;
  return createHash('sha256')
    .update(previous)
    .update(canonical({ ...rest, commitment: commitment.toString('hex') }))
    .digest();
}

/** Opens the journal of a community that is being founded: version 0, an empty chain. Founding twice changes nothing. */
export const openJournal = (tx: Tx): Promise<number> => tx.run('insert into platform.head (version) values (0) on conflict do nothing', []);

/** An entry with its place in the chain and what its commitment covers. */
export interface Recorded {
  readonly entry: Entry;
  readonly hash: Buffer;
  readonly salt: Buffer;
  readonly payload: unknown;
}

/** The last running number that a device of this actor has used. */
export interface DeviceCount {
  readonly device: string;
  readonly actor: string;
  readonly lastDseq: number;
}

/**
 * Sends the entries of one group to the journal, their payloads to the table from which they can be destroyed, and moves
 * the head on; whoever listens for this community is told at the commit.
 */
export function append(tx: Tx, community: string, recorded: readonly Recorded[]): void {
  const last = recorded.at(-1);
  if (!last) return;
  const column = <T>(pick: (r: Recorded) => T): T[] => recorded.map(pick);
  tx.send(
    `insert into platform.journal (version, id, device, dseq, name, ver, actor_kind, actor, position, status, problem, claimed_at,
       recorded_at, incident, entity, params, commitment, hash)
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
  );
  // Text that no database can hold is not kept; its commitment is.
  const kept = recorded.filter((r) => !hasBrokenText(r.payload));
  tx.send('insert into platform.payload (version, salt, payload) select * from unnest($1::bigint[], $2::bytea[], $3::jsonb[])', [
    kept.map((r) => r.entry.version),
    kept.map((r) => r.salt),
    kept.map((r) => JSON.stringify(r.payload ?? null)),
  ]);
  tx.send('update platform.head set version = $1, hash = $2', [last.entry.version, last.hash]);
  tx.send(`select pg_notify('banyan', $1)`, [`${community} ${last.entry.version}`]);
}

/** Notes the last running number heard from each of these devices. */
export function countDevices(tx: Tx, devices: readonly DeviceCount[], now: Date): void {
  tx.send(
    `insert into platform.device (device, actor, last_dseq, seen_at) select d, a, s, $4 from unnest($1::uuid[], $2::uuid[], $3::int[]) as t(d, a, s)
     on conflict (community, device) do update set last_dseq = excluded.last_dseq, seen_at = excluded.seen_at`,
    [devices.map((d) => d.device), devices.map((d) => d.actor), devices.map((d) => d.lastDseq), now.toISOString()],
  );
}

/** Columns of an entry, named as in `Entry`. */
const columns = `version, id, device, dseq, name, ver, actor_kind as "actorKind", actor, position, status, problem, claimed_at as "claimedAt",
  recorded_at as "recordedAt", incident, entity, params`;

export interface ChainReport {
  readonly holds: boolean;
  /** Lines read. */
  readonly entries: number;
  /** Payloads still there and agreeing with their commitment. */
  readonly payloads: number;
  /** Payloads lawfully destroyed: the line stands, its content is gone. */
  readonly destroyed: number;
  /** First version that does not fit, and why: `gap`, `hash`, `payload` or `head`. */
  readonly broken: { readonly version: number; readonly why: 'gap' | 'hash' | 'payload' | 'head' } | null;
}

/** Recomputes the whole chain of one community, 2,000 lines at a time. */
export async function verifyJournal(tx: Tx): Promise<ChainReport> {
  let hash: Buffer = Buffer.alloc(0);
  let version = 0;
  let payloads = 0;
  let destroyed = 0;
  const report = (broken: ChainReport['broken']): ChainReport => ({ holds: broken === null, entries: version, payloads, destroyed, broken });
  const [head] = await tx.rows<{ version: number; hash: Buffer }>('select version, hash from platform.head');
  for (;;) {
    const lines = await tx.rows<Entry & { hash: Buffer; salt: Buffer | null; payload: unknown }>(
      `select ${columns.replaceAll(/\b(version)\b/g, 'j.$1')}, commitment, hash, salt, payload
         from platform.journal j left join platform.payload p on p.community = j.community and p.version = j.version
        where j.version > $1 order by j.version limit 2000`,
      [version],
    );
    for (const { hash: stored, salt, payload, ...entry } of lines) {
      if (entry.version !== version + 1) return report({ version: version + 1, why: 'gap' });
      version = entry.version;
      hash = link(hash, entry);
      if (!hash.equals(stored)) return report({ version, why: 'hash' });
      if (salt === null) destroyed += 1;
      else if (commit(salt, payload).equals(entry.commitment)) payloads += 1;
      else return report({ version, why: 'payload' });
    }
    if (lines.length < 2000) break;
  }
  return head && head.version === version && head.hash.equals(hash) ? report(null) : report({ version, why: 'head' });
}

export interface TimelineEntry extends Omit<Entry, 'commitment'> {}

/** Which lines of the journal are wanted. */
export interface Wanted {
  readonly incident?: string | undefined;
  /** Only those before this version. */
  readonly before?: number | undefined;
  /** Only commands of these names, or all but these. */
  readonly names?: { readonly of: readonly string[]; readonly only: boolean } | undefined;
  readonly limit: number;
}

/** The journal of one incident (or of the whole community), newest first. Holds no payloads. */
export const journalOf = (tx: Tx, { incident, before, names, limit }: Wanted): Promise<TimelineEntry[]> =>
  tx.rows<TimelineEntry>(
    `select ${columns} from platform.journal
      where ($1::uuid is null or incident = $1) and ($2::bigint is null or version < $2)
        and ($3::text[] is null or (name = any($3)) = $4)
      order by version desc limit $5`,
    [incident ?? null, before ?? null, names?.of ?? null, names?.only ?? true, limit],
  );

/** Who said something and when: what stands in the journal under one version. */
export interface SaidAt extends Pick<Entry, 'version' | 'name' | 'actorKind' | 'actor' | 'position' | 'claimedAt' | 'recordedAt'> {}

/** Who made these versions. Holds no payloads. */
export const saidAt = (tx: Tx, versions: readonly number[]): Promise<SaidAt[]> =>
  tx.rows<SaidAt>(
    `select version, name, actor_kind as "actorKind", actor, position, claimed_at as "claimedAt", recorded_at as "recordedAt"
       from platform.journal where version = any($1::bigint[]) order by version`,
    [versions],
  );
