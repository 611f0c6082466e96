import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { connected } from '../db/install.ts';
import { quietLogger } from './quiet-logger.ts';

/** Schema of the job queue; owned by `banyan_jobs`. */
export const jobsSchema = 'jobs';

/**
 * Makes the job queue's schema or brings it up to date (the library's own numbered migrations), and lets the application role put
 * jobs in and nothing else: under row-level security it reaches only jobs of the community it works in. Again is harmless.
 */
export async function installJobs(admin: pg.ClientConfig): Promise<void> {
  await connected(admin, async (client) => {
    // Two programs that start at once: the second waits, then finds everything there.
    await client.query(`select pg_advisory_lock(hashtext('banyan.jobs'))`);
    const { rows } = await client.query<{ there: boolean }>(`select to_regnamespace($1) is not null as there`, [jobsSchema]);
    const fresh = rows[0]?.there !== true;
    await client.query(
      `do $$ begin if not pg_has_role(current_user, 'banyan_jobs', 'member') then execute format('grant banyan_jobs to %I', current_user); end if; end $$`,
    );
    const database = pg.escapeIdentifier(String(admin.database));
    if (fresh) {
      await client.query(`grant create on database ${database} to banyan_jobs`);
      await client.query(`create schema ${jobsSchema} authorization banyan_jobs`);
    }
    const pool = new pg.Pool({ ...admin, max: 1, options: '-c role=banyan_jobs' });
    pool.on('error', () => undefined);
    pool.on('connect', (migrating) => migrating.on('error', () => undefined));
    try {
      await runMigrations({ pgPool: pool, schema: jobsSchema, logger: quietLogger });
    } finally {
      await pool.end();
    }
    if (fresh) await client.query(`revoke create on database ${database} from banyan_jobs`);
    const { rows: granted } = await client.query<{ done: boolean }>(
      `select has_table_privilege('banyan_app', '${jobsSchema}._private_jobs', 'insert') as done`,
    );
    if (granted[0]?.done === true) return;
    await client.query('begin; set local role banyan_jobs');
    await client.query(grants);
    await client.query('commit');
  });
}

/**
 * The queue's tables have row-level security with no policy, so only their owner reaches them. A job belongs to the community in its
 * payload; names of tasks and queues are not anybody's.
 */
const grants = `
grant usage on schema ${jobsSchema} to banyan_app;
grant select, insert, update on ${jobsSchema}._private_jobs to banyan_app;
grant select, insert on ${jobsSchema}._private_tasks, ${jobsSchema}._private_job_queues to banyan_app;
create policy own_community on ${jobsSchema}._private_jobs to banyan_app
  using (payload ->> 'community' = nullif(current_setting('app.community', true), ''))
  with check (payload ->> 'community' = nullif(current_setting('app.community', true), ''));
create policy names_for_all on ${jobsSchema}._private_tasks to banyan_app using (true) with check (true);
create policy names_for_all on ${jobsSchema}._private_job_queues to banyan_app using (true) with check (true);
`;
