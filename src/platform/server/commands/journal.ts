import { createHash } from 'node:crypto';
import type { Problem } from '../../../kernel/result.ts';
import type { Tx } from '../db/db.ts';

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

/** The journal of one incident (or of the whole community), newest first. Holds no payloads. */
export const journalOf = (tx: Tx, which: { incident?: string | undefined; before?: number | undefined; limit: number }): Promise<TimelineEntry[]> =>
  tx.rows<TimelineEntry>(
    `select ${columns} from platform.journal
      where ($1::uuid is null or incident = $1) and ($2::bigint is null or version < $2)
      order by version desc limit $3`,
    [which.incident ?? null, which.before ?? null, which.limit],
  );
