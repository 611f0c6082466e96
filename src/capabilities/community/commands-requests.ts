import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { byCommunity, byPost, signatureOf, waiting } from './commands-signing.ts';
import { type OrganisationState, positionId } from './model.ts';
import { Words } from './model-mandates.ts';
import { type MandateRequest, mandateRequestId, type RequestChange, RequestTerms } from './model-standing.ts';
import { needsMandate } from './rules/mandates.ts';

type RequestCommand<P, S> = Command<P, S, RequestChange>;

export interface NewRequest {
  readonly idTaken: boolean;
  /** Grids of the request that do not exist here. */
  readonly unknownGrids: number;
  /** Organisation of the post that speaks, if the actor is its holder; and what it is. */
  readonly speaker: OrganisationId | null;
  readonly organisation: OrganisationState;
  /** A request or an offer of this organisation that waits for its answer. */
  readonly requestOpen: boolean;
  readonly offerOpen: boolean;
}

const Request = RequestTerms.extend({ id: mandateRequestId, positionId });
type Request = z.infer<typeof Request>;

/**
 * An organisation asks for a mandate: for what, and why. The community turns it into an offer, which takes both names as ever, or declines it
 * with a reason. One waits at a time; nobody need have looked at the organisation before.
 */
export const requestMandate: RequestCommand<Request, NewRequest> = command({
  ...byPost,
  name: 'community.requestMandate',
  payload: Request,
  decide(state, { id, positionId: post, ...terms }, facts) {
    const by = signatureOf(facts, post);
    const { organisation, speaker } = state;
    if (by === null || speaker === null || organisation.at !== 'active') return refuse('forbidden', 'community.notYourPost');
    if (!needsMandate(organisation)) return refuse('conflict', 'community.needsNoMandate');
    if (state.idTaken) return refuse('conflict', 'community.exists');
    if (state.unknownGrids > 0) return refuse('missing', 'community.gridGone');
    if (state.offerOpen) return refuse('conflict', 'community.offerOpen');
    if (state.requestOpen) return refuse('conflict', 'community.requestOpen');
    return ok([{ type: 'mandateRequested', request: { ...terms, id, organisationId: speaker, state: 'offered', offered: by } }]);
  },
});

export interface RequestSeen {
  readonly request: MandateRequest | null;
  readonly speaker: OrganisationId | null;
}

const words = { gone: 'community.requestGone', settled: 'community.requestSettled' } as const;
const Decline = z.object({ requestId: mandateRequestId, reason: Words(400) });

/** The community says no, and why; the organisation may ask for something else. */
export const declineRequest: RequestCommand<z.infer<typeof Decline>, RequestSeen> = command({
  ...byCommunity,
  name: 'community.declineMandateRequest',
  payload: Decline,
  decide({ request }, { reason }, facts) {
    const open = waiting(request, words);
    if (!open.ok) return open;
    const by = signatureOf(facts, facts.position);
    if (by === null) return refuse('forbidden', 'community.notYourPost');
    return ok([{ type: 'mandateRequestDeclined', requestId: open.value.id, by, reason }]);
  },
});

const Withdraw = z.object({ requestId: mandateRequestId, positionId });

/** Takes a request back that nobody has answered, by a post of the organisation that asked. */
export const withdrawRequest: RequestCommand<z.infer<typeof Withdraw>, RequestSeen> = command({
  ...byPost,
  name: 'community.withdrawMandateRequest',
  payload: Withdraw,
  decide({ request, speaker }, _, { now }) {
    const open = waiting(request, words);
    if (!open.ok) return open;
    if (speaker !== open.value.organisationId) return refuse('forbidden', 'community.notYourPost');
    return ok([{ type: 'mandateRequestWithdrawn', requestId: open.value.id, on: now.toISOString() }]);
  },
});
