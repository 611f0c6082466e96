import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { gridId, organisationId, positionId, sectors } from './model.ts';
import { agreementId, agreementKinds, DataTier, mandateId, mandateStates, verdicts } from './model-mandates.ts';
import { dueKinds } from './rules/dues.ts';
import { stages } from './rules/mandates.ts';

/** A name under something: the post by which somebody spoke, and who it was. */
export const Signed = z.object({ organisation: z.string(), title: z.string(), name: z.string(), at: z.string() });
export type Signed = z.infer<typeof Signed>;
/** A post of the asker by which they may say something. */
export const OwnPost = z.object({ positionId, title: z.string(), organisation: z.string() });
export type OwnPost = z.infer<typeof OwnPost>;

const Assessed = z.object({
  capabilities: z.array(z.string()),
  people: z.number(),
  insuredUntil: z.string().nullable(),
  contact24: z.string(),
  note: z.string(),
  at: z.string(),
});

/** Where one organisation stands on its way to a lawful place. */
export const StandingRow = z.object({
  organisationId,
  name: z.string(),
  kind: z.string(),
  sector: z.enum(sectors),
  /** It takes part by law or by public office: two people have agreed on the ground. */
  byLaw: z.boolean(),
  stage: z.enum(stages),
  /** The latest; null: nobody has looked yet. */
  assessment: Assessed.nullable(),
  /** Term of the mandate that holds now, or else of the one that ended last. */
  since: z.string().nullable(),
  until: z.string().nullable(),
});
export type StandingRow = z.infer<typeof StandingRow>;
/** Active organisations with their stage, those that need a mandate first. */
export const standings = query({
  name: 'community.standings',
  duty: 'community.read',
  args: z.object({ organisationId: organisationId.optional() }),
  row: StandingRow,
});

export const MandateRow = z.object({
  id: mandateId,
  organisationId,
  organisation: z.string(),
  state: z.enum(mandateStates),
  /** It is agreed and its time has come and not passed. */
  inForce: z.boolean(),
  scope: z.string(),
  duties: z.array(z.string()),
  grids: z.array(gridId).nullable(),
  levels: z.array(z.string()).nullable(),
  tiers: z.array(DataTier),
  costRule: z.string(),
  since: z.string(),
  until: z.string(),
  /** Before its time; null: it runs its term. */
  endedAt: z.string().nullable(),
  endReason: z.string(),
  offered: Signed,
  /** The organisation's yes or no. */
  answered: Signed.nullable(),
  answerReason: z.string(),
  reviews: z.array(Signed.extend({ verdict: z.enum(verdicts), note: z.string(), nextAt: z.string().nullable() })),
  /** The asker's posts that may sign or decline it, and those that may lay it down. */
  maySign: z.array(OwnPost),
  mayLeave: z.array(OwnPost),
});
export type MandateRow = z.infer<typeof MandateRow>;
/** Mandates of one organisation, or of all: what is offered first, then the latest. */
export const mandates = query({
  name: 'community.mandates',
  duty: 'community.read',
  args: z.object({ organisationId: organisationId.optional() }),
  row: MandateRow,
});

/** From when on mandates bind: one row; null where nobody has decided. */
export const mandateRule = query({
  name: 'community.mandateRule',
  duty: 'community.read',
  args: z.object({}),
  row: z.object({ bindFrom: z.string().nullable() }),
});

export const AgreementRow = z.object({
  id: agreementId,
  kind: z.enum(agreementKinds),
  state: z.enum(mandateStates),
  inForce: z.boolean(),
  organisationId,
  organisation: z.string(),
  partnerId: organisationId,
  partner: z.string(),
  terms: z.string(),
  since: z.string(),
  until: z.string().nullable(),
  endedAt: z.string().nullable(),
  endReason: z.string(),
  testEveryDays: z.number().nullable(),
  /** null: it was never tried, or never will be. */
  testedAt: z.string().nullable(),
  nextTestAt: z.string().nullable(),
  tests: z.array(Signed.extend({ worked: z.boolean(), note: z.string() })),
  offered: Signed,
  answered: Signed.nullable(),
  answerReason: z.string(),
  mayAnswer: z.array(OwnPost),
  mayWithdraw: z.array(OwnPost),
  /** Posts of either side that may try it or end it. */
  mayKeep: z.array(OwnPost),
});
export type AgreementRow = z.infer<typeof AgreementRow>;
/** Agreements among organisations: what is offered first, then what holds, the latest first. */
export const agreements = query({ name: 'community.agreements', duty: 'community.read', args: z.object({}), row: AgreementRow });

/** The asker's own posts by which an organisation signs. */
export const signingPosts = query({
  name: 'community.signingPosts',
  duty: 'community.read',
  args: z.object({}),
  row: OwnPost.extend({ organisationId }),
});

/**
 * What soon ends, is over or waits for a name, the most pressing first: everything for whoever may assign duties, for others what
 * concerns the organisations whose posts they hold.
 */
export const mandateDues = query({
  name: 'community.mandateDues',
  duty: 'community.read',
  args: z.object({}),
  row: z.object({
    kind: z.enum(dueKinds),
    /** Of the mandate, agreement or organisation; empty for the community itself. */
    id: z.string(),
    organisationId: organisationId.nullable(),
    organisation: z.string(),
    /** Whole days until then; negative when it has passed. */
    days: z.number(),
  }),
});
export type DueRow = z.infer<typeof mandateDues.row>;
