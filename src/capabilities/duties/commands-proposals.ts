import { z } from 'zod';
import { type Command, command, type Facts } from '../../kernel/command.ts';
import { idOf, type OrganisationId, type PersonId, type PositionId } from '../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import { everyPostHolds } from './catalogue.ts';
import type { DutyChange } from './model.ts';
import {
  MatrixChange,
  Moment,
  type Outcome,
  type Proposal,
  type ProposalAnswer,
  type ProposalChange,
  type ProposalId,
  plainText,
  proposalId,
} from './model-proposals.ts';
import { affectedBy, outcomeOf, type ProposalGround } from './rules/proposals.ts';

/**
 * Said by a post of an organisation, for that organisation: every post holds `community.read`, and which post speaks stands in the
 * payload. Online only, like everything that changes permissions.
 */
const byPost = { ver: 1, duty: everyPostHolds, urgency: 'desk', offline: false } as const;

/** What stands when somebody speaks about a proposal. */
export interface ProposalState {
  readonly ground: ProposalGround;
  /** Organisation of the post that speaks, if the actor holds it or is its deputy; a seat in a team does not speak for it. */
  readonly speaker: OrganisationId | null;
  readonly proposal: Proposal | null;
}

type Change = ProposalChange | DutyChange;
type Decided = Result<readonly Change[]>;

/** What a proposal says beside its lines and its date. */
export const wordingFields = z.object({ positionId: idOf<PositionId>(), title: plainText(80), reason: plainText(400) });
const Wording = wordingFields.extend({
  proposalId,
  changes: z.array(MatrixChange).min(1).max(60),
  /** null: as soon as all have accepted. */
  takesEffect: Moment.nullable().default(null),
});
export type Wording = z.infer<typeof Wording>;

const aDayMs = 86_400_000;
const personOf = ({ actor }: Facts): PersonId | null => (actor.kind === 'person' ? actor.person : null);

/** The instant from which it holds when it is agreed now: its date, or now when that has passed. */
const startOf = (takesEffect: string | null, now: Date): string => {
  const date = takesEffect === null ? '' : new Date(takesEffect).toISOString();
  return date > now.toISOString() ? date : now.toISOString();
};

/** A revision as it is put to the others: held against the matrix, with the proposer's own organisation agreeing to it. */
function put(state: ProposalState, said: Wording, facts: Facts, revision: number): Decided {
  const { ground, speaker } = state;
  const person = personOf(facts);
  if (speaker === null || person === null) return refuse('forbidden', 'duties.notYourPost');
  const { now } = facts;
  if (said.takesEffect !== null && Date.parse(said.takesEffect) < now.getTime() - aDayMs) return refuse('invalid', 'duties.effectPast');
  const outcome = outcomeOf(ground, said.changes, startOf(said.takesEffect, now));
  if (!outcome.ok) return outcome;
  const affected = affectedBy(ground, outcome.value, speaker);
  if (!affected.ok) return affected;
  const on = now.toISOString();
  const own: ProposalAnswer = { organisationId: speaker, positionId: said.positionId, person, accepts: true, reason: '', at: on };
  const proposal: Proposal = {
    id: said.proposalId,
    state: 'open',
    revision,
    title: said.title,
    reason: said.reason,
    organisationId: speaker,
    positionId: said.positionId,
    proposedBy: person,
    changes: said.changes,
    takesEffect: said.takesEffect === null ? null : new Date(said.takesEffect).toISOString(),
    affected: affected.value,
    answers: affected.value.includes(speaker) ? [own] : [],
  };
  const made: Change = { type: revision === 1 ? 'changesProposed' : 'proposalAmended', proposal, on };
  return ok([made, ...agreedIfAll(proposal, proposal.answers, affected.value, outcome.value, on)]);
}

/** Once everybody who is affected accepts, the assignments are written, with their dates: they count from then on by themselves. */
function agreedIfAll(
  proposal: Proposal,
  answers: readonly ProposalAnswer[],
  affected: readonly OrganisationId[],
  outcome: Outcome,
  on: string,
): Change[] {
  if (!affected.every((o) => answers.some((a) => a.organisationId === o && a.accepts))) return [];
  const { from, begins, ends, grounds } = outcome;
  return [
    { type: 'proposalAgreed', proposalId: proposal.id, revision: proposal.revision, on, from, grounds },
    ...ends.map((assignmentId): Change => ({ type: 'dutyWithdrawn', assignmentId, on: from })),
    ...(begins.length > 0 ? [{ type: 'dutiesAssigned', assignments: begins } as const] : []),
  ];
}

/** Puts a set of changes of the matrix to the organisations they affect. Nothing changes before all of them accept. */
export const propose: Command<Wording, ProposalState, Change> = command({
  ...byPost,
  name: 'duties.propose',
  payload: Wording,
  decide(state, said, facts) {
    if (state.proposal) return refuse('conflict', 'duties.proposalExists');
    return put(state, said, facts, 1);
  },
});

const Several = wordingFields.pick({ positionId: true }).extend({
  takesEffect: Wording.shape.takesEffect,
  proposals: z
    .array(Wording.pick({ proposalId: true, title: true, reason: true, changes: true }))
    .min(1)
    .max(60),
});
type Several = z.infer<typeof Several>;

export interface SeveralState extends Pick<ProposalState, 'ground' | 'speaker'> {
  /** Ids of the payload that proposals have already. */
  readonly taken: ReadonlySet<ProposalId>;
}

/**
 * Puts several sets of changes at once, each to the organisations it affects: all of them or, when one cannot be, none. What the first makes of
 * the matrix at once, because nobody else need be asked, stands when the second is held against it.
 */
export const proposeSeveral: Command<Several, SeveralState, Change> = command({
  ...byPost,
  name: 'duties.proposeSeveral',
  payload: Several,
  decide({ ground: before, speaker, taken }, { proposals, ...common }, facts) {
    const all: Change[] = [];
    const known = new Set(taken);
    let ground = before;
    for (const said of proposals) {
      if (known.has(said.proposalId)) return refuse('conflict', 'duties.proposalExists');
      known.add(said.proposalId);
      const made = put({ ground, speaker, proposal: null }, { ...said, ...common }, facts, 1);
      if (!made.ok) return made;
      all.push(...made.value);
      ground = groundAfter(ground, said.changes, made.value);
    }
    return ok(all);
  },
});

/** The matrix as these changes leave it; ids of lines that only wait are taken as well. */
function groundAfter(ground: ProposalGround, lines: readonly MatrixChange[], changes: readonly Change[]): ProposalGround {
  const ended = new Map(changes.flatMap((c) => (c.type === 'dutyWithdrawn' ? [[c.assignmentId, c.on] as const] : [])));
  const begun = changes.flatMap((c) => (c.type === 'dutiesAssigned' ? c.assignments : []));
  const grounds = changes.flatMap((c) => (c.type === 'proposalAgreed' ? c.grounds : []));
  return {
    ...ground,
    standing: [
      ...ground.standing.map((a) => {
        const on = ended.get(a.id);
        return on === undefined ? a : { ...a, until: a.since > on ? a.since : on };
      }),
      ...begun,
    ],
    takenIds: new Set([...ground.takenIds, ...lines.flatMap((line) => (line.kind === 'end' ? [] : line.id))]),
    delegations: new Map([...ground.delegations, ...grounds.flatMap((g) => (g.delegatedFrom ? [[g.assignmentId, g.delegatedFrom] as const] : []))]),
  };
}

const Amend = Wording.extend({ revision: z.number().int().min(1).max(999) });
type Amend = z.infer<typeof Amend>;

/** Says it anew, by the organisation that proposed it: earlier answers fall, for they were given to other words. */
export const amendProposal: Command<Amend, ProposalState, Change> = command({
  ...byPost,
  name: 'duties.amendProposal',
  payload: Amend,
  decide(state, said, facts) {
    const open = openOf(state.proposal, said.revision);
    if (!open.ok) return open;
    if (state.speaker === null || state.speaker !== open.value.organisationId) return refuse('forbidden', 'duties.notYourPost');
    return put(state, said, facts, open.value.revision + 1);
  },
});

const Answer = z.object({
  proposalId,
  /** The revision that was read: an answer never counts for other words. */
  revision: z.number().int().min(1).max(999),
  positionId: idOf<PositionId>(),
  accepts: z.boolean(),
  reason: z.string().trim().max(400).default(''),
});
type Answer = z.infer<typeof Answer>;

/**
 * One affected organisation accepts or declines, by one of its posts. Nobody answers for another organisation what they proposed
 * for their own, or answers for two: a person with posts in both would agree with themselves.
 */
export const answerProposal: Command<Answer, ProposalState, Change> = command({
  ...byPost,
  name: 'duties.answerProposal',
  payload: Answer,
  decide({ ground, speaker, proposal }, said, facts) {
    const open = openOf(proposal, said.revision);
    if (!open.ok) return open;
    const person = personOf(facts);
    if (speaker === null || person === null) return refuse('forbidden', 'duties.notYourPost');
    const { organisationId, proposedBy, changes, takesEffect, answers, affected, id, revision } = open.value;
    if (speaker === organisationId) return refuse('conflict', 'duties.ownProposal');
    if (person === proposedBy || answers.some((a) => a.person === person && a.organisationId !== speaker))
      return refuse('forbidden', 'duties.selfAcceptance');
    if (!affected.includes(speaker)) return refuse('forbidden', 'duties.notAffected');
    if (!said.accepts && said.reason === '') return refuse('invalid', 'duties.reasonNeeded');
    const on = facts.now.toISOString();
    const answer = { organisationId: speaker, positionId: said.positionId, person, accepts: said.accepts, reason: said.reason, at: on };
    const answered = (now: readonly OrganisationId[]): Change => ({ type: 'proposalAnswered', proposalId: id, revision, answer, affected: now });
    // To say no, it need not be possible any more.
    if (!said.accepts) return ok([answered(affected)]);
    const outcome = outcomeOf(ground, changes, startOf(takesEffect, facts.now));
    if (!outcome.ok) return outcome;
    // Who answers for a duty may have changed since it was proposed: whoever is affected now is asked now.
    const asked = affectedBy(ground, outcome.value, organisationId);
    if (!asked.ok) return asked;
    const all = [...answers.filter((a) => a.organisationId !== speaker), answer];
    return ok([answered(asked.value), ...agreedIfAll(open.value, all, asked.value, outcome.value, on)]);
  },
});

const Revoke = z.object({ proposalId, positionId: idOf<PositionId>() });
type Revoke = z.infer<typeof Revoke>;

/** Takes a proposal back, by the organisation that made it, while it is open. */
export const withdrawProposal: Command<Revoke, ProposalState, Change> = command({
  ...byPost,
  name: 'duties.withdrawProposal',
  payload: Revoke,
  decide({ speaker, proposal }, _, { now }) {
    if (!proposal) return refuse('missing', 'duties.proposalGone');
    if (speaker === null || speaker !== proposal.organisationId) return refuse('forbidden', 'duties.notYourPost');
    if (proposal.state !== 'open') return refuse('conflict', 'duties.proposalSettled');
    return ok([{ type: 'proposalWithdrawn', proposalId: proposal.id, on: now.toISOString() }]);
  },
});

function openOf(proposal: Proposal | null, revision: number): Result<Proposal> {
  if (!proposal) return refuse('missing', 'duties.proposalGone');
  if (proposal.state !== 'open') return refuse('conflict', 'duties.proposalSettled');
  if (proposal.revision !== revision) return refuse('conflict', 'duties.revisionPassed');
  return ok(proposal);
}
