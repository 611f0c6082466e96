import { z } from 'zod';
import { idOf, type OrganisationId, type PersonId, type PositionId } from '../../kernel/ids.ts';
import { Assignment, type AssignmentId, assignmentId, type HeldAssignment } from './model.ts';

export type ProposalId = string & { readonly proposal: unique symbol };
export const proposalId = z.uuid().transform((v) => v.toLowerCase() as ProposalId);

/** An instant within reach of a plan: later ones are slips of the pen. */
export const Moment = z.iso.datetime({ offset: true }).refine((v) => v < '2200');

/** A line people type: trimmed, not empty, no control characters. */
export const plainText = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]+$/u);

const Ground = z.object({
  /** What the change rests on, in words: an article, a decision of a meeting, a mandate. */
  basis: plainText(200),
  /** Organisation that hands the duty down to the one that takes it; null: nobody does. */
  delegatedFrom: idOf<OrganisationId>().nullable().default(null),
});

const Limits = Assignment.pick({ positionId: true, role: true, rank: true, grids: true, hazards: true, levels: true }).extend({
  until: Moment.nullable().default(null),
});

const Add = Ground.extend({ kind: z.literal('add'), ...Limits.shape, ...Assignment.pick({ id: true, duty: true, organisationId: true }).shape });
const Change = Ground.extend({ kind: z.literal('change'), ...Limits.shape, id: assignmentId, endsId: assignmentId });
const End = Ground.extend({ kind: z.literal('end'), endsId: assignmentId });

/** One line of a proposal. To change an assignment is to end it and begin another at the same instant, so that history keeps both. */
export const MatrixChange = z.discriminatedUnion('kind', [Add, Change, End]);
/** The same while it is being written: what it begins has no id yet, and its end is the last day on which it holds. */
const lastDay = { until: z.iso.date().nullable().default(null) };
export const DraftChange = z.discriminatedUnion('kind', [Add.omit({ id: true }).extend(lastDay), Change.omit({ id: true }).extend(lastDay), End]);
export type MatrixChange = z.infer<typeof MatrixChange>;

/** What one organisation says to one revision of a proposal. */
export interface ProposalAnswer {
  readonly organisationId: OrganisationId;
  readonly positionId: PositionId;
  readonly person: PersonId;
  readonly accepts: boolean;
  readonly reason: string;
  readonly at: string;
}

export const proposalStates = ['open', 'agreed', 'withdrawn'] as const;
export type ProposalStateName = (typeof proposalStates)[number];

/** A proposal in its latest revision. */
export interface Proposal {
  readonly id: ProposalId;
  readonly state: ProposalStateName;
  /** 1, 2, 3 …; every amendment makes a new one, to which nobody has answered yet. */
  readonly revision: number;
  readonly title: string;
  readonly reason: string;
  /** The organisation that proposes, the post it speaks by, and the person in it. */
  readonly organisationId: OrganisationId;
  readonly positionId: PositionId;
  readonly proposedBy: PersonId;
  readonly changes: readonly MatrixChange[];
  /** ISO 8601; null: as soon as all have accepted. */
  readonly takesEffect: string | null;
  /** Organisations without whose acceptance it is not agreed. */
  readonly affected: readonly OrganisationId[];
  readonly answers: readonly ProposalAnswer[];
}

/** What an assignment that came out of a proposal rests on. */
export interface AssignmentGround {
  readonly assignmentId: AssignmentId;
  readonly basis: string;
  readonly delegatedFrom: OrganisationId | null;
}

/** What a proposal makes of the matrix. */
export interface Outcome {
  readonly from: string;
  readonly begins: readonly HeldAssignment[];
  readonly ends: readonly AssignmentId[];
  readonly grounds: readonly AssignmentGround[];
}

export type ProposalChange =
  | { readonly type: 'changesProposed'; readonly proposal: Proposal; readonly on: string }
  | { readonly type: 'proposalAmended'; readonly proposal: Proposal; readonly on: string }
  | {
      readonly type: 'proposalAnswered';
      readonly proposalId: ProposalId;
      readonly revision: number;
      readonly answer: ProposalAnswer;
      readonly affected: readonly OrganisationId[];
    }
  | {
      readonly type: 'proposalAgreed';
      readonly proposalId: ProposalId;
      readonly revision: number;
      readonly on: string;
      readonly from: string;
      readonly grounds: readonly AssignmentGround[];
    }
  | { readonly type: 'proposalWithdrawn'; readonly proposalId: ProposalId; readonly on: string };
