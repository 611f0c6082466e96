import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type pg from 'pg';
import { connected } from './install.ts';

/** One migration file. */
export interface Migration {
  /** `slice/202611220300-household.sql`: what the database remembers it by. */
  readonly name: string;
  readonly file: string;
  readonly sql: string;
  readonly sha256: string;
}

const fileName = /^(\d{12})-[a-z0-9-]+\.sql$/;

/**
 * Applies the migrations that are not applied yet, in the order of their file names over all folders, each in a
 * transaction of its own as `banyan_owner`. Two programs that start at once wait for each other.
 * @param folders `…/<slice>/migrations`; one that does not exist counts as empty
 * @param only names of the migrations to stop at: those of a backup whose rows are loaded before newer migrations change them
 * @returns names of the migrations applied now
 * @throws Error when an applied file was changed or is missing here, or when a migration fails (it then left nothing behind)
 */
export async function migrate(
  admin: pg.ClientConfig,
  folders: readonly string[],
  { log, only }: { log: (line: string) => void; only?: ReadonlySet<string> },
): Promise<string[]> {
  const migrations = knownMigrations(folders);
  return connected(admin, async (client) => {
    await client.query(`select pg_advisory_lock(hashtext('banyan.migrate'))`);
    await client.query('set role banyan_owner');
    await client.query(`create schema if not exists installation`);
    await client.query(`create table if not exists installation.migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now(), took_ms integer not null)`);
    const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from installation.migration');
    const applied = new Map(rows.map((row) => [row.name, row.sha256]));
    ensureUnchanged(migrations, applied);
    const done: string[] = [];
    for (const migration of migrations) {
      if (applied.has(migration.name) || (only && !only.has(migration.name))) continue;
      await apply(client, migration);
      log(`migration ${migration.name}`);
      done.push(migration.name);
    }
    return done;
  });
}

/** The migrations of this program, in the order in which they are applied. */
export const knownMigrations = (folders: readonly string[]): Migration[] =>
  folders.flatMap(read).sort((a, b) => order(a).localeCompare(order(b), 'en'));

/** All folders named `migrations` below a source folder, e.g. `src/`. */
export function findMigrationFolders(source: string): string[] {
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name === 'migrations')
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const order = ({ name }: Migration) => `${basename(name)} ${name}`;

function read(folder: string): Migration[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return files.map((file) => {
    if (!fileName.test(file)) throw new Error(`${join(folder, file)} is not named like a migration: YYYYMMDDHHMM-verb-thing.sql`);
    const sql = readFileSync(join(folder, file), 'utf8');
    // Line ends differ between checkouts, meaning does not.
    const sha256 = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
    return { name: `${basename(dirname(folder))}/${file}`, file: join(folder, file), sql, sha256 };
  });
}

function ensureUnchanged(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const here = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const [name, sha256] of applied) {
    const migration = here.get(name);
    if (!migration)
      throw new Error(
        `The database has migration ${name}, which this program does not know: the data was last used by a newer version. Start that version.`,
      );
    if (migration.sha256 !== sha256)
      throw new Error(`Migration ${name} was changed after it was applied. Put the file back as it was and write the change as a new migration.`);
  }
}

async function apply(client: pg.Client, { name, file, sql, sha256 }: Migration): Promise<void> {
  const from = performance.now();
  try {
    await client.query('begin');
    await client.query(sql);
    await client.query('insert into installation.migration (name, sha256, took_ms) values ($1, $2, $3)', [
      name,
      sha256,
      Math.round(performance.now() - from),
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    const { position } = error as pg.DatabaseError;
    const line = position ? `:${sql.slice(0, Number(position)).split('\n').length}` : '';
    throw new Error(`${file}${line}: ${(error as Error).message}`, { cause: error });
  }
}
