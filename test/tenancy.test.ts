import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { slices } from '../src/apps/server/slices.ts';
import { loadAuthority } from '../src/capabilities/duties/server.ts';
import { openVault, useVault } from '../src/capabilities/register/server.ts';
import { doorToken } from '../src/capabilities/response/rules/door-link.ts';
import type { Envelope } from '../src/kernel/command.ts';
import type { CommandId, CommunityId } from '../src/kernel/ids.ts';
import { deviceKeys } from '../src/platform/server/devices/device-keys.ts';
import { deviceRoutes } from '../src/platform/server/devices/routes.ts';
import { loadCommunity } from '../tools/demo/load.ts';
import { freshId } from './harness/database.ts';
import { idPaths, type Path, sample } from './harness/sample.ts';
import { serve } from './harness/serve.ts';

const handlers = slices.flatMap((s) => s.handlers ?? []);
const answers = slices.flatMap((s) => s.answers ?? []);
const devices = deviceRoutes({
  keys: deviceKeys('a secret of at least thirty-two characters'),
  incidentRuns: async () => false,
  profile: async () => null,
  clock: () => new Date(),
});
const { app, db, database, signIn } = await serve([...slices, { routes: devices }], loadAuthority);
const { look } = database;

let ours: CommunityId;
let theirs: CommunityId;
/** Cookies of the directors. */
let here: string;
let there: string;
/** Doors of ours, each with a link. */
let doors: string[];
/** Names next door that are no ids of rows: what was uploaded, the secret of a feed, a door's link. */
let named: { file: string; origin: string; feed: string; door: string };
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
/** Commands that one push may carry. */
const mostCommands = 50;

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
  here = await signIn(ours, a.demo.signIns.director);
  there = await signIn(theirs, b.demo.signIns.director);
  doors = [...a.doorTokens.values()];
  named = await leaveNames([...b.doorTokens.values()][0] ?? '');
  allNextDoor = [];
  // A thing may stand in several tables (a request, and the mark of its leaving): asked about twice, the second time it would be ours.
  const listed = new Set<string>();
  for (const { table, hasId } of await tables()) {
    if (!hasId) continue;
    const rows = await look<{ id: string }>(`select id from ${table} where community = $1 order by id limit 100`, [theirs]);
    const ids = rows.map(({ id }) => id).filter((id) => !listed.has(id));
    for (const id of ids) listed.add(id);
    if (ids.length > 0) allNextDoor.push({ table, ids });
  }
  allNextDoor.push({ table: 'platform.registered_device', ids: [deviceNextDoor] });
  before = await everythingNextDoor();
}, 180_000);

const deviceNextDoor = freshId();
const publicKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
const meeting = (community: string, device: string) => ({
  community,
  device,
  publicKey,
  kind: 'phone',
  numbersAs: freshId(),
  lastDseq: 0,
  unsent: 0,
  unsentSince: null,
  copy: true,
});
const api = (path: string) => `/api/v1/${path}`;
const post = (path: string, payload: string | object, headers: Record<string, string> = {}): InjectOptions => ({
  method: 'POST',
  url: api(path),
  payload,
  headers,
});
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Next door a phone is known, a photo is kept and a feed has a secret. */
async function leaveNames(door: string): Promise<typeof named> {
  const say = async (request: InjectOptions) => {
    const answer = await app.inject({ ...request, headers: { ...request.headers, cookie: there } });
    if (answer.statusCode >= 300) throw new Error(answer.body);
    return answer.json<Record<string, string>>();
  };
  await say(post('devices/meet', meeting(theirs, deviceNextDoor)));
  const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const origin = sha256(picture);
  const where = new URLSearchParams({ community: theirs, origin, size: String(picture.length), from: '0' });
  const kept = await say(post(`files/pieces?${where.toString()}`, picture, { 'content-type': 'application/octet-stream' }));
  const { token } = await say(post('warnings/feeds/token', { community: theirs, feedId: freshId(), name: 'storms' }));
  return { file: kept.hash ?? '', origin, feed: token?.split('.')[1] ?? '', door: door.slice(32) };
}

const samePath = (a: Path, b: Path): boolean => a.join('.') === b.join('.');
const command = (name: string, ver: number, payload: unknown): Envelope => ({
  id: freshId<CommandId>(),
  name,
  ver,
  dseq: 1,
  claimedAt: new Date().toISOString(),
  payload,
});
const names = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}/g;
/** Text without what differs between any two answers to one question: the names that were asked with, moments, the community's version, fresh keys. */
function plain(text: string, asked: string): string {
  const known = [...new Set(asked.match(names) ?? [])];
  return text
    .replace(names, (name) => (known.includes(name) ? `name ${known.indexOf(name)}` : name))
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'moment')
    .replace(/"(version|seconds)":\d+/g, '"$1":0')
    .replace(/"(half|accountKey)":"[^"]+"/g, '"$1":"key"');
}
/** Status, headers and body, byte for byte. */
async function answerTo(request: InjectOptions): Promise<{ status: number; bytes: string; body: string; headers: string }> {
  const response = await app.inject({ ...request, headers: { ...request.headers, cookie: here } });
  const { date: _date, 'content-length': length, ...kept } = response.headers;
  if (length !== undefined) expect(Number(length)).toBe(response.rawPayload.length);
  const asked = JSON.stringify([request.url, request.payload]);
  const headers = plain(JSON.stringify(kept), asked);
  const body = plain(response.body, asked);
  return { status: response.statusCode, headers, body, bytes: `${response.statusCode} ${headers} ${body}` };
}

describe('the community next door', () => {
  it('has something of every kind, so that there is something to find', () => {
    expect(idsNextDoor().length).toBeGreaterThan(20);
    expect(Object.values(named).every((name) => name.length > 10)).toBe(true);
  });

  it.each(answers.map((a) => [a.query.name, a.query] as const))(
    '%s: its ids are answered as ids that do not exist',
    async (name, { args }) => {
      for (const path of idPaths(args)) {
        const say = (id: string) => answerTo(question(name, ours, args, (at) => (samePath(at, path) ? id : freshId())));
        const unknown = await say(freshId());
        for (const { table, id } of idsNextDoor()) expect((await say(id)).bytes, `${table} as ${path.join('.')}`).toBe(unknown.bytes);
      }
      // The community itself is such a name too.
      const asked = await answerTo(question(name, theirs, args, freshId));
      expect(asked.bytes).toBe((await answerTo(question(name, freshId(), args, freshId))).bytes);
      expect(asked.status).toBe(404);
    },
    60_000,
  );

  it.each(handlers.map((h) => [h.command.name, h.command] as const))(
    '%s: its ids are answered as ids that do not exist',
    async (name, { payload, ver }) => {
      // Before and after each id from next door stands one that exists nowhere: an accepted command may change what the next is told.
      const nextDoor = idsNextDoor();
      const tried = idPaths(payload).flatMap((path) => [null, ...nextDoor.flatMap((id) => [id, null])].map((next) => ({ path, next })));
      const replies: string[] = [];
      for (let from = 0; from < tried.length; from += mostCommands) {
        const commands = tried.slice(from, from + mostCommands).map(({ path, next }, i) => ({
          ...command(
            name,
            ver,
            sample(payload, (at) => (next && samePath(at, path) ? next.id : freshId())),
          ),
          dseq: i + 1,
        }));
        const answer = await app.inject({ ...post('push', { community: ours, device: freshId(), commands }), headers: { cookie: here } });
        const said = answer.json<{ replies: object[] }>().replies;
        expect(said.length, answer.body).toBe(commands.length);
        replies.push(...said.map((reply, i) => plain(JSON.stringify(reply), JSON.stringify(commands[i]))));
      }
      for (const [i, { path, next }] of tried.entries()) {
        expect(replies[i]).toMatch(/"status":"(accepted|refused)/);
        if (!next) continue;
        if (replies[i]?.includes('"status":"accepted')) adopted.add(next.id);
        expect([replies[i - 1], replies[i + 1]], `${next.table} as ${path.join('.')}`).toContainEqual(replies[i]);
      }
    },
    60_000,
  );

  it('is a community that does not exist, to whoever says something there', async () => {
    for (const { command: each } of handlers) {
      const payload = sample(each.payload, freshId);
      const say = (community: string) => answerTo(post('push', { community, device: freshId(), commands: [command(each.name, each.ver, payload)] }));
      const asked = await say(theirs);
      expect(asked.bytes, each.name).toBe((await say(freshId())).bytes);
      expect(asked.status).toBe(404);
    }
  }, 60_000);

  it.each(Object.entries(routes()))('%s: its names are answered as names that do not exist', async (route, { say, of = /./, theirs: name }) => {
    const onlyCommunity = of.source === 'none';
    const nextDoor = onlyCommunity ? [] : name ? [{ table: 'name', id: name() }] : idsNextDoor().filter(({ table }) => of.test(table));
    const unknown = () => (name ? unlike(name()) : freshId());
    expect(nextDoor.length > 0, route).toBe(!onlyCommunity);
    for (const { table, id } of nextDoor) {
      const before = await answerTo(say(unknown(), ours));
      const asked = await answerTo(say(id, ours));
      const after = await answerTo(say(unknown(), ours));
      expect([before.bytes, after.bytes], `${table} in ${route}`).toContainEqual(asked.bytes);
      if (asked.status < 300) adopted.add(id);
    }
    const [known, nowhere] = [await answerTo(say(nextDoor[0]?.id ?? '', theirs)), await answerTo(say(nextDoor[0]?.id ?? '', freshId()))];
    expect(known.bytes, `the community in ${route}`).toBe(nowhere.bytes);
    expect(known.status, known.bytes).toBeGreaterThanOrEqual(400);
  });

  it('has been tried by every route there is', async () => {
    const paths = (await app.inject({ url: '/api/openapi.json' })).json<{ paths: Record<string, object> }>().paths;
    const all = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
    const ways = all.filter((way) => way.includes(' /api/v1/') && !way.includes('/query/') && way !== 'post /api/v1/push');
    expect(ways.filter((way) => !(way in routes()) && !namesNothing.has(way))).toEqual([]);
    expect(Object.keys(routes()).filter((way) => !ways.includes(way))).toEqual([]);
  });

  it('is as it was, after all that', async () => {
    expect(await everythingNextDoor()).toBe(before);
  });

  it('sends nothing to a phone of ours, and answers our people as a community that is not there', async () => {
    const page = await app.inject({ url: api(`pull?community=${ours}&limit=5000`), headers: { cookie: here } });
    const pulled = new Set(page.json<{ rows: { id: string }[] }>().rows.map((row) => row.id));
    expect(pulled.size).toBeGreaterThan(0);
    for (const { id } of idsNextDoor()) expect(pulled).not.toContain(id);
  });
});

/** Routes that name nothing of any community; a one-time code is itself the right to what it opens. */
const namesNothing = new Set([
  'get /api/v1/me',
  'get /api/v1/setup',
  'post /api/v1/setup',
  'get /api/v1/invitations',
  'post /api/v1/entry',
  'post /api/v1/entry/look',
]);

/** Another name of the same form. */
function unlike(name: string): string {
  const last = name.at(-1) === 'a' ? 'b' : 'a';
  return `${sha256(name + freshId()).slice(0, 20)}${name.slice(20, -1)}${last}`;
}

interface Route {
  /** Asks with this name, in this community. */
  readonly say: (name: string, community: string) => InjectOptions;
  /** Tables whose ids are tried; all of them otherwise. `none`: only the community is named. */
  readonly of?: RegExp;
  /** A name that is no id of a row. */
  readonly theirs?: () => string;
}

function question(name: string, community: string, args: z.ZodType, id: (path: Path) => string): InjectOptions {
  return post(`query/${name}`, { community, args: sample(args, id) });
}

/** Every route that names something of a community. */
function routes(): Record<string, Route> {
  const get = (path: string): InjectOptions => ({ method: 'GET', url: api(path) });
  const form = (community: string) => {
    const part = (more: string, content: string) => `--xyz\r\ncontent-disposition: form-data; ${more}\r\n\r\n${content}\r\n`;
    return `${part('name="community"', community)}${part('name="file"; filename="f"', 'no picture')}--xyz--\r\n`;
  };
  const multipart = { 'content-type': 'multipart/form-data; boundary=xyz' };
  const nobody = { actor: /^(community\.person|register\.resident)$/, none: /none/ };
  let door = 0;
  // A link next door opens its own door for whoever has it; its secret must open none of ours, and a wrong one nothing.
  const link = (community: string, secret: string) => doorToken(community, community === ours ? secret : unlike(secret));
  const outbox = (device: string, community: string) =>
    JSON.stringify({ community, person: freshId(), device, numbersAs: device, exportedAt: new Date().toISOString(), commands: [] });
  return {
    'get /api/v1/pull': { say: (_, community) => get(`pull?community=${community}`), of: nobody.none },
    'get /api/v1/hints': { say: (_, community) => get(`hints?community=${community}`), of: nobody.none },
    'post /api/v1/invitations': { say: (_, community) => post('invitations', { community, accept: true }), of: nobody.none },
    'post /api/v1/files': { say: (_, community) => post('files', form(community), multipart), of: nobody.none },
    'get /api/v1/files/{hash}': { say: (hash, community) => get(`files/${hash}?community=${community}`), theirs: () => named.file },
    'get /api/v1/files/pieces/{origin}': {
      say: (origin, community) => get(`files/pieces/${origin}?community=${community}`),
      theirs: () => named.origin,
    },
    'post /api/v1/files/pieces': {
      say: (origin, community) =>
        post(`files/pieces?community=${community}&origin=${origin}&size=99&from=0`, Buffer.from('x'), { 'content-type': 'application/octet-stream' }),
      theirs: () => named.origin,
    },
    'post /api/v1/community/access': {
      say: (personId, community) => post('community/access', { community, personId, by: 'code' }),
      of: nobody.actor,
    },
    'post /api/v1/community/access/end': { say: (personId, community) => post('community/access/end', { community, personId }), of: nobody.actor },
    'post /api/v1/duties/remedy': {
      say: (id, community) =>
        post('duties/remedy', { community, level: 'II', hazard: 'flood', residents: 'nobody', keepIn: [id], keepOut: [id], seconds: -1 }),
      of: /community\.|duties\./,
    },
    'post /api/v1/register/preview': {
      say: (_, community) => post(`register/preview?community=${community}`, form(community), multipart),
      of: nobody.none,
    },
    'get /api/v1/register/preview/{id}': { say: (id, community) => get(`register/preview/${id}?community=${community}`) },
    'post /api/v1/register/preview/{id}/columns': { say: (id, community) => post(`register/preview/${id}/columns`, { community, mapping: [] }) },
    'post /api/v1/register/preview/{id}/drop': { say: (id, community) => post(`register/preview/${id}/drop`, { community }) },
    'get /api/v1/register/import/{id}/progress': { say: (id, community) => get(`register/import/${id}/progress?community=${community}`) },
    'get /api/v1/door/{token}': { say: (secret, community) => get(`door/${link(community, secret)}`), theirs: () => named.door },
    'post /api/v1/door/{token}/follow': {
      say: (secret, community) => post(`door/${link(community, secret)}/follow`, { codes: [] }),
      theirs: () => named.door,
    },
    'post /api/v1/door/{token}': {
      say: (requestId, community) => {
        const help = {
          say: 'help',
          commandId: freshId(),
          requestId,
          incidentId: requestId,
          kind: 'food',
          urgency: 'today',
          words: '',
          follow: 'abcdefgh',
        };
        return post(`door/${community === ours ? doors[door++ % doors.length] : doorToken(community, named.door.replace(/^./, '-'))}`, help);
      },
      of: /^response\./,
    },
    'post /api/v1/response/door-links': { say: (id, community) => post('response/door-links', { community, dwellings: [id] }) },
    'post /api/v1/warnings/cap': {
      say: (secret, community) =>
        post('warnings/cap', 'no alert', {
          authorization: `Bearer ${community}.${community === ours ? secret : unlike(secret)}`,
          'content-type': 'text/xml',
        }),
      theirs: () => named.feed,
    },
    'get /api/v1/warnings/{id}/cap': { say: (id, community) => get(`warnings/${id}/cap?community=${community}`) },
    'post /api/v1/warnings/feeds/token': { say: (feedId, community) => post('warnings/feeds/token', { community, feedId, name: '' }) },
    'post /api/v1/devices/wiped': { say: (device, community) => post('devices/wiped', { community, device }) },
    'post /api/v1/devices/outbox': {
      say: (device, community) => post('devices/outbox', { community, outbox: outbox(device, community), signature: 'AAAA' }),
    },
    'get /api/v1/devices': { say: (_, community) => get(`devices?community=${community}`), of: nobody.none },
    'post /api/v1/devices/meet': { say: (device, community) => post('devices/meet', meeting(community, device)) },
  };
}
