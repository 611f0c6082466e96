/** The server's half of the key of the copy (base64), and until when it may be used (server time, ms). */
export interface Lease {
  readonly half: string;
  readonly untilMs: number;
}

/** A clock may be put right by this much without the server. */
export const clockSlackMs = 3_600_000;

/**
 * May the copy be opened now? Time is counted from the highest that this device has ever seen, so a clock that is set back does not
 * stop it; one set back by more than an hour ends the lease until the server has been met.
 * @param seenMs the highest time seen: the server's when met, the device's since
 */
export const leaseHolds = ({ untilMs }: Lease, seenMs: number, nowMs: number): boolean =>
  nowMs >= seenMs - clockSlackMs && Math.max(seenMs, nowMs) < untilMs;
