import { z } from 'zod';
import type { GridId, OrganisationId, PersonId, PositionId } from '../../kernel/ids.ts';
import { gridId, organisationId, Phone, Word } from './model.ts';

/** What an organisation has asked for: see `model-standing.ts`. */
export type MandateRequestId = string & { readonly mandateRequest: unique symbol };
export type AssessmentId = string & { readonly assessment: unique symbol };
export type MandateId = string & { readonly mandate: unique symbol };
export const assessmentId = z.uuid().transform((v) => v.toLowerCase() as AssessmentId);
export const mandateId = z.uuid().transform((v) => v.toLowerCase() as MandateId);

/** An instant within reach of an agreement, ISO 8601: later ones are slips of the pen. */
export const Moment = z.iso.datetime({ offset: true }).refine((v) => v < '2200');

/** Words of an agreement: lines may break, other control characters may not stand in them. */
export const Words = (max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .regex(/^(?:[^\p{Cc}]|\n)*$/u);

/** Tiers of personal data, each in rows of its own: where people live; what they need; who they are by their ID number. */
export const dataTiers = ['basic', 'sensitive', 'identity'] as const;
export const DataTier = z.enum(dataTiers);
export type DataTier = z.infer<typeof DataTier>;

/** Code of a duty, `supply.deliver`. The catalogue of duties is kept by the slice that assigns them. */
export const DutyCode = z
  .string()
  .max(60)
  .regex(/^[a-z][a-zA-Z]*\.[a-zA-Z]+$/);

/** What an organisation is able to do, as somebody found out who went there: the ground on which a mandate is offered. */
export const Assessment = z.object({
  id: assessmentId,
  organisationId,
  /** Skills it can send people with; words of an open list (`skills`). */
  capabilities: z.array(Word).max(30).default([]),
  /** People it can send within two hours, as it declares. */
  people: z.number().int().min(0).max(10_000),
  /** Last day on which the people it sends are insured, `YYYY-MM-DD`; null: they are not. */
  insuredUntil: z.iso
    .date()
    .refine((v) => v < '2200')
    .nullable()
    .default(null),
  /** A telephone that somebody answers at any hour. */
  contact24: Phone.refine((v) => v !== '', 'web.issue.needed'),
  note: Words(600, 0).default(''),
});
export type Assessment = z.infer<typeof Assessment>;
/** Response levels, I the gravest. */
const Level = z.enum(['I', 'II', 'III', 'IV']);

/** What both sides put their names to. */
export const MandateTerms = z.object({
  /** What it is for, in words that a resident understands. */
  scope: Words(2_000),
  duties: z.array(DutyCode).min(1).max(80),
  /** Grids it holds in; null: the whole community. */
  grids: z.array(gridId).min(1).max(200).nullable().default(null),
  /** Levels it holds at; null: every level, and ordinary times. A duty that opens screens cannot be limited so: the check cannot know the incident. */
  levels: z.array(Level).min(1).max(4).nullable().default(null),
  /** Personal data it may see; without a tier, duties that show it are not covered. */
  tiers: z.array(DataTier).max(3).default([]),
  /** Who bears which cost, in words. */
  costRule: Words(1_000),
  since: Moment,
  /** First instant at which it no longer holds. A mandate always has an end: it is renewed, never forgotten. */
  until: Moment,
});
export type MandateTerms = z.infer<typeof MandateTerms>;

/** Somebody's name under something, with the post by which they speak. */
export interface Signature {
  readonly positionId: PositionId;
  readonly person: PersonId;
  readonly at: string;
}

export const mandateStates = ['offered', 'agreed', 'declined', 'withdrawn'] as const;
export type MandateState = (typeof mandateStates)[number];

export interface Mandate extends MandateTerms {
  readonly id: MandateId;
  readonly organisationId: OrganisationId;
  readonly state: MandateState;
  /** Who signed for the community. */
  readonly offered: Signature;
  /** When it ended before its time, or ends; null: it runs its term. */
  readonly endedAt: string | null;
}

/** What the permission check needs to know of mandates. */
export interface AgreedMandate {
  readonly id: string;
  readonly organisationId: OrganisationId;
  readonly duties: readonly string[];
  readonly grids: readonly GridId[] | null;
  readonly levels: Mandate['levels'];
  readonly tiers: readonly DataTier[];
  readonly since: string;
  /** First instant at which it no longer holds, whether by its term or before it. */
  readonly until: string;
}

/** What a review came to: it goes on as it is, it should be said anew, it should end. */
export const verdicts = ['goOn', 'change', 'end'] as const;
export const Review = z.object({
  id: z.uuid(),
  mandateId,
  verdict: z.enum(verdicts),
  note: Words(600),
  /** When it is looked at again; null: at the end of its term. */
  nextAt: Moment.nullable().default(null),
});
export type Review = z.infer<typeof Review>;

export type AgreementId = string & { readonly agreement: unique symbol };
export const agreementId = z.uuid().transform((v) => v.toLowerCase() as AgreementId);

/** Mutual aid: each helps the other. Stock on call: one keeps, the other may call for it. Referral: people are passed on, and taken. */
export const agreementKinds = ['mutualAid', 'stockOnCall', 'referral'] as const;

/** What two organisations promise each other. */
export const AgreementTerms = z.object({
  kind: z.enum(agreementKinds),
  partnerId: organisationId,
  terms: Words(2_000),
  since: Moment,
  /** First instant at which it no longer holds; null: until one of them ends it. */
  until: Moment.nullable().default(null),
  /** Days after which it is tried whether it would work; null: it is never tried. */
  testEveryDays: z.number().int().min(7).max(1_100).nullable().default(null),
});
export type AgreementTerms = z.infer<typeof AgreementTerms>;

export interface Agreement extends AgreementTerms {
  readonly id: AgreementId;
  /** Who offered it. */
  readonly organisationId: OrganisationId;
  readonly state: MandateState;
  readonly offered: Signature;
  readonly endedAt: string | null;
}

export const AgreementTest = z.object({ id: z.uuid(), agreementId, worked: z.boolean(), note: Words(600, 0).default('') });
export type AgreementTest = z.infer<typeof AgreementTest>;

export type MandateChange =
  | { readonly type: 'organisationAssessed'; readonly assessment: Assessment; readonly by: Signature | null; readonly on: string }
  | {
      readonly type: 'mandateOffered';
      readonly mandateId: MandateId;
      readonly organisationId: OrganisationId;
      readonly terms: MandateTerms;
      readonly by: Signature;
    }
  | { readonly type: 'mandateRequestMet'; readonly requestId: MandateRequestId; readonly mandateId: MandateId; readonly by: Signature }
  | { readonly type: 'mandateSigned'; readonly mandateId: MandateId; readonly by: Signature; readonly since: string }
  | { readonly type: 'mandateDeclined'; readonly mandateId: MandateId; readonly by: Signature; readonly reason: string }
  | { readonly type: 'mandateWithdrawn'; readonly mandateId: MandateId; readonly on: string }
  | { readonly type: 'mandateEnded'; readonly mandateId: MandateId; readonly on: string; readonly reason: string; readonly by: Signature | null }
  | { readonly type: 'mandateReviewed'; readonly review: Review; readonly by: Signature }
  | { readonly type: 'mandatesBound'; readonly from: string | null };

export type AgreementChange =
  | {
      readonly type: 'agreementOffered';
      readonly agreementId: AgreementId;
      readonly organisationId: OrganisationId;
      readonly terms: AgreementTerms;
      readonly by: Signature;
    }
  | { readonly type: 'agreementAccepted'; readonly agreementId: AgreementId; readonly by: Signature }
  | { readonly type: 'agreementDeclined'; readonly agreementId: AgreementId; readonly by: Signature; readonly reason: string }
  | { readonly type: 'agreementWithdrawn'; readonly agreementId: AgreementId; readonly on: string }
  | { readonly type: 'agreementEnded'; readonly agreementId: AgreementId; readonly by: Signature; readonly reason: string }
  | { readonly type: 'agreementTested'; readonly test: AgreementTest; readonly by: Signature };
