import { z } from 'zod';
import { type Command, command } from '../../kernel/command.ts';
import type { OrganisationId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { byKeeper } from './by-keeper.ts';
import { byPost, signatureOf, waiting } from './commands-signing.ts';
import { type OrganisationState, organisationId, positionId } from './model.ts';
import { Words } from './model-mandates.ts';
import { type Office, type OfficeChange, OfficeGround, type OfficeId, officeId } from './model-standing.ts';
import { statutoryKinds } from './rules/mandates.ts';

type OfficeCommand<P, S> = Command<P, S, OfficeChange>;

export interface NewOffice {
  readonly idTaken: boolean;
  readonly organisation: OrganisationState;
  /** What was said of it before and nobody has answered. */
  readonly open: OfficeId | null;
}

const State = z.object({ id: officeId, organisationId, basis: OfficeGround });
type State = z.infer<typeof State>;

/**
 * Says on what ground an organisation takes part by law or by public office, and so needs no mandate. It counts once somebody else agrees;
 * said anew, the earlier wording falls.
 */
export const stateOffice: OfficeCommand<State, NewOffice> = command({
  ...byKeeper,
  bySystem: false,
  name: 'community.stateOffice',
  payload: State,
  decide({ idTaken, organisation, open }, { id, organisationId: of, basis }, facts) {
    if (organisation.at === 'nowhere') return refuse('missing', 'community.organisationGone');
    if (organisation.at === 'ended') return refuse('conflict', 'community.organisationEnded');
    if (idTaken) return refuse('conflict', 'community.exists');
    const { kind } = organisation.organisation;
    if (!statutoryKinds.has(kind)) return refuse('conflict', 'community.kindNotByLaw');
    if (organisation.byLaw) return refuse('conflict', 'community.needsNoMandate');
    const by = signatureOf(facts, facts.position);
    if (by === null) return refuse('forbidden', 'community.notYourPost');
    const stated: OfficeChange = { type: 'officeStated', office: { id, organisationId: of, kind, basis, state: 'offered', offered: by } };
    return ok(open === null ? [stated] : [{ type: 'officeWithdrawn', officeId: open, on: by.at }, stated]);
  },
});

export interface OfficeSeen {
  readonly office: Office | null;
  readonly organisation: OrganisationState;
  /** Organisation of the post that speaks, if the actor is its holder; and whether that one takes part by law. */
  readonly speaker: OrganisationId | null;
  readonly speakerByLaw: boolean;
}

const Answer = z.object({ officeId, positionId, agrees: z.boolean(), reason: Words(400, 0).default('') });
type Answer = z.infer<typeof Answer>;

/**
 * A second person agrees that an organisation takes part by law, or says why not: the holder of a post in another organisation that does so
 * itself. Neither who said it nor anyone of the organisation that it frees of a mandate.
 */
export const answerOffice: OfficeCommand<Answer, OfficeSeen> = command({
  ...byPost,
  name: 'community.answerOffice',
  payload: Answer,
  decide({ office, organisation, speaker, speakerByLaw }, { positionId: post, agrees, reason }, facts) {
    const open = waiting(office, { gone: 'community.officeGone', settled: 'community.officeSettled' });
    if (!open.ok) return open;
    const { id, organisationId: of, kind, offered } = open.value;
    const by = signatureOf(facts, post);
    if (by === null || speaker === null) return refuse('forbidden', 'community.notYourPost');
    if (by.person === offered.person || speaker === of) return refuse('forbidden', 'community.selfAcceptance');
    if (!speakerByLaw) return refuse('forbidden', 'community.answersByLaw');
    if (!agrees && reason === '') return refuse('invalid', 'community.reasonNeeded');
    // What was agreed to is that this is a clinic, not whatever it has been called since.
    if (agrees && (organisation.at !== 'active' || organisation.organisation.kind !== kind)) return refuse('conflict', 'community.officePassed');
    return ok([{ type: 'officeAnswered', officeId: id, organisationId: of, agrees, by, reason }]);
  },
});
