import type { HeldAssignment } from '../model.ts';
import { meet } from './area.ts';

type Limits = readonly string[] | null;
/** Do two limits have anything in common? null: no limit. */
const overlap = (a: Limits, b: Limits): boolean => a === null || b === null || a.some((x) => b.includes(x));

/** Do two assignments hold at some common instant? */
const sameTime = (a: HeldAssignment, b: HeldAssignment): boolean =>
  (a.until === null || b.since < a.until) && (b.until === null || a.since < b.until);

/**
 * One duty has one Accountable: would this cell be a second one of first rank for the same grid, hazard, level and time?
 * Backups (rank 2 and on) may be Accountable too.
 */
export function accountableTwice(standing: readonly HeldAssignment[], wanted: HeldAssignment): boolean {
  if (wanted.role !== 'A' || wanted.rank !== 1) return false;
  return standing.some((a) => a.id !== wanted.id && a.role === 'A' && a.rank === 1 && meets(a, wanted));
}

/** Do two assignments of the same duty share an instant, a place, a hazard and a level? */
export function meets(a: HeldAssignment, b: HeldAssignment): boolean {
  const area = meet(a.grids, b.grids);
  return a.duty === b.duty && sameTime(a, b) && (area === null || area.length > 0) && overlap(a.hazards, b.hazards) && overlap(a.levels, b.levels);
}

/** The same post (or organisation as a whole) would hold the same duty in the same role twice at once. */
export const heldTwice = (standing: readonly HeldAssignment[], wanted: HeldAssignment): boolean =>
  standing.some(
    (a) =>
      a.id !== wanted.id &&
      a.organisationId === wanted.organisationId &&
      a.positionId === wanted.positionId &&
      a.role === wanted.role &&
      meets(a, wanted),
  );
