import type { OrganisationId, PositionId } from '../../../kernel/ids.ts';
import { duties } from '../catalogue.ts';
import type { Assignment, AssignmentId } from '../model.ts';

/** The matrix on the first day: the director answers for everything, until duties are shared out. Payload of one `duties.assign`. */
export const firstMatrix = (organisationId: OrganisationId, positionId: PositionId, newId: () => string): { assignments: Assignment[] } => ({
  assignments: duties.map(({ code }) => ({
    id: newId() as AssignmentId,
    duty: code,
    organisationId,
    positionId,
    role: 'A',
    rank: 1,
    grids: null,
    hazards: null,
    levels: null,
    since: null,
    until: null,
  })),
});
