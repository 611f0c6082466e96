import type { organisationKinds } from '../model.ts';
import type { MandateState } from '../model-mandates.ts';

type Kind = keyof typeof organisationKinds;

/**
 * Kinds of organisation that take part by law or by public office: they answer for duties without a mandate. All others, among them every
 * kind that somebody writes anew, need one. Our reading of the field studies (decision 0022), not a legal opinion.
 */
export const statutoryKinds: ReadonlySet<string> = new Set<Kind>([
  'residents_committee',
  'grid_team',
  'street_office',
  'police_post',
  'fire_station',
  'clinic',
  'school',
  'utility',
]);

/** An organisation as far as its place in the system is concerned. */
export interface Placed {
  /** Two people have agreed on the ground on which it takes part by law. */
  readonly byLaw: boolean;
}

/**
 * Does it take a mandate to hold a duty? The kind alone exempts nobody: whoever keeps the directory could call a shop a clinic (decision 0025).
 */
export const needsMandate = ({ byLaw }: Placed): boolean => !byLaw;

/** Days ahead of its end at which a mandate, an insurance or a test is named. */
export const warnDays = 60;

/** Days that a new community has to agree on mandates before they bind. */
export const graceDays = 180;

const dayMs = 86_400_000;

/** Whole days from one instant to another, negative when it lies before; ISO 8601. */
export const daysBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / dayMs);

/** The first instant after the last day of an insurance, `YYYY-MM-DD` as days are counted in China (UTC+8). */
export const afterDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00+08:00`) + dayMs).toISOString();

/** An instant on the last day before a term ends: people are told the last day on which something holds. */
export const lastDayOf = (until: string): string => new Date(Date.parse(until) - 1).toISOString();

export interface Term {
  readonly since: string;
  readonly until: string;
  readonly endedAt: string | null;
}

/** First instant at which it no longer holds: the end of its term, or an earlier one. */
export const endOf = ({ until, endedAt }: Pick<Term, 'until' | 'endedAt'>): string => (endedAt !== null && endedAt < until ? endedAt : until);

/** Does a signed mandate hold at this instant? All ISO 8601 UTC with milliseconds, so text order is time order. */
export const holdsAt = (term: Term, instant: string): boolean => term.since <= instant && instant < endOf(term);

/** Where an organisation stands on the way to a lawful place. `none`: it needs no mandate. */
export const stages = ['none', 'registered', 'assessed', 'offered', 'mandated', 'inCommand', 'lapsed'] as const;
export type Stage = (typeof stages)[number];

/**
 * The stage of an organisation, read from the record and never set by hand: registered → assessed → offered → mandated → taking part in
 * command (it does a duty under its mandate) → renewed, or lapsed.
 * @param duties duties that it does or answers for and that its mandate carries; 0 where nobody counted
 */
export function stageOf(
  organisation: Placed & { readonly assessed: boolean; readonly duties: number },
  mandates: readonly (Term & { readonly state: MandateState })[],
  now: string,
): Stage {
  if (!needsMandate(organisation)) return 'none';
  const agreed = mandates.filter((m) => m.state === 'agreed');
  if (agreed.some((m) => holdsAt(m, now))) return organisation.duties > 0 ? 'inCommand' : 'mandated';
  if (mandates.some((m) => m.state === 'offered') || agreed.some((m) => m.since > now && endOf(m) > m.since)) return 'offered';
  if (agreed.length > 0) return 'lapsed';
  return organisation.assessed ? 'assessed' : 'registered';
}

/** When an agreement is next to be tried: so many days after the last time, or after it began; null: never. */
export function nextTestOf(agreement: {
  readonly since: string;
  readonly testEveryDays: number | null;
  readonly testedAt: string | null;
}): string | null {
  const { since, testEveryDays, testedAt } = agreement;
  return testEveryDays === null ? null : new Date(Date.parse(testedAt ?? since) + testEveryDays * dayMs).toISOString();
}
