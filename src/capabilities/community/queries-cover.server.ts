import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { covers } from './queries-cover.ts';
import { coverStands } from './store-cover.server.ts';

export const coverAnswers: Answer[] = [
  answer(covers, (tx, { positionId }, { now }) =>
    tx.rows(
      `select c.id, c.position as "positionId", o.name as organisation, p.title, c.holder as "holderId", h.name as holder, c.person as "personId",
              a.name as person, c.since, c.until, c.since <= $1 as runs, c.note
         from community.cover c
         join community.position p on p.community = c.community and p.id = c.position
         join community.organisation o on o.community = p.community and o.id = p.organisation
         join community.person h on h.community = c.community and h.id = c.holder
         join community.person a on a.community = c.community and a.id = c.person
        where ${coverStands} and ($2::uuid is null or c.position = $2)
        order by c.since, c.id limit 500`,
      [now.toISOString(), positionId ?? null],
    ),
  ),
];
