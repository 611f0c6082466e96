import { createHmac } from 'node:crypto';
import pg from 'pg';

/** How to connect to Banyan's database in each of its roles. */
export interface Installed {
  /** The installing role, connected to Banyan's database: for migrations and backup only. */
  readonly admin: pg.ClientConfig;
  /** `banyan_app`: serves requests; owns nothing, subject to row-level security. */
  readonly app: pg.ClientConfig;
  /** `banyan_rollup`: reads across communities what is granted to it, which is aggregates only. */
  readonly rollup: pg.ClientConfig;
  /** `banyan_sessions`: accounts and sessions, and nothing else. */
  readonly sessions: pg.ClientConfig;
  /** `banyan_jobs`: owns the job queue's schema and runs the jobs' bookkeeping. */
  readonly jobs: pg.ClientConfig;
}

/** Roles that log in. `banyan_owner` owns schemas and tables; migrations take it on, and only the nodes of a cluster let it log in. */
const logins = ['banyan_app', 'banyan_rollup', 'banyan_sessions', 'banyan_jobs'] as const;

/** Oldest PostgreSQL that the SQL of the slices is written for. */
export const oldestMajor = 15;

/**
 * Reads `BANYAN_DATABASE_URL`: a database that exists, and a role there that may create roles.
 * @throws Error when the text is no PostgreSQL URL with a database name
 */
export function adminOf(url: string): pg.ClientConfig & { database: string } {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    throw new Error('BANYAN_DATABASE_URL is not a URL. It looks like postgres://role:password@host:5432/banyan');
  }
  const database = decodeURIComponent(parsed.pathname.slice(1));
  if (!/^postgres(ql)?:$/.test(parsed.protocol) || database === '')
    throw new Error('BANYAN_DATABASE_URL must look like postgres://role:password@host:5432/banyan');
  const { host, port, user, password, ssl } = new pg.Client(url);
  return { host, port, ...(user ? { user } : {}), ...(password ? { password } : {}), ...(ssl ? { ssl } : {}), database };
}

/**
 * Makes the roles and the database, or mends what is missing of them. Running it again changes nothing.
 * The roles' passwords follow from the admin's, so that several servers on one database agree without sharing a file.
 * @param admin a role that may create roles (and the database, if it is not there yet)
 * @param database name of Banyan's database
 */
export async function install(admin: pg.ClientConfig, database = 'banyan'): Promise<Installed> {
  await connected(admin, async (client) => {
    await ensureVersion(client);
    // Roles belong to the whole server: two programs that start at once must not both create them.
    await client.query(`select pg_advisory_lock(hashtext('banyan.install'))`);
    await ensureRole(client, 'banyan_owner');
    for (const role of logins) await ensureRole(client, role, withPassword(admin, role));
    // Migrations run as the owner; a superuser may do that anyway, another admin must be a member.
    await client.query(
      `do $$ begin if not pg_has_role(current_user, 'banyan_owner', 'member') then execute format('grant banyan_owner to %I', current_user); end if; end $$`,
    );
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rows.length === 0) await createDatabase(client, database, 'template0');
    else await grantDatabase(client, database);
  });
  const inside = { ...admin, database };
  await connected(inside, async (client) => {
    await client.query(`select pg_advisory_lock(hashtext('banyan.install'))`);
    if (await hasCitus(client)) await letOwnerIn(client, inside);
    await client.query('revoke all on schema public from public');
    await client.query('grant usage, create on schema public to banyan_owner');
    await client.query(`grant usage on schema public to ${logins.join(', ')}`);
  });
  return loginsOf(inside);
}

/** How each role logs in to a database that is installed already. Changes nothing and asks nobody. */
export function loginsOf(admin: pg.ClientConfig): Installed {
  const as = (user: (typeof logins)[number]): pg.ClientConfig => ({ ...admin, user, password: passwordOf(admin, user) });
  return { admin, app: as('banyan_app'), rollup: as('banyan_rollup'), sessions: as('banyan_sessions'), jobs: as('banyan_jobs') };
}

/** Is this database one of a Citus cluster? */
async function hasCitus(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query(`select 1 from pg_extension where extname = 'citus'`);
  return rows.length > 0;
}

/** On a cluster the coordinator passes on what a role says by logging in to the other nodes as that role: so the owner too must be able to. */
async function letOwnerIn(client: pg.ClientBase, admin: pg.ClientConfig): Promise<void> {
  await client.query(`alter role banyan_owner ${withPassword(admin, 'banyan_owner')}`);
}

const withPassword = (admin: pg.ClientConfig, role: string): string => `login password ${pg.escapeLiteral(passwordOf(admin, role))}`;

const passwordOf = (admin: pg.ClientConfig, role: string): string =>
  createHmac('sha256', String(admin.password ?? ''))
    .update(`banyan role ${role}`)
    .digest('base64url');

/** A new database for our roles, as a copy of a template. Rights on a database itself are not copied with it, so they are given here. */
export async function createDatabase(client: pg.ClientBase, database: string, template: string): Promise<void> {
  await client.query(`create database ${pg.escapeIdentifier(database)} owner banyan_owner encoding 'UTF8' template ${pg.escapeIdentifier(template)}`);
  await grantDatabase(client, database);
}

async function grantDatabase(client: pg.ClientBase, database: string): Promise<void> {
  const name = pg.escapeIdentifier(database);
  await client.query(`grant connect, create on database ${name} to banyan_owner`);
  await client.query(`revoke all on database ${name} from public`);
  await client.query(`grant connect on database ${name} to ${logins.join(', ')}`);
}

/** Connects, works, and ends the connection whatever happens; advisory locks end with it. */
export async function connected<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int / 10000 as version, current_setting('server_encoding') as encoding`,
  );
  const [found] = rows;
  if (!found || found.version < oldestMajor) throw new Error(`Banyan needs PostgreSQL ${oldestMajor} or newer; this server is ${found?.version}.`);
  if (found.encoding !== 'UTF8') throw new Error(`Banyan needs a database in UTF8; this one is in ${found.encoding}.`);
}

async function ensureRole(client: pg.Client, role: string, options = ''): Promise<void> {
  const { rows } = await client.query<{ powers: boolean }>(
    'select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as powers from pg_roles where rolname = $1',
    [role],
  );
  if (rows[0]?.powers)
    throw new Error(
      `The role ${role} has powers that would let it pass row-level security. Take them away: alter role ${role} nosuperuser nobypassrls nocreaterole nocreatedb`,
    );
  if (rows.length === 0) await client.query(`create role ${role} ${options}`);
  else if (options) await client.query(`alter role ${role} ${options}`);
}
