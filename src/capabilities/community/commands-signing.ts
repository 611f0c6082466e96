import type { Facts } from '../../kernel/command.ts';
import type { OrganisationId, PositionId } from '../../kernel/ids.ts';
import { ok, type Problem, type Result, refuse } from '../../kernel/result.ts';
import type { Signature } from './model-mandates.ts';

/** For the community signs whoever may assign duties: a mandate is what they rest on. Online only, by a person, never by the system. */
export const byCommunity = { ver: 1, duty: 'duties.assign', urgency: 'desk', offline: false } as const;

/** For an organisation signs the holder of one of its posts; every post holds `community.read`, and which one speaks stands in the payload. */
export const byPost = { ver: 1, duty: 'community.read', urgency: 'desk', offline: false } as const;

/** The actor's name under something; null when it is nobody's. */
export const signatureOf = ({ actor, now }: Facts, positionId: PositionId | null): Signature | null =>
  actor.kind === 'person' && positionId !== null ? { positionId, person: actor.person, at: now.toISOString() } : null;

/** Something that one side has put its name to and another answers. */
interface Put {
  readonly state: string;
  readonly offered: Signature;
}

/** What is said of something that is not there, and of something that has its answer already. */
interface Words {
  readonly gone: Problem['code'];
  readonly settled: Problem['code'];
}

/** It is there, and nobody has answered it yet. */
export function waiting<Found extends Put>(found: Found | null, { gone, settled }: Words): Result<Found> {
  if (!found) return refuse('missing', gone);
  return found.state === 'offered' ? ok(found) : refuse('conflict', settled);
}

/**
 * Answers come from a holder in the organisation that is asked, while it waits for one, and never from the person who put their name to it.
 * @param asked the organisation that answers, read off what was put to it
 * @param speaker organisation of the post that speaks, if the actor is its holder
 */
export function answerable<Found extends Put>(
  found: Found | null,
  asked: (found: Found) => OrganisationId,
  speaker: OrganisationId | null,
  position: PositionId,
  facts: Facts,
  words: Words,
): Result<{ readonly found: Found; readonly by: Signature }> {
  if (!found) return refuse('missing', words.gone);
  const by = signatureOf(facts, position);
  if (by === null || speaker !== asked(found)) return refuse('forbidden', 'community.notYourPost');
  const open = waiting(found, words);
  if (!open.ok) return open;
  if (by.person === found.offered.person) return refuse('forbidden', 'community.selfAcceptance');
  return ok({ found, by });
}
