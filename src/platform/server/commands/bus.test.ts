import { randomFillSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freshCommunity, freshDatabase, freshId } from '../../../../test/harness/database.ts';
import type { Authority } from '../../../kernel/authority.ts';
import { type Actor, command, type Envelope } from '../../../kernel/command.ts';
import type { CommandId, CommunityId, DeviceId, GridId, PersonId } from '../../../kernel/ids.ts';
import { ok, refuse } from '../../../kernel/result.ts';
import { connected } from '../db/install.ts';
import { pulling } from '../queries/pull.ts';
import { bumpAuthority } from './authority-version.ts';
import { bus } from './bus.ts';
import { handler, reaction } from './handler.ts';
import { verifyJournal } from './journal.ts';
import { tombstone } from './tombstone.ts';

const { db, admin, look } = await freshDatabase();

beforeAll(() =>
  connected(admin, (client) =>
    client.query(`
      create schema counter; grant usage on schema counter to banyan_app;
      create table counter.counter (
        community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
        id uuid not null, n integer not null constraint counter_small check (n < 100), version bigint not null, scope text not null,
        primary key (community, id));
      create table counter.seen (
        community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
        id uuid not null, n integer not null, primary key (community, id, n));
      alter table counter.counter enable row level security; alter table counter.counter force row level security;
      alter table counter.seen enable row level security; alter table counter.seen force row level security;
      create policy own on counter.counter using (community = nullif(current_setting('app.community', true), '')::uuid);
      create policy own on counter.seen using (community = nullif(current_setting('app.community', true), '')::uuid);
      grant select, insert, update, delete on counter.counter, counter.seen to banyan_app;`),
  ),
);

type Count = { n: number } | null;
type Counted = { type: 'counted'; id: string; n: number };
const Add = z.object({ id: z.uuid(), by: z.number().int() });

/** A tally kept by commands: enough of a slice to drive the bus through everything it promises. */
const decide = (state: Count, { id, by }: z.infer<typeof Add>) =>
  by === 13 ? refuse('invalid', 'counter.unlucky') : ok([{ type: 'counted' as const, id, n: (state?.n ?? 0) + by }]);
const parts = {
  load: async (tx: import('../db/db.ts').Tx, { id, by }: z.infer<typeof Add>): Promise<Count> => {
    if (by === 666) throw new Error('a bug in our own code');
    return (await tx.rows<{ n: number }>('select n from counter.counter where id = $1 for update', [id]))[0] ?? null;
  },
  apply: async (tx: import('../db/db.ts').Tx, change: Counted, at: { version: number }): Promise<void> => {
    tx.send(
      `insert into counter.counter (id, n, version, scope) values ($1, $2, $3, 'community')
       on conflict (community, id) do update set n = excluded.n, version = excluded.version`,
      [change.id, change.n, at.version],
    );
  },
  constraints: { counter_small: 'counter.full' as const },
};
const shape = { ver: 1, payload: Add, urgency: 'field' as const, offline: true, decide };
const add = command<z.infer<typeof Add>, Count, Counted>({ ...shape, name: 'counter.add', duty: 'counter.count' });
const addFast = command<z.infer<typeof Add>, Count, Counted>({ ...shape, name: 'counter.addFast', duty: 'counter.count' });
const addThere = command<z.infer<typeof Add>, Count, Counted>({ ...shape, name: 'counter.addThere', duty: 'counter.count' });
const lock = command<object, null, { type: 'locked' }>({
  ...shape,
  name: 'counter.lock',
  payload: z.object({}),
  duty: null,
  decide: () => ok([{ type: 'locked' }]),
});
const drop = command<z.infer<typeof Add>, Count, { type: 'dropped'; id: string }>({
  ...shape,
  name: 'counter.drop',
  duty: 'counter.count',
  decide: (_, { id }) => ok([{ type: 'dropped', id }]),
});

const here = freshId<GridId>();
const elsewhere = freshId<GridId>();
let mayCount = true;
const authority = (): Authority => {
  const may = mayCount;
  return {
    may: () => (may ? ok({ position: null, grids: [here] }) : refuse('forbidden', 'duties.notHeld')),
    dutiesOf: () => new Map(),
    knows: () => true,
    scopesOf: () => ['community'],
  };
};
const faults: string[] = [];
const commands = bus({
  db,
  clock: () => new Date('2026-03-01T02:00:00Z'),
  random: (bytes) => void randomFillSync(bytes),
  loadAuthority: async () => authority(),
  onFault: (fault) => void faults.push(fault.command),
  reactions: [
    reaction<Counted>('counted', async (tx, { id, n }) =>
      tx.send('insert into counter.seen (id, n) values ($1, $2) on conflict do nothing', [id, n]),
    ),
  ],
  handlers: [
    handler(add, parts),
    handler(addFast, { ...parts, keys: ({ id }) => [id] }),
    handler(addThere, { ...parts, area: (_, { by }) => (by === 1 ? here : by === 2 ? elsewhere : null) }),
    handler(lock, {
      load: async () => null,
      apply: async (tx) => {
        mayCount = false;
        await bumpAuthority(tx);
      },
    }),
    handler(drop, {
      load: parts.load,
      apply: async (tx, { id }, at) => {
        await tx.run('delete from counter.counter where id = $1', [id]);
        await tombstone(tx, at, { entity: 'counter.counter', id, scope: 'community', kind: 'delete' });
      },
    }),
  ],
});
const pull = pulling({
  db,
  authorities: commands.authorities,
  clock: () => new Date('2026-03-01T02:00:00Z'),
  feeds: [
    {
      entity: 'counter.counter',
      sql: 'select id, n, version, scope from counter.counter where scope = any($1) and version > $2 order by version limit $3',
    },
  ],
});

const mei: Actor = { kind: 'person', person: freshId<PersonId>() };
const tao: Actor = { kind: 'person', person: freshId<PersonId>() };
const say = (name: string, payload: unknown, dseq = 1, id = freshId<CommandId>()): Envelope => ({
  id,
  name,
  ver: 1,
  dseq,
  claimedAt: '2026-03-01T10:00:00+08:00',
  payload,
});
const phone = () => freshId<DeviceId>();
const total = async (community: CommunityId, id: string) =>
  (await db.as({ community, actor: 'test' }, (tx) => tx.rows<{ n: number }>('select n from counter.counter where id = $1', [id])))[0]?.n;

describe('the bus', () => {
  it('decides each command once and answers a repeated one as before', async () => {
    const community = await freshCommunity(db);
    const [id, device] = [freshId(), phone()];
    const envelope = say('counter.add', { id, by: 5 });
    const first = await commands.submit(community, { actor: mei, device, commands: [envelope] });
    const again = await commands.submit(community, { actor: mei, device, commands: [envelope] });
    expect(first).toEqual([{ id: envelope.id, status: 'accepted', version: 1 }]);
    expect(again).toEqual(first);
    expect(await total(community, id)).toBe(5);
  });

  it('refuses a known id with other content, or said by someone else, and reveals nothing', async () => {
    const community = await freshCommunity(db);
    const [id, device] = [freshId(), phone()];
    const envelope = say('counter.add', { id, by: 5 });
    await commands.submit(community, { actor: mei, device, commands: [envelope] });
    const other = await commands.submit(community, { actor: mei, device, commands: [{ ...envelope, payload: { id, by: 6 } }] });
    const stranger = await commands.submit(community, { actor: tao, device: phone(), commands: [envelope] });
    expect(other[0]).toMatchObject({ status: 'refused', version: 0, problem: { code: 'platform.idTaken' } });
    expect(stranger[0]).toEqual(other[0]);
  });

  it('asks for the missing one when a phone skips a number, and refuses a number used before', async () => {
    const community = await freshCommunity(db);
    const device = phone();
    const batch = [say('counter.add', { id: freshId(), by: 1 }, 1), say('counter.add', { id: freshId(), by: 1 }, 3)];
    expect((await commands.submit(community, { actor: mei, device, commands: batch }))[1]).toMatchObject({ status: 'gap', expected: 2 });
    expect((await commands.submit(community, { actor: mei, device, commands: [say('counter.add', { id: freshId(), by: 1 }, 1)] }))[0]).toMatchObject({
      status: 'refused',
      problem: { code: 'platform.numberUsed' },
    });
    expect((await commands.submit(community, { actor: tao, device, commands: [say('counter.add', { id: freshId(), by: 1 }, 2)] }))[0]).toMatchObject({
      problem: { code: 'platform.deviceOfAnother' },
    });
  });

  it.each(['counter.add', 'counter.addFast'])('%s: a refusal is journalled and does not jam what follows', async (name) => {
    const community = await freshCommunity(db);
    const id = freshId();
    const replies = await commands.submit(community, {
      actor: mei,
      device: phone(),
      commands: [
        say(name, { id, by: 1 }, 1),
        say(name, { id, by: 13 }, 2),
        say(name, { id, by: 'x' }, 3),
        say('counter.nothing', {}, 4),
        say(name, { id, by: 2 }, 5),
      ],
    });
    expect(replies.map((r) => (r.status === 'refused' ? r.problem.code : r.status))).toEqual([
      'accepted',
      'counter.unlucky',
      'platform.badField',
      'platform.unknownCommand',
      'accepted',
    ]);
    expect(await total(community, id)).toBe(3);
    const report = await db.as({ community, actor: 'test' }, verifyJournal, 'read only');
    expect(report).toMatchObject({ holds: true, entries: 5, payloads: 5 });
  });

  it.each(['counter.add', 'counter.addFast'])('%s: a breached constraint refuses one command and spares its neighbours', async (name) => {
    const community = await freshCommunity(db);
    const [a, b] = [freshId(), freshId()];
    const replies = await commands.submit(community, {
      actor: mei,
      device: phone(),
      commands: [
        say(name, { id: a, by: 7 }, 1),
        say(name, { id: b, by: 1_000 }, 2),
        say(name, { id: b, by: 1_000_000_000_000 }, 3),
        say(name, { id: a, by: 1 }, 4),
      ],
    });
    expect(replies.map((r) => (r.status === 'refused' ? r.problem.code : r.status))).toEqual([
      'accepted',
      'counter.full',
      'platform.badValue',
      'accepted',
    ]);
    expect(await total(community, a)).toBe(8);
    expect(await total(community, b)).toBeUndefined();
  });

  it('a fault of our own is tried again, then parked, and never lost', async () => {
    const community = await freshCommunity(db);
    const device = phone();
    const [bad, next] = [say('counter.add', { id: freshId(), by: 666 }, 1), say('counter.add', { id: freshId(), by: 1 }, 2)];
    const send = () => commands.submit(community, { actor: mei, device, commands: [bad, next] });
    expect((await send()).map((r) => r.status)).toEqual(['retry', 'retry']);
    expect((await send()).map((r) => r.status)).toEqual(['retry', 'retry']);
    expect((await send()).map((r) => r.status)).toEqual(['quarantined', 'accepted']);
    expect((await send()).map((r) => r.status)).toEqual(['quarantined', 'accepted']);
    expect(faults).toContain('counter.add');
    const parked = await look(
      'select payload from platform.payload p join platform.journal j using (community, version) where j.community = $1 and status = $2',
      [community, 'quarantined'],
    );
    expect(parked).toEqual([{ payload: bad.payload }]);
  });

  it('limits a duty to its grids', async () => {
    const community = await freshCommunity(db);
    const id = freshId();
    const replies = await commands.submit(community, {
      actor: mei,
      device: phone(),
      commands: [1, 2, 3].map((by, i) => say('counter.addThere', { id, by }, i + 1)),
    });
    expect(replies.map((r) => (r.status === 'refused' ? r.problem.code : r.status))).toEqual([
      'accepted',
      'platform.outsideArea',
      'platform.outsideArea',
    ]);
  });

  it('a duty that was taken away stops the very next command', async () => {
    const community = await freshCommunity(db);
    const replies = await commands.submit(community, {
      actor: mei,
      device: phone(),
      commands: [
        say('counter.addFast', { id: freshId(), by: 1 }, 1),
        say('counter.lock', {}, 2),
        say('counter.addFast', { id: freshId(), by: 1 }, 3),
      ],
    });
    mayCount = true;
    expect(replies.map((r) => (r.status === 'refused' ? r.problem.code : r.status))).toEqual(['accepted', 'accepted', 'duties.notHeld']);
  });

  it('keeps broken text out of the database and answers it', async () => {
    const community = await freshCommunity(db);
    const broken = ['a\u0000b', 'half \ud83d'].map((id, i) => say('counter.add', { id, by: 1 }, i + 1));
    const replies = await commands.submit(community, { actor: mei, device: phone(), commands: broken });
    expect(replies.map((r) => r.status === 'refused' && r.problem.code)).toEqual(['platform.brokenText', 'platform.brokenText']);
    expect(await db.as({ community, actor: 'test' }, verifyJournal, 'read only')).toMatchObject({ holds: true, entries: 2, destroyed: 2 });
  });

  it('a community that is not there is refused, not invented', async () => {
    const [reply] = await commands.submit(freshId<CommunityId>(), {
      actor: mei,
      device: phone(),
      commands: [say('counter.add', { id: freshId(), by: 1 })],
    });
    expect(reply).toMatchObject({ status: 'refused', problem: { code: 'platform.communityGone' } });
  });

  it('sixty-four phones at once: nothing lost, nothing doubled, versions without a gap', async () => {
    const community = await freshCommunity(db);
    const ids = Array.from({ length: 5 }, () => freshId());
    const expected = new Map<string, number>();
    await Promise.all(
      Array.from({ length: 64 }, async (_, p) => {
        const device = phone();
        for (let dseq = 1; dseq <= 5; dseq++) {
          const id = ids[(p + dseq) % ids.length] ?? '';
          expected.set(id, (expected.get(id) ?? 0) + 1);
          await commands.submit(community, { actor: mei, device, commands: [say(p % 2 ? 'counter.add' : 'counter.addFast', { id, by: 1 }, dseq)] });
        }
      }),
    );
    for (const id of ids) expect(await total(community, id)).toBe(expected.get(id));
    expect(await db.as({ community, actor: 'test' }, verifyJournal, 'read only')).toMatchObject({
      holds: true,
      entries: 320,
      payloads: 320,
      destroyed: 0,
    });
  });
});

describe('the journal', () => {
  it('cannot be rewritten by the application', async () => {
    const community = await freshCommunity(db);
    await commands.submit(community, { actor: mei, device: phone(), commands: [say('counter.add', { id: freshId(), by: 1 })] });
    for (const sql of ['delete from platform.journal', 'update platform.journal set actor = null'])
      await expect(db.as({ community, actor: 'test' }, (tx) => tx.run(sql, []))).rejects.toThrow(/permission denied/);
  });

  it.each([
    ['a changed line', `update platform.journal set dseq = 9 where community = $1 and version = 2`, { version: 2, why: 'hash' }],
    ['a missing line', `delete from platform.journal where community = $1 and version = 2`, { version: 2, why: 'gap' }],
    ['a cut end', `delete from platform.journal where community = $1 and version = 3`, { version: 2, why: 'head' }],
    ['a changed payload', `update platform.payload set payload = '{}' where community = $1 and version = 3`, { version: 3, why: 'payload' }],
  ])('shows %s', async (_, sql, broken) => {
    const community = await freshCommunity(db);
    const batch = [1, 2, 3].map((dseq) => say('counter.add', { id: freshId(), by: 1 }, dseq));
    await commands.submit(community, { actor: mei, device: phone(), commands: batch });
    await look(sql, [community]);
    expect(await db.as({ community, actor: 'test' }, verifyJournal, 'read only')).toMatchObject({ holds: false, broken });
  });

  it('still holds when a payload was lawfully destroyed', async () => {
    const community = await freshCommunity(db);
    await commands.submit(community, { actor: mei, device: phone(), commands: [say('counter.add', { id: freshId(), by: 1 })] });
    await db.as({ community, actor: 'test' }, (tx) => tx.run('delete from platform.payload where version = 1', []));
    expect(await db.as({ community, actor: 'test' }, verifyJournal, 'read only')).toMatchObject({ holds: true, payloads: 0, destroyed: 1 });
  });
});

describe('pull', () => {
  it('delivers every row once in version order, pages never split, and says what is gone', async () => {
    const community = await freshCommunity(db);
    const ids = Array.from({ length: 7 }, () => freshId());
    const device = phone();
    await commands.submit(community, { actor: mei, device, commands: ids.map((id, i) => say('counter.add', { id, by: 1 }, i + 1)) });
    const read = async (cursor: number, scopes: string) => {
      const page = await pull(community, mei, { cursor, scopes, limit: 3 });
      if (!page.ok) throw new Error(page.problem.code);
      return page.value;
    };
    const got: string[] = [];
    let [cursor, scopes, more] = [0, '', true];
    while (more) {
      const page = await read(cursor, scopes);
      got.push(...page.rows.map((r) => r.id));
      ({ cursor, scopes, more } = page);
    }
    expect(got).toEqual(ids);
    expect(await read(cursor, scopes)).toMatchObject({ rows: [], gone: [], cursor, more: false });
    await commands.submit(community, { actor: mei, device, commands: [say('counter.drop', { id: ids[0], by: 1 }, 8)] });
    const page = await read(cursor, scopes);
    expect(page.rows).toEqual([]);
    expect(page.gone).toMatchObject([{ entity: 'counter.counter', id: ids[0], kind: 'delete' }]);
    expect(await read(page.cursor, 'other scopes')).toMatchObject({ restart: true });
  });

  it('delivers only the entities asked for, and the cursor still moves on', async () => {
    const community = await freshCommunity(db);
    await commands.submit(community, { actor: mei, device: phone(), commands: [say('counter.add', { id: freshId(), by: 1 })] });
    const read = (entities: string[]) => pull(community, mei, { cursor: 0, scopes: '', limit: 10, entities });
    expect(await read(['other.thing'])).toMatchObject({ ok: true, value: { cursor: 1, more: false, rows: [], gone: [] } });
    expect(await read(['counter.counter'])).toMatchObject({ ok: true, value: { cursor: 1, rows: [{ entity: 'counter.counter' }] } });
  });
});
