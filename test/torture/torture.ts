import { setTimeout as wait } from 'node:timers/promises';
import { connected } from '../../src/platform/server/db/install.ts';
import { findServed } from '../../src/platform/server/db/served.ts';
import { demoPassword } from '../../tools/demo/load.ts';
import { type Random, randomFrom } from '../../tools/demo/random.ts';
import { journals } from '../harness/banyan.ts';
import { freshId } from '../harness/fresh-id.ts';
import { Phone, signIn } from '../harness/phone.ts';
import { type Running, runServer } from '../harness/run-server.ts';
import { type Door, Walker } from './crowd.ts';
import { Killer } from './killer.ts';
import { badLine } from './line.ts';
import { type Found, reckon } from './reckon.ts';

export interface Ordered {
  readonly kills: number;
  /** No more kills after so long, ms; what was said until then is reckoned all the same. */
  readonly withinMs?: number;
  /** Of chance: who is killed, when, what is said and what the line does. Processes keep their own time, so a run is not repeated to the letter. */
  readonly seed: number;
  readonly phones?: number;
  /** How likely a packet comes to harm on the line. */
  readonly faults?: number;
  readonly log?: (line: string) => void;
}

export interface Tortured extends Found {
  readonly kills: ReadonlyMap<string, number>;
  readonly faults: ReadonlyMap<string, number>;
  /** How tries to send ended that did not succeed. */
  readonly failures: ReadonlyMap<string, number>;
  /** Answers of 500: a database that is away is no fault of ours, so there must be none. */
  readonly serverErrors: number;
  readonly commands: number;
  /** Acknowledged before the end, that is with kills still to come. */
  readonly midway: number;
  readonly endedByItself: number;
  readonly journalHolds: boolean;
  readonly seconds: number;
}

/** A real server, killed again and again while phones push through a bad line; then everything said is looked for. */
export async function torture({ kills, seed, withinMs = Infinity, phones = 12, faults = 0.04, log = () => undefined }: Ordered): Promise<Tortured> {
  const random = randomFrom(seed, Date.now());
  const server = await runServer({ BANYAN_LOG: 'warn', BANYAN_REQUESTS_PER_MINUTE: '1000000' });
  const line = await badLine(server.url, random, faults);
  try {
    const from = performance.now();
    const walkers = await crowd(server, line.url, phones, random);
    const before = await reckon.before(await tables(server));
    let going = true;
    const walking = Promise.all(walkers.map((walker) => walker.walk(() => going)));
    const killer = new Killer(server, random);
    let told = 0;
    while (killer.count < kills && performance.now() - from < withinMs) {
      await wait(random.int(100, 1_200));
      await killer.strike(kills - killer.count);
      if (killer.count < told + 10) continue;
      told = killer.count;
      log(`${told} kills, ${acknowledgedBy(walkers)} acknowledged`);
    }
    const midway = acknowledgedBy(walkers);
    going = false;
    await walking;
    line.mend();
    await Promise.all(walkers.map(drain));
    const failures = sum(walkers.map((walker) => walker.failures));
    return {
      ...(await reckon.after(await tables(server), before, walkers)),
      kills: killer.kills,
      faults: line.befell,
      failures,
      serverErrors: failures.get('500') ?? 0,
      commands: walkers.reduce((total, { said }) => total + said.ids.size, 0),
      midway,
      endedByItself: killer.endedByItself,
      journalHolds: (await journals(server.dataDir)).every(({ holds }) => holds),
      seconds: (performance.now() - from) / 1000,
    };
  } catch (error) {
    throw new Error(`seed ${seed}; the server said last:\n${server.output().slice(-3000)}`, { cause: error });
  } finally {
    await line.close();
    await server.remove();
  }
}

/** Phones of two people: the grid worker's know the doors of the grid, the director's the others. */
async function crowd(server: Running, url: string, phones: number, random: Random): Promise<Walker[]> {
  const [director, worker] = await Promise.all([signIn(server.url, 'director', demoPassword), signIn(server.url, 'grid', demoPassword)]);
  const community = await communityOf(server.url, director);
  const desk = new Phone({ url: server.url, cookie: director, community });
  const plans = await ask<{ rows: { id: string }[] }>(server.url, director, '/api/v1/query/readiness.plans', { community, args: {} });
  const [incidentId, round] = [freshId(), freshId()];
  desk.say('response.activatePlan', { planId: plans.rows[0]?.id, exercise: true, incidentId, title: 'torture' });
  desk.say('response.openRound', { roundId: round, incidentId, title: 'torture' });
  if ((await desk.push()) !== null || desk.agreed().length !== 2) throw new Error(`no round was opened: ${JSON.stringify(desk.lost())}`);
  const search = new URLSearchParams({ community, cursor: '0', limit: '5000', entities: 'response.visit' });
  const { rows } = await ask<{ rows: Partial<Door>[] }>(server.url, worker, `/api/v1/pull?${search}`);
  const ofGrid = rows.filter((row): row is Door => row.round === round && Boolean(row.household && row.dwelling));
  const look = await tables(server);
  const others = await look<Door>(
    'select round, household, dwelling from response.visit where round = $1 and dwelling is not null and not household = any($2) order by household',
    [round, ofGrid.map(({ household }) => household)],
  );
  return Array.from({ length: phones }, (_, p) => {
    const [cookie, doors] = p % 2 === 0 ? [worker, ofGrid] : [director, others];
    const own = doors.filter((_door, d) => d % phones === p);
    if (own.length === 0) throw new Error('too few doors for so many phones');
    return new Walker({ url, cookie, community }, own, random, cookie === worker);
  });
}

async function communityOf(url: string, cookie: string): Promise<string> {
  const { memberships } = await ask<{ memberships: { community: string }[] }>(url, cookie, '/api/v1/me');
  const [first] = memberships;
  if (!first) throw new Error('the director is in no community');
  return first.community;
}

async function ask<T>(url: string, cookie: string, path: string, body?: unknown): Promise<T> {
  const headers = { cookie, 'content-type': 'application/json' };
  const answer = await fetch(`${url}${path}`, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

const acknowledgedBy = (walkers: readonly Walker[]): number => walkers.reduce((total, { acknowledged }) => total + acknowledged.size, 0);

async function drain(walker: Walker): Promise<void> {
  const deadline = Date.now() + 300_000;
  while (!(await walker.push())) {
    if (Date.now() > deadline) throw new Error(`the outbox is not empty after five minutes: ${JSON.stringify([...walker.failures])}`);
    await wait(200);
  }
}

/** Reads past the application, as the superuser. */
async function tables(server: Running): Promise<<R extends object>(sql: string, params?: readonly unknown[]) => Promise<R[]>> {
  const served = findServed(server.dataDir);
  if (!served) throw new Error('the server does not run');
  return (sql, params = []) => connected({ ...served, database: 'banyan' }, async (client) => (await client.query(sql, [...params])).rows);
}

function sum(counts: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const total = new Map<string, number>();
  for (const count of counts) for (const [key, n] of count) total.set(key, (total.get(key) ?? 0) + n);
  return total;
}
