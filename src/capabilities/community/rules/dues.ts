import type { OrganisationId } from '../../../kernel/ids.ts';
import type { MandateState } from '../model-mandates.ts';
import { afterDay, daysBetween, endOf, holdsAt, type Term, warnDays } from './mandates.ts';

/** In the order of a day's list: what is over, what waits for somebody's word, what soon will be. */
export const dueKinds = [
  'mandateOver',
  'insuranceOver',
  'requestWaits',
  'officeWaits',
  'offerWaits',
  'agreementWaits',
  'mandateEnds',
  'insuranceEnds',
  'reviewDue',
  'testDue',
  'bindSoon',
] as const;
export type DueKind = (typeof dueKinds)[number];

/** Something that soon ends, is over or waits for a name. */
export interface Due {
  readonly kind: DueKind;
  readonly id: string;
  readonly organisationId: OrganisationId | null;
  /** Another organisation that it concerns as much. */
  readonly alsoId: OrganisationId | null;
  readonly days: number;
}

export interface DueGround {
  readonly bindFrom: string | null;
  /** Active organisations that need a mandate. */
  readonly organisations: readonly { readonly id: OrganisationId; readonly insuredUntil: string | null }[];
  readonly mandates: readonly (Term & {
    readonly id: string;
    readonly organisationId: OrganisationId;
    readonly state: MandateState;
    /** When it is looked at again, as the latest review says. */
    readonly nextReviewAt: string | null;
  })[];
  readonly agreements: readonly {
    readonly id: string;
    readonly organisationId: OrganisationId;
    readonly partnerId: OrganisationId;
    readonly state: MandateState;
    readonly inForce: boolean;
    readonly nextTestAt: string | null;
  }[];
  /** Mandates that were asked for, and grounds that were stated, while they wait for an answer. */
  readonly requests: readonly Waiting[];
  readonly offices: readonly Waiting[];
}

interface Waiting {
  readonly id: string;
  readonly organisationId: OrganisationId;
}

/** What is due within 60 days, and what is over and nobody has renewed; the most pressing first. */
export function duesOf({ bindFrom, organisations, mandates, agreements, requests, offices }: DueGround, now: string): Due[] {
  const dues: Due[] = [];
  const add = (kind: DueKind, id: string, organisationId: OrganisationId | null, at: string, alsoId: OrganisationId | null = null): void => {
    // Whole days either way: what ended 20 days and an hour ago ended 20 days ago.
    dues.push({ kind, id, organisationId, alsoId, days: at < now ? 0 - daysBetween(at, now) : daysBetween(now, at) });
  };
  const soon = (at: string): boolean => daysBetween(now, at) <= warnDays;
  if (bindFrom !== null && bindFrom > now && soon(bindFrom)) add('bindSoon', '', null, bindFrom);
  for (const { id, insuredUntil } of organisations) {
    const own = mandates.filter((m) => m.organisationId === id && m.state === 'agreed');
    const held = own.find((m) => holdsAt(m, now));
    const follows = own.some((m) => m !== held && m.since >= now && (!held || m.since <= endOf(held)));
    const last = own.toSorted((a, b) => (endOf(a) < endOf(b) ? 1 : -1))[0];
    if (held && !follows && soon(endOf(held))) add('mandateEnds', held.id, id, endOf(held));
    if (!held && !follows && last) add('mandateOver', last.id, id, endOf(last));
    if (held && insuredUntil !== null) {
      const end = afterDay(insuredUntil);
      if (end <= now) add('insuranceOver', id, id, end);
      else if (soon(end)) add('insuranceEnds', id, id, end);
    }
    if (held?.nextReviewAt && soon(held.nextReviewAt)) add('reviewDue', held.id, id, held.nextReviewAt);
    for (const m of mandates) if (m.organisationId === id && m.state === 'offered') add('offerWaits', m.id, id, m.since);
  }
  for (const { id, organisationId } of requests) add('requestWaits', id, organisationId, now);
  for (const { id, organisationId } of offices) add('officeWaits', id, organisationId, now);
  for (const a of agreements) {
    if (a.state === 'offered') add('agreementWaits', a.id, a.partnerId, now, a.organisationId);
    if (a.inForce && a.nextTestAt !== null && soon(a.nextTestAt)) add('testDue', a.id, a.organisationId, a.nextTestAt, a.partnerId);
  }
  return dues.sort((a, b) => dueKinds.indexOf(a.kind) - dueKinds.indexOf(b.kind) || a.days - b.days);
}
