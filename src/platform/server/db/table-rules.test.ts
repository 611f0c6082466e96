import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../../test/harness/database.ts';
import { connected } from './install.ts';
import { findTableFaults } from './table-rules.ts';

const { db, admin } = await freshDatabase();

/** Faults after making a schema `try` by this SQL, as the owner; nothing of it stays. */
const faultsOf = (sql: string) =>
  connected(admin, async (client) => {
    await client.query('begin; set local role banyan_owner; create schema try; grant usage on schema try to banyan_app');
    await client.query(sql);
    const faults = await findTableFaults(client);
    await client.query('rollback');
    return faults;
  });

const secure = (table: string) => `
  alter table ${table} enable row level security; alter table ${table} force row level security;
  create policy own_community on ${table} using (community = nullif(current_setting('app.community', true), '')::uuid);`;
const good = `create table try.a (community uuid not null, id uuid not null, primary key (community, id)); ${secure('try.a')} grant select, insert on try.a to banyan_app;`;

describe('the data rules', () => {
  it('hold for every table there is', async () => {
    expect(await connected(admin, findTableFaults)).toEqual([]);
  });

  it('are content with a table made as they say', async () => {
    expect(await faultsOf(good)).toEqual([]);
  });

  it.each([
    [
      'a table without row-level security',
      'create table try.b (community uuid, id uuid, primary key (community, id))',
      ['try.b has no policy on the community', 'try.b has no row-level security (enable and force it)'],
    ],
    [
      'row-level security that the owner passes',
      `${good} alter table try.a no force row level security`,
      ['try.a has no row-level security (enable and force it)'],
    ],
    [
      'a second policy that opens the table',
      `${good} create policy all_rows on try.a using (true)`,
      ['try.a has a policy without the community: all_rows'],
    ],
    [
      'a key that does not begin with the community',
      `create table try.b (community uuid, id uuid primary key); ${secure('try.b')}`,
      ['try.b has no primary key that begins with community'],
    ],
    [
      'a unique key over all communities',
      `${good} alter table try.a add phone text unique`,
      ['try.a has a unique key without community: a_phone_key'],
    ],
    [
      'a unique index over all communities',
      `${good} create unique index everyone on try.a (id)`,
      ['try.a has a unique index without community: try.everyone'],
    ],
    [
      'a reference that may lead to another community',
      `${good} alter table try.a add constraint loose foreign key (id) references other.c`,
      ['try.a has a foreign key into another schema: loose', 'try.a has a foreign key without community: loose'],
    ],
    [
      'more rights than the work takes',
      `${good} grant truncate on try.a to banyan_app`,
      ['try.a lets banyan_app truncate it, refer to it or put triggers on it'],
    ],
    ['rights for everyone', `${good} grant select on try.a to public`, ['try.a is granted to everyone']],
    ['a view that runs as its owner', `${good} create view try.v as select * from try.a`, ['try.v is a view without security_invoker']],
    [
      'a catalogue that requests may change',
      `create table try.d (code text primary key); comment on table try.d is 'Shared by all communities: kinds'; grant insert on try.d to banyan_app`,
      ['try.d is shared by all communities but banyan_app may change it'],
    ],
    [
      'a function that runs as its owner',
      `create function try.f() returns int language sql security definer as 'select 1'`,
      ['try.f() is security definer'],
    ],
  ])('name %s', async (_, sql, faults) => {
    const other = sql.includes('other.c') ? `create schema other; create table other.c (id uuid primary key);` : '';
    expect((await faultsOf(other + sql)).filter((fault) => !fault.startsWith('other.'))).toEqual(faults);
  });
});

describe('the application role', () => {
  it('sees and writes nothing without a community', async () => {
    await freshCommunity(db);
    const { rows } = await db.pool.query('select * from platform.head');
    expect(rows).toEqual([]);
    await expect(db.pool.query('insert into platform.head (community) values ($1)', [freshId()])).rejects.toThrow(/row-level security/);
  });

  it('sees and writes nothing of another community', async () => {
    const [ours, theirs] = [await freshCommunity(db), await freshCommunity(db)];
    expect(await db.as({ community: ours, actor: freshId() }, (tx) => tx.rows('select * from platform.head where community = $1', [theirs]))).toEqual(
      [],
    );
    await expect(
      db.as({ community: ours, actor: freshId() }, (tx) => tx.run('insert into platform.head (community) values ($1)', [theirs])),
    ).rejects.toThrow(/row-level security/);
  });

  it('cannot become anybody else, nor make or change tables', async () => {
    for (const sql of [
      'set role banyan_owner',
      'set role postgres',
      'create table public.x ()',
      'create schema x',
      'alter table platform.head disable row level security',
      'set session authorization postgres',
    ]) {
      await expect(db.pool.query(sql), sql).rejects.toThrow(/permission denied|must be owner/);
    }
  });
});
