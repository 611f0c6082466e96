import { createHash, randomFillSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { slices } from '../src/apps/server/slices.ts';
import { loadAuthority } from '../src/capabilities/duties/server.ts';
import { openVault, useVault } from '../src/capabilities/register/server.ts';
import type { Actor, Envelope, Reply } from '../src/kernel/command.ts';
import type { CommandId, CommunityId } from '../src/kernel/ids.ts';
import { bus } from '../src/platform/server/commands/bus.ts';
import { asking } from '../src/platform/server/queries/ask.ts';
import { pulling } from '../src/platform/server/queries/pull.ts';
import { loadCommunity } from '../tools/demo/load.ts';
import { freshDatabase, freshId } from './harness/database.ts';
import { idPaths, type Path, sample } from './harness/sample.ts';

const { db, look } = await freshDatabase();
const clock = () => new Date();
const handlers = slices.flatMap((s) => s.handlers ?? []);
const answers = slices.flatMap((s) => s.answers ?? []);
const feeds = slices.flatMap((s) => s.feeds ?? []);
const decided = bus({
  db,
  handlers,
  reactions: slices.flatMap((s) => s.reactions ?? []),
  loadAuthority,
  clock,
  random: (b) => void randomFillSync(b),
});
const ask = asking({ db, answers, authorities: decided.authorities, clock });
const pull = pulling({ db, feeds, authorities: decided.authorities, clock });

let ours: CommunityId;
let theirs: CommunityId;
let director: Actor;
/** Ids of every kind of thing next door. */
let allNextDoor: { table: string; ids: string[] }[];
/** Ids that we have given to things of our own meanwhile: an id is free to be used in every community. */
const adopted = new Set<string>();
/** One id of every kind that is still theirs alone. */
const idsNextDoor = () =>
  allNextDoor.flatMap(({ table, ids }) =>
    ids
      .filter((id) => !adopted.has(id))
      .slice(0, 1)
      .map((id) => ({ table, id })),
  );

let before: string;

/** Fingerprint of everything in the community next door. */
async function everythingNextDoor(): Promise<string> {
  const hash = createHash('sha256');
  for (const { table } of await tables()) {
    const rows = await look<{ row: string }>(`select t::text as row from ${table} t where community = $1 order by 1`, [theirs]);
    for (const { row } of rows) hash.update(row);
  }
  return hash.digest('hex');
}

const tables = (): Promise<{ table: string; hasId: boolean }[]> =>
  look(`select format('%I.%I', c.table_schema, c.table_name) as table, bool_or(c.column_name = 'id' and c.data_type = 'uuid') as "hasId"
          from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
         where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema', 'sessions', 'jobs', 'installation')
         group by 1 having bool_or(c.column_name = 'community') order by 1`);

beforeAll(async () => {
  useVault(openVault(mkdtempSync(join(tmpdir(), 'banyan-tenancy-'))));
  const about = { nameEn: '', nameUg: '' };
  const make = (seed: number, name: string, code12: string) =>
    loadCommunity({ db, seed, scale: 0.01, nowMs: Date.now(), about: { ...about, name, code12 } });
  const [a, b] = [await make(1, '甲社区', '130602901011'), await make(2, '乙社区', '130602901012')];
  ours = a.community;
  theirs = b.community;
  director = { kind: 'person', person: a.demo.signIns.director };
  allNextDoor = [];
  for (const { table, hasId } of await tables()) {
    if (!hasId) continue;
    const rows = await look<{ id: string }>(`select id from ${table} where community = $1 order by id limit 100`, [theirs]);
    if (rows.length > 0) allNextDoor.push({ table, ids: rows.map(({ id }) => id) });
  }
  before = await everythingNextDoor();
}, 120_000);

const samePath = (a: Path, b: Path): boolean => a.join('.') === b.join('.');
const command = (name: string, ver: number, payload: unknown): Envelope => ({
  id: freshId<CommandId>(),
  name,
  ver,
  dseq: 1,
  claimedAt: new Date().toISOString(),
  payload,
});
/** An answer without what differs between any two calls. */
const shape = (reply: Reply | undefined) =>
  reply?.status === 'refused' ? { status: reply.status, problem: reply.problem } : { status: reply?.status };

describe('the community next door', () => {
  it('has something of every kind, so that there is something to find', () => {
    expect(idsNextDoor().length).toBeGreaterThan(20);
  });

  it.each(handlers.map((h) => [h.command.name, h.command] as const))(
    '%s: its ids are answered as ids that do not exist',
    async (name, { payload, ver }) => {
      // Before and after each id from next door stands one that exists nowhere: an accepted command may change what the next is told.
      const nextDoor = idsNextDoor();
      const tried = idPaths(payload).flatMap((path) => [null, ...nextDoor.flatMap((id) => [id, null])].map((next) => ({ path, next })));
      const commands = tried.map(({ path, next }) =>
        command(
          name,
          ver,
          sample(payload, (at) => (next && samePath(at, path) ? next.id : freshId())),
        ),
      );
      const shapes = (await decided.submit(ours, { actor: director, device: null, commands })).map(shape);
      for (const [i, { path, next }] of tried.entries()) {
        expect(shapes[i]?.status).toMatch(/accepted|refused/);
        if (next && shapes[i]?.status === 'accepted') adopted.add(next.id);
        if (next) expect([shapes[i - 1], shapes[i + 1]], `${next.table} as ${path.join('.')}`).toContainEqual(shapes[i]);
      }
    },
  );

  it.each(answers.map((a) => [a.query.name, a.query] as const))('%s: its ids are answered as ids that do not exist', async (name, { args }) => {
    for (const path of idPaths(args)) {
      const say = (id: string) =>
        ask(
          name,
          ours,
          director,
          sample(args, (at) => (samePath(at, path) ? id : freshId())),
        );
      const unknown = await say(freshId());
      for (const { table, id } of idsNextDoor()) expect(await say(id), `${table} as ${path.join('.')}`).toEqual(unknown);
    }
  });

  it('is as it was, after all that', async () => {
    expect(await everythingNextDoor()).toBe(before);
  });

  it('sends nothing to a phone of ours, and answers our people as a community that is not there', async () => {
    const page = await pull(ours, director, { cursor: 0, scopes: '', limit: 5_000 });
    if (!page.ok) throw new Error(page.problem.code);
    const pulled = new Set(page.value.rows.map((row) => row.id));
    for (const { id } of idsNextDoor()) expect(pulled).not.toContain(id);

    const there = await pull(theirs, director, { cursor: 0, scopes: '', limit: 5_000 });
    if (!there.ok) throw new Error(there.problem.code);
    expect(there.value.rows).toEqual([]);
    const nowhere = freshId<CommunityId>();
    for (const { query } of answers) {
      if (query.duty === null) continue;
      const asked = await ask(
        query.name,
        theirs,
        director,
        sample(query.args, () => freshId()),
      );
      expect(asked.ok).toBe(false);
    }
    expect((await ask('community.places', nowhere, director, {})).ok).toBe(false);
  });
});
