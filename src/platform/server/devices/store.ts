import { type ListedDevice, leaseMs, type Meeting } from '../../../kernel/devices.ts';
import type { PersonId } from '../../../kernel/ids.ts';
import type { Tx } from '../db/db.ts';

/** What is known of a device that meets the server. */
export interface Registered {
  readonly person: PersonId;
  readonly publicKey: string;
  readonly wipeAsked: boolean;
}

/** Locks and reads one device; null when this community does not know it. */
export async function findDevice(tx: Tx, device: string): Promise<Registered | null> {
  const [row] = await tx.rows<Registered>(
    `select person, public_key as "publicKey", wipe_asked_at is not null as "wipeAsked"
       from platform.registered_device where device = $1 for update`,
    [device],
  );
  return row ?? null;
}

/** How many weeks a device that keeps nothing unsent stays on the list without being seen. */
const forgottenAfter = "interval '26 weeks'";

/**
 * Writes down what a device said of itself.
 * @returns until when its copy may be opened; null when it keeps none or is to forget it
 */
export async function recordMeeting(
  tx: Tx,
  person: PersonId,
  { device, publicKey, kind, numbersAs, lastDseq, unsent, unsentSince, copy }: Meeting,
  { now, wipe, incidentRuns }: { now: Date; wipe: boolean; incidentRuns: boolean },
): Promise<string | null> {
  const until = copy && !wipe ? new Date(now.getTime() + leaseMs(incidentRuns)).toISOString() : null;
  await tx.run(
    `insert into platform.registered_device (device, person, public_key, kind, registered_at, seen_at, lease_until, numbers_as, last_dseq, unsent, unsent_since)
     values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)
     on conflict (community, device) do update set kind = excluded.kind, seen_at = excluded.seen_at, lease_until = excluded.lease_until,
       numbers_as = excluded.numbers_as, last_dseq = excluded.last_dseq, unsent = excluded.unsent, unsent_since = excluded.unsent_since`,
    [device, person, publicKey, kind, now.toISOString(), until, numbersAs, lastDseq, unsent, unsentSince],
  );
  await tx.run(`delete from platform.registered_device where person = $1 and unsent = 0 and seen_at < $2::timestamptz - ${forgottenAfter}`, [
    person,
    now.toISOString(),
  ]);
  return until;
}

export const askWipe = (tx: Tx, device: string, now: Date): Promise<number> =>
  tx.run('update platform.registered_device set wipe_asked_at = $2, lease_until = null where device = $1', [device, now.toISOString()]);

export const recordWiped = (tx: Tx, device: string, now: Date): Promise<number> =>
  tx.run('update platform.registered_device set wiped_at = $2, lease_until = null where device = $1 and wipe_asked_at is not null', [
    device,
    now.toISOString(),
  ]);

/**
 * Devices of one person, or all, last seen first, at most a thousand. `unsent` counts what the device reported or numbered, less what
 * has arrived since, so that work brought in by other ways (a file) is no longer missed.
 */
export const listDevices = (tx: Tx, person: PersonId | null): Promise<Omit<ListedDevice, 'personName' | 'mine'>[]> =>
  tx.rows(
    `select r.device as id, r.person, r.kind, r.registered_at as "registeredAt", r.seen_at as "seenAt", r.lease_until as "leaseUntil",
            least(r.unsent, greatest(r.last_dseq - coalesce(d.last_dseq, 0), 0)) as unsent,
            case when least(r.unsent, greatest(r.last_dseq - coalesce(d.last_dseq, 0), 0)) > 0 then r.unsent_since end as "unsentSince",
            r.wipe_asked_at as "wipeAskedAt", r.wiped_at as "wipedAt"
       from platform.registered_device r left join platform.device d on d.community = r.community and d.device = r.numbers_as
      where $1::uuid is null or r.person = $1
      order by r.seen_at desc limit 1000`,
    [person],
  );
