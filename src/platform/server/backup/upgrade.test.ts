import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openJournal } from '../commands/journal.ts';
import { connect } from '../db/db.ts';
import { connected, install } from '../db/install.ts';
import { findMigrationFolders, migrate } from '../db/migrate.ts';
import { type Postgres, startPostgres } from '../db/postgres.ts';
import { installJobs } from '../jobs/install-jobs.ts';
import { clusterMajor, upgrade } from './upgrade.ts';

/** Debian's PostgreSQL stands for the one that an older Banyan carried. */
const oldPrograms = '/usr/lib/postgresql/15';
const migrationFolders = findMigrationFolders(join(import.meta.dirname, '../../..'));
const quiet = () => undefined;
const order = { oldPrograms: null, program: '0.0.0', now: new Date('2026-11-22T08:00:00Z'), migrationFolders, log: quiet };
const place = mkdtempSync('/tmp/banyan-upgrade-');
chmodSync(place, 0o755);
const running: Postgres[] = [];
afterAll(async () => {
  for (const server of running) await server.stop();
  rmSync(place, { recursive: true, force: true });
});
const start = async (dataDir: string, programs?: string) => {
  const server = await startPostgres({ dataDir, log: quiet, ...(programs ? { programs } : {}) });
  running.push(server);
  return server;
};
const community = '01a20000-0000-7000-8000-000000000001';

/** A data folder as an older Banyan left it. */
async function oldFolder(name: string): Promise<string> {
  const dataDir = join(place, name);
  const server = await start(dataDir, oldPrograms);
  const installed = await install(server.admin);
  await migrate(installed.admin, migrationFolders, { log: quiet });
  await installJobs(installed.admin);
  const db = connect(installed.app);
  await db.as({ community, actor: 'test' }, async (tx) => {
    await openJournal(tx);
    await tx.run(`insert into community.community (name, code12, version) values ('柳巷社区', '130602001009', 1)`);
  });
  await db.close();
  await server.stop();
  return dataDir;
}

describe.runIf(existsSync(join(oldPrograms, 'bin', 'postgres')))(`a data folder of PostgreSQL 15 (needs ${oldPrograms})`, () => {
  it('says what to do when the server is started on it, moves, and works as before; the old one is kept', async () => {
    const dataDir = await oldFolder('a');
    await expect(start(dataDir)).rejects.toThrow(
      /made by PostgreSQL 15; this program carries PostgreSQL 18\. Move the data once with: npm run -s banyan -- upgrade/,
    );
    const password = readFileSync(join(dataDir, 'postgres-password'), 'utf8');
    const moved = await upgrade({ ...order, dataDir });
    expect(moved).toMatchObject({
      ok: true,
      value: { from: 15, to: 18, kept: join(dataDir, 'postgres-15'), journals: [{ community, holds: true }] },
    });
    expect([clusterMajor(dataDir), readFileSync(join(dataDir, 'postgres-15', 'PG_VERSION'), 'utf8').trim()]).toEqual([18, '15']);
    expect(readFileSync(join(dataDir, 'postgres-password'), 'utf8')).toBe(password);
    expect(existsSync(join(dataDir, 'upgrading-15'))).toBe(false);

    const server = await start(dataDir);
    const installed = await install(server.admin);
    expect(await migrate(installed.admin, migrationFolders, { log: quiet })).toEqual([]);
    const db = connect(installed.app);
    expect(await db.as({ community, actor: 'test' }, (tx) => tx.rows('select name from community.community'))).toEqual([{ name: '柳巷社区' }]);
    // An upgrade loses nothing, so devices need not begin anew.
    expect(await connected(installed.admin, async (c) => (await c.query(`select current_setting('data_checksums') as c`)).rows)).toEqual([
      { c: 'on' },
    ]);
    await db.close();
    await server.stop();
    expect(await upgrade({ ...order, dataDir })).toMatchObject({
      ok: false,
      problem: { code: 'platform.upgradeNewer', params: { major: 18, ours: 18 } },
    });
  }, 120_000);

  it('finishes an upgrade at the next start when the power went in the moment of the exchange', async () => {
    const dataDir = await oldFolder('b');
    expect(await upgrade({ ...order, dataDir })).toMatchObject({ ok: true });
    // As it stood between the two renames.
    mkdirSync(join(dataDir, 'upgrading-15'));
    renameSync(join(dataDir, 'postgres'), join(dataDir, 'upgrading-15', 'postgres'));
    writeFileSync(join(dataDir, 'upgrading-15', 'verified'), '15');
    const server = await start(dataDir);
    expect(
      await connected({ ...server.admin, database: 'banyan' }, async (c) => (await c.query('select name from community.community')).rows),
    ).toEqual([{ name: '柳巷社区' }]);
    expect(existsSync(join(dataDir, 'upgrading-15'))).toBe(false);
    await server.stop();
  }, 120_000);

  it('stays as it is when the upgrade fails, and can be tried again', async () => {
    const dataDir = await oldFolder('c');
    const failed = upgrade({ ...order, dataDir, migrationFolders: migrationFolders.filter((folder) => !folder.includes('response')) });
    expect(await failed).toMatchObject({ ok: false, problem: { code: 'platform.backupNewer' } });
    expect([clusterMajor(dataDir), lstatSync(join(dataDir, 'upgrading-15'), { throwIfNoEntry: false })]).toEqual([15, undefined]);
    expect(await upgrade({ ...order, dataDir })).toMatchObject({ ok: true, value: { to: 18 } });
  }, 120_000);
});

it('says that there is nothing to upgrade in an empty folder', async () => {
  expect(await upgrade({ ...order, dataDir: join(place, 'nothing') })).toMatchObject({ ok: false, problem: { code: 'platform.upgradeNothing' } });
});
