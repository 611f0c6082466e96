import type { GridId, PersonId } from '../../../kernel/ids.ts';
import type { PositionSeen } from '../model.ts';

/** An area: some grids, or the whole community (`null`). An empty list is nowhere. */
export type GridArea = readonly GridId[] | null;

/** What two areas have in common. */
export const meet = (a: GridArea, b: GridArea): GridArea => (a === null ? b : b === null ? a : a.filter((grid) => b.includes(grid)));

/** Two areas together. */
export const unite = (a: GridArea, b: GridArea): GridArea => (a === null || b === null ? null : [...new Set([...a, ...b])]);

/** Does it hold at this instant? From `since` on, and before `until`. All three are ISO 8601 UTC with milliseconds, so text order is time order. */
export const holdsAt = (span: { readonly since: string; readonly until: string | null }, instant: string): boolean =>
  span.since <= instant && (span.until === null || instant < span.until);

/** Does somebody stand in a position at this instant: as its holder, as its deputy, or for a holder who is away? */
export const standsIn = (
  { holder, deputy, acting }: Pick<PositionSeen, 'holder' | 'deputy' | 'acting'>,
  person: PersonId,
  instant: string,
): boolean => holder === person || deputy === person || (acting?.some((cover) => cover.person === person && holdsAt(cover, instant)) ?? false);
