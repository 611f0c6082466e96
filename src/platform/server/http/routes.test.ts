import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { freshCommunity, freshId } from '../../../../test/harness/database.ts';
import { serve } from '../../../../test/harness/serve.ts';
import { saying, tally, tallyAuthority } from '../../../../test/harness/tally.ts';
import { openJournal } from '../commands/journal.ts';
import { usualLimits } from './parts.ts';
import { refusal } from './problem.ts';
import type { Routes } from './route-context.ts';

const webRoot = mkdtempSync(join(tmpdir(), 'banyan-web-'));
mkdirSync(join(webRoot, 'assets'));
writeFileSync(join(webRoot, 'index.html'), '<!doctype html><title>榕</title>');
writeFileSync(join(webRoot, 'assets/app-1a2b3c.js'), `console.log(${JSON.stringify('x'.repeat(5_000))})`);
writeFileSync(join(webRoot, 'sw.js'), '//');
writeFileSync(join(webRoot, '.secret'), 'no');
afterAll(() => rmSync(webRoot, { recursive: true, force: true }));

/** Routes as a slice offers them: a door behind a token. */
const doorRoutes: Routes = (app, { rateLimit }) => {
  const perDoor = rateLimit(3, (asked) => `door ${(asked.params as { token: string }).token}`);
  app.get('/door/:token', { preHandler: perDoor, schema: { params: z.object({ token: z.string().max(40) }) } }, async (asked) => {
    if ((asked.params as { token: string }).token === 'gone') throw refusal('missing', 'response.doorGone');
    return { open: true };
  });
};

const code = '12345678';
const made: string[] = [];
const served = await serve([{ ...tally, routes: doorRoutes }], async () => tallyAuthority(new Set()), {
  webRoot,
  limits: { ...usualLimits, perAccount: 40, signIn: 100 },
  setup: {
    code,
    makeCommunity: async ({ name }) => {
      made.push(name);
      const community = freshId();
      await served.db.as({ community, actor: 'system' }, openJournal);
      return { community, person: freshId() };
    },
  },
});
const { app, db, signIn, bus } = served;

describe('the first run', () => {
  const setUp = (given: string, username = 'director') =>
    app.inject({
      method: 'POST',
      url: '/api/v1/setup',
      payload: {
        code: given,
        community: { name: '人和社区', code12: '130602001001' },
        director: { name: '李敏', username, password: 'long enough' },
      },
    });
  it('needs the code, works once, and then is over', async () => {
    expect((await app.inject({ url: '/api/v1/setup' })).json()).toEqual({ needed: true });
    expect((await setUp('00000000')).json().problem.code).toBe('http.wrongSetupCode');
    const [first, second] = await Promise.all([setUp(code), setUp(code, 'second')]);
    expect([first.statusCode, second.statusCode].toSorted()).toEqual([200, 409]);
    expect(made).toEqual(['人和社区']);
    expect((await app.inject({ url: '/api/v1/setup' })).json()).toEqual({ needed: false });
    expect((await setUp(code)).json().problem.code).toBe('http.setUpAlready');
    const signedIn = await app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/username',
      payload: { username: 'director', password: 'long enough' },
    });
    expect(signedIn.json()).toEqual({ status: 'signedIn' });
  });
});

describe('what is not HTTP', () => {
  it('is told so, and the server goes on', async () => {
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const say = (bytes: string) =>
      new Promise<string>((done) => {
        let heard = '';
        const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
        socket.on('data', (chunk) => (heard += chunk.toString()));
        socket.on('close', () => done(heard));
        socket.on('error', () => done(heard));
      });
    expect(await say('\x16\x03\x01 hello\r\n\r\n')).toContain('{"problem":{"code":"http.badRequest","kind":"invalid"}}');
    expect(await say(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 4/);
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });
});

describe('hints', () => {
  const listen = (path: string, cookie: string, port: number) => {
    const heard: string[] = [];
    let ended = false;
    const asked = request({ port, host: '127.0.0.1', path, headers: { cookie } }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => heard.push(text));
      response.on('end', () => (ended = true));
      response.on('error', () => (ended = true));
    });
    asked.end();
    return { heard, ended: () => ended, stop: () => asked.destroy() };
  };
  const until = async (done: () => boolean) => {
    for (const end = Date.now() + 5_000; Date.now() < end && !done(); await wait(10));
    return done();
  };

  it('tell at once where the community stands, and then whenever it moves on; nothing of another community', async () => {
    const { port } = app.server.address() as AddressInfo;
    const [community, other] = [await freshCommunity(db), await freshCommunity(db)];
    const cookie = await signIn(community, freshId());
    const line = listen(`/api/v1/hints?community=${community}`, cookie, port);
    expect(await until(() => line.heard.join('').includes('data: {"version":0}\n\n'))).toBe(true);
    const say = (where: typeof community) => bus.submit(where, { actor: { kind: 'system' }, device: null, commands: [saying('tick')] });
    await say(other);
    await say(community);
    expect(await until(() => line.heard.join('').includes('data: {"version":1}\n\n'))).toBe(true);
    for (let i = 0; i < 20; i++) await say(community);
    expect(await until(() => line.heard.join('').includes('data: {"version":21}\n\n'))).toBe(true);
    expect(line.heard.join('').match(/data/g)?.length).toBeLessThanOrEqual(22);

    const refused = await app.inject({ url: `/api/v1/hints?community=${other}`, headers: { cookie } });
    expect(refused.statusCode).toBe(404);
    line.stop();
  });

  it('tell of what was committed between the question where the community stands and its answer', async () => {
    const { port } = app.server.address() as AddressInfo;
    const community = await freshCommunity(db);
    const cookie = await signIn(community, freshId());
    const watcher = listen(`/api/v1/hints?community=${community}`, cookie, port);
    expect(await until(() => watcher.heard.join('').includes('data: {"version":0}'))).toBe(true);
    const as = db.as.bind(db);
    const slowly = vi.spyOn(db, 'as').mockImplementationOnce(async (...asked) => {
      const answer = await as(...asked);
      await bus.submit(community, { actor: { kind: 'system' }, device: null, commands: [saying('meanwhile')] });
      await until(() => watcher.heard.join('').includes('data: {"version":1}'));
      return answer;
    });
    const line = listen(`/api/v1/hints?community=${community}`, cookie, port);
    expect(await until(() => line.heard.join('').includes('data: {"version":1}'))).toBe(true);
    slowly.mockRestore();
    watcher.stop();
    line.stop();
  });

  it('end when the server stops', async () => {
    const { port } = app.server.address() as AddressInfo;
    const community = await freshCommunity(db);
    const line = listen(`/api/v1/hints?community=${community}`, await signIn(community, freshId()), port);
    await until(() => line.heard.length > 0);
    expect(line.heard.join('')).toContain('data:');
    closing = line;
  });
});
let closing: { ended: () => boolean } | undefined;

describe('files over HTTP', () => {
  const form = (fields: Record<string, string>, content?: Buffer<ArrayBuffer>) => {
    const boundary = 'xyz';
    const parts = Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    );
    if (content)
      parts.push(
        Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`),
        content,
        Buffer.from('\r\n'),
      );
    return {
      payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    };
  };
  it('keeps a photo and gives it back to members only', async () => {
    const community = await freshCommunity(db);
    const cookie = await signIn(community, freshId());
    const content = await sharp({ create: { width: 50, height: 40, channels: 3, background: '#3c3' } })
      .jpeg()
      .toBuffer();
    const { payload, headers } = form({ community }, content);
    const kept = await app.inject({ method: 'POST', url: '/api/v1/files', headers: { ...headers, cookie }, payload });
    expect(kept.json()).toMatchObject({ mediaType: 'image/jpeg', width: 50, height: 40 });
    const url = `/api/v1/files/${kept.json().hash}?community=${community}`;
    const got = await app.inject({ url, headers: { cookie } });
    expect([got.statusCode, got.headers['content-type'], got.headers['content-security-policy']]).toEqual([
      200,
      'image/jpeg',
      "default-src 'none'; sandbox",
    ]);
    expect((await sharp(got.rawPayload).metadata()).width).toBe(50);

    const stranger = await signIn(await freshCommunity(db), freshId());
    expect((await app.inject({ url, headers: { cookie: stranger } })).statusCode).toBe(404);
    expect((await app.inject({ url })).statusCode).toBe(401);
    const own = await app.inject({ url: url.replace(kept.json().hash, '0'.repeat(64)), headers: { cookie } });
    expect(own.json().problem.code).toBe('files.gone');
  });

  it('refuses what is no upload, with a code', async () => {
    const community = await freshCommunity(db);
    const cookie = await signIn(community, freshId());
    const send = async ({ payload, headers }: ReturnType<typeof form>) => {
      const answer = await app.inject({ method: 'POST', url: '/api/v1/files', headers: { ...headers, cookie }, payload });
      return [answer.statusCode, answer.json().problem.code];
    };
    expect(await send(form({ community }))).toEqual([422, 'http.badUpload']);
    expect(await send(form({}, Buffer.from('x')))).toEqual([422, 'http.badUpload']);
    expect(await send(form({ community }, Buffer.from('hello')))).toEqual([422, 'files.unknownType']);
    expect(await send(form({ community }, Buffer.alloc(21 * 1024 * 1024)))).toEqual([413, 'http.tooLarge']);
    expect(await send({ payload: Buffer.from('--xyz\r\nnonsense'), headers: { 'content-type': 'multipart/form-data; boundary=xyz' } })).toEqual([
      422,
      expect.stringMatching(/^http\./),
    ]);
    const json = await app.inject({ method: 'POST', url: '/api/v1/files', headers: { cookie }, payload: { community } });
    expect([json.statusCode, json.json().problem.code]).toEqual([422, 'http.contentType']);
  });
});

describe('too many requests', () => {
  it('from one account are answered with the time to wait; others are not held up', async () => {
    const [busy, calm] = [await signIn(await freshCommunity(db), freshId()), await signIn(await freshCommunity(db), freshId())];
    const statuses: number[] = [];
    let last: { headers: Record<string, unknown>; body: string } | undefined;
    for (let i = 0; i < 45; i++) {
      const answer = await app.inject({ url: '/api/v1/me', headers: { cookie: busy } });
      statuses.push(answer.statusCode);
      last = { headers: answer.headers, body: answer.body };
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(40);
    expect(JSON.parse(last?.body ?? '')).toMatchObject({
      problem: { kind: 'tooMany', code: 'http.tooMany', params: { seconds: expect.any(Number) } },
    });
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await app.inject({ url: '/api/v1/me', headers: { cookie: calm } })).statusCode).toBe(200);
  });

  it('at one door stop at that door', async () => {
    const knock = (token: string) => app.inject({ url: `/api/v1/door/${token}`, remoteAddress: '10.0.0.9' });
    for (let i = 0; i < 3; i++) expect((await knock('a')).statusCode).toBe(200);
    expect((await knock('a')).json().problem.code).toBe('http.tooMany');
    expect((await knock('b')).statusCode).toBe(200);
    expect((await knock('gone')).json()).toEqual({ problem: { kind: 'missing', code: 'response.doorGone' } });
  });
});

describe('the web app', () => {
  const get = (url: string, headers: Record<string, string> = { accept: 'text/html' }) => app.inject({ url, headers });
  it('is served for every page address', async () => {
    for (const url of ['/', '/register', '/response/room?tab=doors']) {
      const page = await get(url);
      expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache']);
      expect(page.body).toContain('榕');
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    }
  });
  it('keeps hashed files for ever, compressed, and asks anew for the rest', async () => {
    const script = await get('/assets/app-1a2b3c.js', { 'accept-encoding': 'gzip' });
    expect(script.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', 'content-encoding': 'gzip' });
    expect((await get('/sw.js')).headers['cache-control']).toBe('no-cache');
  });
  it('a missing file is missing, not a page; nothing hidden and nothing outside is given', async () => {
    expect((await get('/assets/gone.js', { accept: '*/*' })).statusCode).toBe(404);
    expect((await get('/api/v1/nothing')).json().problem.code).toBe('http.unknownRoute');
    for (const url of ['/.secret', '/../../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2f.secret']) {
      const answer = await get(url, { accept: '*/*' });
      expect(answer.statusCode, url).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode, url).toBeLessThan(500);
    }
  });
});

describe('stopping', () => {
  it('ends open lines, and ends', async () => {
    const from = performance.now();
    await app.close();
    expect(performance.now() - from).toBeLessThan(5_000);
    await wait(50);
    expect(closing?.ended()).toBe(true);
  });
});
