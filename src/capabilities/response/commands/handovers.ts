import { z } from 'zod';
import { command } from '../../../kernel/command.ts';
import { type GridId, type IncidentId, idOf, type OrganisationId } from '../../../kernel/ids.ts';
import { ok, refuse } from '../../../kernel/result.ts';
import type { HandoverChange, HandoverSubject, TaskChange } from '../changes.ts';
import {
  type Handover,
  type HandoverStep,
  handoverId,
  type Owner,
  requestId,
  type TaskId,
  type TaskKind,
  taskId,
  type Urgency,
  type Words,
} from '../model.ts';
import { dueAt, inMinutes } from '../rules/claims.ts';
import { answered, answering, type HandoverState, type KnownHandover, usualWithinMin, withdrawing, withinMinBounds } from '../rules/handover.ts';

const OfferHandover = z.object({
  handoverId,
  /** What is handed over: one of the two. */
  taskId: taskId.nullable().default(null),
  requestId: requestId.nullable().default(null),
  toOrganisationId: idOf<OrganisationId>(),
  /** Read by all staff: what must be known to go on, nothing about anyone's health. */
  note: z.string().trim().min(1).max(200),
  /** Minutes to answer; null: by urgency. */
  withinMin: z.number().int().min(withinMinBounds.least).max(withinMinBounds.most).nullable().default(null),
});
type OfferHandover = z.infer<typeof OfferHandover>;

export type OfferState =
  | { readonly at: 'idTaken' }
  | { readonly at: 'nowhere'; readonly what: 'task' | 'request' }
  | { readonly at: 'over'; readonly what: 'task' | 'request' }
  /** The request is served by a task: that is what is handed over. */
  | { readonly at: 'requestHasTask' }
  | { readonly at: 'offeredAlready' }
  | {
      readonly at: 'ready';
      /** The post in which the actor answers for it; null: somebody else does. */
      readonly holder: Owner | null;
      /** Organisation asked: it is not here or has ended; it has nobody in a post; or it can answer. */
      readonly asked: 'gone' | 'unmanned' | 'there';
      readonly incident: IncidentId | null;
      readonly exercise: boolean;
      readonly kind: TaskKind;
      readonly title: Words;
      readonly urgency: Urgency;
      readonly grid: GridId | null;
      readonly door: string | null;
      readonly duty: string;
      readonly fromName: string;
      readonly toName: string;
    };

/** Everyone in a post may be asked to take something over; who holds what is looked up, not granted. */
const byPosts = { ver: 1, duty: 'community.read', urgency: 'field', offline: true } as const;

/** "Will you take this?" Until they say yes whoever offers goes on answering for it. */
export const offerHandover = command<OfferHandover, OfferState, HandoverChange>({
  ...byPosts,
  name: 'response.offerHandover',
  payload: OfferHandover,
  decide(state, p, { actor, now }) {
    if (actor.kind !== 'person') return refuse('forbidden', 'response.handoverNotHeld');
    if ((p.taskId === null) === (p.requestId === null)) return refuse('invalid', 'response.handoverOfOne');
    switch (state.at) {
      case 'idTaken':
        return refuse('conflict', 'response.handoverExists');
      case 'nowhere':
        return refuse('missing', state.what === 'task' ? 'response.taskGone' : 'response.requestGone');
      case 'over':
        return refuse('conflict', state.what === 'task' ? 'response.taskOver' : 'response.requestClosed');
      case 'requestHasTask':
        return refuse('conflict', 'response.handoverOfTask');
      case 'offeredAlready':
        return refuse('conflict', 'response.handoverWaits');
      case 'ready': {
        const { holder } = state;
        if (!holder) return refuse('forbidden', 'response.handoverNotHeld');
        if (state.asked === 'gone') return refuse('missing', 'response.organisationGone');
        if (holder.organisation === p.toOrganisationId) return refuse('invalid', 'response.handoverWithin');
        if (state.asked === 'unmanned') return refuse('conflict', 'response.handoverNobodyThere');
        const handover: Handover = {
          id: p.handoverId,
          task: p.taskId,
          request: p.requestId,
          kind: state.kind,
          urgency: state.urgency,
          grid: state.grid,
          from: holder,
          offeredBy: actor.person,
          to: p.toOrganisationId,
          note: p.note,
          offeredAt: now.toISOString(),
          dueAt: inMinutes(now, p.withinMin ?? usualWithinMin[state.urgency]),
          duty: state.duty,
        };
        const { incident, exercise, title, door, fromName, toName } = state;
        return ok([{ type: 'handoverOffered', handover, subject: { handoverId: p.handoverId, incident, exercise, title, door }, fromName, toName }]);
      }
      default:
        return state satisfies never;
    }
  },
});

const subjectOf = ({ id, incident, exercise, title, door }: KnownHandover): HandoverSubject => ({ handoverId: id, incident, exercise, title, door });

const OnHandover = z.object({ handoverId });
type OnHandover = z.infer<typeof OnHandover>;

/** "We take it." From here on they answer for it, and the first holder does not: the task is theirs, or for a request one is raised for them. */
export const acceptHandover = command<OnHandover, HandoverState, HandoverChange | TaskChange>({
  ...byPosts,
  name: 'response.acceptHandover',
  payload: OnHandover,
  decide(state, p, { actor, now, newId }) {
    if (state.at === 'nowhere' || actor.kind !== 'person') return refuse('missing', 'response.handoverGone');
    const { handover, posts } = state;
    const may = answering(handover, posts, actor.person);
    if (!may.ok) return may;
    const over = answered(state.at);
    if (over) return over;
    const by = actor.person;
    const owner = may.value;
    const { passed, request } = handover;
    const accepted = (task: TaskId) => ({ type: 'handoverAccepted', handoverId: p.handoverId, by, owner, taskId: task }) as const;
    if (passed) {
      if (passed.step === 'done' || passed.step === 'dropped') return refuse('conflict', 'response.handoverOvertaken');
      const byEffort = dueAt(now, passed.effortMin);
      const until = passed.deadlineAt !== null && passed.deadlineAt > byEffort ? passed.deadlineAt : byEffort;
      return ok([
        accepted(passed.id),
        { type: 'taskPassed', taskId: passed.id, requestId: passed.request, owner, by, dueAt: until, scopeBefore: passed.scope },
      ]);
    }
    if (request === null || state.requestHasTask) return refuse('conflict', 'response.handoverOvertaken');
    const task = newId() as TaskId;
    const effortMin = 30;
    return ok([
      accepted(task),
      {
        type: 'taskRaised',
        task: {
          id: task,
          incident: handover.incident,
          request,
          round: null,
          household: null,
          actionOrder: null,
          kind: handover.kind,
          title: { zh: handover.note, en: '', ug: '' },
          grid: handover.grid,
          door: handover.door,
          urgency: handover.urgency,
          effortMin,
          loadKg: 0,
          duty: handover.duty,
          owner,
          assignee: null,
          raisedAt: now.toISOString(),
          deadlineAt: null,
          scope: 'community',
        },
      },
      { type: 'taskClaimed', taskId: task, requestId: request, by, position: owner.position, dueAt: dueAt(now, effortMin) },
    ]);
  },
});

const DeclineHandover = z.object({ handoverId, reason: z.string().trim().min(1).max(300) });
type DeclineHandover = z.infer<typeof DeclineHandover>;

/** "We cannot, because …": it stays where it was, and the one who offered is told why. */
export const declineHandover = command<DeclineHandover, HandoverState, HandoverChange>({
  ...byPosts,
  name: 'response.declineHandover',
  payload: DeclineHandover,
  decide(state, { reason }, { actor }) {
    if (state.at === 'nowhere' || actor.kind !== 'person') return refuse('missing', 'response.handoverGone');
    const { handover, posts } = state;
    const may = answering(handover, posts, actor.person);
    if (!may.ok) return may;
    const over = answered(state.at);
    if (over) return over;
    const { offeredBy, from, toName } = handover;
    const { position } = may.value;
    if (position === null) return refuse('forbidden', 'response.handoverNotYours');
    return ok([{ type: 'handoverDeclined', subject: subjectOf(handover), by: actor.person, position, reason, offeredBy, from, toName }]);
  },
});

/** Takes an offer back: by the side that made it, or, once it was escalated, by whoever answers for the duty. */
export const withdrawHandover = command<OnHandover, HandoverState, HandoverChange>({
  ...byPosts,
  name: 'response.withdrawHandover',
  payload: OnHandover,
  decide(state, p, { actor }) {
    if (state.at === 'nowhere' || actor.kind !== 'person') return refuse('missing', 'response.handoverGone');
    const position = withdrawing(state.handover, state.posts);
    if (position === null) return refuse('forbidden', 'response.handoverNotYours');
    const over = answered(state.at);
    if (over) return over;
    return ok([{ type: 'handoverWithdrawn', handoverId: p.handoverId, by: actor.person, position }]);
  },
});

export type EscalationState =
  | { readonly at: 'nowhere' }
  | {
      readonly at: HandoverStep;
      readonly handover: KnownHandover;
      /** Who answers for the duty here, now. */
      readonly accountable: Owner | null;
      readonly fromName: string;
    };

/** Said by the community's clock when nobody has answered in time: the Accountable of the duty is told, the offer stands. */
export const escalateHandover = command<OnHandover, EscalationState, HandoverChange>({
  name: 'response.escalateHandover',
  ver: 1,
  payload: OnHandover,
  duty: 'response.dispatch',
  bySystem: true,
  urgency: 'field',
  offline: false,
  decide(state, _payload, { now }) {
    if (state.at === 'nowhere') return refuse('missing', 'response.handoverGone');
    const { handover, accountable, fromName } = state;
    const over = answered(state.at);
    if (over) return over;
    if (handover.escalatedAt !== null) return refuse('conflict', 'response.handoverEscalated');
    if (handover.dueAt > now.toISOString()) return refuse('conflict', 'response.handoverInTime');
    return ok([{ type: 'handoverEscalated', subject: subjectOf(handover), to: accountable, fromName, toName: handover.toName }]);
  },
});
