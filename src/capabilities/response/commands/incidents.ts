import { z } from 'zod';
import { command } from '../../../kernel/command.ts';
import type { IncidentId } from '../../../kernel/ids.ts';
import { ok, refuse } from '../../../kernel/result.ts';
import type { IncidentChange, TaskChange, VisitChange, WantedNotice } from '../changes.ts';
import { type ClosingFigures, ClosingItem, incidentId, Level, type Round, type RoundId, type Task, type TaskId, type Words } from '../model.ts';
import { inMinutes } from '../rules/claims.ts';
import { missingReason, type OpenEnds } from '../rules/closing.ts';
import type { ActionPart } from '../rules/owners.ts';

/** One action of a plan, as the response needs it. */
export interface ActionToRun {
  readonly order: number;
  readonly title: Words;
  readonly text: Words | null;
  readonly duty: string;
  /** Minutes after activation. */
  readonly withinMin: number;
  readonly audience: string;
  readonly kind: 'task' | 'notice' | 'round';
  /** Its pieces with who answers for each here and now; one at least. */
  readonly parts: readonly ActionPart[];
}

export type ActivationState =
  | { readonly at: 'noPlan' }
  | { readonly at: 'idTaken' }
  | {
      readonly at: 'ready';
      readonly plan: {
        readonly title: Words;
        readonly hazard: string;
        readonly level: Level;
        readonly edition: number;
        readonly actions: readonly ActionToRun[];
      };
      /** Incidents that run now. */
      readonly running: readonly { readonly hazard: string; readonly exercise: boolean }[];
    };

const ActivatePlan = z.object({
  incidentId,
  planId: z.uuid(),
  /** Identifier of the alert that led to it. */
  alertId: z.string().max(300).nullable().default(null),
  exercise: z.boolean(),
  title: z.string().trim().min(1).max(120),
});
type ActivatePlan = z.infer<typeof ActivatePlan>;

/**
 * Puts a plan to work: an incident at the plan's level, a task with owner and deadline for each action, the notices and
 * rounds that the plan asks for. An exercise and a real incident may run side by side; two of one kind for one hazard may not.
 */
export const activatePlan = command<ActivatePlan, ActivationState, IncidentChange | TaskChange | VisitChange>({
  name: 'response.activatePlan',
  ver: 1,
  payload: ActivatePlan,
  duty: 'response.command',
  urgency: 'life',
  offline: false,
  decide(state, p, { now, newId }) {
    if (state.at === 'noPlan') return refuse('missing', 'response.planGone');
    if (state.at === 'idTaken') return refuse('conflict', 'response.incidentExists');
    const { plan, running } = state;
    if (running.some((r) => r.hazard === plan.hazard && r.exercise === p.exercise)) return refuse('conflict', 'response.alreadyRunning');
    const openedAt = now.toISOString();
    const notices: WantedNotice[] = plan.actions
      .filter((a) => a.kind === 'notice')
      .map((a) => ({ title: a.title, body: a.text ?? a.title, audience: a.audience }));
    const tasks = plan.actions.flatMap((a) =>
      a.parts.map((part): TaskChange => ({ type: 'taskRaised', task: planTask(a, part, p.incidentId, newId() as TaskId, now) })),
    );
    const rounds = plan.actions
      .filter((a) => a.kind === 'round')
      .map((a): VisitChange => ({ type: 'roundOpened', round: planRound(a, p.incidentId, newId() as RoundId, now) }));
    return ok([
      {
        type: 'incidentOpened',
        incident: {
          id: p.incidentId,
          hazard: plan.hazard,
          level: plan.level,
          exercise: p.exercise,
          title: p.title,
          plan: p.planId,
          edition: plan.edition,
          alert: p.alertId,
          openedAt,
        },
        notices,
      },
      ...tasks,
      ...rounds,
    ]);
  },
});

/** Effort written on a plan's action; a plan says by when, not for how long. */
const planEffortMin = 60;

const planTask = (a: ActionToRun, { grid, owner }: ActionPart, incident: IncidentId, id: TaskId, now: Date): Task => ({
  id,
  incident,
  request: null,
  round: null,
  household: null,
  actionOrder: a.order,
  kind: 'plan',
  title: a.title,
  grid,
  door: null,
  urgency: a.withinMin <= 60 ? 'now' : 'today',
  effortMin: planEffortMin,
  loadKg: 0,
  duty: a.duty,
  owner,
  assignee: null,
  raisedAt: now.toISOString(),
  deadlineAt: inMinutes(now, a.withinMin),
  scope: 'community',
});

const planRound = (a: ActionToRun, incident: IncidentId, id: RoundId, now: Date): Round => ({
  id,
  incident,
  title: a.title.zh,
  audience: a.audience === 'vulnerable' ? 'vulnerable' : 'residents',
  openedAt: now.toISOString(),
  dueAt: inMinutes(now, a.withinMin),
});

/** One incident as commands on it need it. */
export type IncidentState =
  | { readonly at: 'nowhere' }
  | { readonly at: 'closed' }
  | { readonly at: 'running'; readonly id: IncidentId; readonly level: Level; readonly exercise: boolean };

const ChangeLevel = z.object({
  incidentId,
  level: Level,
  /** Level on the screen of the one who changes it; another level by now is refused. */
  from: Level,
  reason: z.string().trim().min(1).max(300),
});
type ChangeLevel = z.infer<typeof ChangeLevel>;

/** Raises or lowers the level. Online only: two people must never change it past each other. */
export const changeLevel = command<ChangeLevel, IncidentState, IncidentChange>({
  name: 'response.changeLevel',
  ver: 1,
  payload: ChangeLevel,
  duty: 'response.command',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'response.incidentGone');
    if (state.at === 'closed') return refuse('conflict', 'response.incidentClosed');
    if (state.level !== p.from) return refuse('conflict', 'response.levelMoved', { level: state.level });
    if (p.level === p.from) return refuse('invalid', 'response.sameLevel', { level: p.level });
    return ok([{ type: 'levelChanged', incidentId: p.incidentId, from: p.from, to: p.level }]);
  },
});

export type ClosingState =
  | Exclude<IncidentState, { at: 'running' }>
  | (Extract<IncidentState, { at: 'running' }> & { readonly ends: Omit<OpenEnds, 'sheltersChecked'>; readonly figures: ClosingFigures });

const CloseIncident = z.object({
  incidentId,
  /** Somebody has looked: nobody is left in a shelter. Who sleeps where is not counted here. */
  sheltersEmpty: z.boolean().default(false),
  /** Why an unmet item of the checklist does not stand in the way. */
  reasons: z.partialRecord(ClosingItem, z.string().trim().max(300)).default({}),
});
type CloseIncident = z.infer<typeof CloseIncident>;

/** Ends an incident. Each unmet item of the checklist needs a reason; the figures of that moment are kept with it. */
export const closeIncident = command<CloseIncident, ClosingState, IncidentChange>({
  name: 'response.closeIncident',
  ver: 1,
  payload: CloseIncident,
  duty: 'response.command',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'response.incidentGone');
    if (state.at === 'closed') return refuse('conflict', 'response.incidentClosed');
    const missing = missingReason({ ...state.ends, sheltersChecked: p.sheltersEmpty }, p.reasons);
    if (missing) return refuse('invalid', 'response.reasonMissing', { item: missing.item, open: missing.open });
    return ok([{ type: 'incidentClosed', incidentId: p.incidentId, exercise: state.exercise, figures: state.figures, reasons: p.reasons }]);
  },
});

const SetClaimLimit = z.object({ claimLimit: z.number().int().min(1).max(20) });
type SetClaimLimit = z.infer<typeof SetClaimLimit>;

/** How many tasks one person may hold at once, so that nobody collects what others could carry. */
export const setClaimLimit = command<SetClaimLimit, null, IncidentChange>({
  name: 'response.setClaimLimit',
  ver: 1,
  payload: SetClaimLimit,
  duty: 'response.command',
  urgency: 'desk',
  offline: false,
  decide: (_state, { claimLimit }) => ok([{ type: 'claimLimitSet', claimLimit }]),
});
