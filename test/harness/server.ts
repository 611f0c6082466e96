import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { prepareCluster } from '../../src/platform/server/db/distribute.ts';
import { adminOf, connected, createDatabase, type Installed, install } from '../../src/platform/server/db/install.ts';
import { findMigrationFolders, migrate } from '../../src/platform/server/db/migrate.ts';
import { type Postgres, startPostgres } from '../../src/platform/server/db/postgres.ts';
import { findProcess } from '../../src/platform/server/db/processes.ts';
import { installJobs } from '../../src/platform/server/jobs/install-jobs.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where a test file asks for a database of its own: a port of this machine. */
    databasePort: number;
  }
}

const source = join(import.meta.dirname, '../../src');
// As root the server runs as another user, who may not be able to enter root's own TMPDIR.
const folders = join(process.getuid?.() === 0 ? '/tmp' : tmpdir(), `banyan-test-${process.getuid?.() ?? ''}`);

/**
 * Runs once around all test files. The first file that asks for a database starts PostgreSQL (with fsync off) and makes the
 * template; files that need none wait for nothing. `BANYAN_TEST_POSTGRES` names another PostgreSQL's folder with `bin/`.
 * `BANYAN_CITUS_URL` names a database on a Citus coordinator: all files then share it, each test with communities of its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<Running> | null = null;
  let made = 0;
  const server = createServer((_, response) => {
    running ??= run();
    made += 1;
    const name = `t${made}`;
    running
      .then(async ({ template, postgres }) => {
        if (!postgres) {
          response.end(JSON.stringify(template));
          return;
        }
        await connected({ ...template.admin, database: 'postgres' }, (client) => createDatabase(client, name, 'template_banyan'));
        const here = Object.entries(template).map(([role, config]) => [role, { ...config, database: name }]);
        response.end(JSON.stringify(Object.fromEntries(here)));
      })
      .catch((error: Error) => {
        response.statusCode = 500;
        response.end(error.message);
      });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the harness has no port');
  project.provide('databasePort', address.port);
  return async () => {
    server.close();
    const started = await running?.catch(() => null);
    await started?.postgres?.stop();
    if (started?.dataDir) rmSync(started.dataDir, { recursive: true, force: true });
  };
}

interface Running {
  /** null on a cluster: it is not ours to start, stop or remove. */
  readonly dataDir: string | null;
  readonly postgres: Postgres | null;
  readonly template: Installed;
}

async function run(): Promise<Running> {
  const citus = process.env.BANYAN_CITUS_URL;
  return citus ? onCluster(citus) : onOwnServer();
}

async function onCluster(url: string): Promise<Running> {
  const coordinator = adminOf(url);
  const template = await install(coordinator, coordinator.database);
  await migrate(template.admin, findMigrationFolders(source), { log: () => undefined });
  await installJobs(template.admin);
  const prepared = await connected(template.admin, prepareCluster);
  if (prepared.at === 'noCitus') throw new Error('BANYAN_CITUS_URL names a server without Citus');
  return { dataDir: null, postgres: null, template };
}

async function onOwnServer(): Promise<Running> {
  mkdirSync(folders, { recursive: true, mode: 0o755 });
  await clearLeftOvers();
  const dataDir = mkdtempSync(join(folders, 'run-'));
  const programs = process.env.BANYAN_TEST_POSTGRES;
  const postgres = await startPostgres({ dataDir, log: () => undefined, fsync: false, ...(programs ? { programs } : {}) });
  const template = await install(postgres.admin, 'template_banyan');
  await migrate(template.admin, findMigrationFolders(source), { log: () => undefined });
  await installJobs(template.admin);
  return { dataDir, postgres, template };
}

/** Folders of runs that were killed: taking such a folder over and stopping it ends the server that lives on there. */
async function clearLeftOvers(): Promise<void> {
  for (const name of readdirSync(folders)) {
    const dataDir = join(folders, name);
    if (inUse(dataDir)) continue;
    try {
      const left = await startPostgres({ dataDir, log: () => undefined, fsync: false });
      await left.stop();
    } catch {
      // Half made or of another version: nothing runs there that we could stop.
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function inUse(dataDir: string): boolean {
  try {
    const [pid = '', ...started] = readFileSync(join(dataDir, 'banyan.pid'), 'utf8').split(' ');
    return findProcess(Number(pid))?.started === started.join(' ');
  } catch {
    return true; // just being made by a run beside us
  }
}
