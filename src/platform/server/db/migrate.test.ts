import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../../../test/harness/database.ts';
import { adminOf, connected, install } from './install.ts';
import { findMigrationFolders, migrate } from './migrate.ts';

const { admin, look } = await freshDatabase();
const place = mkdtempSync(join(tmpdir(), 'banyan-migrations-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const quiet = { log: () => undefined };
const write = (slice: string, file: string, sql: string) => {
  mkdirSync(join(place, slice, 'migrations'), { recursive: true });
  writeFileSync(join(place, slice, 'migrations', file), sql);
};
const run = () => migrate(admin, findMigrationFolders(place), quiet);

beforeEach(async () => {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  await connected(admin, (client) =>
    client.query('drop schema if exists installation cascade; drop schema if exists one cascade; drop schema if exists two cascade'),
  );
});

describe('migrations', () => {
  it('run in the order of their names over all slices, as the owner, once', async () => {
    write('two', '202601010200-use-one.sql', 'create schema two; create table two.b as select n from one.a');
    write('one', '202601010100-begin.sql', 'create schema one; create table one.a as select 5 as n');
    write('one', '202601010300-go-on.sql', 'insert into two.b values (6)');
    expect(await run()).toEqual(['one/202601010100-begin.sql', 'two/202601010200-use-one.sql', 'one/202601010300-go-on.sql']);
    expect(await run()).toEqual([]);
    expect(await look('select n from two.b order by n')).toEqual([{ n: 5 }, { n: 6 }]);
    expect(await look(`select tableowner from pg_tables where schemaname = 'one'`)).toEqual([{ tableowner: 'banyan_owner' }]);
  });

  it('that fail leave nothing of themselves, keep what came before, and say file and line', async () => {
    write('one', '202601010100-begin.sql', 'create schema one');
    write('one', '202601010200-break.sql', 'create table one.a (id int);\n\nselect * from nowhere;');
    await expect(run()).rejects.toThrow(/202601010200-break\.sql:3: relation "nowhere" does not exist/);
    expect(await look(`select to_regclass('one.a') as a, to_regnamespace('one') is not null as one`)).toEqual([{ a: null, one: true }]);
    write('one', '202601010200-break.sql', 'create table one.a (id int);');
    expect(await run()).toEqual(['one/202601010200-break.sql']);
  });

  it('that were changed after they ran are refused; other line ends are no change', async () => {
    write('one', '202601010100-begin.sql', 'create schema one;\n');
    await run();
    write('one', '202601010100-begin.sql', 'create schema one;\r\n');
    expect(await run()).toEqual([]);
    write('one', '202601010100-begin.sql', 'create schema one; -- and more\n');
    await expect(run()).rejects.toThrow(/one\/202601010100-begin\.sql was changed after it was applied/);
  });

  it('of a newer program make this one refuse to start', async () => {
    write('one', '202601010100-begin.sql', 'create schema one');
    write('one', '202601010200-newer.sql', 'select 1');
    await run();
    rmSync(join(place, 'one/migrations/202601010200-newer.sql'));
    await expect(run()).rejects.toThrow(/one\/202601010200-newer\.sql, which this program does not know/);
  });

  it('run once when two programs start together', async () => {
    write('one', '202601010100-begin.sql', 'create schema one; select pg_sleep(0.2)');
    const both = await Promise.all([run(), run()]);
    expect(both.flat()).toEqual(['one/202601010100-begin.sql']);
  });

  it('must be named so that they sort by time', async () => {
    write('one', '1-begin.sql', 'select 1');
    await expect(run()).rejects.toThrow(/not named like a migration/);
  });
});

describe('installation', () => {
  it('can be repeated and refuses roles that could pass row-level security', async () => {
    const name = String(admin.database);
    const again = await install(admin, name);
    expect(again.app).toMatchObject({ user: 'banyan_app', database: name });
    const powers = await look(
      `select rolname from pg_roles where rolname like 'banyan%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
    );
    expect(powers).toEqual([]);
    const owned = await look(
      `select c.oid::regclass::text from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname in ('banyan_app', 'banyan_rollup')`,
    );
    expect(owned).toEqual([]);
  });

  it('works for an admin who is no superuser', async () => {
    // The roles' passwords follow from the admin's; test files beside this one use them, so this admin has the same one.
    await look(`create role dba login createrole createdb password '${String(admin.password)}'`);
    const dba = { ...admin, user: 'dba', database: 'postgres' };
    // Another server, as it were: the roles are there already and are this admin's to give.
    await look('grant banyan_owner, banyan_app, banyan_rollup, banyan_sessions, banyan_jobs to dba with admin option');
    const made = await install(dba, 'by_dba');
    await migrate(made.admin, findMigrationFolders(join(import.meta.dirname, '../../..')), quiet);
    expect(await connected(made.app, async (client) => (await client.query('select count(*)::int as n from platform.head')).rows)).toEqual([
      { n: 0 },
    ]);
  });

  it('reads BANYAN_DATABASE_URL', () => {
    expect(adminOf('postgres://me:p%40ss@db.example:6432/banyan')).toEqual({
      host: 'db.example',
      port: 6432,
      user: 'me',
      password: 'p@ss',
      database: 'banyan',
    });
    expect(() => adminOf('postgres://me@db.example')).toThrow(/must look like/);
    expect(() => adminOf('mysql://me@db.example/banyan')).toThrow(/must look like/);
    expect(() => adminOf('somewhere')).toThrow(/is not a URL/);
  });
});
