import type { Actor, Facts } from '../../kernel/command.ts';
import type { DwellingId, GridId, IncidentId, PersonId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { allDwellings, findDwelling, positionsOf } from '../community/server.ts';
import { ownersOf } from '../duties/index.ts';
import { readSnapshot } from '../duties/server.ts';
import type { PlanId } from '../readiness/index.ts';
import { findPlan } from '../readiness/server.ts';
import { householdsToVisit } from '../register/server.ts';
import type { ResponseChange } from './changes.ts';
import type { DoorsById } from './commands/doors.ts';
import type { ActivationState } from './commands/incidents.ts';
import type { AskState } from './commands/requests.ts';
import type { ClaimState, OwnedState, RaiseState } from './commands/tasks.ts';
import type { DoorState, VisitDoor } from './commands/visits.ts';
import { labelsOf } from './labels.server.ts';
import type { HelpKind, Owner, RequestId, TaskId } from './model.ts';
import { ownerOf, owningPost, partsOf, postOn } from './rules/owners.ts';
import { applyBriefingChange } from './store-briefings.server.ts';
import { applyDoorChange } from './store-doors.server.ts';
import { applyHandoverChange } from './store-handovers.server.ts';
import { applyIncidentChange, listRunning, loadIncident } from './store-incidents.server.ts';
import { applyRequestChange, loadAskContext, loadRequest } from './store-requests.server.ts';
import { applyTaskChange, loadTask, loadTaskToClaim } from './store-tasks.server.ts';
import { applyVisitChange, type DoorsToList, loadListedDoor } from './store-visits.server.ts';

const personOf = (actor: Actor): PersonId | null => (actor.kind === 'person' ? actor.person : null);

/** A plan with the owner of each of its actions, as the matrix stands now. */
export async function loadActivation(tx: Tx, p: { planId: string; incidentId: IncidentId }, now: Date): Promise<ActivationState> {
  const incident = await loadIncident(tx, p.incidentId);
  return incident.at === 'nowhere' ? readActivation(tx, p.planId, now) : { at: 'idTaken' };
}

/** What activating this plan would meet now. */
export async function readActivation(tx: Tx, planId: string, now: Date): Promise<Exclude<ActivationState, { at: 'idTaken' }>> {
  const [plan, snapshot, running] = await Promise.all([findPlan(tx, planId as PlanId), readSnapshot(tx, now), listRunning(tx)]);
  if (!plan || plan.status !== 'active') return { at: 'noPlan' };
  const { title, hazard, level, edition } = plan;
  const actions = plan.actions.map((action) => ({ ...action, parts: partsOf(snapshot, action.duty, { hazard, level }, now) }));
  return { at: 'ready', plan: { title, hazard, level, edition, actions }, running };
}

/** The doors of everyone who is registered, or of those with a recorded need; a household whose door is not in the record is visited all the same. */
const doorsToList: DoorsToList = async (tx, audience) => {
  const [households, dwellings] = await Promise.all([householdsToVisit(tx), allDwellings(tx)]);
  const places = new Map(dwellings.map((d) => [d.id, d]));
  return households
    .filter(({ vulnerability }) => audience === 'residents' || vulnerability > 0)
    .map(({ id, dwellingId, gridId, door, vulnerability }) => {
      const place = dwellingId === null ? undefined : places.get(dwellingId);
      return {
        household: id,
        dwelling: place?.id ?? null,
        grid: place?.gridId ?? gridId,
        building: place?.buildingId ?? null,
        unit: place?.unit ?? null,
        floor: place?.floor ?? null,
        door: place?.door ?? door,
        vulnerability,
      };
    });
};

/** One door; on a second silence also the deputy of the post that goes from door to door there. */
export async function loadVisit(tx: Tx, p: VisitDoor, now: Date): Promise<DoorState> {
  const found = await loadListedDoor(tx, p);
  if (found.at !== 'listed') return found;
  const second = p.outcome === 'noAnswer' && found.door.noAnswer === 1;
  return { ...found, deputy: second ? await findDeputy(tx, found.door.grid, now) : null };
}

async function findDeputy(tx: Tx, grid: GridId, now: Date): Promise<{ owner: Owner; person: PersonId | null } | null> {
  const holders = ownersOf(await readSnapshot(tx, now), 'response.checkIn', { grid }, now);
  const owner = ownerOf(holders);
  if (!owner) return null;
  const post = holders.find((h) => h.positionId === owner.position && h.organisationId === owner.organisation);
  return { owner, person: post?.deputy ?? null };
}

export async function loadAsk(
  tx: Tx,
  p: { requestId: RequestId; incidentId: IncidentId | null; dwellingId: DwellingId; kind: HelpKind },
): Promise<AskState> {
  const [dwelling, around] = await Promise.all([findDwelling(tx, p.dwellingId), loadAskContext(tx, p)]);
  if (!dwelling) return { at: 'noDwelling' };
  if (around.taken) return { at: 'idTaken' };
  // An incident of another community is as good as none: the request itself must never be lost over it.
  const incident = p.incidentId !== null && around.named === 'nowhere' ? null : around.incident;
  if (p.incidentId !== null && around.named === 'closed') return { at: 'incidentClosed' };
  return { at: 'ready', grid: dwelling.gridId, door: dwelling.door, incident, same: around.same, waiting: around.waiting };
}

export async function loadRaise(
  tx: Tx,
  p: { taskId: TaskId; incidentId: IncidentId | null; requestId: RequestId | null; dwellingId: DwellingId | null },
): Promise<RaiseState> {
  if ((await loadTask(tx, p.taskId)).at !== 'nowhere') return { at: 'idTaken' };
  if (p.requestId) {
    const [request, row] = await Promise.all([loadRequest(tx, p.requestId), findTaskOf(tx, p.requestId)]);
    if (request.at === 'nowhere') return { at: 'requestGone' };
    if (request.at === 'closed' || request.at === 'withdrawn') return { at: 'requestClosed' };
    if (row) return { at: 'requestHasTask' };
    return { at: 'ready', incident: request.incident, grid: request.grid, door: request.door };
  }
  const incident = p.incidentId && (await loadIncident(tx, p.incidentId)).at === 'running' ? p.incidentId : null;
  if (!p.dwellingId) return { at: 'ready', incident, grid: null, door: null };
  const dwelling = await findDwelling(tx, p.dwellingId);
  return dwelling ? { at: 'ready', incident, grid: dwelling.gridId, door: dwelling.door } : { at: 'noDwelling' };
}

const findTaskOf = async (tx: Tx, request: RequestId): Promise<boolean> =>
  (await tx.rows("select 1 from response.task where request = $1 and state in ('open', 'claimed') limit 1", [request])).length > 0;

/** A task for the one who wants it; when somebody else has it, also who. */
export async function loadClaim(tx: Tx, id: TaskId, actor: Actor): Promise<ClaimState> {
  const found = await loadTaskToClaim(tx, id, personOf(actor));
  if (found.at === 'nowhere') return { at: 'nowhere' };
  const { at, task, held, limit, claimedPosition } = found;
  if (at !== 'claimed' || !claimedPosition) return { at, task, held, limit, onTheWay: null };
  const label = (await labelsOf(tx)).positions.get(claimedPosition);
  return { at, task, held, limit, onTheWay: label ? { organisation: label.organisation, position: label.title } : null };
}

/** A task, whether the actor stands in the position, or belongs to the organisation, that answers for it, and in which position they work on it. */
export async function loadOwned(tx: Tx, { taskId }: { readonly taskId: TaskId }, { actor, now }: Facts): Promise<OwnedState> {
  const found = await loadTask(tx, taskId);
  if (found.at === 'nowhere') return found;
  const { at, task, claimedPosition } = found;
  const person = personOf(actor);
  if (!person) return { at, task, answers: false, post: null };
  const taken = task.claimedBy === person ? claimedPosition : null;
  // Whoever has it needs no other right to it, and the position in which they took it is known.
  if (taken) return { at, task, answers: false, post: taken };
  const mine = await positionsOf(tx, person, now);
  return { at, task, answers: owningPost(task.owner, mine) !== undefined, post: postOn(task.owner, mine) };
}

export async function loadDoorsById(tx: Tx, ids: readonly DwellingId[]): Promise<DoorsById> {
  const wanted = new Set(ids);
  return new Map((await allDwellings(tx)).filter((d) => wanted.has(d.id)).map((d) => [d.id, d.door]));
}

/** Writes one change, whatever it is about. */
export function applyChange(tx: Tx, change: ResponseChange, at: At): Promise<void> {
  switch (change.type) {
    case 'incidentOpened':
    case 'levelChanged':
    case 'incidentClosed':
    case 'claimLimitSet':
      return applyIncidentChange(tx, change, at);
    case 'roundOpened':
    case 'roundClosed':
    case 'doorVisited':
    case 'extraVisitKept':
    case 'visitUndone':
      return applyVisitChange(tx, change, at, doorsToList);
    case 'helpRequested':
    case 'helpRepeated':
    case 'requestAnswered':
    case 'requestClosed':
    case 'requestWithdrawn':
      return applyRequestChange(tx, change, at);
    case 'briefingCalled':
    case 'briefingHeld':
    case 'briefingCancelled':
    case 'decisionMade':
      return applyBriefingChange(tx, change, at);
    case 'handoverOffered':
    case 'handoverAccepted':
    case 'handoverDeclined':
    case 'handoverWithdrawn':
    case 'handoverEscalated':
    case 'taskPassed':
      return applyHandoverChange(tx, change, at);
    case 'doorTokensIssued':
    case 'doorTokenRevoked':
      return applyDoorChange(tx, change, at);
    default:
      return applyTaskChange(tx, change, at);
  }
}
