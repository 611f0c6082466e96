import type { Me } from '../../../platform/web/sync/me.tsx';
import type { Item } from '../../../platform/web/sync/outbox.ts';
import type { Outcome, RequestStep, TaskStep, Urgency, Words } from '../model.ts';
import { visitStep } from '../rules/visits.ts';

/** Rows of the copy on the device, as the feeds send them. */
export interface LocalIncident {
  readonly id: string;
  readonly title: string;
  readonly level: 'I' | 'II' | 'III' | 'IV';
  readonly exercise: boolean;
  readonly closedAt: string | null;
}
export interface LocalRound {
  readonly id: string;
  readonly incident: string;
  readonly title: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
}
export interface LocalVisit {
  readonly id: string;
  readonly round: string;
  readonly household: string;
  readonly door: string;
  readonly floor: number | null;
  readonly unit: number | null;
  readonly building: string | null;
  readonly vulnerability: number;
  readonly outcome: Outcome | null;
  readonly noAnswer: number;
  readonly visitedBy: string | null;
  readonly visitedAt: string | null;
  readonly disputed: boolean;
}
export interface LocalTask {
  readonly id: string;
  readonly incident: string | null;
  readonly kind: string;
  readonly title: Words;
  readonly door: string | null;
  readonly urgency: Urgency;
  readonly effortMin: number;
  readonly loadKg: number;
  readonly state: TaskStep;
  readonly ownerPosition: string | null;
  readonly assignee: string | null;
  readonly deadlineAt: string | null;
  readonly claimedBy: string | null;
  readonly dueAt: string | null;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  readonly exercise: boolean;
  readonly scope: string;
}

export interface LocalRequest {
  readonly id: string;
  readonly door: string;
  readonly kind: string;
  readonly urgency: Urgency;
  readonly state: RequestStep;
  readonly askedAt: string;
}

const soonest: Readonly<Record<Urgency, number>> = { now: 0, today: 1, later: 2 };

/** What still waits for somebody or something: nobody has answered first, then the most urgent, then the oldest. */
export const openRequests = <R extends LocalRequest>(requests: readonly R[]): readonly R[] =>
  requests
    .filter(({ state }) => state === 'open' || state === 'taken')
    .toSorted(
      (a, b) =>
        Number(a.state === 'taken') - Number(b.state === 'taken') || soonest[a.urgency] - soonest[b.urgency] || a.askedAt.localeCompare(b.askedAt),
    );

/** Rounds that go on, with their incident: real ones before exercises, the newest first. */
export function openRounds<I extends LocalIncident, R extends LocalRound>(
  incidents: readonly I[],
  rounds: readonly R[],
): readonly { readonly round: R; readonly incident: I }[] {
  const running = new Map(incidents.filter((i) => i.closedAt === null).map((i) => [i.id, i]));
  return rounds
    .flatMap((round) => {
      const incident = running.get(round.incident);
      return round.closedAt === null && incident ? [{ round, incident }] : [];
    })
    .toSorted((a, b) => Number(a.incident.exercise) - Number(b.incident.exercise) || b.round.openedAt.localeCompare(a.round.openedAt));
}

/** A door as this device sees it: what the server last said, plus what was said here since. */
export interface SeenDoor extends LocalVisit {
  /** Said here and not agreed yet. */
  readonly waiting?: boolean;
}

/**
 * Replays what was said here over the copy, through the same rule that the server uses.
 * @returns the doors in the order of the visits; one of which nothing was said here is the visit itself, so that its card need not be drawn again
 */
export function replayVisits(visits: readonly LocalVisit[], pending: readonly Item[], person: string): SeenDoor[] {
  const at = ({ envelope }: Item) => envelope.payload as { readonly roundId: string; readonly householdId: string };
  const byHousehold = Map.groupBy(pending, (item) => at(item).householdId);
  return visits.map((visit) => {
    const said = byHousehold.get(visit.household)?.filter((item) => at(item).roundId === visit.round) ?? [];
    if (said.length === 0) return visit;
    let seen: LocalVisit = visit;
    let before: LocalVisit = { ...visit, outcome: null };
    for (const { envelope } of said) {
      if (envelope.name === 'response.undoVisit') seen = before;
      else {
        const { outcome } = envelope.payload as { outcome: Outcome };
        const step = visitStep({ outcome: seen.outcome, noAnswer: seen.noAnswer, visitedBy: seen.visitedBy as never }, outcome, person as never);
        before = seen;
        if (step.stands) seen = { ...seen, ...step.stands, visitedBy: person, visitedAt: envelope.claimedAt };
      }
    }
    return { ...seen, waiting: said.some((item) => item.progress.at === 'saved' || item.progress.at === 'sent') };
  });
}

/** A household among several behind one door: the `at`-th of `of`, in an order that is the same on every device. */
export interface Shared {
  readonly at: number;
  readonly of: number;
}

/** The households that share a door with another, by household. Two cards that look alike would let one of them be forgotten. */
export function sharedDoors(doors: readonly Pick<LocalVisit, 'household' | 'door'>[]): ReadonlyMap<string, Shared> {
  const behind = [...Map.groupBy(doors, ({ door }) => door).values()].filter((households) => households.length > 1);
  return new Map(
    behind.flatMap((households) =>
      households
        .map(({ household }) => household)
        .toSorted()
        .map((household, index) => [household, { at: index + 1, of: households.length }] as const),
    ),
  );
}

/** Replays claims, releases and closings said here over the tasks of the copy. */
export function replayTasks(tasks: readonly LocalTask[], pending: readonly Item[], person: string): (LocalTask & { readonly waiting: boolean })[] {
  const byTask = Map.groupBy(pending, (item) => (item.envelope.payload as { taskId: string }).taskId);
  return tasks.map((task) => {
    const said = byTask.get(task.id) ?? [];
    let seen = task;
    for (const { envelope } of said) {
      if (envelope.name === 'response.claimTask' || envelope.name === 'response.acceptTask') {
        if (seen.state === 'open') seen = { ...seen, state: 'claimed', claimedBy: person };
      } else if (envelope.name === 'response.releaseTask') seen = { ...seen, state: 'open', claimedBy: null };
      else if (envelope.name === 'response.closeTask' && seen.state !== 'done')
        seen = { ...seen, state: 'done', closedBy: person, closedAt: envelope.claimedAt };
    }
    return { ...seen, waiting: said.some((item) => item.progress.at === 'saved' || item.progress.at === 'sent') };
  });
}

/** Claimed by this person, asked of them, or owned by one of their positions. */
export const isMine = (task: LocalTask, me: Pick<Me, 'person' | 'positions'>): boolean =>
  task.state === 'claimed'
    ? task.claimedBy === me.person
    : task.assignee === me.person || me.positions.some((position) => position.id === task.ownerPosition);
