import type { HeldAssignment } from '../model.ts';
import { meet } from './area.ts';

type Limits = readonly string[] | null;
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
  return standing.some((a) => {
    if (a.id === wanted.id || a.duty !== wanted.duty || a.role !== 'A' || a.rank !== 1 || !sameTime(a, wanted)) return false;
    const area = meet(a.grids, wanted.grids);
    return (area === null || area.length > 0) && overlap(a.hazards, wanted.hazards) && overlap(a.levels, wanted.levels);
  });
}
