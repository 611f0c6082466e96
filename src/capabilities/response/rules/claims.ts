/**
 * When help is late enough to ask after the helper.
 * @param effortMin expected effort in minutes
 * @returns ISO 8601 instant in UTC: now + twice the effort, and at least 30 minutes
 */
export function dueAt(now: Date, effortMin: number): string {
  return inMinutes(now, Math.max(30, 2 * effortMin));
}

/** ISO 8601 instant in UTC, so many minutes after another one. */
export const inMinutes = (from: Date, minutes: number): string => new Date(from.getTime() + minutes * 60_000).toISOString();
