import { EventEmitter } from 'node:events';
import { parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import pg from 'pg';
import type { Logger } from 'pino';
import type { CommunityId } from '../../../kernel/ids.ts';
import type { Bus } from '../commands/bus.ts';
import type { Db } from '../db/db.ts';
import type { Outside } from '../notify/from-environment.ts';
import { type Clockwork, communitiesFor, type Say, sayer, strikeAll } from './clock.ts';
import { jobsSchema } from './install-jobs.ts';
import { living } from './living.ts';
import { quietLogger } from './quiet-logger.ts';

export type { Clockwork, Say };

/** What a job may use. */
export interface JobTools {
  readonly db: Db;
  readonly bus: Bus;
  readonly log: Logger;
  /** As the system, in this community: says one command; null in place of a reply when nothing came of it. */
  readonly say: Say;
  /** The ways out of the house that are set up here. */
  readonly outside: Outside;
}
/** Work that is done later and once more when it fails: send a notice, read a feed. */
export interface Job {
  readonly name: string;
  run(payload: Readonly<Record<string, string | number>> & { readonly community: CommunityId }, tools: JobTools): Promise<void>;
}

/** Something regular that the journal has nothing to say about: sweep expired sessions, add figures up. */
export interface Chore {
  readonly name: string;
  readonly everyMin: number;
  /** @param communities all that there are */
  run(communities: () => Promise<readonly CommunityId[]>): Promise<void>;
}

export interface JobsConfig {
  /** Logs in as `banyan_jobs`. */
  readonly database: pg.PoolConfig;
  readonly db: Db;
  readonly bus: Bus;
  readonly jobs: readonly Job[];
  readonly clockwork: readonly Clockwork[];
  readonly chores: readonly Chore[];
  readonly clock: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
  readonly outside: Outside;
}

export interface Jobs {
  /** Jobs that wait or run, and those that failed for good. */
  counts(): Promise<{ readonly waiting: number; readonly failed: number }>;
  /** Lets running jobs end, then stops. */
  stop(): Promise<void>;
}

/** Jobs of a server that died are looked for at the start, once more when none of its locks is young any longer, and then this often, ms. */
const takeOverMs = 60_000;
const lookAgainMs = 6_000;

const clockTask = (command: string) => `clock ${command}`;
const choreTask = (name: string) => `chore ${name}`;

/** Starts the worker and the clock. Several servers on one database share the work. */
export async function startJobs(config: JobsConfig): Promise<Jobs> {
  const pool = new pg.Pool({ max: 6, ...config.database });
  // A connection that breaks is replaced; what ran on it fails and is tried again.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  // The database was away for a moment: the next look does it.
  const broken = (error: unknown) => config.log.warn({ err: error }, 'jobs: could not see who lives');
  const say = sayer(config);
  const tools: JobTools = { db: config.db, bus: config.bus, log: config.log, say, outside: config.outside };
  const tasks: TaskList = {};
  for (const job of config.jobs) tasks[job.name] = guarded(config.log, job.name, (payload) => job.run(payload as Parameters<Job['run']>[0], tools));
  for (const chore of config.chores) tasks[choreTask(chore.name)] = guarded(config.log, chore.name, () => chore.run(() => communitiesFor(pool)));
  for (const work of config.clockwork)
    tasks[clockTask(work.command)] = guarded(config.log, work.command, async () => strikeAll(config, await communitiesFor(pool), work));

  const alive = living(config.database, config.log);
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => void alive.hold(workerPool.id).catch(broken));
  const runner: Runner = await run({
    pgPool: pool,
    events,
    schema: jobsSchema,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2_000,
    logger: quietLogger,
    taskList: tasks,
    parsedCronItems: parseCronItems([
      ...config.clockwork.map(({ command, everyMin }) => ({ task: clockTask(command), match: every(everyMin), identifier: clockTask(command) })),
      ...config.chores.map(({ name, everyMin }) => ({ task: choreTask(name), match: every(everyMin), identifier: choreTask(name) })),
    ]),
  });
  // `stop` below is the only way this ends on purpose; anything else is logged, and readiness shows it.
  runner.promise.catch((error: unknown) => config.log.error({ err: error }, 'jobs: the worker ended'));
  const takeOver = () => void alive.takeOver().catch(broken);
  takeOver();
  const soon = setTimeout(takeOver, lookAgainMs);
  const often = setInterval(takeOver, takeOverMs);
  return {
    async counts() {
      const { rows } = await pool.query<{ waiting: number; failed: number }>(
        `select count(*) filter (where attempts < max_attempts)::int as waiting, count(*) filter (where attempts >= max_attempts)::int as failed
           from ${jobsSchema}._private_jobs`,
      );
      return rows[0] ?? { waiting: 0, failed: 0 };
    },
    async stop() {
      clearTimeout(soon);
      clearInterval(often);
      await runner.stop();
      await alive.close();
      await pool.end();
    },
  };
}

const every = (min: number): string => (min >= 60 ? '0 * * * *' : min === 1 ? '* * * * *' : `*/${min} * * * *`);

/** The queue stores a failure's message, and messages of the database quote values: it gets class and code only. */
function guarded(log: Logger, name: string, work: (payload: unknown) => Promise<void>) {
  return async (payload: unknown): Promise<void> => {
    try {
      await work(payload);
    } catch (error) {
      log.error({ err: error, job: name }, 'job failed');
      const { code } = error as { code?: unknown };
      throw new Error(`${error instanceof Error ? error.name : typeof error}${typeof code === 'string' ? ` ${code}` : ''}`);
    }
  };
}
