import type { Owner as Holder } from '../../duties/index.ts';
import type { Owner } from '../model.ts';

/**
 * Who answers for a task, from the holders of its duty in the order of the matrix (R by rank, then A): the first with somebody in
 * the post, else the first on paper. C and I are asked and told; they own nothing.
 * @returns null when nobody holds the duty
 */
export function ownerOf(holders: readonly Holder[]): Owner | null {
  const able = holders.filter((h) => h.role === 'R' || h.role === 'A');
  const first = able.find((h) => h.holder !== null || h.deputy !== null) ?? able[0];
  return first ? { organisation: first.organisationId, position: first.positionId } : null;
}
