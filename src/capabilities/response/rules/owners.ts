import type { Owner } from '../model.ts';

/** One holder of a duty as the matrix lists it. */
export interface Answering {
  readonly role: 'R' | 'A' | 'C' | 'I';
  /** 1 = first in line, higher = backup. */
  readonly rank: number;
  readonly owner: Owner;
  /** false: the position stands empty and has no deputy. */
  readonly filled: boolean;
}

/**
 * Who answers for a task with this duty: a filled position before an empty one, first in line before backups, R before A
 * (who does it before who approves it). C and I never own work.
 * @returns null when nobody holds the duty
 */
export function ownerOf(holders: readonly Answering[]): Owner | null {
  const able = holders.filter((h) => h.role === 'R' || h.role === 'A');
  const [first] = [...able].sort(
    (a, b) => Number(b.filled) - Number(a.filled) || a.rank - b.rank || (a.role === b.role ? 0 : a.role === 'R' ? -1 : 1),
  );
  return first?.owner ?? null;
}
