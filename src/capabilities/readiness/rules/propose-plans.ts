import type { Colour, Level, Plan, PlanId } from '../model.ts';
import { severityOf } from './plans/compose.ts';

/** What the rule reads of a received alert (CAP 1.2). */
export interface AlertForPlans {
  readonly id: string;
  readonly identifier: string;
  /** CAP status: only `Actual` and `Exercise` alerts propose plans. */
  readonly status: string;
  /** CAP message type: `Cancel`, `Ack` and `Error` propose nothing. */
  readonly msgType: string;
  readonly superseded: boolean;
  /** Does one of its areas cover this community? */
  readonly matched: boolean;
  readonly colour: Colour | null;
  /** When this community received it, ISO 8601. */
  readonly receivedAt: string;
  readonly infos: readonly { readonly event: string; readonly headline: string; readonly expires: string | null }[];
}

/** Why a plan is proposed: shown to the person who decides. */
export type ProposalReason =
  | { readonly kind: 'event'; readonly word: string }
  | { readonly kind: 'headline'; readonly word: string }
  | { readonly kind: 'colour'; readonly colour: Colour }
  | { readonly kind: 'levelWord'; readonly word: string }
  | { readonly kind: 'area' }
  | { readonly kind: 'expired'; readonly at: string };

export interface Proposal {
  readonly planId: PlanId;
  readonly alertId: string;
  readonly level: Level;
  /** The alert is an exercise: activate as one. */
  readonly exercise: boolean;
  readonly reasons: readonly ProposalReason[];
}

/** A plan that was activated, as the incident slice told of it. */
export interface Activation {
  readonly planId: PlanId;
  /** The alert it was activated for; null when none was named. */
  readonly alertId: string | null;
  readonly exercise: boolean;
  /** ISO 8601. */
  readonly at: string;
  readonly running: boolean;
}

/**
 * Whether nobody needs to decide about this proposal any more: its plan was activated for that alert, or since the alert arrived, or is
 * running now (an update of the alert reaches those at work as an alert, not as a plan to start). An exercise answers for no real alert.
 */
export const isAnswered = (proposal: Proposal, receivedAt: string, activations: readonly Activation[]): boolean =>
  activations.some(
    (a) =>
      a.planId === proposal.planId &&
      a.exercise === proposal.exercise &&
      (a.running || a.alertId === proposal.alertId || Date.parse(a.at) >= Date.parse(receivedAt)),
  );

/**
 * Which plans the present alerts speak for, the most severe level first, with the reasons. Advice: a person activates.
 * A plan is proposed when an alert for this community that is neither superseded nor cancelled names one of the plan's words in its event
 * or headline, and its colour is one of the plan's colours, or, for alerts without colour, its headline states one of the plan's level
 * words. An alert whose own time has run out is still put before people for `lateAlertHours` after it was received (it may have come
 * late), and the proposal says so.
 */
export function proposePlans(alerts: readonly AlertForPlans[], plans: readonly Plan[], now: Date): Proposal[] {
  const found = alerts.filter((alert) => inForce(alert, now)).flatMap((alert) => plans.flatMap((plan) => propose(alert, plan, now)));
  return found.sort((a, b) => severityOf(b.level) - severityOf(a.level) || a.planId.localeCompare(b.planId));
}

/** Hours after receipt during which an alert that has run out is still proposed: one day, so that a late delivery is seen by the next shift. */
export const lateAlertHours = 24;

function inForce(alert: AlertForPlans, now: Date): boolean {
  if (!alert.matched || alert.superseded || !['Alert', 'Update'].includes(alert.msgType) || !['Actual', 'Exercise'].includes(alert.status))
    return false;
  return expiredAt(alert, now) === null || now.getTime() - new Date(alert.receivedAt).getTime() <= lateAlertHours * 3_600_000;
}

/** When the last part of the alert ran out; null while any part is in force. */
function expiredAt(alert: AlertForPlans, now: Date): string | null {
  let last: string | null = null;
  for (const { expires } of alert.infos) {
    if (expires === null || new Date(expires).getTime() > now.getTime()) return null;
    if (last === null || new Date(expires) > new Date(last)) last = expires;
  }
  return last;
}

function propose(alert: AlertForPlans, plan: Plan, now: Date): Proposal[] {
  if (plan.status !== 'active') return [];
  const named = nameIn(alert, plan.trigger.words);
  const graded = gradeOf(alert, plan);
  if (!named || !graded) return [];
  const ranOut = expiredAt(alert, now);
  const reasons: ProposalReason[] = [{ kind: 'area' }, named, graded, ...(ranOut ? [{ kind: 'expired', at: ranOut } as const] : [])];
  return [{ planId: plan.id, alertId: alert.id, level: plan.level, exercise: alert.status === 'Exercise', reasons }];
}

function nameIn(alert: AlertForPlans, words: readonly string[]): ProposalReason | undefined {
  for (const kind of ['event', 'headline'] as const) {
    const word = words.find((w) => alert.infos.some((info) => says(info[kind], w)));
    if (word) return { kind, word };
  }
  return undefined;
}

function gradeOf(alert: AlertForPlans, plan: Plan): ProposalReason | undefined {
  if (alert.colour) return plan.trigger.colours.includes(alert.colour) ? { kind: 'colour', colour: alert.colour } : undefined;
  const word = plan.trigger.levelWords.find((w) => alert.infos.some((info) => says(info.headline, w)));
  return word ? { kind: 'levelWord', word } : undefined;
}

/** Does the text say the word? Words in Latin letters or roman numerals must stand alone, so that "Level I" is not found in "Level III". */
function says(text: string, word: string): boolean {
  const haystack = text.toLowerCase();
  const needle = word.toLowerCase();
  const letter = /[a-z0-9]/;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    const before = haystack[at - 1] ?? '';
    const after = haystack[at + needle.length] ?? '';
    const joinsBefore = letter.test(needle[0] ?? '') && letter.test(before);
    const joinsAfter = letter.test(needle.at(-1) ?? '') && letter.test(after);
    if (!joinsBefore && !joinsAfter) return true;
  }
  return false;
}
