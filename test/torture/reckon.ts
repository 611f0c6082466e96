import type { Walker } from './crowd.ts';

type Look = <R extends object>(sql: string, params?: readonly unknown[]) => Promise<R[]>;

/** What stands in the tables, held against what was said and what was acknowledged. */
export interface Found {
  /** Acknowledged, or said and drained, and not there: missing from the journal, under another version, or without its effect. */
  readonly lost: number;
  /** Effects that show more often than they were said, and commands in the journal that nobody said. */
  readonly doubled: number;
  /** Answers other than yes, by code; nothing in this story gives a reason for one. */
  readonly refused: readonly string[];
}

type Counts = ReadonlyMap<string, number>;

/** How often each thing was done, as the tables count it: unlike the journal's keys, a counter shows when a command was done twice. */
interface Effects {
  readonly visits: Counts;
  readonly calls: Counts;
  readonly households: Counts;
}

async function effects(look: Look): Promise<Effects> {
  const counts = async (sql: string) => new Map((await look<{ key: string; n: number }>(sql)).map(({ key, n }) => [key, n]));
  return {
    visits: await counts('select household as key, sum(times)::int as n from response.visit group by household'),
    calls: await counts(
      `select dwelling as key, sum(times)::int as n from response.request where kind = 'repair' and dwelling is not null group by dwelling`,
    ),
    households: await counts('select id as key, 1 as n from register.household'),
  };
}

async function after(look: Look, before: Effects, walkers: readonly Walker[]): Promise<Found> {
  const now = await effects(look);
  const journal = new Map(
    (await look<{ id: string; version: string }>(`select id, version from platform.journal where status = 'accepted'`)).map((row) => [
      row.id,
      Number(row.version),
    ]),
  );
  let lost = 0;
  let doubled = 0;
  for (const { acknowledged, changedItsMind, phone, said } of walkers) {
    const answered = new Set(phone.lost().map(({ envelope }) => envelope.id as string));
    lost += changedItsMind;
    for (const id of said.ids) if (!answered.has(id) && journal.get(id) !== acknowledged.get(id)) lost += 1;
    const compare = (expected: Counts, had: Counts, has: Counts) => {
      for (const [key, times] of expected) {
        const more = (has.get(key) ?? 0) - (had.get(key) ?? 0) - times;
        if (more < 0) lost -= more;
        else doubled += more;
      }
    };
    compare(said.visits, before.visits, now.visits);
    compare(said.calls, before.calls, now.calls);
    compare(new Map([...said.households].map((id) => [id, 1])), before.households, now.households);
  }
  return {
    lost,
    doubled: doubled + (await strangers(look, walkers)),
    refused: walkers.flatMap(({ phone }) =>
      phone.lost().map(({ envelope, progress }) => `${envelope.name}: ${progress.at === 'refused' ? progress.problem.code : progress.at}`),
    ),
  };
}

/** Commands of these kinds that devices said since, and none of ours. */
async function strangers(look: Look, walkers: readonly Walker[]): Promise<number> {
  const ours = walkers.flatMap(({ said }) => [...said.ids]);
  const [row] = await look<{ n: number }>(
    `select count(*)::int as n from platform.journal
      where device in (select device from platform.journal where id = any($1::uuid[])) and not id = any($1::uuid[])`,
    [ours],
  );
  return row?.n ?? 0;
}

/** Looks at the tables before the first command and after the last. */
export const reckon = { before: effects, after };
