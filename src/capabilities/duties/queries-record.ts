import { z } from 'zod';
import { idOf, type OrganisationId } from '../../kernel/ids.ts';
import { query } from '../../kernel/query.ts';
import { Role } from './model.ts';
import { proposalId, proposalStates } from './model-proposals.ts';
import { CellRow } from './queries.ts';

/** The matrix as it stood, stands or will stand at an instant: organisations, posts and mandates as they are then. */
export const matrixAt = query({
  name: 'duties.matrixAt',
  duty: 'community.read',
  args: z.object({ on: z.iso.datetime({ offset: true }).refine((v) => v < '2200') }),
  row: CellRow,
});

/** What organisations said to a proposal, by the posts that spoke, never by people. */
const Said = z.object({
  revision: z.number(),
  organisation: z.string(),
  post: z.string().nullable(),
  accepts: z.boolean(),
  reason: z.string(),
  at: z.string(),
});

/** A proposal as far as one cell tells of it. */
const Talk = z.object({
  id: proposalId,
  title: z.string(),
  state: z.enum(proposalStates),
  organisation: z.string(),
  post: z.string().nullable(),
  madeAt: z.string(),
  settledAt: z.string().nullable(),
  reason: z.string(),
  /** What the change of this cell rests on, in the words of the proposal. */
  basis: z.string().nullable(),
  said: z.array(Said),
});
export type Talk = z.infer<typeof Talk>;

/**
 * How something began or ended: agreed in a proposal; written by a post that keeps the matrix (`direct`); with the starting matrix; by its own
 * date; with its organisation or its post; or not known, where a later change has written over who began it.
 */
export const causes = ['agreed', 'direct', 'start', 'term', 'organisation', 'post', 'unknown'] as const;
const Cause = z.object({
  how: z.enum(causes),
  talk: Talk.nullable(),
  /** The post that wrote it, as organisation and title. */
  by: z.string().nullable(),
});
export type Cause = z.infer<typeof Cause>;

export const HistoryRow = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('held'),
    id: z.string(),
    role: Role,
    rank: z.number(),
    title: z.string().nullable(),
    grids: z.array(z.string()).nullable(),
    hazards: z.array(z.string()).nullable(),
    levels: z.array(z.string()).nullable(),
    since: z.string(),
    until: z.string().nullable(),
    began: Cause,
    /** null: it has not ended, and no end is named. */
    ended: Cause.nullable(),
    /** Mandates that carried it in that time; null: it needs none. */
    mandates: z.array(z.object({ id: z.string(), since: z.string(), until: z.string() })).nullable(),
  }),
  /** A proposal about the cell that came to nothing, or is still being answered. */
  z.object({ is: z.literal('talked'), talk: Talk }),
]);
export type HistoryRow = z.infer<typeof HistoryRow>;
export type HeldRow = Extract<HistoryRow, { is: 'held' }>;

/** What one organisation held of one duty, from when to when, how it came about and on what it rested; the latest first. */
export const cellHistory = query({
  name: 'duties.cellHistory',
  duty: 'community.read',
  args: z.object({ duty: z.string().max(60), organisationId: idOf<OrganisationId>() }),
  row: HistoryRow,
});
