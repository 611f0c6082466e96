import { type Handler, handler } from '../../platform/server/commands/handler.ts';
import { together } from '../../platform/server/commands/traces.ts';
import type { Clockwork } from '../../platform/server/jobs/jobs.ts';
import type { Answer } from '../../platform/server/queries/answer.ts';
import type { BriefingChange, HandoverChange, TaskChange } from './changes.ts';
import type { BriefingState, DecisionState } from './commands/briefings.ts';
import type { EscalationState } from './commands/handovers.ts';
import type { RequestState } from './commands/requests.ts';
import type { KnownTask, OwnedState } from './commands/tasks.ts';
import {
  acceptHandover,
  acceptTask,
  activatePlan,
  answerRequest,
  askForHelp,
  assignTask,
  callBriefing,
  cancelBriefing,
  changeLevel,
  claimTask,
  closeIncident,
  closeRequest,
  closeRound,
  closeTask,
  declineHandover,
  dropTask,
  escalateHandover,
  expireClaims,
  extendTask,
  issueDoorTokens,
  offerHandover,
  openRound,
  raiseTask,
  recordAttendance,
  recordDecision,
  releaseTask,
  revokeDoorTokens,
  sayDoorSafe,
  setClaimLimit,
  undoVisit,
  visitDoor,
  withdrawHandover,
} from './commands.ts';
import { answers as incidentAnswers } from './queries.server.ts';
import { briefingAnswers } from './queries-briefings.server.ts';
import { handoverAnswers } from './queries-handovers.server.ts';
import { reportAnswers } from './report.server.ts';
import type { HandoverState } from './rules/handover.ts';
import { applyChange, loadActivation, loadAsk, loadClaim, loadDoorsById, loadOwned, loadRaise, loadVisit } from './store.server.ts';
import { loadBriefing, loadCall, loadDecision } from './store-briefings.server.ts';
import { countDoorTokens } from './store-doors.server.ts';
import { loadEscalation, loadHandover, loadOffer } from './store-handovers.server.ts';
import { loadClosing, loadIncident } from './store-incidents.server.ts';
import { loadRequest } from './store-requests.server.ts';
import { loadOverdueClaims, loadTask } from './store-tasks.server.ts';
import { loadDwellingDoors, loadRound, loadUndo } from './store-visits.server.ts';

export { feeds } from './feeds.server.ts';
export { measures } from './measures.server.ts';
export { reactions } from './reactions.server.ts';
export { routes } from './routes.server.ts';
export { incidentRuns } from './running.server.ts';

type OnTask = { readonly at: string; readonly task?: KnownTask };

/** Where a task belongs in the timeline, and which door it is about: a door is an address, not a person. */
const noteTask = (state: OnTask, p: { taskId: string }) => ({
  incident: state.task?.incident ?? undefined,
  entity: p.taskId,
  params: { kind: state.task?.kind ?? '', door: state.task?.door ?? '' },
});
/** The same where no duty was asked for: in which position it was done follows from the task. */
const noteOwnTask = (state: OwnedState, p: { taskId: string }) => ({ ...noteTask(state, p), position: state.at === 'nowhere' ? null : state.post });
const areaOfRequest = (state: RequestState) => (state.at === 'nowhere' ? undefined : state.grid);
const noteRequest = (state: RequestState, p: { requestId: string }) => ({
  incident: state.at === 'nowhere' ? undefined : (state.incident ?? undefined),
  entity: p.requestId,
  params: { door: state.at === 'nowhere' ? '' : state.door },
});
/** Of several posts of one person the one that offers or answers. */
const saidIn = (changes: readonly (HandoverChange | TaskChange)[]): string | null => {
  for (const change of changes) {
    if (change.type === 'handoverOffered') return change.handover.from.position;
    if (change.type === 'handoverAccepted') return change.owner.position;
    if (change.type === 'handoverDeclined' || change.type === 'handoverWithdrawn') return change.position;
  }
  return null;
};
const noteHandover = (state: HandoverState | EscalationState, p: { handoverId: string }, changes: readonly (HandoverChange | TaskChange)[]) => ({
  incident: state.at === 'nowhere' ? undefined : (state.handover.incident ?? undefined),
  entity: p.handoverId,
  position: saidIn(changes),
  params: state.at === 'nowhere' ? {} : { door: state.handover.door ?? '', kind: state.handover.kind },
});
const noteBriefing = (state: BriefingState | DecisionState, p: { briefingId: string }) => ({
  incident: state.at === 'nowhere' ? undefined : state.incident,
  entity: p.briefingId,
});
/** Organisations that sat at one table. */
const cameTogether = (changes: readonly BriefingChange[]): string =>
  [...new Set(changes.flatMap((change) => (change.type === 'briefingHeld' ? change.present.map(({ organisation }) => organisation) : [])))].join(' ');
const noteIncident = (_state: unknown, p: { incidentId: string }) => ({ incident: p.incidentId, entity: p.incidentId });

export const handlers: Handler[] = [
  handler(activatePlan, {
    load: (tx, p, { now }) => loadActivation(tx, p, now),
    apply: applyChange,
    note: (state, p, changes) => ({
      incident: p.incidentId,
      entity: p.incidentId,
      params: {
        level: state.at === 'ready' ? state.plan.level : '',
        exercise: p.exercise ? 1 : 0,
        tasks: changes.filter((c) => c.type === 'taskRaised').length,
        unowned: changes.filter((c) => c.type === 'taskRaised' && c.task.owner === null).length,
      },
    }),
    constraints: { incident_pkey: 'response.incidentExists' },
  }),
  handler(changeLevel, {
    load: (tx, p) => loadIncident(tx, p.incidentId),
    apply: applyChange,
    note: (_state, p) => ({ incident: p.incidentId, entity: p.incidentId, params: { from: p.from, to: p.level } }),
  }),
  handler(closeIncident, { load: (tx, p, { now }) => loadClosing(tx, p.incidentId, now), apply: applyChange, note: noteIncident }),
  handler(setClaimLimit, { load: async () => null, apply: applyChange, note: (_state, p) => ({ params: { limit: p.claimLimit } }) }),
  handler(openRound, {
    load: async (tx, p) => {
      const [incident, round] = await Promise.all([loadIncident(tx, p.incidentId), loadRound(tx, p.roundId)]);
      return { incident, taken: round.at !== 'nowhere' };
    },
    apply: applyChange,
    note: (_state, p) => ({ incident: p.incidentId, entity: p.roundId }),
  }),
  handler(closeRound, {
    load: (tx, p) => loadRound(tx, p.roundId),
    apply: applyChange,
    note: (state, p) => ({ incident: state.at === 'open' ? state.incident : undefined, entity: p.roundId }),
  }),
  handler(visitDoor, {
    load: (tx, p, { now }) => loadVisit(tx, p, now),
    apply: applyChange,
    // "Needs help" also looks for open requests of the whole dwelling, so it waits its turn.
    keys: (p) => (p.outcome === 'help' ? undefined : [`${p.roundId}/${p.householdId}`]),
    area: (state) => (state.at === 'nowhere' ? undefined : state.door.grid),
    note: (state, p) => ({
      incident: state.at === 'nowhere' ? undefined : state.door.incident,
      entity: p.householdId,
      params: { door: state.at === 'nowhere' ? '' : state.door.door, outcome: p.outcome },
    }),
  }),
  handler(undoVisit, {
    load: loadUndo,
    apply: applyChange,
    area: (state) => (state.at === 'listed' ? state.door.grid : undefined),
    note: (state, p) => ({
      incident: state.at === 'listed' ? state.door.incident : undefined,
      entity: p.householdId,
      params: { door: state.at === 'listed' ? state.door.door : '' },
    }),
  }),
  handler(sayDoorSafe, {
    load: (tx, p) => loadDwellingDoors(tx, p.dwellingId),
    apply: applyChange,
    area: ({ doors }) => doors[0]?.door.grid,
    note: ({ doors }, p) => ({ incident: doors[0]?.door.incident, entity: p.dwellingId, params: { door: doors[0]?.door.door ?? '' } }),
  }),
  handler(askForHelp, {
    load: loadAsk,
    apply: applyChange,
    area: (state) => (state.at === 'ready' ? state.grid : undefined),
    note: (state, p) => ({
      incident: state.at === 'ready' ? (state.incident ?? undefined) : undefined,
      entity: p.requestId,
      params: { door: state.at === 'ready' ? state.door : '', kind: p.kind, urgency: p.urgency },
    }),
  }),
  handler(answerRequest, { load: (tx, p) => loadRequest(tx, p.requestId), apply: applyChange, area: areaOfRequest, note: noteRequest }),
  handler(closeRequest, { load: (tx, p) => loadRequest(tx, p.requestId), apply: applyChange, area: areaOfRequest, note: noteRequest }),
  handler(raiseTask, {
    load: loadRaise,
    apply: applyChange,
    note: (state, p) => ({
      incident: state.at === 'ready' ? (state.incident ?? undefined) : undefined,
      entity: p.taskId,
      params: { kind: p.kind, door: state.at === 'ready' ? (state.door ?? '') : '' },
    }),
  }),
  handler(claimTask, {
    load: (tx, p, { actor }) => loadClaim(tx, p.taskId, actor),
    apply: applyChange,
    // Reads the task and how many the claimer holds already.
    keys: (p, { actor }) => [p.taskId, actor.kind === 'person' ? actor.person : actor.kind],
    note: noteTask,
  }),
  handler(acceptTask, { load: loadOwned, apply: applyChange, note: noteOwnTask }),
  handler(releaseTask, { load: loadOwned, apply: applyChange, note: noteOwnTask }),
  handler(extendTask, { load: loadOwned, apply: applyChange, note: noteOwnTask }),
  handler(closeTask, { load: loadOwned, apply: applyChange, note: noteOwnTask }),
  handler(assignTask, { load: (tx, p) => loadTask(tx, p.taskId), apply: applyChange, note: noteTask }),
  handler(dropTask, { load: (tx, p) => loadTask(tx, p.taskId), apply: applyChange, note: noteTask }),
  handler(expireClaims, {
    load: (tx, _p, { now }) => loadOverdueClaims(tx, now),
    apply: applyChange,
    note: (_state, _p, changes) => ({ params: { claims: changes.length } }),
  }),
  handler(callBriefing, {
    load: loadCall,
    apply: applyChange,
    note: (_, p) => ({ incident: p.incidentId, entity: p.briefingId, params: { invited: p.invited.length } }),
    constraints: { briefing_pkey: 'response.briefingExists' },
  }),
  handler(recordAttendance, {
    load: loadBriefing,
    apply: applyChange,
    note: (state, p, changes) => ({ ...noteBriefing(state, p), params: { [together]: cameTogether(changes) } }),
  }),
  handler(cancelBriefing, { load: loadBriefing, apply: applyChange, note: noteBriefing }),
  handler(recordDecision, {
    load: loadDecision,
    apply: applyChange,
    note: noteBriefing,
    constraints: { briefing_decision_pkey: 'response.decisionExists' },
  }),
  handler(offerHandover, {
    load: loadOffer,
    apply: applyChange,
    note: (state, p, changes) => ({
      incident: state.at === 'ready' ? (state.incident ?? undefined) : undefined,
      entity: p.handoverId,
      position: saidIn(changes),
      params: state.at === 'ready' ? { door: state.door ?? '', kind: state.kind } : {},
    }),
  }),
  handler(acceptHandover, {
    load: loadHandover,
    apply: applyChange,
    note: (state, p, changes) => {
      const note = noteHandover(state, p, changes);
      // That work went from one organisation to the other is what the network of organisations is seen by.
      return state.at === 'nowhere'
        ? note
        : { ...note, params: { ...note.params, [together]: `${state.handover.from.organisation} ${state.handover.to}` } };
    },
  }),
  handler(declineHandover, { load: loadHandover, apply: applyChange, note: noteHandover }),
  handler(withdrawHandover, { load: loadHandover, apply: applyChange, note: noteHandover }),
  handler(escalateHandover, { load: loadEscalation, apply: applyChange, note: noteHandover }),
  handler(issueDoorTokens, {
    load: (tx, p) =>
      loadDoorsById(
        tx,
        p.tokens.map((t) => t.dwellingId),
      ),
    apply: applyChange,
    note: (_state, p) => ({ params: { doors: p.tokens.length } }),
  }),
  handler(revokeDoorTokens, {
    load: (tx, p) => countDoorTokens(tx, p.dwellingId),
    apply: applyChange,
    note: (_state, p) => ({ entity: p.dwellingId }),
  }),
];

export const answers: Answer[] = [...incidentAnswers, ...reportAnswers, ...handoverAnswers, ...briefingAnswers];

/** Every minute: claims whose time is up go back to the others, and offers nobody has answered go to who answers for the duty. */
export const clockwork: Clockwork[] = [
  {
    command: expireClaims.name,
    ver: expireClaims.ver,
    everyMin: 1,
    due: async (tx, now) =>
      (await tx.rows("select 1 from response.task where state = 'claimed' and kind <> 'plan' and due_at <= $1 limit 1", [now.toISOString()])).map(
        () => ({}),
      ),
  },
  {
    command: escalateHandover.name,
    ver: escalateHandover.ver,
    everyMin: 1,
    due: (tx, now) =>
      tx.rows(
        `select id as "handoverId" from response.handover where state = 'offered' and escalated_at is null and due_at <= $1 order by due_at, id limit 200`,
        [now.toISOString()],
      ),
  },
];
