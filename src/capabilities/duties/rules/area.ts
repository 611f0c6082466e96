import type { GridId } from '../../../kernel/ids.ts';

/** An area: some grids, or the whole community (`null`). An empty list is nowhere. */
export type GridArea = readonly GridId[] | null;

/** What two areas have in common. */
export const meet = (a: GridArea, b: GridArea): GridArea => (a === null ? b : b === null ? a : a.filter((grid) => b.includes(grid)));

/** Two areas together. */
export const unite = (a: GridArea, b: GridArea): GridArea => (a === null || b === null ? null : [...new Set([...a, ...b])]);

/** Does it hold at this instant? From `since` on, and before `until`. All three are ISO 8601 UTC with milliseconds, so text order is time order. */
export const holdsAt = (span: { readonly since: string; readonly until: string | null }, instant: string): boolean =>
  span.since <= instant && (span.until === null || instant < span.until);
