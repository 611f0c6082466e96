import { z } from 'zod';
import { command } from '../../../kernel/command.ts';
import type { DwellingId, GridId, HouseholdId, IncidentId, PersonId } from '../../../kernel/ids.ts';
import { idOf } from '../../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/result.ts';
import type { RequestChange, ResponseChange, TaskChange, VisitChange } from '../changes.ts';
import { HelpKind, Outcome, type Owner, type RequestId, type RoundId, roundId, type TaskId, Urgency } from '../model.ts';
import { visitStep } from '../rules/visits.ts';
/** One door of one round, with what the rule needs around it. */
export interface ListedDoor {
  readonly incident: IncidentId;
  readonly household: HouseholdId;
  readonly dwelling: DwellingId | null;
  readonly grid: GridId;
  readonly door: string;
  readonly outcome: Outcome | null;
  readonly noAnswer: number;
  readonly visitedBy: PersonId | null;
  readonly visitedAt: string | null;
  /** A request of the same kind that this door already has open. */
  readonly openRequest: RequestId | null;
}

export type DoorState =
  | { readonly at: 'nowhere' }
  /** The round is over; the incident perhaps too. */
  | { readonly at: 'closed'; readonly door: ListedDoor; readonly over: boolean }
  | {
      readonly at: 'listed';
      readonly door: ListedDoor;
      /** Deputy of the position that goes from door to door here; loaded for a second silence only. */
      readonly deputy: { readonly owner: Owner; readonly person: PersonId | null } | null;
    };

const VisitDoor = z.object({
  roundId,
  householdId: idOf<HouseholdId>(),
  outcome: Outcome,
  /** With "needs help": for what, how soon, in whose words. */
  kind: HelpKind.default('other'),
  urgency: Urgency.default('today'),
  note: z.string().trim().max(500).default(''),
});
export type VisitDoor = z.infer<typeof VisitDoor>;

/**
 * Says what was found at a door. Works without a network; unique per round and household. "Needs help" opens a request, a
 * second silence becomes a task for the deputy, an answer that contradicts another person's is kept beside it and flagged. An answer
 * that arrives after the round was closed does not change what was counted, but it was work and is kept; a call for help is a call for help.
 */
export const visitDoor = command<VisitDoor, DoorState, ResponseChange>({
  name: 'response.visitDoor',
  ver: 1,
  payload: VisitDoor,
  duty: 'response.checkIn',
  urgency: 'field',
  lifeIf: { field: 'outcome', is: 'help' },
  offline: true,
  decide(state, p, { actor, now, newId }) {
    if (state.at === 'nowhere') return refuse('missing', 'response.doorGone');
    const by = actor.kind === 'person' ? actor.person : null;
    if (state.at === 'closed') return ok(visitAfterwards(state, p, by, now, newId));
    const { door } = state;
    const changes: ResponseChange[] = [...recordVisit(door, p.roundId, p.outcome, by, 'staff', now, newId)];
    if (p.outcome === 'help' && door.outcome !== 'help') changes.push(helpAtDoor(door, p, door.incident, now, newId));
    if (visitStep(door, p.outcome, by).secondSilence) changes.push(askDeputy(door, p.roundId, state.deputy, now, newId));
    return ok(changes);
  },
});

/** The changes that one more answer makes to a listed door. */
export function recordVisit(
  door: ListedDoor,
  round: RoundId,
  outcome: Outcome,
  by: PersonId | null,
  source: 'staff' | 'door',
  now: Date,
  newId: () => string,
): VisitChange[] {
  const step = visitStep(door, outcome, by);
  const changes: VisitChange[] = [];
  if (step.kept !== 'none') {
    const earlier = step.kept === 'earlier';
    changes.push({
      type: 'extraVisitKept',
      id: newId(),
      roundId: round,
      householdId: door.household,
      outcome: earlier ? (door.outcome ?? outcome) : outcome,
      source,
      by: earlier ? door.visitedBy : by,
      at: earlier ? (door.visitedAt ?? now.toISOString()) : now.toISOString(),
      disputed: step.disputed,
    });
  }
  if (step.stands) {
    changes.push({ type: 'doorVisited', roundId: round, householdId: door.household, by, disputed: step.disputed, ...step.stands });
  }
  return changes;
}

function visitAfterwards(
  { door, over }: Extract<DoorState, { at: 'closed' }>,
  p: VisitDoor,
  by: PersonId | null,
  now: Date,
  newId: () => string,
): ResponseChange[] {
  const { roundId: round, householdId, outcome } = p;
  const kept: VisitChange = {
    type: 'extraVisitKept',
    id: newId(),
    roundId: round,
    householdId,
    outcome,
    source: 'staff',
    by,
    at: now.toISOString(),
    disputed: false,
  };
  // An incident that is over takes no new requests: the call then stands for itself.
  return outcome === 'help' ? [kept, helpAtDoor(door, p, over ? null : door.incident, now, newId)] : [kept];
}

function helpAtDoor(door: ListedDoor, p: VisitDoor, incident: IncidentId | null, now: Date, newId: () => string): RequestChange {
  if (door.openRequest) {
    return {
      type: 'helpRepeated',
      requestId: door.openRequest,
      dwellingId: door.dwelling,
      follow: null,
      urgency: p.urgency,
      words: p.note,
      source: 'staff',
    };
  }
  return {
    type: 'helpRequested',
    follow: null,
    request: {
      id: newId() as RequestId,
      incident,
      round: p.roundId,
      household: door.household,
      dwelling: door.dwelling,
      grid: door.grid,
      door: door.door,
      kind: p.kind,
      urgency: p.urgency,
      words: p.note,
      source: 'staff',
      askedAt: now.toISOString(),
    },
  };
}

/** Minutes that trying a silent door again, asking neighbours and calling the contacts takes. */
const silentDoorMin = 20;

function askDeputy(
  door: ListedDoor,
  round: RoundId,
  deputy: { readonly owner: Owner; readonly person: PersonId | null } | null,
  now: Date,
  newId: () => string,
): TaskChange {
  return {
    type: 'taskRaised',
    task: {
      id: newId() as TaskId,
      incident: door.incident,
      request: null,
      round,
      household: door.household,
      actionOrder: null,
      kind: 'silentDoor',
      title: { zh: '', en: '', ug: '' },
      grid: door.grid,
      door: door.door,
      urgency: 'now',
      effortMin: silentDoorMin,
      loadKg: 0,
      duty: 'response.checkIn',
      owner: deputy?.owner ?? null,
      assignee: deputy?.person ?? null,
      raisedAt: now.toISOString(),
      deadlineAt: new Date(now.getTime() + 60 * 60_000).toISOString(),
      scope: 'community',
    },
  };
}

const UndoVisit = z.object({ roundId, householdId: idOf<HouseholdId>() });
type UndoVisit = z.infer<typeof UndoVisit>;

/** A door with the request that its last visit opened, while nobody has set out for it. */
export type UndoState =
  | { readonly at: 'nowhere' }
  | { readonly at: 'closed' }
  | { readonly at: 'listed'; readonly door: ListedDoor; readonly ownRequest: RequestId | null };

/** Takes back one's own last answer at a door, and the request it opened. */
export const undoVisit = command<UndoVisit, UndoState, VisitChange | RequestChange>({
  name: 'response.undoVisit',
  ver: 1,
  payload: UndoVisit,
  duty: 'response.checkIn',
  urgency: 'field',
  offline: true,
  decide(state, p, { actor }) {
    if (state.at === 'nowhere') return refuse('missing', 'response.doorGone');
    if (state.at === 'closed') return refuse('conflict', 'response.roundClosed');
    const { door, ownRequest } = state;
    if (door.outcome === null) return refuse('conflict', 'response.nothingToUndo');
    if (actor.kind !== 'person' || door.visitedBy !== actor.person) return refuse('conflict', 'response.visitOfAnother');
    const undone: VisitChange = { type: 'visitUndone', roundId: p.roundId, householdId: p.householdId };
    return ok(door.outcome === 'help' && ownRequest ? [undone, { type: 'requestWithdrawn', requestId: ownRequest }] : [undone]);
  },
});

const SayDoorSafe = z.object({ dwellingId: idOf<DwellingId>() });
type SayDoorSafe = z.infer<typeof SayDoorSafe>;

/** All entries of open rounds for one dwelling; several where several households share a door. */
export interface DwellingDoors {
  /** Somebody goes from door to door now, at whichever doors. */
  readonly asked: boolean;
  readonly doors: readonly { readonly round: RoundId; readonly exercise: boolean; readonly door: ListedDoor }[];
}

/**
 * "We are safe", said from the QR link of the door. Where one household lives it counts as a visit; where several share the
 * door nobody can speak for the others: what was said is kept beside their entries and the visit remains to be made.
 * Real rounds come before those of an exercise. The answer is the same whether this door is on a list or not: a list of
 * vulnerable households must not be read off from outside.
 */
export const sayDoorSafe = command<SayDoorSafe, DwellingDoors, VisitChange>({
  name: 'response.sayDoorSafe',
  ver: 1,
  payload: SayDoorSafe,
  duty: 'response.checkIn',
  byDoor: true,
  urgency: 'field',
  offline: true,
  decide(state, p, { actor, now, newId }): Result<readonly VisitChange[]> {
    if (actor.kind === 'door' && actor.dwelling !== p.dwellingId) return refuse('forbidden', 'response.otherDoor');
    if (!state.asked) return refuse('conflict', 'response.noRound');
    const real = state.doors.filter((d) => !d.exercise);
    const asked = real.length > 0 ? real : state.doors;
    const changes = asked.flatMap(({ round, door }): VisitChange[] => {
      const shared = asked.filter((other) => other.round === round).length > 1;
      if (!shared) return recordVisit(door, round, 'safe', null, 'door', now, newId);
      return [
        {
          type: 'extraVisitKept',
          id: newId(),
          roundId: round,
          householdId: door.household,
          outcome: 'safe',
          source: 'door',
          by: null,
          at: now.toISOString(),
          disputed: door.outcome === 'help',
        },
      ];
    });
    return ok(changes);
  },
});
