import { journalOf } from '../../platform/server/commands/journal.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { readAbout } from '../community/server.ts';
import { labelsOf } from './labels.server.ts';
import type { Words } from './model.ts';
import { findRoom, listTasks } from './queries.server.ts';
import { type ReportFacts, situationReport, type TimelineRow, timeline } from './queries.ts';
import { listBriefings } from './queries-briefings.server.ts';
import { namesAbout } from './rules/timeline.ts';

async function facts(tx: Tx, incident: string, now: Date): Promise<ReportFacts[]> {
  const found = await findRoom(tx, incident, now);
  if (!found) return [];
  const [tasks, byKind, [disputed], about, briefings, handovers, labels] = await Promise.all([
    listTasks(tx, incident, false, now),
    tx.rows<ReportFacts['byKind'][number]>(
      `select kind, count(*) as "all", count(*) filter (where state in ('open', 'taken')) as open
         from response.request where incident = $1 and state <> 'withdrawn' group by kind order by count(*) desc, kind limit 50`,
      [incident],
    ),
    tx.rows<{ n: number }>('select count(*) as n from response.visit where incident = $1 and disputed', [incident]),
    readAbout(tx),
    listBriefings(tx, incident),
    tx.rows<{ title: Words; kind: string; from: string; to: string; dueAt: string }>(
      `select title, kind, from_organisation as "from", to_organisation as "to", due_at as "dueAt"
         from response.handover where incident = $1 and state = 'offered' and due_at <= $2 order by due_at, id limit 100`,
      [incident, now.toISOString()],
    ),
    labelsOf(tx),
  ]);
  const lateActions = tasks.flatMap((task) =>
    task.kind === 'plan' && task.deadlineAt !== null && task.late && task.state !== 'dropped' && task.closedAt === null
      ? [{ title: task.title, deadlineAt: task.deadlineAt, organisation: task.organisation, position: task.position }]
      : [],
  );
  const unowned = tasks.flatMap((task) =>
    task.kind === 'plan' && task.ownerOrganisation === null ? [{ title: task.title, duty: task.duty ?? '' }] : [],
  );
  return [
    {
      ...found,
      community: about?.name ?? '',
      at: now.toISOString(),
      lateActions,
      unowned,
      byKind,
      disputedDoors: disputed?.n ?? 0,
      handoversLate: handovers.map((row) => ({
        ...row,
        from: labels.organisations.get(row.from) ?? '',
        to: labels.organisations.get(row.to) ?? '',
      })),
      briefings: briefings
        .filter(({ state }) => state !== 'cancelled')
        .map(({ title, startsAt, state, guests, decisions }) => ({
          title,
          startsAt,
          held: state === 'held',
          invited: guests.filter(({ invited }) => invited).length,
          present: guests.filter(({ present }) => present).length,
          organisations: [...new Set(guests.flatMap(({ present, organisationName }) => (present ? organisationName : [])))],
          decisions: decisions.map(({ text, organisationName, title: position, dueAt, taskState }) => ({
            text,
            organisation: organisationName,
            position,
            dueAt,
            done: taskState === 'done',
          })),
        })),
    },
  ];
}

export const reportAnswers: Answer[] = [
  answer(situationReport, (tx, { incidentId }, { now }) => facts(tx, incidentId, now)),
  answer(timeline, async (tx, { incidentId, about, before, limit }): Promise<TimelineRow[]> => {
    const entries = await journalOf(tx, { incident: incidentId, before: before ?? undefined, names: about ? namesAbout(about) : undefined, limit });
    const labels = await labelsOf(tx);
    return entries.map((entry) => {
      const label = entry.position ? labels.positions.get(entry.position) : undefined;
      return {
        version: entry.version,
        id: entry.id,
        name: entry.name,
        status: entry.status,
        actorKind: entry.actorKind,
        by: label ? `${label.organisation} · ${label.title}` : null,
        at: entry.recordedAt,
        params: entry.params,
      };
    });
  }),
];
