import { journalOf } from '../../platform/server/commands/journal.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { readAbout } from '../community/server.ts';
import { labelsOf } from './labels.server.ts';
import { findRoom, listTasks } from './queries.server.ts';
import { type ReportFacts, situationReport, type TimelineRow, timeline } from './queries.ts';
import { namesAbout } from './rules/timeline.ts';

async function facts(tx: Tx, incident: string, now: Date): Promise<ReportFacts[]> {
  const found = await findRoom(tx, incident, now);
  if (!found) return [];
  const [tasks, byKind, [disputed], about] = await Promise.all([
    listTasks(tx, incident, false, now),
    tx.rows<ReportFacts['byKind'][number]>(
      `select kind, count(*) as "all", count(*) filter (where state in ('open', 'taken')) as open
         from response.request where incident = $1 and state <> 'withdrawn' group by kind order by count(*) desc, kind limit 50`,
      [incident],
    ),
    tx.rows<{ n: number }>('select count(*) as n from response.visit where incident = $1 and disputed', [incident]),
    readAbout(tx),
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
