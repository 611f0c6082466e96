import { z } from 'zod';
import { type Command, command, type Facts } from '../../kernel/command.ts';
import type { OrganisationId, PositionId } from '../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import { datesOf } from './commands-mandates.ts';
import { answerable, byPost, signatureOf, waiting } from './commands-signing.ts';
import { type OrganisationState, positionId } from './model.ts';
import { type Agreement, type AgreementChange, AgreementTerms, AgreementTest, agreementId, type Signature, Words } from './model-mandates.ts';
import { endOf } from './rules/mandates.ts';

type AgreementCommand<P, S> = Command<P, S, AgreementChange>;

const words = { gone: 'community.agreementGone', settled: 'community.agreementSettled' } as const;

/** Later than any end that can be written down. */
const never = '9999';

/** First instant at which an agreement no longer holds; open ones end in the year 9999. */
const endsAt = (agreement: Agreement): string => endOf({ until: agreement.until ?? never, endedAt: agreement.endedAt });

export interface NewAgreement {
  readonly idTaken: boolean;
  readonly partner: OrganisationState['at'];
  /** Organisation of the post that speaks, if the actor is its holder. */
  readonly speaker: OrganisationId | null;
}

const Offer = AgreementTerms.extend({ agreementId, positionId });
type Offer = z.infer<typeof Offer>;

/** One organisation puts an agreement to another and signs it. It holds once somebody else has accepted for the other. */
export const offerAgreement: AgreementCommand<Offer, NewAgreement> = command({
  ...byPost,
  name: 'community.offerAgreement',
  payload: Offer,
  decide(state, { agreementId: id, positionId, ...said }, facts) {
    const by = signatureOf(facts, positionId);
    if (by === null || state.speaker === null) return refuse('forbidden', 'community.notYourPost');
    if (state.partner === 'nowhere') return refuse('missing', 'community.organisationGone');
    if (state.partner === 'ended') return refuse('conflict', 'community.organisationEnded');
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (state.speaker === said.partnerId) return refuse('invalid', 'community.agreesWithItself');
    const terms = { ...said, since: new Date(said.since).toISOString(), until: said.until && new Date(said.until).toISOString() };
    const dates = datesOf(terms, facts.now);
    return dates.ok ? ok([{ type: 'agreementOffered', agreementId: id, organisationId: state.speaker, terms, by }]) : dates;
  },
});

export interface AgreementSeen {
  readonly agreement: Agreement | null;
  readonly speaker: OrganisationId | null;
}

const ByPost = z.object({ agreementId, positionId });
type ByPost = z.infer<typeof ByPost>;

/** The other side accepts, by somebody else than who offered it. */
export const acceptAgreement: AgreementCommand<ByPost, AgreementSeen> = command({
  ...byPost,
  name: 'community.acceptAgreement',
  payload: ByPost,
  decide(state, { positionId }, facts) {
    const open = answered(state, positionId, facts);
    if (!open.ok) return open;
    const { found: agreement, by } = open.value;
    if (endsAt(agreement) <= by.at) return refuse('conflict', 'community.termPast');
    return ok([{ type: 'agreementAccepted', agreementId: agreement.id, by }]);
  },
});

const Decline = ByPost.extend({ reason: Words(400) });

export const declineAgreement: AgreementCommand<z.infer<typeof Decline>, AgreementSeen> = command({
  ...byPost,
  name: 'community.declineAgreement',
  payload: Decline,
  decide(state, { positionId, reason }, facts) {
    const open = answered(state, positionId, facts);
    return open.ok ? ok([{ type: 'agreementDeclined', agreementId: open.value.found.id, by: open.value.by, reason }]) : open;
  },
});

const answered = ({ agreement, speaker }: AgreementSeen, position: PositionId, facts: Facts) =>
  answerable(agreement, ({ partnerId }) => partnerId, speaker, position, facts, words);

/** Takes an offer back that nobody has answered, by the side that made it. */
export const withdrawAgreement: AgreementCommand<ByPost, AgreementSeen> = command({
  ...byPost,
  name: 'community.withdrawAgreement',
  payload: ByPost,
  decide({ agreement, speaker }, _, { now }) {
    const open = waiting(agreement, words);
    if (!open.ok) return open;
    if (speaker !== open.value.organisationId) return refuse('forbidden', 'community.notYourPost');
    return ok([{ type: 'agreementWithdrawn', agreementId: open.value.id, on: now.toISOString() }]);
  },
});

/** Either side ends it, from now on. */
export const endAgreement: AgreementCommand<z.infer<typeof Decline>, AgreementSeen> = command({
  ...byPost,
  name: 'community.endAgreement',
  payload: Decline,
  decide(state, { positionId, reason }, facts) {
    const standing = inForce(state, positionId, facts);
    return standing.ok ? ok([{ type: 'agreementEnded', agreementId: standing.value.agreement.id, by: standing.value.by, reason }]) : standing;
  },
});

const Test = AgreementTest.extend({ positionId });

/** Either side writes down that it was tried, and whether it worked. Tries stay in the record. */
export const testAgreement: AgreementCommand<z.infer<typeof Test>, AgreementSeen & { readonly idTaken: boolean }> = command({
  ...byPost,
  name: 'community.testAgreement',
  payload: Test,
  decide(state, { positionId, ...test }, facts) {
    const standing = inForce(state, positionId, facts);
    if (!standing.ok) return standing;
    if (state.idTaken) return refuse('conflict', 'community.exists');
    return ok([{ type: 'agreementTested', test, by: standing.value.by }]);
  },
});

function inForce({ agreement, speaker }: AgreementSeen, position: PositionId, facts: Facts): Result<{ agreement: Agreement; by: Signature }> {
  if (!agreement) return refuse('missing', 'community.agreementGone');
  const by = signatureOf(facts, position);
  if (by === null || (speaker !== agreement.organisationId && speaker !== agreement.partnerId)) return refuse('forbidden', 'community.notYourPost');
  if (agreement.state !== 'agreed') return refuse('conflict', 'community.agreementNotAgreed');
  if (endsAt(agreement) <= by.at) return refuse('conflict', 'community.agreementOver');
  return ok({ agreement, by });
}
