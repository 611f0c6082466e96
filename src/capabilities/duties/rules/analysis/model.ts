import type { GridId, OrganisationId, PersonId, PositionId } from '../../../../kernel/ids.ts';
import { type Sector, warnDays } from '../../../community/index.ts';
import type { AssignmentId, HeldAssignment, MandateGround, PositionSeen, Role } from '../../model.ts';

/** Response levels, I the gravest, and `none`: ordinary times, when no level stands. */
export const levelsAndNone = ['I', 'II', 'III', 'IV', 'none'] as const;
export type LevelOrNone = (typeof levelsAndNone)[number];

/** Stands in a list of hazards for every hazard that no assignment of the duty names. */
export const anyOther = '*';

export interface OrganisationFacts {
  readonly id: OrganisationId;
  readonly name: string;
  readonly kind: string;
  readonly sector: Sector;
  readonly active: boolean;
}

export interface PersonFacts {
  readonly id: PersonId;
  readonly skills: readonly string[];
}

/** Two organisations have agreed on mutual aid, stock on call or referral. */
export interface Agreement {
  readonly id: string;
  readonly between: readonly [OrganisationId, OrganisationId];
  /** ISO 8601; null: open. */
  readonly until: string | null;
  /** When it is next to be tried whether it works; null: never. */
  readonly nextTestAt: string | null;
}

/** The last time an organisation was tried to be reached, ISO 8601; null: never. */
export interface ContactTest {
  readonly organisationId: OrganisationId;
  readonly lastAt: string | null;
}

/** Until when the people whom an organisation sends are insured, as the latest look at it found. */
export interface Insurance {
  readonly organisationId: OrganisationId;
  /** First instant at which they no longer are, ISO 8601; null: they never were. */
  readonly until: string | null;
}

/** Everything the analysis is made of: one community at one instant. Plain data, so that a thread may be given it. */
export interface Situation {
  /** The instant, ISO 8601 UTC with milliseconds. */
  readonly at: string;
  readonly grids: readonly GridId[];
  readonly organisations: readonly OrganisationFacts[];
  readonly positions: readonly PositionSeen[];
  readonly people: readonly PersonFacts[];
  readonly assignments: readonly HeldAssignment[];
  readonly mandates: MandateGround;
  readonly agreements: readonly Agreement[];
  /** Of organisations that somebody has looked at. */
  readonly insurances: readonly Insurance[];
  /** null: no contact test was ever held, so none is overdue. */
  readonly contactTests: readonly ContactTest[] | null;
  /** People who live here; effort is counted by them. */
  readonly residents: number;
}

/** Figures the analysis rests on. Estimates, shown beside every result and open to change. */
export interface Assumptions {
  /** Critical duties (or areas of one) that one person can carry at the same time. */
  readonly atOnce: number;
  /** Hours that one person can give on one day, for days on end. */
  readonly hoursPerDay: number;
  /** More organisations to be asked than this and nobody decides in time. */
  readonly consultedMax: number;
  /** Share of a duty's full effort that each level takes, 0 to 1. */
  readonly intensity: Readonly<Record<LevelOrNone, number>>;
  /** Days ahead of its end at which a mandate or an insurance is named. */
  readonly warnDays: number;
  /** Days after which a contact test is overdue. */
  readonly contactTestDays: number;
}

/** Our reading; none of these figures comes from a law or a standard. */
export const usualAssumptions: Assumptions = {
  atOnce: 3,
  hoursPerDay: 8,
  consultedMax: 5,
  intensity: { I: 1, II: 0.7, III: 0.4, IV: 0.2, none: 0.2 },
  warnDays,
  contactTestDays: 180,
};

/** For what part of the work something holds. null: all of it. */
export interface Where {
  readonly grids: readonly GridId[] | null;
  /** `*` among them: every hazard that no assignment names. */
  readonly hazards: readonly string[] | null;
  readonly levels: readonly LevelOrNone[] | null;
}

export const everywhere: Where = { grids: null, hazards: null, levels: null };

export const severities = ['critical', 'warning', 'note'] as const;
export type Severity = (typeof severities)[number];

export const findingCodes = [
  'noAccountable',
  'twoAccountable',
  'accountableWithoutAuthority',
  'noResponsible',
  'tooFewAble',
  'togetherTooFew',
  'tooManyConsulted',
  'phaseGap',
  'orphanOrganisation',
  'mandateExpired',
  'mandateMissing',
  'assignmentOutsideMandate',
  'mandateEnding',
  'notInsured',
  'insuranceEnding',
  'agreementTestOverdue',
  'contactTestOverdue',
  'organisationOverloaded',
  'personOverloaded',
  'personInTwoPlaces',
  'personCannotBeLost',
  'organisationCannotBeLost',
] as const;
export type FindingCode = (typeof findingCodes)[number];

export interface Subject {
  readonly kind: 'duty' | 'organisation' | 'person' | 'position' | 'assignment' | 'mandate' | 'agreement';
  readonly id: string;
}

/** The smallest change that closes a finding. */
export type Fix =
  /** To this organisation, the nearest to it; null: to whoever takes it on. */
  | {
      readonly kind: 'assign';
      readonly duty: string;
      readonly role: Role;
      readonly rank: number;
      readonly where: Where;
      readonly organisationId: OrganisationId | null;
    }
  | { readonly kind: 'withdraw'; readonly assignmentId: AssignmentId }
  | { readonly kind: 'makeBackup'; readonly assignmentId: AssignmentId; readonly rank: number }
  | { readonly kind: 'liftLimit'; readonly assignmentId: AssignmentId }
  | { readonly kind: 'fillPost'; readonly organisationId: OrganisationId; readonly positionId: PositionId | null }
  | { readonly kind: 'addPeople'; readonly duty: string; readonly people: number; readonly where: Where }
  | { readonly kind: 'giveDuty'; readonly organisationId: OrganisationId }
  | { readonly kind: 'renewMandate'; readonly organisationId: OrganisationId }
  | { readonly kind: 'agreeMandate'; readonly organisationId: OrganisationId }
  | { readonly kind: 'renewInsurance'; readonly organisationId: OrganisationId }
  | { readonly kind: 'testAgreement'; readonly agreementId: string }
  | { readonly kind: 'testContact'; readonly organisationId: OrganisationId }
  | { readonly kind: 'shareWork'; readonly organisationId: OrganisationId; readonly hours: number }
  | { readonly kind: 'relieve'; readonly personId: PersonId };

/** One thing that is wrong, why, and the smallest change that mends it. Its sentence stands under `duties.finding.<code>`. */
export interface Finding {
  /** The same finding has the same id from one analysis to the next. */
  readonly id: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly subjects: readonly Subject[];
  readonly where: Where;
  /** Fill the sentence; never personal data. */
  readonly params: Readonly<Record<string, string | number>>;
  readonly fix: Fix;
  /** Address of the page on which the fix is made. */
  readonly page: string;
}

const dutyPage = (duty: string): string => `/duties?duty=${encodeURIComponent(duty)}`;
const organisationPage = (id: string): string => `/duties?organisation=${encodeURIComponent(id)}`;

const mandatePage = (id: string): string => `/duties/mandates?organisation=${encodeURIComponent(id)}`;

/** Where a fix is made: posts are filled where organisations are kept, mandates and agreements on their own pages; the rest on the card of the duty, or else of the organisation. */
function pageOf(subjects: readonly Subject[], fix: Fix): string {
  if (fix.kind === 'renewMandate' || fix.kind === 'agreeMandate' || fix.kind === 'renewInsurance') return mandatePage(fix.organisationId);
  if (fix.kind === 'testAgreement') return `/duties/agreements?agreement=${encodeURIComponent(fix.agreementId)}`;
  if (fix.kind === 'fillPost') return `/organisations?organisation=${encodeURIComponent(fix.organisationId)}`;
  if (fix.kind === 'testContact') return '/duties/contact';
  const duty = subjects.find((s) => s.kind === 'duty');
  if (duty) return dutyPage(duty.id);
  const organisation = subjects.find((s) => s.kind === 'organisation');
  return organisation ? organisationPage(organisation.id) : '/duties';
}

const span = (list: readonly string[] | null): string => (list === null ? '' : [...list].sort().join('+'));

/** What a loss breaks may change from one analysis to the next: it stays the same finding. */
const ofFirstOnly: readonly FindingCode[] = ['personCannotBeLost', 'organisationCannotBeLost'];

/** Makes a finding with its lasting id and its page. */
export const finding = (parts: Omit<Finding, 'id' | 'page'>): Finding => ({
  ...parts,
  id: [
    parts.code,
    ...(ofFirstOnly.includes(parts.code) ? parts.subjects.slice(0, 1) : parts.subjects).map((s) => `${s.kind}=${s.id}`),
    parts.params.role ?? '',
    span(parts.where.grids),
    span(parts.where.hazards),
    span(parts.where.levels),
  ].join(':'),
  page: pageOf(parts.subjects, parts.fix),
});
