import type { PersonId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { findPeople } from '../community/server.ts';
import { labelsOf } from './labels.server.ts';
import { type BriefingRow, briefings } from './queries-briefings.ts';

/** Briefings of one incident with the names of who came and who answers. */
export async function listBriefings(tx: Tx, incident: string): Promise<BriefingRow[]> {
  const found = await tx.rows<Omit<BriefingRow, 'guests' | 'decisions'>>(
    `select id, title, starts_at as "startsAt", place, link, state, reason, held_at as "heldAt"
       from response.briefing where incident = $1 order by starts_at desc, id limit 200`,
    [incident],
  );
  if (found.length === 0) return [];
  const ids = [found.map(({ id }) => id)];
  const [guests, decisions, labels] = await Promise.all([
    tx.rows<{ briefing: string; position: string; organisation: string; person: PersonId | null; invited: boolean; present: boolean | null }>(
      'select briefing, position, organisation, person, invited, present from response.briefing_guest where briefing = any($1) and (invited or present) order by briefing, organisation, position limit 5000',
      ids,
    ),
    tx.rows<
      Omit<BriefingRow['decisions'][number], 'organisationName' | 'title'> & { briefing: string; organisation: string; position: string | null }
    >(
      `select d.briefing, d.id, d.text, d.organisation, d.position, d.due_at as "dueAt", d.task, t.state as "taskState"
         from response.briefing_decision d left join response.task t on t.community = d.community and t.id = d.task
        where d.briefing = any($1) order by d.made_at, d.id limit 2000`,
      ids,
    ),
    labelsOf(tx),
  ]);
  const people = new Map((await findPeople(tx, [...new Set(guests.flatMap(({ person }) => person ?? []))])).map(({ id, name }) => [id, name]));
  const guestsOf = Map.groupBy(guests, ({ briefing }) => briefing);
  const decisionsOf = Map.groupBy(decisions, ({ briefing }) => briefing);
  return found.map((row) => ({
    ...row,
    guests: (guestsOf.get(row.id) ?? []).map(({ position, organisation, person, invited, present }) => ({
      position,
      organisation,
      organisationName: labels.organisations.get(organisation) ?? '',
      title: labels.positions.get(position)?.title ?? '',
      name: person ? (people.get(person) ?? null) : null,
      invited,
      present,
    })),
    decisions: (decisionsOf.get(row.id) ?? []).map(({ id, text, organisation, position, dueAt, task, taskState }) => ({
      id,
      text,
      organisationName: labels.organisations.get(organisation) ?? '',
      title: position ? (labels.positions.get(position)?.title ?? null) : null,
      dueAt,
      task,
      taskState,
    })),
  }));
}

export const briefingAnswers: Answer[] = [answer(briefings, (tx, { incidentId }) => listBriefings(tx, incidentId))];
