import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freshCommunity, freshId } from '../../../../test/harness/database.ts';
import { serve } from '../../../../test/harness/serve.ts';
import { saying, tally } from '../../../../test/harness/tally.ts';
import type { Authority } from '../../../kernel/authority.ts';
import type { ListedDevice, MeetingAnswer } from '../../../kernel/devices.ts';
import { ok, refuse } from '../../../kernel/result.ts';
import { verifyJournal } from '../commands/journal.ts';
import { deviceKeys } from './device-keys.ts';
import { handlers } from './handlers.ts';
import { deviceRoutes } from './routes.ts';

const managers = new Set<string>();
const running = new Set<string>();
const authority: Authority = {
  may: (actor, duty) =>
    duty === 'tally.speak' || (actor.kind === 'person' && managers.has(actor.person))
      ? ok({ position: null, grids: null })
      : refuse('forbidden', 'duties.notYours', { duty }),
  dutiesOf: () => new Map(),
  knows: () => true,
  scopesOf: () => ['community'],
};
const now = new Date('2026-11-22T08:00:00Z');
const routes = deviceRoutes({
  keys: deviceKeys('a secret of at least thirty-two characters'),
  incidentRuns: async (tx) => {
    const [row] = await tx.rows<{ community: string }>(`select current_setting('app.community') as community`);
    return running.has(row?.community ?? '');
  },
  profile: async (_tx, person) => ({ name: '社区', personName: `person ${person.slice(-4)}`, positions: [] }),
  clock: () => now,
});
const { app, db, signIn, database } = await serve([tally, { handlers, routes }], async () => authority);

const hourMs = 3_600_000;
const keyPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return { publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), privateKey };
};
const post = async (cookie: string, path: string, payload: object) => {
  const response = await app.inject({ method: 'POST', url: `/api/v1${path}`, headers: { cookie }, payload });
  return { status: response.statusCode, body: response.json() };
};
const list = async (cookie: string, community: string): Promise<ListedDevice[]> =>
  (await app.inject({ url: `/api/v1/devices?community=${community}`, headers: { cookie } })).json().devices;

/** A person with one device in a community of their own, or of a neighbour's. */
async function someone(community?: string) {
  const here = community ?? (await freshCommunity(db));
  const person = freshId();
  const cookie = await signIn(here, person);
  const keys = keyPair();
  const device = freshId();
  const numbersAs = freshId();
  const meeting = (change: object = {}) => ({
    community: here,
    device,
    publicKey: keys.publicKey,
    kind: 'phone',
    numbersAs,
    lastDseq: 0,
    unsent: 0,
    unsentSince: null,
    copy: true,
    ...change,
  });
  return { community: here, person, cookie, keys, device, numbersAs, meeting };
}
const say = (cookie: string, community: string, name: string, payload: object) =>
  post(cookie, '/push', { community, device: freshId(), commands: [{ ...saying('x'), name, payload }] });

describe('a device that meets the server', () => {
  it('gets a lease of 14 days, of 72 hours while an incident runs, and the same half every time', async () => {
    const { community, cookie, meeting } = await someone();
    const first = (await post(cookie, '/devices/meet', meeting())).body as MeetingAnswer;
    expect(Date.parse(first.lease?.until ?? '') - now.getTime()).toBe(14 * 24 * hourMs);
    running.add(community);
    const second = (await post(cookie, '/devices/meet', meeting())).body as MeetingAnswer;
    expect(Date.parse(second.lease?.until ?? '') - now.getTime()).toBe(72 * hourMs);
    expect(second.lease?.half).toBe(first.lease?.half);
    expect(Buffer.from(first.accountKey, 'base64')).toHaveLength(32);
    expect(first.accountKey).not.toBe(first.lease?.half);
  });

  it('gets no half without a PIN, and none of the keys is another device’s or another person’s', async () => {
    const one = await someone();
    const two = await someone(one.community);
    expect((await post(one.cookie, '/devices/meet', one.meeting({ copy: false }))).body.lease).toBeNull();
    const mine = (await post(one.cookie, '/devices/meet', one.meeting())).body as MeetingAnswer;
    const other = (await post(one.cookie, '/devices/meet', one.meeting({ device: freshId() }))).body as MeetingAnswer;
    const theirs = (await post(two.cookie, '/devices/meet', two.meeting())).body as MeetingAnswer;
    expect(new Set([mine.lease?.half, other.lease?.half, theirs.lease?.half]).size).toBe(3);
    expect(new Set([mine.accountKey, theirs.accountKey]).size).toBe(2);
    // Its outbox must open again after a new registration of the same browser.
    expect(other.accountKey).toBe(mine.accountKey);
  });

  it('cannot take another’s name, nor its own with another key, nor one next door', async () => {
    const one = await someone();
    const two = await someone(one.community);
    const stranger = await someone();
    await post(one.cookie, '/devices/meet', one.meeting());
    const taken = await post(two.cookie, '/devices/meet', two.meeting({ device: one.device }));
    const other = await post(one.cookie, '/devices/meet', one.meeting({ publicKey: keyPair().publicKey }));
    expect([taken.body, other.body].map(({ problem }) => problem.code)).toEqual(['devices.nameTaken', 'devices.nameTaken']);
    // Next door the same name is free, and says nothing about ours.
    expect((await post(stranger.cookie, '/devices/meet', stranger.meeting({ device: one.device }))).status).toBe(200);
    expect((await post(stranger.cookie, '/devices/meet', one.meeting())).body.problem.code).toBe('http.communityGone');
    expect((await post(one.cookie, '/devices/meet', one.meeting({ publicKey: 'AAAA' }))).body.problem.code).toBe('devices.badKey');
  });
});

describe('the list of devices', () => {
  it('shows everybody their own, and all to who manages the community', async () => {
    const one = await someone();
    const two = await someone(one.community);
    await post(one.cookie, '/devices/meet', one.meeting());
    await post(two.cookie, '/devices/meet', two.meeting());
    expect((await list(one.cookie, one.community)).map(({ id }) => id)).toEqual([one.device]);
    managers.add(one.person);
    const all = await list(one.cookie, one.community);
    expect(new Set(all.map(({ id, mine }) => `${id} ${mine}`))).toEqual(new Set([`${one.device} true`, `${two.device} false`]));
  });

  it('tells whose work has not arrived, until it has', async () => {
    const { community, cookie, device, numbersAs, meeting } = await someone();
    await post(cookie, '/devices/meet', meeting({ lastDseq: 2, unsent: 2, unsentSince: '2026-11-21T07:00:00.000Z' }));
    expect(await list(cookie, community)).toMatchObject([{ id: device, unsent: 2, unsentSince: '2026-11-21T07:00:00.000Z' }]);
    await post(cookie, '/push', { community, device: numbersAs, commands: [saying('a', 1)] });
    expect((await list(cookie, community))[0]?.unsent).toBe(1);
    await post(cookie, '/push', { community, device: numbersAs, commands: [saying('b', 2)] });
    expect((await list(cookie, community))[0]).toMatchObject({ unsent: 0, unsentSince: null });
  });
});

describe('a device that is to forget', () => {
  it('is told so, gets no half any more, keeps the key of its outbox, and says when it is done', async () => {
    const { community, cookie, device, meeting } = await someone();
    await post(cookie, '/devices/meet', meeting());
    expect((await say(cookie, community, 'devices.wipeOwn', { device })).body.replies[0].status).toBe('accepted');
    const met = (await post(cookie, '/devices/meet', meeting())).body as MeetingAnswer;
    expect(met).toMatchObject({ wipe: true, lease: null });
    expect(met.accountKey).not.toBe('');
    expect((await list(cookie, community))[0]).toMatchObject({ wipedAt: null, leaseUntil: null });
    await post(cookie, '/devices/wiped', { community, device });
    expect((await list(cookie, community))[0]?.wipedAt).toBe(now.toISOString());
  });

  it('is one’s own, or anybody’s for who manages the community, and never next door’s', async () => {
    const one = await someone();
    const two = await someone(one.community);
    const stranger = await someone();
    managers.add(stranger.person);
    await post(one.cookie, '/devices/meet', one.meeting());
    const code = async (cookie: string, community: string, name: string) =>
      (await say(cookie, community, name, { device: one.device })).body.replies[0].problem?.code ?? 'accepted';
    expect(await code(two.cookie, two.community, 'devices.wipeOwn')).toBe('devices.gone');
    expect(await code(two.cookie, two.community, 'devices.wipe')).toBe('duties.notYours');
    expect(await code(stranger.cookie, stranger.community, 'devices.wipe')).toBe('devices.gone');
    managers.add(two.person);
    expect(await code(two.cookie, two.community, 'devices.wipe')).toBe('accepted');
  });
});

describe('the unsent work of a device, brought in as a file', () => {
  async function exported(commands = [saying('a', 1), saying('b', 2)]) {
    const who = await someone();
    await post(who.cookie, '/devices/meet', who.meeting({ lastDseq: commands.length, unsent: commands.length }));
    const outbox = JSON.stringify({
      community: who.community,
      person: who.person,
      device: who.device,
      numbersAs: who.numbersAs,
      madeAt: now.toISOString(),
      commands,
    });
    const signature = sign('sha256', Buffer.from(outbox), { key: who.keys.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
    const desk = await someone(who.community);
    return { ...who, commands, outbox, signature, desk };
  }
  const journal = (community: string) =>
    database.look<{ name: string; actor: string; device: string }>(
      'select name, actor, device from platform.journal where community = $1 order by version',
      [community],
    );

  it('enters once under its author and device, however often and by whichever way it comes', async () => {
    const { community, cookie, person, numbersAs, commands, outbox, signature, desk } = await exported();
    managers.add(desk.person);
    const first = await post(desk.cookie, '/devices/outbox', { community, outbox, signature });
    const again = await post(desk.cookie, '/devices/outbox', { community, outbox, signature });
    const pushed = await post(cookie, '/push', { community, device: numbersAs, commands: [...commands, saying('c', 3)] });
    expect(first.body.replies.map(({ status }: { status: string }) => status)).toEqual(['accepted', 'accepted']);
    expect(again.body.replies).toEqual(first.body.replies);
    expect(pushed.body.replies.slice(0, 2)).toEqual(first.body.replies);
    expect(pushed.body.replies[2].status).toBe('accepted');
    const said = (await journal(community)).filter(({ name }) => name === 'tally.say');
    expect(said).toEqual(Array.from({ length: 3 }, () => ({ name: 'tally.say', actor: person, device: numbersAs })));
    expect((await journal(community)).filter(({ name, actor }) => name === 'devices.vouch' && actor === desk.person)).toHaveLength(2);
    expect(await db.as({ community, actor: 'test' }, verifyJournal)).toMatchObject({ holds: true });
  });

  it('needs somebody who manages the community, and the signature of a device that is not to forget', async () => {
    const { community, cookie, device, outbox, signature, desk, keys } = await exported();
    const code = async (body: object = {}, by = desk.cookie) =>
      (await post(by, '/devices/outbox', { community, outbox, signature, ...body })).body.problem?.code;
    expect(await code()).toBe('duties.notYours');
    managers.add(desk.person);
    const forged = outbox.replace('"a"', '"z"');
    expect(await code({ outbox: forged })).toBe('devices.gone');
    const others = sign('sha256', Buffer.from(outbox), { key: keyPair().privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
    expect(await code({ signature: others })).toBe('devices.gone');
    const asSomebody = JSON.stringify({ ...JSON.parse(outbox), person: desk.person });
    const signed = sign('sha256', Buffer.from(asSomebody), { key: keys.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64');
    expect(await code({ outbox: asSomebody, signature: signed })).toBe('devices.gone');
    expect(await code({ outbox: 'no' })).toBe('devices.badFile');
    const stranger = await someone();
    managers.add(stranger.person);
    expect(await code({ community: stranger.community }, stranger.cookie)).toBe('devices.gone');
    await say(cookie, community, 'devices.wipeOwn', { device });
    expect(await code()).toBe('devices.wiped');
    expect((await journal(community)).filter(({ name }) => name === 'tally.say')).toEqual([]);
  });

  it('says what is missing when the device had said more before', async () => {
    const { community, outbox, signature, desk } = await exported([saying('late', 5)]);
    managers.add(desk.person);
    const { body } = await post(desk.cookie, '/devices/outbox', { community, outbox, signature });
    expect(body.replies[0]).toMatchObject({ status: 'gap', expected: 1 });
  });
});

it('derives keys that differ by person, device and use, and stay', () => {
  const keys = deviceKeys('a secret of at least thirty-two characters');
  const all = [keys.account('c', 'p'), keys.half('c', 'p', 'd'), keys.half('c', 'q', 'd'), keys.half('c', 'p', 'e')];
  expect(new Set(all).size).toBe(4);
  expect(keys.half('c', 'p', 'd')).toBe(all[1]);
});
