import pg from 'pg';
import type { Logger } from 'pino';
import { jobsSchema } from './install-jobs.ts';

/**
 * The queue gives up a job's lock only after four hours, for it cannot know whether whoever holds it still lives. Here it can be known: each
 * server holds an advisory lock of the database in the name of its workers, on a connection of its own, and the database drops that lock when
 * the process dies, however it dies.
 */
export interface Living {
  /** Workers of this server, under the name that they lock jobs with. */
  hold(workers: string): Promise<void>;
  /** Gives back the jobs of those whose server is gone. @returns how many */
  takeOver(): Promise<number>;
  close(): Promise<void>;
}

/** Whoever has only just locked a job may not have said yet that they live. */
const justLocked = `interval '5 seconds'`;
const again = 1_000;
const space = `hashtext('banyan.jobs.living')`;

const deadSql = `
  select locked_by as name from (
    select locked_by, locked_at from ${jobsSchema}._private_jobs where locked_by is not null
    union all
    select locked_by, locked_at from ${jobsSchema}._private_job_queues where locked_by is not null) as locks
   where locked_at < now() - ${justLocked}
     and not exists (
       select from pg_locks
        where locktype = 'advisory' and granted and objsubid = 2 and database = (select oid from pg_database where datname = current_database())
          and classid::bigint = ${space}::bigint & 4294967295 and objid::bigint = hashtext(locked_by)::bigint & 4294967295)
   group by locked_by`;

/** @param database logs in as `banyan_jobs` */
export function living(database: pg.PoolConfig, log: Logger): Living {
  const held = new Set<string>();
  let line: Promise<pg.Client> | null = null;
  let closed = false;

  /** The connection that stands for this server's life. When it breaks, the next one says the same. */
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client(database);
    client.on('error', () => undefined);
    client.on('end', () => {
      line = null;
      if (!closed) setTimeout(() => void open().catch(() => undefined), again).unref();
    });
    try {
      await client.connect();
      for (const workers of held) await client.query(`select pg_advisory_lock_shared(${space}, hashtext($1))`, [workers]);
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      line = null;
      throw error;
    }
  };
  const open = (): Promise<pg.Client> => {
    line ??= connect();
    return line;
  };

  return {
    async hold(workers) {
      const fresh = line === null;
      held.add(workers);
      const client = await open();
      if (!fresh) await client.query(`select pg_advisory_lock_shared(${space}, hashtext($1))`, [workers]);
    },
    async takeOver() {
      const client = await open();
      const { rows } = await client.query<{ name: string }>(deadSql);
      const dead = rows.map(({ name }) => name).filter((name) => !held.has(name));
      if (dead.length === 0) return 0;
      const { rows: locked } = await client.query<{ n: number }>(
        `select count(*)::int as n from ${jobsSchema}._private_jobs where locked_by = any($1::text[])`,
        [dead],
      );
      await client.query(`select ${jobsSchema}.force_unlock_workers($1::text[])`, [dead]);
      const jobs = locked[0]?.n ?? 0;
      log.info({ jobs }, 'jobs: taken over from a server that is gone');
      return jobs;
    },
    async close() {
      closed = true;
      await (await line?.catch(() => null))?.end();
    },
  };
}
