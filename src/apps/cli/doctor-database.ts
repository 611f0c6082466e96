import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type pg from 'pg';
import { findFiles } from '../../platform/server/backup/folder.ts';
import { hashOf, verifyJournals } from '../../platform/server/backup/load.ts';
import { namedByContent } from '../../platform/server/backup/make.ts';
import { clusterMajor } from '../../platform/server/backup/upgrade.ts';
import { adminOf, connected, type Installed, loginsOf, oldestMajor } from '../../platform/server/db/install.ts';
import { knownMigrations } from '../../platform/server/db/migrate.ts';
import { startPostgres } from '../../platform/server/db/postgres.ts';
import { findServed } from '../../platform/server/db/served.ts';
import { findTableFaults } from '../../platform/server/db/table-rules.ts';
import { migrationFolders } from '../server/program.ts';
import { type Finding, fault, fine, warning } from './finding.ts';

interface Where {
  readonly dataDir: string;
  readonly url: string | undefined;
  readonly now: Date;
}

/** The database: reached without mending anything on the way, as installing would. */
export async function checkDatabase(where: Where): Promise<Finding[]> {
  const { dataDir, url } = where;
  if (!url && clusterMajor(dataDir) === null) return [warning('postgres', 'none')];
  let close: () => Promise<void> = async () => undefined;
  try {
    let admin: pg.ClientConfig;
    const served = url ? null : findServed(dataDir);
    if (url) admin = adminOf(url);
    else if (served) admin = { ...served, database: 'banyan' };
    else {
      const postgres = await startPostgres({ dataDir, log: () => undefined });
      close = () => postgres.stop();
      admin = { ...postgres.admin, database: 'banyan' };
    }
    return await look(loginsOf(admin), where);
  } catch (error) {
    // PostgreSQL's own words: a wrong password, no such database, or why it does not start.
    return [fault('postgres', 'unreachable', { why: (error as Error).message.split('\n')[0] ?? '' })];
  } finally {
    await close();
  }
}

async function look(installed: Installed, { dataDir, now }: Where): Promise<Finding[]> {
  const found = await connected(installed.admin, async (client) => [
    ...(await checkServer(client, now)),
    ...(await checkMigrations(client)),
    ...(await checkTables(client)),
    ...(await checkJobs(client)),
    ...(await checkFiles(client, dataDir)),
  ]);
  return [...found, ...(await checkJournals(installed))];
}

async function checkServer(client: pg.Client, now: Date): Promise<Finding[]> {
  const { rows } = await client.query<{ major: number; fsync: string; commit: string; pages: string; now: Date }>(
    `select current_setting('server_version_num')::int / 10000 as major, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
            current_setting('full_page_writes') as pages, clock_timestamp() as now`,
  );
  const [server] = rows;
  if (!server) return [];
  const version =
    server.major < oldestMajor ? fault('postgres', 'old', { major: server.major, oldest: oldestMajor }) : fine('postgres', { major: server.major });
  // With one of these off, what was acknowledged is gone after a power cut.
  const off = Object.entries({ fsync: server.fsync, synchronous_commit: server.commit, full_page_writes: server.pages }).filter(
    ([, value]) => value === 'off',
  );
  const apartS = Math.round(Math.abs(server.now.getTime() - now.getTime()) / 1000);
  return [
    version,
    off.length > 0 ? fault('durable', 'off', { settings: off.map(([name]) => name).join(', ') }) : fine('durable'),
    ...(apartS > 60 ? [warning('clock', 'apart', { seconds: apartS })] : []),
  ];
}

async function checkMigrations(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from installation.migration');
  const here = new Map(knownMigrations(migrationFolders()).map(({ name, sha256 }) => [name, sha256]));
  const changed = rows.find(({ name, sha256 }) => here.has(name) && here.get(name) !== sha256);
  const unknown = rows.find(({ name }) => !here.has(name));
  if (changed) return [fault('migrations', 'changed', { name: changed.name })];
  if (unknown) return [fault('migrations', 'unknown', { name: unknown.name })];
  const waiting = here.size - rows.length;
  return [waiting > 0 ? warning('migrations', 'waiting', { waiting }) : fine('migrations', { applied: rows.length })];
}

async function checkTables(client: pg.Client): Promise<Finding[]> {
  const faults = await findTableFaults(client);
  return faults.length === 0 ? [fine('tables')] : faults.map((why) => fault('tables', 'broken', { why }));
}

async function checkJobs(client: pg.Client): Promise<Finding[]> {
  const { rows } = await client.query<{ failed: number }>('select count(*)::int as failed from jobs._private_jobs where attempts >= max_attempts');
  const failed = rows[0]?.failed ?? 0;
  return [failed > 0 ? warning('jobs', 'failed', { failed }) : fine('jobs')];
}

/** Every file that a community holds stands on the disk with the content that its name promises. */
async function checkFiles(client: pg.Client, dataDir: string): Promise<Finding[]> {
  const { rows } = await client.query<{ community: string; hash: string }>('select community, hash from platform.file');
  const held = new Set(rows.map(({ community, hash }) => `${community} ${hash}`));
  let [damaged, files] = [0, 0];
  for await (const { path } of findFiles(dataDir)) {
    if (!namedByContent(path)) continue;
    files += 1;
    held.delete(`${path.split('/')[1]} ${basename(path)}`);
    if (existsSync(join(dataDir, path)) && (await hashOf(join(dataDir, path))) !== basename(path)) damaged += 1;
  }
  const findings = [
    ...(damaged > 0 ? [fault('files', 'damaged', { damaged })] : []),
    ...(held.size > 0 ? [fault('files', 'missing', { missing: held.size })] : []),
  ];
  return findings.length > 0 ? findings : [fine('files', { files })];
}

async function checkJournals(installed: Installed): Promise<Finding[]> {
  const reports = await verifyJournals(installed);
  const broken = reports.filter(({ holds }) => !holds);
  if (broken.length > 0)
    return broken.map(({ community, broken: at }) => fault('journal', 'broken', { community, version: at?.version ?? 0, why: at?.why ?? 'head' }));
  return [fine('journal', { communities: reports.length, entries: reports.reduce((sum, { entries }) => sum + entries, 0) })];
}
