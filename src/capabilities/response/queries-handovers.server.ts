import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import type { Feed } from '../../platform/server/queries/pull.ts';
import { type HandoverRow, handovers } from './queries-handovers.ts';

const columns = `id, incident, exercise, task, request, kind, title, urgency, door, note, state, from_organisation as "fromOrganisation",
  from_position as "fromPosition", to_organisation as "toOrganisation", offered_by as "offeredBy", offered_at as "offeredAt", due_at as "dueAt",
  answered_at as "answeredAt", reason, escalated_at as "escalatedAt", escalated_organisation as "escalatedOrganisation",
  escalated_position as "escalatedPosition"`;

export const handoverAnswers: Answer[] = [
  answer(handovers, (tx, { incidentId, live }) =>
    tx.rows<HandoverRow>(
      `select ${columns} from response.handover
        where ($1::uuid is null or incident = $1) and (not $2 or state = 'offered')
        order by state <> 'offered', case when state = 'offered' then due_at end, answered_at desc, id limit 1000`,
      [incidentId, live],
    ),
  ),
];

/** Phones copy what waits and what was just answered: a partner must see on the way what is asked of it. */
export const handoverFeed: Feed = {
  entity: 'response.handover',
  sql: `select ${columns}, version, scope from response.handover where scope = any($1) and version > $2 order by version limit $3`,
};
