import { randomFillSync } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Authority } from '../src/kernel/authority.ts';
import { type Actor, command } from '../src/kernel/command.ts';
import type { CommandId, CommunityId, PersonId } from '../src/kernel/ids.ts';
import { ok, refuse } from '../src/kernel/result.ts';
import { bus } from '../src/platform/server/commands/bus.ts';
import { handler } from '../src/platform/server/commands/handler.ts';
import { tombstone } from '../src/platform/server/commands/tombstone.ts';
import { connect, type Db, type Tx } from '../src/platform/server/db/db.ts';
import { connected } from '../src/platform/server/db/install.ts';
import { pulling } from '../src/platform/server/queries/pull.ts';
import { takes } from '../src/platform/web/sync/copy.ts';
import { Chance } from './faults/world/loop.ts';
import { freshCommunity, freshDatabase, freshId } from './harness/database.ts';

// The feed of changes while it is written to by everybody at once: 64 writers on three servers, of whose commands some are refused
// and some fail in the middle, and whose database connections are killed under them. Whatever a reader has been told that it is
// complete up to, it has. `npm run simulate -- feed [READS]` reads for longer.

const writers = 64;
const readers = 4;
const servers = 3;
const reads = Number(process.env.BANYAN_FEED_READS ?? 300_000);
const killEveryMs = 700;
/** So many things are kept, in these scopes; small enough that every one is changed again and again. */
const things = 600;
const scopes = ['scope-a', 'scope-b', 'scope-c'] as const;

const { app, admin, db, look } = await freshDatabase();
await connected(admin, (client) =>
  client.query(`
    create schema shelf; grant usage on schema shelf to banyan_app;
    create table shelf.thing (
      community uuid not null default nullif(current_setting('app.community', true), '')::uuid,
      id uuid not null, version bigint not null, scope text not null, primary key (community, id));
    create index on shelf.thing (community, scope, version);
    alter table shelf.thing enable row level security; alter table shelf.thing force row level security;
    create policy own on shelf.thing using (community = nullif(current_setting('app.community', true), '')::uuid);
    grant select, insert, update, delete on shelf.thing to banyan_app;`),
);

interface Thing {
  readonly id: string;
  readonly scope: string;
  readonly version: number;
}
const Put = z.object({ id: z.uuid(), to: z.string() });
type Moved = { readonly type: 'moved'; readonly id: string; readonly from: string | null; readonly to: string };

/** Puts a thing into a scope, out of another; `nowhere` takes it away, `refused` is against the rules, `broken` a fault of our own half-way through. */
const put = command<z.infer<typeof Put>, Thing | null, Moved>({
  name: 'shelf.put',
  ver: 1,
  payload: Put,
  duty: null,
  urgency: 'field',
  offline: true,
  decide: (thing, { id, to }) =>
    to === 'refused' ? refuse('invalid', 'shelf.refused') : ok([{ type: 'moved', id, from: thing?.scope ?? null, to }]),
});
const shelf = handler(put, {
  keys: ({ id, to }) => (to === 'broken' ? undefined : [id]),
  load: async (tx, { id }) => (await tx.rows<Thing>('select id, scope, version from shelf.thing where id = $1 for update', [id]))[0] ?? null,
  apply: async (tx, { id, from, to }, at) => {
    if (to === 'nowhere') tx.send('delete from shelf.thing where id = $1', [id]);
    else
      tx.send(
        `insert into shelf.thing (id, version, scope) values ($1, $2, $3)
         on conflict (community, id) do update set version = excluded.version, scope = excluded.scope`,
        [id, at.version, to],
      );
    if (to === 'broken') throw new Error('half-way');
    if (from !== null && from !== to)
      await tombstone(tx, at, { entity: 'shelf.thing', id, scope: from, kind: to === 'nowhere' ? 'delete' : 'leave' });
  },
});

const authority: Authority = {
  may: () => ok({ position: null, grids: null }),
  dutiesOf: () => new Map(),
  knows: () => true,
  scopesOf: () => [...scopes],
};
const actor: Actor = { kind: 'person', person: freshId<PersonId>() };
const select = 'select id, version, scope from shelf.thing where scope = any($1) and version > $2 order by version limit $3';

/** One process: its own connections, its own queue of commands. */
function server() {
  const own = connect({ ...app, max: 8 });
  const commands = bus({
    db: own,
    handlers: [shelf],
    reactions: [],
    loadAuthority: async () => authority,
    clock: () => new Date(),
    random: (bytes) => void randomFillSync(bytes),
  });
  const pull = pulling({ db: own, authorities: commands.authorities, clock: () => new Date(), feeds: [{ entity: 'shelf.thing', sql: select }] });
  return { own, commands, pull };
}
type Server = ReturnType<typeof server>;

const all = Array.from({ length: servers }, server);
afterAll(() => Promise.all(all.map(({ own }) => own.close())));

/** Says something random, again until it is answered, until told to stop. @returns how often there was which answer */
async function write(on: Server, community: CommunityId, random: () => number, running: () => boolean): Promise<Map<string, number>> {
  const ends = new Map<string, number>();
  while (running()) {
    const to = random() < 0.002 ? 'broken' : random() < 0.1 ? 'refused' : random() < 0.15 ? 'nowhere' : (scopes[Math.floor(random() * 3)] ?? '');
    const id = `00000000-0000-7000-8000-${String(Math.floor(random() * things)).padStart(12, '0')}`;
    const envelope = { id: freshId<CommandId>(), name: 'shelf.put', ver: 1, dseq: 1, claimedAt: new Date().toISOString(), payload: { id, to } };
    for (let status = ''; running() && !['accepted', 'refused', 'quarantined'].includes(status); ) {
      const [reply] = await on.commands.submit(community, { actor, device: null, commands: [envelope] });
      status = reply?.status ?? '';
      ends.set(status, (ends.get(status) ?? 0) + 1);
    }
  }
  return ends;
}

/** One device that copies what changes. */
class Reader {
  rows = 0;
  pages = 0;
  missed: string[] = [];
  private copy = new Map<string, Thing>();
  private cursor = 0;
  private name = '';
  private readonly community: CommunityId;

  constructor(community: CommunityId) {
    this.community = community;
  }

  /** Takes one page, as a device does. @returns is there more? A connection that was killed under it is no page. */
  async page(on: Server, limit: number): Promise<boolean> {
    const answer = await on.pull(this.community, actor, { cursor: this.cursor, scopes: this.name, limit }).catch(() => null);
    if (!answer?.ok) return true;
    const { rows, gone, restart, cursor, more, scopes: name } = answer.value;
    if (restart) this.copy.clear();
    for (const { id, scope, version } of rows) this.copy.set(id, { id, scope, version });
    for (const each of gone) {
      const row = this.copy.get(each.id);
      if (row && takes(each, { ...row, entity: each.entity })) this.copy.delete(each.id);
    }
    this.rows += rows.length + gone.length;
    this.pages += 1;
    this.cursor = cursor;
    this.name = name;
    return more;
  }

  /** What stands in the table up to the cursor must be in the copy just so; afterwards it may have changed, and then has a higher version. */
  async check(whole: boolean): Promise<void> {
    const there = await ofTable(db, this.community);
    for (const row of there) {
      const here = this.copy.get(row.id);
      if (row.version <= this.cursor && (here?.version !== row.version || here.scope !== row.scope))
        this.missed.push(`${row.id}: version ${row.version} in the table, ${here?.version ?? 'nothing'} in a copy complete to ${this.cursor}`);
    }
    if (whole && this.copy.size !== there.length) this.missed.push(`${this.copy.size} rows in the copy, ${there.length} in the table`);
  }

  /** A new device. */
  forget(): void {
    this.copy.clear();
    this.cursor = 0;
    this.name = '';
  }
}

const ofTable = (from: Db, community: CommunityId): Promise<Thing[]> =>
  from.as({ community, actor: 'test' }, (tx: Tx) => tx.rows<Thing>('select id, scope, version from shelf.thing', []), 'read only');

it(
  `misses nothing in ${reads.toLocaleString('en')} rows read while ${writers} write, fail and are killed`,
  async () => {
    const seed = Number(process.env.BANYAN_FEED_SEED ?? Date.now() % 1_000_000);
    const random = (i: number) => {
      const chance = new Chance(seed + i);
      return () => chance.next();
    };
    const community = await freshCommunity(db);
    const copies = Array.from({ length: readers }, () => new Reader(community));
    const rowsRead = () => copies.reduce((sum, { rows }) => sum + rows, 0);
    const running = () => rowsRead() < reads && copies.every(({ missed }) => missed.length === 0);
    let kills = 0;
    const killing = (async () => {
      const chance = random(writers + readers);
      while (running()) {
        await wait(killEveryMs);
        const found = await look<{ pid: number }>(
          "select pid from pg_stat_activity where usename = 'banyan_app' and datname = current_database() and state <> 'idle'",
        );
        const { pid } = found[Math.floor(chance() * found.length)] ?? {};
        if (pid && (await look<{ done: boolean }>('select pg_terminate_backend($1) as done', [pid]))[0]?.done) kills += 1;
      }
    })();
    const reading = copies.map(async (copy, i) => {
      const chance = random(writers + i);
      while (running()) {
        const more = await copy.page(all[i % servers] as Server, chance() < 0.2 ? 1 + Math.floor(chance() * 20) : 5_000);
        if (!more && chance() < 0.02) await copy.check(false).catch(() => undefined);
        // The copies of new devices are most of the rows; the pages that follow the writers closely are most of the pages.
        if (chance() < 0.2) copy.forget();
      }
    });
    const writing = Array.from({ length: writers }, (_, i) => write(all[i % servers] as Server, community, random(i), running));
    const ends = await Promise.all(writing);
    await Promise.all([killing, ...reading]);
    for (const [i, copy] of copies.entries()) {
      while (await copy.page(all[i % servers] as Server, 5_000));
      await copy.check(true);
    }
    const count = (status: string) => ends.reduce((sum, each) => sum + (each.get(status) ?? 0), 0);
    const pages = copies.reduce((sum, copy) => sum + copy.pages, 0);
    console.log(
      `${rowsRead()} rows read in ${pages} pages, ${count('accepted')} commands accepted, ${count('refused')} refused, ${count('quarantined')} parked, ${kills} connections killed; seed ${seed}`,
    );
    expect(copies.flatMap(({ missed }) => missed)).toEqual([]);
    expect(Math.min(count('accepted'), count('refused'), count('quarantined'), kills)).toBeGreaterThan(0);
  },
  60_000 + reads / 10,
);
