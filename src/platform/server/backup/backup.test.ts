import { createHash, randomFillSync } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase } from '../../../../test/harness/database.ts';
import { append, commit, type Entry, link, verifyJournal } from '../commands/journal.ts';
import { connected, install } from '../db/install.ts';
import { findMigrationFolders } from '../db/migrate.ts';
import { checkBackup, openBackup, readLastBackup, writeBackup } from './backup-file.ts';
import { BackupFault } from './fault.ts';
import { load, verifyJournals } from './load.ts';
import { makeBackup } from './make.ts';
import { Manifest, manifestRecord, readRecords } from './records.ts';

const database = await freshDatabase();
const { db, admin, look } = database;
const migrationFolders = findMigrationFolders(join(import.meta.dirname, '../../..'));
const place = mkdtempSync(join(tmpdir(), 'banyan-backup-'));
const made: string[] = [];
afterAll(async () => {
  rmSync(place, { recursive: true, force: true });
  await connected({ ...admin, database: 'postgres' }, async (client) => {
    for (const name of made) await client.query(`drop database if exists ${name} with (force)`);
  });
});

const passphrase = 'a street of ginkgo trees';
const now = new Date('2026-11-22T08:00:00Z');
const dataDir = join(place, 'data');
const put = (path: string, content: string | Buffer) => {
  mkdirSync(dirname(join(dataDir, path)), { recursive: true });
  writeFileSync(join(dataDir, path), content);
};
const photo = Buffer.from('not really a photo');
const photoHash = createHash('sha256').update(photo).digest('hex');
let files = 0;
const fresh = () => join(place, `b${files++}.banyan`);
const order = (file: string) => ({ file, passphrase, over: false, admin, dataDir, program: '0.0.0', now });
const target = (folder: string | null = null) => {
  const name = `restored_${process.pid}_${made.length}`;
  made.push(name);
  return { admin: { ...admin, database: 'postgres' }, database: name, folder, migrationFolders, log: () => undefined };
};

/** A community with a journal of some entries whose payloads hold everything that a text format could trip over. */
async function someCommunity(entries: number): Promise<string> {
  const community = await freshCommunity(db);
  await db.as({ community, actor: 'test' }, async (tx) => {
    let hash: Buffer = Buffer.alloc(0);
    const recorded = Array.from({ length: entries }, (_, i) => {
      const salt = randomFillSync(Buffer.alloc(16));
      const payload = { text: `tab\tline\nreturn\rback\\slash \\N \\. “榕” ئۇيغۇر ${i}`, nothing: null, number: i / 7 };
      const entry: Entry = {
        version: i + 1,
        id: crypto.randomUUID(),
        device: null,
        dseq: 1,
        name: 'test.say',
        ver: 1,
        actorKind: 'system',
        actor: null,
        position: null,
        status: 'accepted',
        problem: null,
        claimedAt: now.toISOString(),
        recordedAt: now.toISOString(),
        incident: null,
        entity: null,
        params: { door: '3-2-501\n' },
        commitment: commit(salt, payload),
      };
      hash = link(hash, entry);
      return { entry, hash, salt, payload };
    });
    append(tx, community, recorded);
  });
  return community;
}

const [small, large] = [await someCommunity(3), await someCommunity(2_500)];
put('secret', 'f00d'.repeat(16));
put('keys/register.json', '{"current":"k1"}');
put(`files/${small}/ab/cd/${photoHash}`, photo);
put('files/half.new', 'never finished');
put('postgres/PG_VERSION', '18');
put('postgres-password', 'not for anybody');
put('banyan.pid', '1');
put('older.banyan', 'BANYAN BACKUP 1\nand so on');

/** Everything in every table of a database, in no order. */
async function everything(config: typeof admin): Promise<Record<string, string>> {
  return connected(config, async (client) => {
    const { rows } = await client.query<{ table: string }>(
      `select format('%I.%I', schemaname, tablename) as table from pg_tables where schemaname !~ '^(pg_|information_schema|installation)' and tablename <> 'migrations' order by 1`,
    );
    const sums: Record<string, string> = {};
    for (const { table } of rows) {
      const { rows: sum } = await client.query<{ sum: string }>(
        `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${table} t`,
      );
      sums[table] = sum[0]?.sum ?? '';
    }
    return sums;
  });
}

describe('a backup', () => {
  it('loads into an empty server as the same rows and files, byte for byte, and every journal holds', async () => {
    const file = fresh();
    const written = await writeBackup(order(file));
    if (!written.ok) throw new Error(written.problem.code);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(written.value.fileBytes).toBe(statSync(file).size);
    const folder = join(place, 'staged');
    const loaded = await load(openBackup(file, passphrase), target(folder));
    expect(loaded.rows).toBe(written.value.rows);
    expect(loaded.tables).toBe(written.value.tables);
    expect(loaded.journals.map(({ community, entries, holds }) => ({ community, entries, holds }))).toEqual(
      [
        { community: small, entries: 3, holds: true },
        { community: large, entries: 2_500, holds: true },
      ].toSorted((a, b) => (a.community < b.community ? -1 : 1)),
    );
    expect(await everything(loaded.installed.admin)).toEqual(await everything(admin));
    expect(readFileSync(join(folder, `files/${small}/ab/cd/${photoHash}`)).equals(photo)).toBe(true);
    expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe('f00d'.repeat(16));
    for (const left of ['postgres', 'postgres-password', 'banyan.pid', 'files/half.new', 'older.banyan'])
      expect(existsSync(join(folder, left))).toBe(false);
  });

  it('keeps row-level security: the restored database shows a community nothing of its neighbour', async () => {
    const file = fresh();
    await writeBackup(order(file));
    const { installed } = await load(openBackup(file, passphrase), target());
    const { connect } = await import('../db/db.ts');
    const restored = connect({ ...installed.app, max: 1 });
    try {
      const mine = await restored.as({ community: small, actor: 'test' }, (tx) =>
        tx.rows<{ n: number }>('select count(*) as n from platform.journal'),
      );
      expect(mine).toEqual([{ n: 3 }]);
      const nobody = await restored.pool.query('select count(*)::int as n from platform.journal');
      expect(nobody.rows).toEqual([{ n: 0 }]);
    } finally {
      await restored.close();
    }
  });

  it('is one moment: what is written while it is made is in it wholly or not at all', async () => {
    const records = makeBackup({ admin, dataDir: null, program: '0.0.0', now });
    const first = await records.next();
    const late = await someCommunity(5);
    const source = (async function* () {
      if (!first.done) yield first.value;
      for await (const part of records) yield part;
    })();
    const loaded = await load(readRecords(source), target());
    expect(loaded.journals.map(({ community }) => community)).not.toContain(late);
    expect(
      await connected(loaded.installed.admin, async (c) => (await c.query('select 1 from platform.journal where community = $1', [late])).rowCount),
    ).toBe(0);
  });

  it('is refused when it was made by a newer program, or on tables that were changed', async () => {
    const records = async function* (change: (manifest: Manifest) => Manifest) {
      const { value } = await makeBackup({ admin, dataDir: null, program: '0.0.0', now }).next();
      const text = (value as Buffer).subarray(5).toString('utf8');
      yield manifestRecord(change(Manifest.parse(JSON.parse(text))));
    };
    const code = async (change: (manifest: Manifest) => Manifest) =>
      load(readRecords(records(change)), target()).catch((error: unknown) => (error instanceof BackupFault ? error.problem : error));
    expect(await code((m) => ({ ...m, migrations: [...m.migrations, { name: 'care/209901010000-more.sql', sha256: '' }] }))).toMatchObject({
      code: 'platform.backupNewer',
      params: { migration: 'care/209901010000-more.sql' },
    });
    expect(await code((m) => ({ ...m, migrations: m.migrations.map((each, i) => (i === 0 ? { ...each, sha256: 'other' } : each)) }))).toMatchObject({
      code: 'platform.backupChanged',
    });
  });

  it('of a journal that somebody has changed is not restored as a good one', async () => {
    const forged = await someCommunity(4);
    await connected(admin, (client) =>
      client.query(`update platform.journal set claimed_at = 'then' where community = $1 and version = 2`, [forged]),
    );
    const file = fresh();
    await writeBackup(order(file));
    await expect(load(openBackup(file, passphrase), target())).rejects.toMatchObject({ problem: { code: 'platform.backupDamaged' } });
    expect((await verifyJournals(database)).find(({ community }) => community === forged)).toMatchObject({
      holds: false,
      broken: { version: 2, why: 'hash' },
    });
    await connected(admin, (client) =>
      client.query(`update platform.journal set claimed_at = $2 where community = $1 and version = 2`, [forged, now.toISOString()]),
    );
    expect((await db.as({ community: forged, actor: 'test' }, verifyJournal)).holds).toBe(true);
  });

  it('is checked without being restored, replaces nothing unasked, and leaves nothing half-made', async () => {
    const file = fresh();
    expect(await writeBackup({ ...order(file), passphrase: 'short' })).toMatchObject({ ok: false, problem: { code: 'platform.passphraseShort' } });
    expect(existsSync(file)).toBe(false);
    await writeBackup(order(file));
    expect(await checkBackup(file, passphrase)).toMatchObject({
      ok: true,
      value: { files: 3, manifest: { program: '0.0.0', madeAt: now.toISOString() } },
    });
    expect(await checkBackup(file, 'another long passphrase')).toMatchObject({ ok: false, problem: { code: 'platform.wrongPassphrase' } });
    expect(await checkBackup(join(place, 'nowhere'), passphrase)).toMatchObject({ ok: false, problem: { code: 'platform.backupMissing' } });
    expect(await writeBackup(order(file))).toMatchObject({ ok: false, problem: { code: 'platform.backupThere' } });
    expect((await writeBackup({ ...order(file), over: true })).ok).toBe(true);
    expect(await readLastBackup(dataDir)).toEqual(now);

    // A photo whose content is no longer what its name says.
    put(`files/${small}/ab/cd/${photoHash}`, 'eaten by the disk');
    const other = fresh();
    expect(await writeBackup(order(other))).toMatchObject({ ok: false, problem: { code: 'platform.backupDamaged' } });
    expect([other, `${other}.part`].some((each) => existsSync(each))).toBe(false);
    put(`files/${small}/ab/cd/${photoHash}`, photo);
  });

  it('is made only by a role from which row-level security hides nothing', async () => {
    const { app } = await install({ ...admin, database: 'postgres' }, String(admin.database));
    expect(await writeBackup({ ...order(fresh()), admin: app })).toMatchObject({ ok: false, problem: { code: 'platform.backupRole' } });
    expect(await look('select 1 as one')).toEqual([{ one: 1 }]);
  });
});
