import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connected } from '../../src/platform/server/db/install.ts';
import { startPostgres } from '../../src/platform/server/db/postgres.ts';
import { findServed } from '../../src/platform/server/db/served.ts';
import { startServer } from '../harness/app.ts';
import { banyan, journals } from '../harness/banyan.ts';
import { foundCommunity, Phone } from '../harness/phone.ts';

const place = mkdtempSync(join(tmpdir(), 'banyan-restore-'));
chmodSync(place, 0o711);
afterAll(() => rmSync(place, { recursive: true, force: true }));
const file = join(place, 'night.banyan');

describe('a server that is restored from last night’s backup', async () => {
  const app = await startServer({ BANYAN_DEMO: 'off', BANYAN_LOG: 'warn' }, { web: false });
  const env = { BANYAN_DATA: app.dataDir, BANYAN_PASSPHRASE: 'a street of ginkgo trees' };
  const at = { url: app.url, ...(await foundCommunity(app.url, app.output())) };
  const phone = new Phone(at);
  const late = new Phone(at);
  const old = new Phone(at);

  const count = (sql: string, ids: readonly string[]): Promise<number> => {
    const served = findServed(app.dataDir);
    if (!served) throw new Error('the server does not run');
    return connected({ ...served, database: 'banyan' }, async (client) => (await client.query<{ n: number }>(sql, [ids])).rows[0]?.n ?? 0);
  };
  const inJournal = (ids: readonly string[]) => count('select count(*)::int as n from platform.journal where id = any($1::uuid[])', ids);
  const accepted = (ids: readonly string[]) =>
    count(`select count(distinct id)::int as n from platform.journal where id = any($1::uuid[]) and status = 'accepted'`, ids);

  it('is backed up while it runs', async () => {
    for (let i = 0; i < 30; i++) phone.add(`甲${i}`);
    const first = old.add('很久以前');
    for (let i = 0; i < 4; i++) old.add(`丁${i}`);
    expect([await phone.push(), await old.push()]).toEqual([null, null]);
    const made = await banyan(['backup', file, '--json'], env);
    expect(made).toMatchObject({ code: 0 });
    expect(existsSync(file)).toBe(true);
    old.forget(first);
  });

  it('goes on: more is acknowledged, by devices it knew and by one it did not', async () => {
    for (let i = 0; i < 20; i++) phone.add(`乙${i}`);
    for (let i = 0; i < 7; i++) late.add(`丙${i}`);
    for (let i = 0; i < 3; i++) old.add(`戊${i}`);
    expect([await phone.push(), await late.push(), await old.push()]).toEqual([null, null, null]);
    expect(phone.agreed()).toHaveLength(50);
  });

  it('does not let anybody restore over a running server, or over data unasked, or with a wrong passphrase', async () => {
    expect((await banyan(['restore', file, '--over'], env)).err).toMatch(/The server is using this data folder/);
    await app.stop();
    const before = await journals(app.dataDir);
    expect(await banyan(['restore', file], env)).toMatchObject({ code: 6 });
    const wrong = await banyan(['restore', file, '--over'], { ...env, BANYAN_PASSPHRASE: 'not that passphrase' });
    expect(wrong).toMatchObject({ code: 4, out: '' });
    expect(await journals(app.dataDir)).toEqual(before);
    expect(before).toMatchObject([{ holds: true }]);
  });

  it('is restored, and every acknowledged command that a phone still has is there again, once', async () => {
    const before = { phone: phone.agreed(), late: late.agreed(), old: old.agreed() };
    const restored = await banyan(['restore', file, '--over', '--json'], env);
    expect(restored).toMatchObject({ code: 0, err: '' });
    await app.restart();
    expect(await accepted(before.phone)).toBe(30);
    expect(await accepted(before.late)).toBe(0);

    // The epoch says that this is not the server that agreed; a cursor from before is sent back to the start.
    const pulled = await phone.pull();
    expect(pulled.epoch).not.toBe('');
    expect((await phone.pull(10_000)).restart).toBe(true);
    expect([phone.beginAnew(), late.beginAnew(), old.beginAnew()]).toEqual([50, 7, 7]);
    expect(await phone.push()).toBeNull();
    expect(await late.push()).toBeNull();
    // It no longer holds its first command, which the restored server knows: the others stand in its numbering as before.
    expect(await old.push()).toBeNull();

    for (const [name, each] of Object.entries({ phone, late, old })) {
      expect(each.lost(), name).toEqual([]);
      expect(each.agreed().toSorted()).toEqual(before[name as keyof typeof before].toSorted());
      expect(await inJournal(each.agreed())).toBe(each.agreed().length);
      expect(await accepted(each.agreed())).toBe(each.agreed().length);
    }
    expect(await count(`select count(*)::int as n from community.person where name like any($1::text[])`, ['甲%', '乙%', '丙%', '丁%', '戊%'])).toBe(
      64,
    );
    expect((await journals(app.dataDir)).every(({ holds }) => holds)).toBe(true);
    // And once more changes nothing.
    phone.beginAnew();
    expect(await phone.push()).toBeNull();
    expect(await inJournal(phone.agreed())).toBe(50);
    expect((await phone.pull()).epoch).toBe(pulled.epoch);
  });

  it('restored from before a phone’s whole history, takes what the phone still has under new numbers', async () => {
    // `late` was unknown at the backup, and has forgotten its first commands meanwhile: number 3 comes to a server that expects 1.
    await app.stop();
    expect(await banyan(['restore', file, '--over'], env)).toMatchObject({ code: 0 });
    await app.restart();
    for (const id of late.agreed().slice(0, 2)) late.forget(id);
    late.beginAnew();
    expect(await late.push()).toBeNull();
    expect(late.lost()).toEqual([]);
    expect(late.agreed()).toHaveLength(5);
    expect(await accepted(late.agreed())).toBe(5);
    late.add('之后');
    expect(await late.push()).toBeNull();
    expect(await accepted(late.agreed())).toBe(6);
  });

  it('comes up in another place too, with the same keys', async () => {
    const elsewhere = join(place, 'elsewhere');
    const said = await banyan(['restore', file, '--sign-out'], { ...env, BANYAN_DATA: elsewhere });
    expect(said).toMatchObject({ code: 0 });
    expect(existsSync(join(elsewhere, 'keys', 'register.json'))).toBe(true);
    expect(existsSync(join(elsewhere, 'secret'))).toBe(true);
    expect((await journals(elsewhere)).every(({ holds }) => holds)).toBe(true);
  });

  it('is found healthy by the doctor there, who names what is broken and what to do', async () => {
    const elsewhere = join(place, 'elsewhere');
    const look = async () => {
      const said = await banyan(['doctor', '--json'], { BANYAN_DATA: elsewhere, BANYAN_PORT: '0' });
      const found = JSON.parse(said.out) as { check: string; state: string; said: string }[];
      return { code: said.code, faults: found.filter(({ state }) => state === 'fault').map((each) => `${each.check}.${each.said}`) };
    };
    expect(await look()).toEqual({ code: 0, faults: [] });
    chmodSync(join(elsewhere, 'secret'), 0o644);
    const postgres = await startPostgres({ dataDir: elsewhere, log: () => undefined });
    await connected({ ...postgres.admin, database: 'banyan' }, async (client) => {
      await client.query('alter table community.person no force row level security');
      await client.query(`update platform.journal set params = '{"door":"1-1-101"}' where version = 5`);
      await client.query(
        `insert into platform.file (community, hash, media_type, bytes, created_by) select community, repeat('ab', 32), 'image/webp', 5, 'test' from platform.head`,
      );
    });
    await postgres.stop();
    expect(await look()).toEqual({ code: 6, faults: ['folder.readable', 'tables.broken', 'files.missing', 'journal.broken'] });
    const told = await banyan(['doctor'], { BANYAN_DATA: elsewhere, BANYAN_PORT: '0' });
    expect(told.out).toContain(`chmod -R go-rwx ${join(elsewhere, 'secret')}`);
    expect(told.out).toMatch(/✗ The journal of community .* breaks at entry 5 \(hash\)/);
  });
});
