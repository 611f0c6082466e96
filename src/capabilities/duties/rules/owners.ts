import type { GridId, OrganisationId, PersonId, PositionId } from '../../../kernel/ids.ts';
import type { Role, Snapshot } from '../model.ts';
import { holdsAt, meet } from './area.ts';
import { carried } from './mandates.ts';

/** What a piece of work is about: the parts of an assignment's limits that apply to it. */
export interface Occasion {
  readonly hazard?: string | undefined;
  readonly level?: string | undefined;
  /** Where; `null` or absent: the community as a whole. */
  readonly grid?: GridId | null | undefined;
}

export interface Owner {
  readonly organisationId: OrganisationId;
  readonly organisation: string;
  /** `null` when the organisation as a whole holds the duty and none of its posts is manned. */
  readonly positionId: PositionId | null;
  readonly title: string | null;
  readonly holder: PersonId | null;
  readonly deputy: PersonId | null;
  readonly role: Role;
  readonly rank: number;
}

const roleOrder: Readonly<Record<Role, number>> = { R: 0, A: 1, C: 2, I: 3 };

/**
 * Who owns a piece of work that takes this duty on this occasion, the doer first: R by rank, then A, then C and I (to be asked and told).
 * A backup comes right after the one it stands in for. Where an organisation as a whole holds the duty, its first manned post
 * in that grid stands for it. Seats (members of a team) own nothing, and an organisation nothing that its mandate does not carry.
 */
export function ownersOf(snapshot: Snapshot, duty: string, occasion: Occasion, now: Date): Owner[] {
  const instant = now.toISOString();
  const organisations = new Map(snapshot.organisations.filter((o) => o.active).map((o) => [o.id, o]));
  const posts = snapshot.positions.filter((p) => !p.seat && holdsAt(p, instant));
  const reaches = (grids: readonly GridId[] | null): boolean => grids === null || (occasion.grid != null && grids.includes(occasion.grid));
  const owners = carried(snapshot.assignments, snapshot.mandates, instant).flatMap((a): Owner[] => {
    const organisation = organisations.get(a.organisationId);
    if (!organisation || a.duty !== duty || !holdsAt(a, instant)) return [];
    if (a.hazards && (!occasion.hazard || !a.hazards.includes(occasion.hazard))) return [];
    if (a.levels && (!occasion.level || !a.levels.some((level) => level === occasion.level))) return [];
    if (!reaches(a.grids)) return [];
    const able = posts.filter(
      (p) => p.organisationId === a.organisationId && (a.positionId === null || p.id === a.positionId) && reaches(meet(p.grids, a.grids)),
    );
    const post = able.find((p) => p.holder) ?? able.find((p) => p.deputy);
    if (!post && a.positionId !== null) return [];
    return [
      {
        organisationId: organisation.id,
        organisation: organisation.name,
        positionId: post?.id ?? null,
        title: post?.title ?? null,
        holder: post?.holder ?? null,
        deputy: post?.deputy ?? null,
        role: a.role,
        rank: a.rank,
      },
    ];
  });
  return owners.sort((a, b) => roleOrder[a.role] - roleOrder[b.role] || a.rank - b.rank || (a.organisationId < b.organisationId ? -1 : 1));
}
