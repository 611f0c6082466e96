import type { Tx } from '../../platform/server/db/db.ts';
import type { ClosingFigures } from './model.ts';
import type { OpenEnds } from './rules/closing.ts';

/** Where an incident stands, counted from its rows. */
export interface Counts extends ClosingFigures {
  readonly silentDoors: number;
  readonly tasksOpen: number;
  readonly doorsSafe: number;
  readonly doorsHelp: number;
  readonly vulnerableAll: number;
  readonly requestsTaken: number;
  readonly requestsDone: number;
  /** ISO 8601; null: no request is open. */
  readonly oldestOpenAt: string | null;
}

/**
 * Counts one incident. Doors are those of its newest round of each audience: a second round asks the same doors again and must not
 * count them twice. `reached`: somebody answered; `silent`: no answer twice or more and none since.
 */
export async function countIncident(tx: Tx, incident: string, now: Date): Promise<Counts> {
  const [row] = await tx.rows<Counts>(
    `with newest as (
       select distinct on (audience) id from response.round where incident = $1 order by audience, opened_at desc
     ), doors as (
       select distinct on (household) household, outcome, no_answer, vulnerability
         from response.visit where round in (select id from newest)
        order by household, visited_at desc nulls last
     ), d as (
       select count(*) as "doorsAll", count(*) filter (where outcome in ('safe', 'help')) as "doorsReached",
              count(*) filter (where outcome = 'safe') as "doorsSafe", count(*) filter (where outcome = 'help') as "doorsHelp",
              count(*) filter (where outcome = 'noAnswer') as "doorsNoAnswer",
              count(*) filter (where outcome = 'noAnswer' and no_answer >= 2) as "silentDoors",
              count(*) filter (where vulnerability > 0) as "vulnerableAll",
              count(*) filter (where vulnerability > 0 and outcome is null) as "vulnerableUnvisited"
         from doors
     ), q as (
       select count(*) as "requestsAll", count(*) filter (where state = 'open') as "requestsOpen",
              count(*) filter (where state = 'taken') as "requestsTaken", count(*) filter (where state in ('done', 'closed')) as "requestsDone",
              min(asked_at) filter (where state = 'open') as "oldestOpenAt",
              round(percentile_cont(0.5) within group (order by extract(epoch from taken_at - asked_at) / 60)
                filter (where taken_at is not null))::int as "medianMinToTaken"
         from response.request where incident = $1 and state <> 'withdrawn'
     ), t as (
       select count(*) as "tasksAll", count(*) filter (where state = 'done') as "tasksDone",
              count(*) filter (where state in ('open', 'claimed')) as "tasksOpen",
              count(*) filter (where deadline_at < coalesce(closed_at, $2)) as "tasksLate"
         from response.task where incident = $1
     )
     select d.*, q.*, t.*, (extract(epoch from $2::timestamptz - i.opened_at) / 60)::int as minutes
       from response.incident i, d, q, t where i.id = $1`,
    [incident, now.toISOString()],
  );
  if (!row) throw new Error('counted an incident that does not exist');
  return row;
}

/** What the closing checklist asks about. */
export const openEnds = (counts: Counts): Omit<OpenEnds, 'sheltersChecked'> => ({
  openRequests: counts.requestsOpen + counts.requestsTaken,
  openTasks: counts.tasksOpen,
  vulnerableUnvisited: counts.vulnerableUnvisited,
  silentDoors: counts.silentDoors,
});

/** The figures that are kept with a closed incident. */
export const closingFigures = (counts: Counts): ClosingFigures => ({
  doorsAll: counts.doorsAll,
  doorsReached: counts.doorsReached,
  doorsNoAnswer: counts.doorsNoAnswer,
  requestsAll: counts.requestsAll,
  requestsOpen: counts.requestsOpen,
  tasksAll: counts.tasksAll,
  tasksDone: counts.tasksDone,
  tasksLate: counts.tasksLate,
  vulnerableUnvisited: counts.vulnerableUnvisited,
  medianMinToTaken: counts.medianMinToTaken,
  minutes: counts.minutes,
});
