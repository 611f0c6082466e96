import type { PersonId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { readDirectory } from '../community/server.ts';
import type { ContactChange, ContactTestId, StartState, TestState } from './commands-contact.ts';
import type { ContactTest } from './rules/analysis/model.ts';
import { holdsAt } from './rules/area.ts';
import type { Call } from './rules/contact-test.ts';

export async function loadStart(tx: Tx, p: { testId: ContactTestId; positions: readonly string[] }, { now }: { now: Date }): Promise<StartState> {
  const [[found], directory] = await Promise.all([
    tx.rows<{ taken: boolean; runs: boolean }>(
      `select exists (select from duties.contact_test where id = $1) as taken, exists (select from duties.contact_test where closed_at is null) as runs`,
      [p.testId],
    ),
    readDirectory(tx, now),
  ]);
  const wanted = new Set(p.positions);
  const active = new Set(directory.organisations.filter((o) => o.active).map((o) => o.id));
  const posts = directory.positions
    .filter((post) => wanted.has(post.id) && !post.seat && active.has(post.organisationId))
    .map(({ id, organisationId, holder, deputy, acting }) => ({
      id,
      organisationId,
      holder,
      deputy,
      acting: acting.flatMap((cover) => (holdsAt(cover, now.toISOString()) ? cover.person : [])),
    }));
  return { idTaken: found?.taken ?? false, runs: found?.runs ?? false, posts };
}

export const callColumns = `position as "positionId", organisation as "organisationId", place, person as "personId", outcome, at`;

export async function loadTest(tx: Tx, { testId }: { testId: ContactTestId }): Promise<TestState> {
  const [test] = await tx.rows<{ closed: boolean }>('select closed_at is not null as closed from duties.contact_test where id = $1 for update', [
    testId,
  ]);
  if (!test) return { at: 'nowhere' };
  const calls = await tx.rows<Call>(`select ${callColumns} from duties.contact_call where test = $1 order by position, place`, [testId]);
  return { at: test.closed ? 'closed' : 'runs', calls };
}

/** Writes one change of a contact test. */
export async function applyContactChange(tx: Tx, change: ContactChange, at: At): Promise<void> {
  switch (change.type) {
    case 'contactTestStarted': {
      const { test, calls, startedBy } = change;
      await tx.run(
        'insert into duties.contact_test (id, title, exercise, within_min, started_at, started_by, started_position, version) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [test.id, test.title, test.exercise, test.withinMin, test.startedAt, startedBy, at.position, at.version],
      );
      await tx.run(
        `insert into duties.contact_call (test, position, organisation, place, person)
         select $1, "positionId", "organisationId", place, "personId"
           from jsonb_to_recordset($2::jsonb) as c("positionId" uuid, "organisationId" uuid, place int, "personId" uuid)`,
        [test.id, JSON.stringify(calls)],
      );
      return;
    }
    case 'callRecorded':
      await tx.run(`update duties.contact_call set outcome = $4, at = $5, by_phone = true where test = $1 and position = $2 and place = $3`, [
        change.testId,
        change.positionId,
        change.place,
        change.outcome,
        at.now.toISOString(),
      ]);
      return;
    case 'contactTestClosed':
      await tx.run('update duties.contact_test set closed_at = $2, version = $3 where id = $1', [change.testId, change.on, at.version]);
      return;
    default:
      change satisfies never;
  }
}

/** Somebody confirmed in the app: they are reached in every post in which they were asked, if the test still runs. The notice has the id of its test. */
export const confirmContact = (tx: Tx, notice: string, person: PersonId, at: At): Promise<number> =>
  tx.run(
    `update duties.contact_call c set outcome = 'reached', at = $3, by_phone = false
       from duties.contact_test t
      where t.community = c.community and t.id = c.test and t.id = $1 and t.closed_at is null and c.person = $2 and c.outcome is distinct from 'reached'`,
    [notice, person, at.now.toISOString()],
  );

/** When each organisation was last tried, by when the test began; null: none was ever held. */
export async function readContactTests(tx: Tx): Promise<ContactTest[] | null> {
  const found = await tx.rows<ContactTest>(
    `select c.organisation as "organisationId", max(t.started_at) as "lastAt"
       from duties.contact_call c join duties.contact_test t on t.community = c.community and t.id = c.test
      where t.closed_at is not null group by c.organisation order by c.organisation`,
    [],
  );
  return found.length === 0 ? null : found;
}
