import type { Feed } from '../../platform/server/queries/pull.ts';
import { handoverFeed } from './queries-handovers.server.ts';
import { visitRowId } from './store-visits.server.ts';

/**
 * What phones copy. A visit row is one door to go to: no name, no need. A request comes without its words, which may speak of health:
 * only those who triage read them, online. Volunteers get tasks: what, where, how heavy.
 */
export const feeds: Feed[] = [
  handoverFeed,
  {
    entity: 'response.incident',
    sql: `select id, hazard, level, exercise, title, opened_at as "openedAt", closed_at as "closedAt", version, scope
            from response.incident where scope = any($1) and version > $2 order by version limit $3`,
  },
  {
    entity: 'response.round',
    sql: `select id, incident, title, audience, opened_at as "openedAt", closed_at as "closedAt", due_at as "dueAt", version, scope
            from response.round where scope = any($1) and version > $2 order by version limit $3`,
  },
  {
    // Doors of rounds that are over stay with the server, and phones that have them are told to forget them (`forgetDoors`).
    entity: 'response.visit',
    sql: `select ${visitRowId} as id, v.round, v.household, v.dwelling, v.door, v.floor, v.unit, v.building, v.vulnerability,
                 v.outcome, v.no_answer as "noAnswer", v.visited_at as "visitedAt", v.visited_by as "visitedBy", v.disputed, v.version, v.scope
            from response.visit v
            join response.round r on r.id = v.round and r.community = v.community
           where v.scope = any($1) and v.version > $2 and r.closed_at is null order by v.version limit $3`,
  },
  {
    // What ended stays on phones as long as its incident runs, and else stays with the server (`forgetEnded`).
    entity: 'response.request',
    sql: `select q.id, q.incident, q.round, q.household, q.dwelling, q.door, q.kind, q.urgency, q.state, q.asked_at as "askedAt", q.times, q.version, q.scope
            from response.request q left join response.incident i on i.id = q.incident and i.community = q.community
           where q.scope = any($1) and q.version > $2 and (q.state not in ('closed', 'withdrawn') or (i.id is not null and i.closed_at is null))
           order by q.version limit $3`,
  },
  {
    entity: 'response.task',
    sql: `select t.id, t.incident, t.request, t.kind, t.title, t.grid, t.door, t.urgency, t.effort_min as "effortMin", t.load_kg as "loadKg", t.state,
                 t.owner_organisation as "ownerOrganisation", t.owner_position as "ownerPosition", t.assignee, t.raised_at as "raisedAt",
                 t.deadline_at as "deadlineAt", t.claimed_by as "claimedBy", t.claimed_position as "claimedPosition", t.due_at as "dueAt",
                 t.closed_at as "closedAt", t.closed_by as "closedBy", coalesce(i.exercise, false) as exercise, t.version, t.scope
            from response.task t left join response.incident i on i.id = t.incident and i.community = t.community
           where t.scope = any($1) and t.version > $2 order by t.version limit $3`,
  },
];
