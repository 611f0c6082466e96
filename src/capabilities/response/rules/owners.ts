import type { GridId, OrganisationId, PositionId } from '../../../kernel/ids.ts';
import { type Owner as Holder, type Occasion, ownersOf, type Snapshot } from '../../duties/index.ts';
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

/** A position in which somebody stands. */
export interface Post {
  readonly id: PositionId;
  readonly organisationId: OrganisationId;
  readonly seat: boolean;
}

/** The first of these posts that answers for a thing of this owner: the one named, or any of the organisation. Seats answer for nothing. */
export const owningPost = <P extends Post>(owner: Owner | null, posts: readonly P[]): P | undefined =>
  owner === null
    ? undefined
    : posts.find((p) => !p.seat && (owner.position === null ? p.organisationId === owner.organisation : p.id === owner.position));

/**
 * In which position somebody works on a task that they have not taken in another. Accepting, extending, giving back and closing a task
 * take no duty: whoever was asked or went may say so. The journal names the position all the same, or what two organisations did on one
 * task would tie neither to the other.
 * @param posts where they stand now, posts before seats
 * @returns the one that answers for the task, else the first; null: they stand in none
 */
export const postOn = (owner: Owner | null, posts: readonly Post[]): PositionId | null => (owningPost(owner, posts) ?? posts[0])?.id ?? null;

/** One piece of a plan's action: the whole community (`grid` null) or one grid, with who answers for it there. */
export interface ActionPart {
  readonly grid: GridId | null;
  readonly owner: Owner | null;
}

/**
 * Splits an action along the matrix: one piece where somebody holds its duty for the whole community; else a piece for each grid, if it
 * is held in any, so that a grid without a holder stands out; else one piece that nobody answers for.
 */
export function partsOf(snapshot: Snapshot, duty: string, occasion: Omit<Occasion, 'grid'>, now: Date): readonly ActionPart[] {
  const whole = ownerOf(ownersOf(snapshot, duty, occasion, now));
  if (whole) return [{ grid: null, owner: whole }];
  const parts = snapshot.grids.map((grid) => ({ grid, owner: ownerOf(ownersOf(snapshot, duty, { ...occasion, grid }, now)) }));
  return parts.some((part) => part.owner) ? parts : [{ grid: null, owner: null }];
}
