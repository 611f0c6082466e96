import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { countIncident } from './figures.server.ts';
import { labelsOf } from './labels.server.ts';
import { builtInClaimLimit } from './model.ts';
import {
  type BuildingRow,
  buildings,
  doors,
  type IncidentRow,
  incidents,
  preview,
  type RequestRow,
  type Room,
  type RoundRow,
  type Running,
  requests,
  room,
  rules,
  running,
  type TaskRow,
  tasks,
} from './queries.ts';
import { inOrder } from './rules/in-order.ts';
import { readActivation } from './store.server.ts';

const head = `i.id, i.title, i.hazard, i.level, i.exercise, i.opened_at as "openedAt"`;

/** Reached doors of the newest rounds, open requests and late tasks of everything that runs: cheap enough for every page. */
const runningSql = `
  with live as (select * from response.incident where closed_at is null),
  newest as (
    select distinct on (r.incident, r.audience) r.id, r.incident from response.round r join live on live.id = r.incident
     order by r.incident, r.audience, r.opened_at desc
  ), d as (
    select v.incident, count(distinct v.household) as "all", count(distinct v.household) filter (where v.outcome in ('safe', 'help')) as reached,
           count(distinct v.household) filter (where v.outcome = 'noAnswer') as silent
      from response.visit v join newest n on n.id = v.round group by v.incident
  ), q as (
    select incident, count(*) as open, min(asked_at) as oldest from response.request where state = 'open' group by incident
  ), t as (
    select incident, count(*) as open, count(*) filter (where deadline_at < $1) as late
      from response.task where state in ('open', 'claimed') group by incident
  )
  select ${head}, coalesce(d."all", 0) as "doorsAll", coalesce(d.reached, 0) as "doorsReached", coalesce(d.silent, 0) as "doorsNoAnswer",
         coalesce(q.open, 0) as "requestsOpen", q.oldest as "oldestOpenAt", coalesce(t.open, 0) as "tasksOpen", coalesce(t.late, 0) as "tasksLate"
    from live i left join d on d.incident = i.id left join q on q.incident = i.id left join t on t.incident = i.id
   order by i.exercise, i.opened_at desc limit 20`;

/** One incident with its counts, rounds, doors per hour and per grid; undefined when it does not exist here. */
export async function findRoom(tx: Tx, incident: string, now: Date): Promise<Room | undefined> {
  const [found] = await tx.rows<IncidentRow & Pick<Room, 'plan' | 'alert' | 'closing'>>(
    `select ${head}, i.closed_at as "closedAt", i.figures, i.plan, i.alert, i.closing from response.incident i where i.id = $1`,
    [incident],
  );
  if (!found) return undefined;
  const until = found.closedAt ? new Date(found.closedAt) : now;
  const [counts, rounds, perHour, perGrid] = await Promise.all([
    countIncident(tx, incident, until),
    tx.rows<RoundRow>(
      `select r.id, r.title, r.audience, r.opened_at as "openedAt", r.closed_at as "closedAt", r.due_at as "dueAt",
              count(v.household) as "all", count(v.household) filter (where v.outcome in ('safe', 'help')) as reached
         from response.round r left join response.visit v on v.round = r.id and v.community = r.community
        where r.incident = $1 group by r.id, r.title, r.audience, r.opened_at, r.closed_at, r.due_at
        order by r.opened_at desc, r.id limit 50`,
      [incident],
    ),
    tx.rows<Room['perHour'][number]>(
      `select date_trunc('hour', visited_at) as at, count(*) as doors from response.visit
        where incident = $1 and visited_at is not null group by 1 order by 1 limit 500`,
      [incident],
    ),
    tx.rows<Room['perGrid'][number]>(
      `select v.grid, count(*) as "all", count(*) filter (where v.outcome in ('safe', 'help')) as reached, count(*) filter (where v.outcome = 'help') as help,
              count(*) filter (where v.outcome = 'noAnswer') as "noAnswer", count(*) filter (where v.outcome = 'noAnswer' and v.no_answer >= 2) as silent
         from response.visit v
        where v.round in (select distinct on (audience) id from response.round where incident = $1 order by audience, opened_at desc)
        group by v.grid order by v.grid limit 500`,
      [incident],
    ),
  ]);
  return { ...found, ...counts, rounds, perHour, perGrid };
}

/** Tasks of an incident with the names of who answers for them. `live`: only those not over. */
export async function listTasks(tx: Tx, incident: string | null, live: boolean, now: Date): Promise<TaskRow[]> {
  const rows = await tx.rows<Omit<TaskRow, 'organisation' | 'position' | 'takenBy'> & { claimedPosition: string | null }>(
    `select t.id, t.incident, t.request, t.kind, t.title, t.action_order as "actionOrder", t.grid, t.door, t.urgency, t.effort_min as "effortMin", t.load_kg as "loadKg",
            t.state, t.duty, t.owner_organisation as "ownerOrganisation", t.owner_position as "ownerPosition", t.claimed_position as "claimedPosition",
            t.raised_at as "raisedAt", t.deadline_at as "deadlineAt", t.claimed_at as "claimedAt", t.due_at as "dueAt", t.closed_at as "closedAt",
            t.lapsed, t.photo, t.note, coalesce(t.deadline_at < coalesce(t.closed_at, $3), false) as late,
            (select count(*) from response.extra_work w where w.task = t.id) as "extraWork"
       from response.task t
      where ($1::uuid is null or t.incident = $1) and (not $2 or t.state in ('open', 'claimed'))
      order by t.state in ('done', 'dropped'), coalesce(t.deadline_at < $3, false) desc, t.deadline_at nulls last, t.raised_at, t.action_order, t.owner_organisation is null, t.id
      limit 2000`,
    [incident, live, now.toISOString()],
  );
  const labels = await labelsOf(tx);
  return rows.map(({ claimedPosition, ...row }) => {
    const taken = claimedPosition ? labels.positions.get(claimedPosition) : undefined;
    return {
      ...row,
      organisation: row.ownerOrganisation ? (labels.organisations.get(row.ownerOrganisation) ?? null) : null,
      position: row.ownerPosition ? (labels.positions.get(row.ownerPosition)?.title ?? null) : null,
      takenBy: taken ? `${taken.organisation} · ${taken.title}` : null,
    };
  });
}

export const answers: Answer[] = [
  answer(preview, async (tx, { planId }, { now }) => {
    const [state, labels] = await Promise.all([readActivation(tx, planId, now), labelsOf(tx)]);
    if (state.at !== 'ready') return [];
    const { title, hazard, level, actions } = state.plan;
    const same = state.running.filter((r) => r.hazard === hazard);
    return [
      {
        title,
        hazard,
        level,
        real: same.some((r) => !r.exercise),
        exercise: same.some((r) => r.exercise),
        actions: actions.map(({ order, title: words, kind, duty, withinMin, parts }) => ({
          order,
          title: words,
          kind,
          duty,
          withinMin,
          parts: parts.map(({ grid, owner }) => ({
            grid,
            organisation: owner ? (labels.organisations.get(owner.organisation) ?? null) : null,
            position: owner?.position ? (labels.positions.get(owner.position)?.title ?? null) : null,
          })),
        })),
      },
    ];
  }),
  answer(rules, (tx) => tx.rows(`select coalesce((select claim_limit from response.setting), ${builtInClaimLimit}) as "claimLimit"`, [])),
  answer(running, (tx, _args, { now }) => tx.rows<Running>(runningSql, [now.toISOString()])),
  answer(incidents, (tx) =>
    tx.rows<IncidentRow>(
      `select ${head}, i.closed_at as "closedAt", i.figures from response.incident i order by i.closed_at is not null, i.opened_at desc, i.id limit 200`,
      [],
    ),
  ),
  answer(room, async (tx, { incidentId }, { now }) => {
    const found = await findRoom(tx, incidentId, now);
    return found ? [found] : [];
  }),
  answer(buildings, async (tx, { roundId }) => {
    const rows = await tx.rows<BuildingRow>(
      `select building, min(split_part(door, '-', 1)) as number, count(*) as "all", count(*) filter (where outcome in ('safe', 'help')) as reached,
              count(*) filter (where outcome = 'help') as help, count(*) filter (where outcome = 'noAnswer') as "noAnswer"
         from response.visit where round = $1 group by building order by building limit 1000`,
      [roundId],
    );
    return [...rows].sort((a, b) => inOrder(a.number, b.number));
  }),
  answer(doors, (tx, { roundId, buildingId }, { allowance }) =>
    tx.rows(
      `select household, dwelling, door, unit, floor, outcome, times, no_answer as "noAnswer", visited_at as "visitedAt", vulnerability, disputed
         from response.visit
        where round = $1 and ($2::uuid is null or building = $2) and ($3::uuid[] is null or grid = any($3))
        order by building, unit, floor, door limit 12000`,
      [roundId, buildingId, allowance.grids],
    ),
  ),
  answer(tasks, (tx, { incidentId, live }, { now }) => listTasks(tx, incidentId, live, now)),
  answer(requests, (tx, { incidentId, live }, { allowance }) =>
    tx.rows<RequestRow>(
      `select q.id, q.incident, q.dwelling, q.door, q.kind, q.urgency, q.words, q.source, q.state, q.asked_at as "askedAt", q.taken_at as "takenAt",
              q.done_at as "doneAt", q.closed_at as "closedAt", q.reply, q.times,
              (select t.id from response.task t where t.request = q.id and t.state in ('open', 'claimed') order by t.raised_at limit 1) as task
         from response.request q
        where ($1::uuid is null or q.incident = $1) and (not $2 or q.state in ('open', 'taken', 'done')) and ($3::uuid[] is null or q.grid = any($3))
        order by q.state <> 'open', q.urgency <> 'now', q.asked_at, q.id limit 2000`,
      [incidentId, live, allowance.grids],
    ),
  ),
];
