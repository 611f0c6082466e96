import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { type Result, refuse } from '../../../kernel/result.ts';
import { connected } from '../db/install.ts';
import { writeDurably } from '../files/write-durably.ts';
import { openBackup } from './backup-file.ts';
import { BackupFault, refusing } from './fault.ts';
import { type Loaded, load } from './load.ts';

export interface RestoreOrder {
  readonly file: string;
  readonly passphrase: string;
  readonly dataDir: string;
  /** The server to restore into, and Banyan's database there. */
  readonly admin: pg.ClientConfig;
  readonly database: string;
  /** False: the database is somebody else's to make and rename, so it must be there and hold nothing of ours. */
  readonly ownServer: boolean;
  /** Replace what is there. */
  readonly over: boolean;
  /** End every session: everybody signs in again. */
  readonly signOut: boolean;
  readonly now: Date;
  readonly migrationFolders: readonly string[];
  readonly log: (line: string) => void;
}

export interface Restored extends Omit<Loaded, 'installed'> {
  /** Jobs that waited in the backup and were not taken over, because they are too old to be done now. */
  readonly jobsDropped: number;
}

/** Jobs of a backup older than this are dropped: a notice from yesterday must not go out as if it were new. It stays visible as not delivered. */
const jobsKeptMs = 3_600_000;

const staging = (dataDir: string): string => join(dataDir, 'restoring');
const stagedFiles = (dataDir: string): string => join(staging(dataDir), 'folder');
const verifiedMark = (dataDir: string): string => join(staging(dataDir), 'verified');
const stagedDatabase = 'banyan_restoring';

/**
 * Restores a backup beside what is there, and takes its place only when everything in it was read back and found right: until then nothing is lost by a
 * wrong file, a full disk or a power cut. Every community gets a new epoch, so that returning devices say again what they had been told was done.
 * Refuses: `platform.restoreNotEmpty` without `over`, and what `openBackup` and `load` refuse.
 */
export function restoreBackup(order: RestoreOrder): Promise<Result<Restored>> {
  const { file, passphrase, dataDir, admin, database, ownServer, over, migrationFolders, log } = order;
  return refusing(async () => {
    if (!over && !(await isEmpty(order))) throw new BackupFault(refuse('conflict', 'platform.restoreNotEmpty').problem);
    if (!ownServer && !(await isEmpty({ ...order, dataDir: null }))) throw new BackupFault(refuse('conflict', 'platform.restoreForeign').problem);
    await rm(staging(dataDir), { recursive: true, force: true });
    await mkdir(stagedFiles(dataDir), { recursive: true, mode: 0o700 });
    if (ownServer) await connected(admin, (client) => client.query(`drop database if exists ${stagedDatabase} with (force)`));
    const target = ownServer ? stagedDatabase : database;
    const discard = async () => {
      await rm(staging(dataDir), { recursive: true, force: true });
      if (ownServer) await connected(admin, (client) => client.query(`drop database if exists ${stagedDatabase} with (force)`));
    };
    const folder = stagedFiles(dataDir);
    const { installed, ...loaded } = await load(openBackup(file, passphrase), { admin, database: target, folder, migrationFolders, log }).catch(
      async (error: unknown) => {
        await discard();
        throw error;
      },
    );
    const jobsDropped = await connected(installed.admin, (client) => beginAnew(client, order, loaded.manifest.madeAt));
    const entries = await readdir(stagedFiles(dataDir));
    await writeDurably(verifiedMark(dataDir), Buffer.from(JSON.stringify({ entries })));
    await finishRestore(dataDir, ownServer ? admin : null);
    return { ...loaded, jobsDropped };
  });
}

/** New epochs; jobs that are too old are dropped, and the others belong to no worker any more. */
async function beginAnew(client: pg.ClientBase, { signOut, now }: RestoreOrder, madeAt: string): Promise<number> {
  await client.query('begin; set local row_security = off');
  await client.query('update platform.head set epoch = gen_random_uuid()');
  if (signOut) await client.query('delete from sessions.session');
  const old = now.getTime() - new Date(madeAt).getTime() > jobsKeptMs;
  const dropped = old ? ((await client.query('delete from jobs._private_jobs')).rowCount ?? 0) : 0;
  await client.query('update jobs._private_jobs set locked_at = null, locked_by = null');
  await client.query('update jobs._private_job_queues set locked_at = null, locked_by = null');
  await client.query('commit');
  return dropped;
}

async function isEmpty({ admin, database, dataDir }: { admin: pg.ClientConfig; database: string; dataDir: string | null }): Promise<boolean> {
  if (dataDir !== null && peoplesData.some((entry) => hasFiles(join(dataDir, entry)))) return false;
  const there = await connected(
    admin,
    async (client) => (await client.query('select 1 from pg_database where datname = $1', [database])).rowCount === 1,
  );
  if (!there) return true;
  return connected({ ...admin, database }, async (client) => {
    const { rows } = await client.query<{ empty: boolean }>(`select to_regclass('platform.head') is null as empty`);
    if (rows[0]?.empty) return true;
    // The first start makes the tables; until somebody is there, nothing can be lost.
    const { rowCount } = await client.query('select 1 from platform.head union all select 1 from sessions.account limit 1');
    return rowCount === 0;
  });
}

/** Entries of the data folder that hold somebody's data; keys, secrets and certificates stand beside them from the first start. */
const peoplesData = ['files', 'previews'];

const hasFiles = (folder: string): boolean =>
  existsSync(folder) && readdirSync(folder, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());

/**
 * Lets a verified restore take its place: the database by its name, the files by moving them. Called again after a power cut it goes on where it
 * was; without a verified restore it does nothing.
 * @param admin the server whose databases are to be renamed; null when the rows were loaded in place
 * @returns whether there was something to finish
 */
export async function finishRestore(dataDir: string, admin: pg.ClientConfig | null): Promise<boolean> {
  if (!existsSync(verifiedMark(dataDir))) return false;
  if (admin)
    await connected(admin, async (client) => {
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [stagedDatabase]);
      if (rowCount !== 1) return;
      await client.query('drop database if exists banyan with (force)');
      await client.query(`alter database ${stagedDatabase} rename to banyan`);
    });
  const { entries } = JSON.parse(await readFile(verifiedMark(dataDir), 'utf8')) as { entries: readonly string[] };
  // People's data must not outlive the community it belonged to, even if the backup has none of it.
  for (const entry of peoplesData) if (!entries.includes(entry)) await rm(join(dataDir, entry), { recursive: true, force: true });
  for (const entry of entries) {
    const from = join(stagedFiles(dataDir), entry);
    if (!existsSync(from)) continue; // moved before the power went
    await rm(join(dataDir, entry), { recursive: true, force: true });
    await rename(from, join(dataDir, entry));
  }
  await rm(staging(dataDir), { recursive: true });
  return true;
}
