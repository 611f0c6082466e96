import { z } from 'zod';
import { idOf, type OrganisationId, type PositionId } from '../../kernel/ids.ts';
import { query } from '../../kernel/query.ts';
import { everyPostHolds } from './catalogue.ts';
import { Assignment } from './model.ts';
import { MatrixChange, proposalId, proposalStates } from './model-proposals.ts';

/** A line of a proposal with the names it is read by, and what it ends. */
const Line = z.object({
  change: MatrixChange,
  duty: z.string(),
  organisation: z.string(),
  title: z.string().nullable(),
  delegatedFrom: z.string().nullable(),
  /** What stands until then; null for a line that begins something new. */
  before: Assignment.pick({ role: true, rank: true }).extend({ title: z.string().nullable() }).nullable(),
});
export type ProposalLine = z.infer<typeof Line>;

const Asked = z.object({
  organisationId: idOf<OrganisationId>(),
  organisation: z.string(),
  /** null: has not answered this revision yet. */
  accepts: z.boolean().nullable(),
  reason: z.string(),
  title: z.string().nullable(),
  at: z.string().nullable(),
});

const Post = z.object({ positionId: idOf<PositionId>(), title: z.string(), organisationId: idOf<OrganisationId>(), organisation: z.string() });
export type SpeakingPost = z.infer<typeof Post>;

export const ProposalRow = z.object({
  id: proposalId,
  state: z.enum(proposalStates),
  revision: z.number(),
  title: z.string(),
  reason: z.string(),
  organisation: z.string(),
  /** The post that proposes. */
  post: z.string(),
  madeAt: z.string(),
  settledAt: z.string().nullable(),
  takesEffect: z.string().nullable(),
  /** From when it counts, once it is agreed. */
  effectFrom: z.string().nullable(),
  lines: z.array(Line),
  asked: z.array(Asked),
  earlier: z.array(
    z.object({
      revision: z.number(),
      at: z.string(),
      answers: z.array(z.object({ organisation: z.string(), accepts: z.boolean(), reason: z.string() })),
    }),
  ),
  /** The asker's posts that may answer it, and those that may amend and withdraw it. */
  mayAnswer: z.array(Post),
  mayAmend: z.array(Post),
});
export type ProposalRow = z.infer<typeof ProposalRow>;

/** Proposals, open ones first, then the latest. */
export const proposals = query({ name: 'duties.proposals', duty: everyPostHolds, args: z.object({}), row: ProposalRow });

/** The asker's own posts that speak for an organisation. */
export const speakingPosts = query({ name: 'duties.speakingPosts', duty: everyPostHolds, args: z.object({}), row: Post });
