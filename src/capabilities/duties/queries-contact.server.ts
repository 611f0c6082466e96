import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { findPeople, readDirectory } from '../community/server.ts';
import { type ContactTestRow, contactCalls, contactTests } from './queries-contact.ts';
import { type Call, mayRing, measureTest } from './rules/contact-test.ts';
import { callColumns } from './store-contact.server.ts';

/** Tests shown, the latest. */
const shown = 50;

export const contactAnswers: Answer[] = [
  answer(contactTests, async (tx) => {
    const tests = await tx.rows<Omit<ContactTestRow, 'measures'>>(
      `select id, title, exercise, within_min as "withinMin", started_at as "startedAt", closed_at as "closedAt"
         from duties.contact_test order by closed_at is not null, started_at desc, id limit ${shown}`,
      [],
    );
    const calls = await tx.rows<Call & { test: string }>(
      `select test, ${callColumns} from duties.contact_call where test = any($1) order by test, position, place limit 20000`,
      [tests.map(({ id }) => id)],
    );
    const byTest = Map.groupBy(calls, ({ test }) => test);
    return tests.map((test) => {
      const measures = measureTest(byTest.get(test.id) ?? [], test.startedAt);
      return { ...test, measures: { ...measures, unreachable: [...measures.unreachable] } };
    });
  }),

  answer(contactCalls, async (tx, { testId }) => {
    const calls = await tx.rows<Call & { byPhone: boolean | null }>(
      `select ${callColumns}, by_phone as "byPhone" from duties.contact_call where test = $1 order by position, place limit 2000`,
      [testId],
    );
    const [directory, people] = await Promise.all([readDirectory(tx), findPeople(tx, [...new Set(calls.flatMap((call) => call.personId ?? []))])]);
    const organisations = new Map(directory.organisations.map((o) => [o.id, o.name]));
    const titles = new Map(directory.positions.map((p) => [p.id, p.title]));
    const known = new Map(people.map((person) => [person.id, person]));
    return calls
      .map((call) => {
        const person = call.personId ? known.get(call.personId) : undefined;
        return {
          ...call,
          organisation: organisations.get(call.organisationId) ?? '',
          title: titles.get(call.positionId) ?? '',
          name: person?.name ?? null,
          phone: person?.phone ?? '',
          next: call.personId !== null && call.outcome !== 'reached' && mayRing(calls, call),
        };
      })
      .toSorted((a, b) => a.organisation.localeCompare(b.organisation, 'zh') || a.title.localeCompare(b.title, 'zh') || a.place - b.place);
  }),
];
