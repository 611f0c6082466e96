import { z } from 'zod';
import { command } from '../../../kernel/command.ts';
import type { DwellingId, GridId, IncidentId, PersonId, PositionId } from '../../../kernel/ids.ts';
import { idOf } from '../../../kernel/ids.ts';
import { ok, refuse } from '../../../kernel/result.ts';
import type { TaskChange } from '../changes.ts';
import {
  HelpKind,
  incidentId,
  type Owner,
  Photo,
  type RequestId,
  requestId,
  type TaskId,
  type TaskKind,
  type TaskStep,
  taskId,
  Urgency,
} from '../model.ts';
import { dueAt, inMinutes } from '../rules/claims.ts';

/** A task as commands on it need it. */
export interface KnownTask {
  readonly id: TaskId;
  readonly kind: TaskKind;
  readonly incident: IncidentId | null;
  readonly request: RequestId | null;
  readonly grid: GridId | null;
  readonly door: string | null;
  readonly effortMin: number;
  readonly deadlineAt: string | null;
  readonly owner: Owner | null;
  readonly assignee: PersonId | null;
  readonly claimedBy: PersonId | null;
  readonly lastClaimedBy: PersonId | null;
  readonly dueAt: string | null;
}

export type TaskState = { readonly at: 'nowhere' } | { readonly at: TaskStep; readonly task: KnownTask };

const RaiseTask = z.object({
  taskId,
  incidentId: incidentId.nullable().default(null),
  /** The request it serves; gives door and incident. */
  requestId: requestId.nullable().default(null),
  dwellingId: idOf<DwellingId>().nullable().default(null),
  kind: HelpKind,
  /** Read by every volunteer: what to do, nothing about anyone's health. */
  title: z.string().trim().max(120).default(''),
  urgency: Urgency.default('today'),
  effortMin: z.number().int().min(5).max(480).default(30),
  loadKg: z.number().min(0).max(60).multipleOf(0.5).default(0),
});
type RaiseTask = z.infer<typeof RaiseTask>;

export type RaiseState =
  | { readonly at: 'idTaken' }
  | { readonly at: 'requestGone' }
  | { readonly at: 'requestClosed' }
  | { readonly at: 'requestHasTask' }
  | { readonly at: 'noDwelling' }
  | { readonly at: 'ready'; readonly incident: IncidentId | null; readonly grid: GridId | null; readonly door: string | null };

/** Offers a piece of help to everyone who takes tasks. */
export const raiseTask = command<RaiseTask, RaiseState, TaskChange>({
  name: 'response.raiseTask',
  ver: 1,
  payload: RaiseTask,
  duty: 'response.dispatch',
  urgency: 'field',
  offline: true,
  decide(state, p, { now }) {
    if (state.at === 'idTaken') return refuse('conflict', 'response.taskExists');
    if (state.at === 'requestGone') return refuse('missing', 'response.requestGone');
    if (state.at === 'requestClosed') return refuse('conflict', 'response.requestClosed');
    if (state.at === 'requestHasTask') return refuse('conflict', 'response.requestHasTask');
    if (state.at === 'noDwelling') return refuse('missing', 'response.doorGone');
    return ok([
      {
        type: 'taskRaised',
        task: {
          id: p.taskId,
          incident: state.incident,
          request: p.requestId,
          round: null,
          household: null,
          actionOrder: null,
          kind: p.kind,
          title: { zh: p.title, en: '', ug: '' },
          grid: state.grid,
          door: state.door,
          urgency: p.urgency,
          effortMin: p.effortMin,
          loadKg: p.loadKg,
          duty: 'response.volunteer',
          owner: null,
          assignee: null,
          raisedAt: now.toISOString(),
          deadlineAt: null,
          scope: 'tasks',
        },
      },
    ]);
  },
});

const OnTask = z.object({ taskId });
type OnTask = z.infer<typeof OnTask>;

/** A task as the one who wants it sees it: how many they hold, and who has it. */
export type ClaimState =
  | { readonly at: 'nowhere' }
  | {
      readonly at: TaskStep;
      readonly task: KnownTask;
      /** Tasks the actor holds now, and how many they may hold. */
      readonly held: number;
      readonly limit: number;
      /** Organisation and position of the one who is on the way; loaded only when somebody is. */
      readonly onTheWay: { readonly organisation: string; readonly position: string } | null;
    };

/** "I go." The first claim wins; the second person is told who is on the way. */
export const claimTask = command<OnTask, ClaimState, TaskChange>({
  name: 'response.claimTask',
  ver: 1,
  payload: OnTask,
  duty: 'response.volunteer',
  urgency: 'field',
  offline: true,
  decide(state, p, { now, actor, position }) {
    if (state.at === 'nowhere' || actor.kind !== 'person') return refuse('missing', 'response.taskGone');
    if (state.at === 'done' || state.at === 'dropped') return refuse('conflict', 'response.taskOver');
    if (state.at === 'claimed') {
      if (state.task.claimedBy === actor.person) return refuse('conflict', 'response.taskYours');
      return refuse('conflict', 'response.taskTaken', { organisation: state.onTheWay?.organisation ?? '', position: state.onTheWay?.position ?? '' });
    }
    if (state.task.kind === 'plan') return refuse('forbidden', 'response.planTask');
    if (state.held >= state.limit) return refuse('conflict', 'response.tooManyClaims', { limit: state.limit });
    return ok([
      { type: 'taskClaimed', taskId: p.taskId, requestId: state.task.request, by: actor.person, position, dueAt: dueAt(now, state.task.effortMin) },
    ]);
  },
});

/** A task as the one who works on it stands to it. */
export type OwnedState =
  | { readonly at: 'nowhere' }
  | {
      readonly at: TaskStep;
      readonly task: KnownTask;
      /** Does the actor answer for it: hold the position or belong to the organisation that owns it? */
      readonly answers: boolean;
      /** Position in which the actor took it, or works on it (`postOn`); null: they stand in none. */
      readonly post: PositionId | null;
    };

/** The owner of a task says "we are on it". */
export const acceptTask = command<OnTask, OwnedState, TaskChange>({
  name: 'response.acceptTask',
  ver: 1,
  payload: OnTask,
  duty: null,
  urgency: 'field',
  offline: true,
  decide(state, p, { now, actor }) {
    if (state.at === 'nowhere' || actor.kind !== 'person') return refuse('missing', 'response.taskGone');
    if (!state.answers && state.task.assignee !== actor.person) return refuse('forbidden', 'response.notYourTask');
    if (state.at === 'claimed') return refuse('conflict', 'response.taskAccepted');
    if (state.at !== 'open') return refuse('conflict', 'response.taskOver');
    const byEffort = dueAt(now, state.task.effortMin);
    const deadline = state.task.deadlineAt;
    return ok([
      {
        type: 'taskClaimed',
        taskId: p.taskId,
        requestId: state.task.request,
        by: actor.person,
        position: state.post ?? state.task.owner?.position ?? null,
        dueAt: deadline && deadline > byEffort ? deadline : byEffort,
      },
    ]);
  },
});

/** Gives a task back, so that somebody else can go. */
export const releaseTask = command<OnTask, OwnedState, TaskChange>({
  name: 'response.releaseTask',
  ver: 1,
  payload: OnTask,
  duty: null,
  urgency: 'field',
  offline: true,
  decide(state, p, { actor }) {
    if (state.at === 'nowhere' || actor.kind !== 'person') return refuse('missing', 'response.taskGone');
    if (state.at !== 'claimed' || state.task.claimedBy !== actor.person) return refuse('conflict', 'response.notClaimedByYou');
    return ok([{ type: 'taskFreed', taskId: p.taskId, requestId: state.task.request, why: 'released' }]);
  },
});

const ExtendTask = z.object({ taskId, minutes: z.number().int().min(10).max(240) });
type ExtendTask = z.infer<typeof ExtendTask>;

/** "I need longer": moves the moment at which the claim lapses. */
export const extendTask = command<ExtendTask, OwnedState, TaskChange>({
  name: 'response.extendTask',
  ver: 1,
  payload: ExtendTask,
  duty: null,
  urgency: 'field',
  offline: true,
  decide(state, p, { actor, now }) {
    if (state.at === 'nowhere' || actor.kind !== 'person') return refuse('missing', 'response.taskGone');
    if (state.at !== 'claimed' || state.task.claimedBy !== actor.person) return refuse('conflict', 'response.notClaimedByYou');
    return ok([{ type: 'taskExtended', taskId: p.taskId, dueAt: inMinutes(now, p.minutes) }]);
  },
});

const CloseTask = z.object({ taskId, photo: Photo.nullable().default(null), note: z.string().trim().max(300).nullable().default(null) });
type CloseTask = z.infer<typeof CloseTask>;

/**
 * "Done", with a photo where there is something to see. Who went although the task was another's, was over by then, or never became
 * theirs (a claim made without a network that came too late, or one too many) has worked all the same: it is kept as extra work and
 * nobody is told off. An open task stays open until the desk has looked.
 */
export const closeTask = command<CloseTask, OwnedState, TaskChange>({
  name: 'response.closeTask',
  ver: 1,
  payload: CloseTask,
  duty: null,
  urgency: 'field',
  offline: true,
  decide(state, p, { actor, newId }) {
    if (state.at === 'nowhere' || actor.kind !== 'person') return refuse('missing', 'response.taskGone');
    const { task, answers } = state;
    const by = actor.person;
    const mine = task.claimedBy === by || answers || task.assignee === by;
    const finishes = state.at === 'claimed' ? mine : state.at === 'open' && (mine || task.lastClaimedBy === by);
    if (finishes) return ok([{ type: 'taskDone', taskId: p.taskId, requestId: task.request, by, photo: p.photo, note: p.note }]);
    return ok([{ type: 'extraWorkKept', id: newId(), taskId: p.taskId, by, photo: p.photo, note: p.note }]);
  },
});

const Nothing = z.strictObject({});
type Nothing = z.infer<typeof Nothing>;

/** Claims whose time is up; plan tasks are late by their deadline instead and stay with their owner. */
export const expireClaims = command<Nothing, readonly KnownTask[], TaskChange>({
  name: 'response.expireClaims',
  ver: 1,
  payload: Nothing,
  duty: 'response.dispatch',
  bySystem: true,
  urgency: 'field',
  offline: false,
  decide: (overdue, _payload, { now }) =>
    ok(
      overdue
        .filter((task) => task.kind !== 'plan' && task.dueAt !== null && task.dueAt <= now.toISOString())
        .map((task) => ({ type: 'taskFreed', taskId: task.id, requestId: task.request, why: 'expired' })),
    ),
});
