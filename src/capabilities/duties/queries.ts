import { z } from 'zod';
import { idOf, type OrganisationId, type PositionId } from '../../kernel/ids.ts';
import { query } from '../../kernel/query.ts';
import { assignmentId, Role } from './model.ts';

/** One cell entry of the matrix, with the names it is read by. */
export const CellRow = z.object({
  id: assignmentId,
  duty: z.string(),
  organisationId: idOf<OrganisationId>(),
  organisation: z.string(),
  positionId: idOf<PositionId>().nullable(),
  title: z.string().nullable(),
  role: Role,
  rank: z.number(),
  grids: z.array(z.string()).nullable(),
  /** Grids in which it holds: those it is limited to that are also its post's; null: the whole community. */
  area: z.array(z.string()).nullable(),
  hazards: z.array(z.string()).nullable(),
  levels: z.array(z.string()).nullable(),
  since: z.string(),
  until: z.string().nullable(),
  /** False: its organisation needs a mandate, and none in force carries it: it counts for nothing then. */
  carried: z.boolean(),
});
export type CellRow = z.infer<typeof CellRow>;

/** The whole matrix as it stands: every assignment that has not ended, of organisations that are active. */
export const matrix = query({ name: 'duties.matrix', duty: 'community.read', args: z.object({}), row: CellRow });

/** What the asker may do and why: one row per duty they hold now. */
export const mine = query({
  name: 'duties.mine',
  duty: null,
  args: z.object({}),
  row: z.object({
    duty: z.string(),
    positionId: z.string().nullable(),
    title: z.string().nullable(),
    organisation: z.string().nullable(),
    asDeputy: z.boolean(),
    /** Acts for the holder until then; null: holds or deputises it. */
    actingUntil: z.string().nullable(),
    /** Name of the holder who is away. */
    actingFor: z.string().nullable(),
    /** Numbers of the grids it is limited to; null: the whole community. */
    gridNumbers: z.array(z.number()).nullable(),
  }),
});

/** Who answers for one duty, or what one organisation answers for, with the people in the posts and how to call them. */
export const card = query({
  name: 'duties.card',
  duty: 'community.read',
  args: z
    .object({ duty: z.string().max(60).optional(), organisationId: idOf<OrganisationId>().optional() })
    .refine((a) => a.duty || a.organisationId),
  row: CellRow.extend({
    holder: z.string().nullable(),
    phone: z.string(),
    deputy: z.string().nullable(),
    deputyPhone: z.string(),
  }),
});
export type CardRow = z.infer<typeof card.row>;

/** Assignments that have ended, latest first: what stood before. */
export const pastAssignments = query({
  name: 'duties.past',
  duty: 'community.read',
  args: z.object({}),
  row: CellRow,
});

/** Who answers for a duty here and now, by post: Accountable first, then by rank. Any member may ask: it is what a refusal points to. */
export const whoAnswers = query({
  name: 'duties.whoAnswers',
  duty: null,
  args: z.object({ duty: z.string().max(60) }),
  row: z.object({
    organisation: z.string(),
    position: z.string().nullable(),
    holder: z.string().nullable(),
    phone: z.string().nullable(),
    role: Role,
    since: z.string().nullable(),
  }),
});
