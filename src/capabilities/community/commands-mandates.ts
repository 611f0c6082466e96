import { z } from 'zod';
import { type Command, command, type Facts } from '../../kernel/command.ts';
import type { OrganisationId, PositionId } from '../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import { byKeeper } from './by-keeper.ts';
import { answerable, byCommunity, byPost, signatureOf, waiting } from './commands-signing.ts';
import { type OrganisationState, organisationId, positionId } from './model.ts';
import {
  Assessment,
  type Mandate,
  type MandateChange,
  type MandateRequestId,
  MandateTerms,
  Moment,
  mandateId,
  Review,
  type Signature,
  Words,
} from './model-mandates.ts';
import { endOf, needsMandate } from './rules/mandates.ts';

type MandateCommand<P, S> = Command<P, S, MandateChange>;

const dayMs = 86_400_000;
const iso = (moment: string): string => new Date(moment).toISOString();

/** Is this text of the record an instant that has passed? */
const passed = (instant: string, now: Date): boolean => instant <= now.toISOString();

/** Writes down what an organisation is able to do, as somebody found who looked. The latest counts; earlier ones stay. */
export const assessOrganisation: MandateCommand<Assessment, { readonly organisation: OrganisationState['at']; readonly idTaken: boolean }> = command({
  ...byKeeper,
  name: 'community.assessOrganisation',
  payload: Assessment,
  decide(state, assessment, facts) {
    if (state.organisation === 'nowhere') return refuse('missing', 'community.organisationGone');
    if (state.organisation === 'ended') return refuse('conflict', 'community.organisationEnded');
    if (state.idTaken) return refuse('conflict', 'community.exists');
    return ok([{ type: 'organisationAssessed', assessment, by: signatureOf(facts, facts.position), on: facts.now.toISOString() }]);
  },
});

export interface OfferState {
  readonly organisation: OrganisationState;
  readonly idTaken: boolean;
  /** Grids of the terms that do not exist here. */
  readonly unknownGrids: number;
  readonly assessed: boolean;
  /** An offer to this organisation that nobody has answered. */
  readonly offerOpen: boolean;
  /** What this organisation has asked for and nobody has answered; the offer is the answer to it. */
  readonly request: MandateRequestId | null;
  /** Organisation of the post by which the actor signs for the community. */
  readonly signer: OrganisationId | null;
}

const Offer = MandateTerms.extend({ mandateId, organisationId });
type Offer = z.infer<typeof Offer>;

/**
 * Writes the terms of a mandate and signs them for the community. It holds once somebody else has signed for the organisation: no
 * organisation mandates itself, and one that takes part by law needs none.
 */
export const offerMandate: MandateCommand<Offer, OfferState> = command({
  ...byCommunity,
  name: 'community.offerMandate',
  payload: Offer,
  decide(state, { mandateId: id, organisationId: to, ...said }, facts) {
    const { organisation } = state;
    if (organisation.at === 'nowhere') return refuse('missing', 'community.organisationGone');
    if (organisation.at === 'ended') return refuse('conflict', 'community.organisationEnded');
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (state.unknownGrids > 0) return refuse('missing', 'community.gridGone');
    if (!needsMandate(organisation)) return refuse('conflict', 'community.needsNoMandate');
    if (!state.assessed) return refuse('conflict', 'community.notAssessed');
    if (state.offerOpen) return refuse('conflict', 'community.offerOpen');
    const by = signatureOf(facts, facts.position);
    if (by === null || state.signer === null) return refuse('forbidden', 'community.notYourPost');
    if (state.signer === to) return refuse('forbidden', 'community.selfAcceptance');
    const terms = { ...said, since: iso(said.since), until: iso(said.until) };
    const dates = datesOf(terms, facts.now);
    if (!dates.ok) return dates;
    const offered: MandateChange = { type: 'mandateOffered', mandateId: id, organisationId: to, terms, by };
    return ok(state.request === null ? [offered] : [offered, { type: 'mandateRequestMet', requestId: state.request, mandateId: id, by }]);
  },
});

/** A term must end after it begins, and begin today or later: nobody agrees on what was. */
export function datesOf({ since, until }: { readonly since: string; readonly until: string | null }, now: Date): Result<null> {
  if (until !== null && until <= since) return refuse('invalid', 'community.endsBeforeItBegins');
  if (until !== null && passed(until, now)) return refuse('invalid', 'community.termPast');
  if (Date.parse(since) < now.getTime() - dayMs) return refuse('invalid', 'community.sincePast');
  return ok(null);
}

export interface MandateSeen {
  readonly mandate: Mandate | null;
  /** Organisation of the post that speaks, if the actor is its holder; neither deputies nor seats sign for an organisation. */
  readonly speaker: OrganisationId | null;
  /** Other mandates of that organisation that are agreed and have not ended. */
  readonly agreed: readonly Mandate[];
}

const ByPost = z.object({ mandateId, positionId });
type ByPost = z.infer<typeof ByPost>;

/** The organisation's name under an offer: from its first day on, or from now where that has passed. What stood before ends then. */
export const signMandate: MandateCommand<ByPost, MandateSeen> = command({
  ...byPost,
  name: 'community.signMandate',
  payload: ByPost,
  decide(state, { positionId }, facts) {
    const open = answered(state, positionId, facts);
    if (!open.ok) return open;
    const { found: mandate, by } = open.value;
    if (passed(mandate.until, facts.now)) return refuse('conflict', 'community.termPast');
    const since = passed(mandate.since, facts.now) ? by.at : mandate.since;
    const replaced = state.agreed.filter((m) => m.id !== mandate.id && endOf(m) > since);
    return ok([
      ...replaced.map((m): MandateChange => ({ type: 'mandateEnded', mandateId: m.id, on: since, reason: '', by: null })),
      { type: 'mandateSigned', mandateId: mandate.id, by, since },
    ]);
  },
});

const Decline = ByPost.extend({ reason: Words(400) });

/** The organisation says no, and why; the community may offer other terms. */
export const declineMandate: MandateCommand<z.infer<typeof Decline>, MandateSeen> = command({
  ...byPost,
  name: 'community.declineMandate',
  payload: Decline,
  decide(state, { positionId, reason }, facts) {
    const open = answered(state, positionId, facts);
    return open.ok ? ok([{ type: 'mandateDeclined', mandateId: open.value.found.id, by: open.value.by, reason }]) : open;
  },
});

const words = { gone: 'community.mandateGone', settled: 'community.mandateSettled' } as const;
const answered = ({ mandate, speaker }: MandateSeen, position: PositionId, facts: Facts) =>
  answerable(mandate, ({ organisationId: to }) => to, speaker, position, facts, words);

const OfMandate = z.object({ mandateId });

/** Takes an offer back that nobody has answered. */
export const withdrawMandate: MandateCommand<z.infer<typeof OfMandate>, MandateSeen> = command({
  ...byCommunity,
  name: 'community.withdrawMandate',
  payload: OfMandate,
  decide({ mandate }, _, { now }) {
    const open = waiting(mandate, words);
    return open.ok ? ok([{ type: 'mandateWithdrawn', mandateId: open.value.id, on: now.toISOString() }]) : open;
  },
});

const Ending = z.object({
  mandateId,
  reason: Words(400),
  /** null: now. */
  on: Moment.nullable().default(null),
});
const Leave = Ending.extend({ positionId });

/** The community ends a mandate before its time: what rests on it is no longer held from then on. */
export const endMandate: MandateCommand<z.infer<typeof Ending>, MandateSeen> = command({
  ...byCommunity,
  name: 'community.endMandate',
  payload: Ending,
  decide(state, said, facts) {
    const by = signatureOf(facts, facts.position);
    return by === null ? refuse('forbidden', 'community.notYourPost') : ending(state, said, by, facts.now);
  },
});

/** The organisation lays its mandate down before its time. */
export const leaveMandate: MandateCommand<z.infer<typeof Leave>, MandateSeen> = command({
  ...byPost,
  name: 'community.leaveMandate',
  payload: Leave,
  decide(state, { positionId, ...said }, facts) {
    if (!state.mandate) return refuse('missing', 'community.mandateGone');
    const by = signatureOf(facts, positionId);
    if (by === null || state.speaker !== state.mandate.organisationId) return refuse('forbidden', 'community.notYourPost');
    return ending(state, said, by, facts.now);
  },
});

function ending(
  { mandate }: MandateSeen,
  { on, reason }: { readonly on: string | null; readonly reason: string },
  by: Signature,
  now: Date,
): Result<MandateChange[]> {
  if (!mandate) return refuse('missing', 'community.mandateGone');
  if (mandate.state !== 'agreed') return refuse('conflict', 'community.mandateNotAgreed');
  if (passed(endOf(mandate), now)) return refuse('conflict', 'community.mandateOver');
  const end = on === null ? now.toISOString() : iso(on);
  if (Date.parse(end) < now.getTime() - dayMs) return refuse('invalid', 'community.endPast');
  if (end > endOf(mandate)) return refuse('invalid', 'community.endLater');
  return ok([{ type: 'mandateEnded', mandateId: mandate.id, on: passed(end, now) ? now.toISOString() : end, reason, by }]);
}

/** Looks at a mandate while it stands: does it go on, should it be said anew or end, and when is it looked at again. */
export const reviewMandate: MandateCommand<Review, MandateSeen & { readonly idTaken: boolean }> = command({
  ...byCommunity,
  name: 'community.reviewMandate',
  payload: Review,
  decide({ mandate, idTaken }, said, facts) {
    if (!mandate) return refuse('missing', 'community.mandateGone');
    if (idTaken) return refuse('conflict', 'community.exists');
    if (mandate.state !== 'agreed') return refuse('conflict', 'community.mandateNotAgreed');
    const by = signatureOf(facts, facts.position);
    if (by === null) return refuse('forbidden', 'community.notYourPost');
    const review = { ...said, nextAt: said.nextAt && iso(said.nextAt) };
    if (review.nextAt !== null && passed(review.nextAt, facts.now)) return refuse('invalid', 'community.reviewPast');
    return ok([{ type: 'mandateReviewed', review, by }]);
  },
});

const Bind = z.object({
  /** From when on nobody holds a duty without the mandate it takes; null: they do not bind. */
  from: Moment.nullable(),
});

/**
 * Sets the day from which mandates bind, or puts it off: nobody is locked out in the middle of an emergency because papers are missing.
 */
export const bindMandates: MandateCommand<z.infer<typeof Bind>, null> = command({
  ...byCommunity,
  bySystem: true,
  name: 'community.bindMandates',
  payload: Bind,
  decide: (_, { from }) => ok([{ type: 'mandatesBound', from: from && iso(from) }]),
});
