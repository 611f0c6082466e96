import { expect, it } from 'vitest';
import { isLate } from './devices.ts';

const now = Date.parse('2026-11-22T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString();

it('a device is late when it holds work that is older than a day, or was last in contact longer ago than that', () => {
  expect(isLate({ unsent: 1, unsentSince: hoursAgo(25), seenAt: hoursAgo(0) }, now)).toBe(true);
  expect(isLate({ unsent: 1, unsentSince: hoursAgo(23), seenAt: hoursAgo(0) }, now)).toBe(false);
  // Its clock runs ahead: only the last contact tells.
  expect(isLate({ unsent: 3, unsentSince: hoursAgo(-400), seenAt: hoursAgo(25) }, now)).toBe(true);
  expect(isLate({ unsent: 3, unsentSince: null, seenAt: hoursAgo(25) }, now)).toBe(true);
  expect(isLate({ unsent: 0, unsentSince: null, seenAt: hoursAgo(500) }, now)).toBe(false);
});
