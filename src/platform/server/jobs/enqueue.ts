import type { Tx } from '../db/db.ts';

/** Identifiers, codes and small numbers only: a job looks up what it needs when it runs. Personal data does not belong here. */
export type JobPayload = Readonly<Record<string, string | number>>;

export interface When {
  /** Not before this time; default at once (after the commit). */
  readonly runAt?: Date;
  /** A second job with the same key replaces the first while that has not begun. Unique within the community. */
  readonly key?: string;
}

/** Longest text allowed in a payload: an identifier or a code, no prose. */
const longestText = 80;

/**
 * Puts a job into the queue in the caller's transaction: it runs if that commits, and not otherwise. The community of the
 * transaction is written into the payload.
 * @throws Error when a payload holds more than identifiers
 */
export async function enqueue(tx: Tx, name: string, payload: JobPayload, { runAt, key }: When = {}): Promise<void> {
  for (const [field, value] of Object.entries(payload))
    if (typeof value === 'string' && value.length > longestText) throw new Error(`payload of job ${name}: ${field} is no identifier`);
  await tx.run(
    `select from jobs.add_job($1, (($2::jsonb) || jsonb_build_object('community', current_setting('app.community')))::json, run_at => $3::timestamptz,
       job_key => current_setting('app.community') || ' ' || $4::text)`,
    [name, JSON.stringify(payload), runAt?.toISOString() ?? null, key === undefined ? null : `${name} ${key}`],
  );
}
