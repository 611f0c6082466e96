import { describe, expect, it } from 'vitest';
import { clockSlackMs, type Lease, leaseHolds } from './lease.ts';

const hourMs = 3_600_000;
const startMs = Date.parse('2026-11-22T08:00:00Z');
const lease: Lease = { half: '', untilMs: startMs + 72 * hourMs };

describe('the term of a copy', () => {
  it('lasts until its end and not a moment longer', () => {
    expect(leaseHolds(lease, startMs, startMs)).toBe(true);
    expect(leaseHolds(lease, startMs, lease.untilMs - 1)).toBe(true);
    expect(leaseHolds(lease, startMs, lease.untilMs)).toBe(false);
  });
  it('does not begin again when the clock is set back after its end', () => {
    for (const back of [1, clockSlackMs, 72 * hourMs, 365 * 24 * hourMs])
      expect(leaseHolds(lease, lease.untilMs + 1, lease.untilMs - back)).toBe(false);
  });
  it('bears a clock put right by an hour, and closes at more until the server is met', () => {
    const seenMs = startMs + 10 * hourMs;
    expect(leaseHolds(lease, seenMs, seenMs - clockSlackMs)).toBe(true);
    expect(leaseHolds(lease, seenMs, seenMs - clockSlackMs - 1)).toBe(false);
  });
});
