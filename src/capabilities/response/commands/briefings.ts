import { z } from 'zod';
import { command } from '../../../kernel/command.ts';
import { type IncidentId, idOf, type OrganisationId, type PositionId } from '../../../kernel/ids.ts';
import { ok, refuse } from '../../../kernel/result.ts';
import type { BriefingChange, TaskChange } from '../changes.ts';
import { type Briefing, type BriefingStep, briefingId, type Guest, incidentId, type Task, type TaskId } from '../model.ts';
import type { IncidentState } from './incidents.ts';

const position = idOf<PositionId>();
const byCommand = { ver: 1, duty: 'response.command', urgency: 'desk', offline: false } as const;

const CallBriefing = z.object({
  briefingId,
  incidentId,
  title: z.string().trim().min(1).max(120),
  /** When it begins, ISO 8601. */
  startsAt: z.iso.datetime({ offset: true }),
  place: z.string().trim().max(120).default(''),
  /** Address of a meeting at a distance. */
  link: z
    .string()
    .regex(/^https?:\/\/[^\s"<>]{3,290}$/)
    .nullable()
    .default(null),
  /** Posts that are asked to come. */
  invited: z.array(position).min(1).max(100),
});
type CallBriefing = z.infer<typeof CallBriefing>;

export interface CallState {
  readonly incident: IncidentState;
  readonly idTaken: boolean;
  /** The posts named, with the people in them; those that are not here are missing. */
  readonly posts: readonly Guest[];
}

/** Asks posts of several organisations to one table, at a place or at a distance. */
export const callBriefing = command<CallBriefing, CallState, BriefingChange>({
  ...byCommand,
  name: 'response.callBriefing',
  payload: CallBriefing,
  decide(state, p, { actor }) {
    if (actor.kind !== 'person') return refuse('forbidden', 'response.notYourTask');
    if (state.idTaken) return refuse('conflict', 'response.briefingExists');
    if (state.incident.at === 'nowhere') return refuse('missing', 'response.incidentGone');
    if (state.incident.at === 'closed') return refuse('conflict', 'response.incidentClosed');
    if (p.place === '' && p.link === null) return refuse('invalid', 'response.briefingNowhere');
    const known = new Map(state.posts.map((post) => [post.position, post]));
    const guests = [...new Set(p.invited)].flatMap((id) => known.get(id) ?? []);
    if (guests.length < new Set(p.invited).size) return refuse('missing', 'response.postGone');
    const { title, place, link } = p;
    const briefing: Briefing = { id: p.briefingId, incident: p.incidentId, title, startsAt: new Date(p.startsAt).toISOString(), place, link };
    return ok([{ type: 'briefingCalled', briefing, guests, exercise: state.incident.exercise, by: actor.person }]);
  },
});

export type BriefingState =
  | { readonly at: 'nowhere' }
  | {
      readonly at: BriefingStep;
      readonly incident: IncidentId;
      readonly guests: readonly Guest[];
      /** Posts named besides those invited, as far as they are here. */
      readonly posts: readonly Guest[];
    };

const RecordAttendance = z.object({ briefingId, present: z.array(position).min(1).max(100) });
type RecordAttendance = z.infer<typeof RecordAttendance>;

/** Who came, whether invited or not. Said again, it replaces what was said before. */
export const recordAttendance = command<RecordAttendance, BriefingState, BriefingChange>({
  ...byCommand,
  name: 'response.recordAttendance',
  payload: RecordAttendance,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'response.briefingGone');
    if (state.at === 'cancelled') return refuse('conflict', 'response.briefingCancelled');
    const known = new Map([...state.posts, ...state.guests].map((guest) => [guest.position, guest]));
    const present = [...new Set(p.present)].flatMap((id) => known.get(id) ?? []);
    if (present.length < new Set(p.present).size) return refuse('missing', 'response.postGone');
    return ok([{ type: 'briefingHeld', briefingId: p.briefingId, present }]);
  },
});

const CancelBriefing = z.object({ briefingId, reason: z.string().trim().min(1).max(300) });
type CancelBriefing = z.infer<typeof CancelBriefing>;

export const cancelBriefing = command<CancelBriefing, BriefingState, BriefingChange>({
  ...byCommand,
  name: 'response.cancelBriefing',
  payload: CancelBriefing,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'response.briefingGone');
    if (state.at === 'cancelled') return refuse('conflict', 'response.briefingCancelled');
    if (state.at === 'held') return refuse('conflict', 'response.briefingHeld');
    return ok([{ type: 'briefingCancelled', briefingId: p.briefingId, reason: p.reason }]);
  },
});

const RecordDecision = z.object({
  decisionId: z.uuid(),
  briefingId,
  text: z.string().trim().min(1).max(200),
  /** Who answers for it. */
  organisationId: idOf<OrganisationId>(),
  positionId: position.nullable().default(null),
  /** By when, ISO 8601. */
  dueAt: z.iso.datetime({ offset: true }),
  /** Also as a task on their list, late when it is not done by then. */
  asTask: z.boolean().default(true),
});
type RecordDecision = z.infer<typeof RecordDecision>;

export type DecisionState =
  | { readonly at: 'nowhere' }
  | {
      readonly at: BriefingStep;
      readonly incident: IncidentId;
      readonly incidentRuns: boolean;
      readonly idTaken: boolean;
      readonly organisationHere: boolean;
      /** The post named belongs to that organisation; true where none is named. */
      readonly positionThere: boolean;
    };

const decisionEffortMin = 60;

/** What was decided, who answers for it and by when; unless somebody says otherwise it becomes a task of theirs. */
export const recordDecision = command<RecordDecision, DecisionState, BriefingChange | TaskChange>({
  ...byCommand,
  name: 'response.recordDecision',
  payload: RecordDecision,
  decide(state, p, { now, newId }) {
    if (state.at === 'nowhere') return refuse('missing', 'response.briefingGone');
    if (state.at === 'cancelled') return refuse('conflict', 'response.briefingCancelled');
    if (state.idTaken) return refuse('conflict', 'response.decisionExists');
    if (!state.organisationHere) return refuse('missing', 'response.organisationGone');
    if (!state.positionThere) return refuse('missing', 'response.postGone');
    const dueAt = new Date(p.dueAt).toISOString();
    if (dueAt <= now.toISOString()) return refuse('invalid', 'response.decisionInThePast');
    if (p.asTask && !state.incidentRuns) return refuse('conflict', 'response.incidentClosed');
    const taskId = p.asTask ? (newId() as TaskId) : null;
    const owner = { organisation: p.organisationId, position: p.positionId };
    const decision = { id: p.decisionId, briefing: p.briefingId, text: p.text, owner, dueAt, task: taskId };
    if (taskId === null) return ok([{ type: 'decisionMade', decision }]);
    const task: Task = {
      id: taskId,
      incident: state.incident,
      request: null,
      round: null,
      household: null,
      actionOrder: null,
      kind: 'decision',
      title: { zh: p.text, en: '', ug: '' },
      grid: null,
      door: null,
      urgency: 'today',
      effortMin: decisionEffortMin,
      loadKg: 0,
      duty: 'response.command',
      owner,
      assignee: null,
      raisedAt: now.toISOString(),
      deadlineAt: dueAt,
      scope: 'community',
    };
    return ok([
      { type: 'taskRaised', task },
      { type: 'decisionMade', decision },
    ]);
  },
});
