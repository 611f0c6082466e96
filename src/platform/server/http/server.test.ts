import { describe, expect, it } from 'vitest';
import { freshCommunity, freshId } from '../../../../test/harness/database.ts';
import { serve } from '../../../../test/harness/serve.ts';
import { saying, tally, tallyAuthority } from '../../../../test/harness/tally.ts';

const listeners = new Set<string>();
const { app, signIn, logged, db } = await serve([tally], async () => tallyAuthority(listeners));

const somebody = async () => {
  const community = await freshCommunity(db);
  const person = freshId();
  return { community, person, cookie: await signIn(community, person) };
};
const push = (cookie: string, payload: unknown) =>
  app.inject({ method: 'POST', url: '/api/v1/push', headers: { cookie }, payload: payload as object });

describe('saying commands', () => {
  it('answers each command of a batch, in order', async () => {
    const { community, cookie } = await somebody();
    const commands = [saying('hello', 1), saying('no', 2), saying(7, 3)];
    const answer = await push(cookie, { community, device: freshId(), commands });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      epoch: expect.stringMatching(/^[0-9a-f-]{36}$/),
      now: expect.stringMatching(/^20.*Z$/),
      replies: [
        { id: commands[0]?.id, status: 'accepted', version: 1 },
        { id: commands[1]?.id, status: 'refused', version: 2, problem: { kind: 'conflict', code: 'tally.no' } },
        { id: commands[2]?.id, status: 'refused', version: 3, problem: expect.objectContaining({ kind: 'invalid' }) },
      ],
    });
  });

  it('needs a session, and says so', async () => {
    const answer = await push('', { community: freshId(), device: freshId(), commands: [saying('hello')] });
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toEqual({ problem: { kind: 'unauthenticated', code: 'http.signInFirst' } });
  });

  it('gives the same answer for a community one is not in and for one that does not exist', async () => {
    const { cookie } = await somebody();
    const other = await somebody();
    await push(other.cookie, { community: other.community, device: freshId(), commands: [saying('there')] });
    const [theirs, nobodys] = await Promise.all(
      [other.community, freshId()].map((community) => push(cookie, { community, device: freshId(), commands: [saying('x')] })),
    );
    expect(theirs?.statusCode).toBe(404);
    expect(theirs?.json()).toEqual({ problem: { kind: 'missing', code: 'http.communityGone' } });
    expect(nobodys?.json()).toEqual(theirs?.json());
  });

  it('one command with text that cannot be stored does not hold up its neighbours', async () => {
    const { community, cookie } = await somebody();
    const answer = await push(cookie, { community, device: freshId(), commands: [saying('a\u0000b', 1), saying('fine', 2)] });
    expect(answer.json().replies.map((reply: { status: string }) => reply.status)).toEqual(['refused', 'accepted']);
  });
});

describe('asking and copying', () => {
  it('answers a query to those who hold its duty', async () => {
    const { community, person, cookie } = await somebody();
    await push(cookie, { community, device: freshId(), commands: [saying('hello')] });
    const ask = () => app.inject({ method: 'POST', url: '/api/v1/query/tally.said', headers: { cookie }, payload: { community, args: {} } });
    expect((await ask()).json()).toEqual({ problem: { kind: 'forbidden', code: 'duties.notYours', params: { duty: 'tally.listen' } } });
    listeners.add(person);
    expect((await ask()).json()).toEqual({ rows: [{ name: 'tally.say' }], version: 1 });
  });

  it('pulls from the beginning', async () => {
    const { community, cookie } = await somebody();
    await push(cookie, { community, device: freshId(), commands: [saying('hello')] });
    const page = await app.inject({ url: `/api/v1/pull?community=${community}&cursor=0`, headers: { cookie } });
    expect(page.statusCode).toBe(200);
    expect(page.json()).toMatchObject({ cursor: 1, more: false, rows: [], gone: [] });
  });

  it('tells who I am', async () => {
    const { community, person, cookie } = await somebody();
    await push(cookie, { community, device: freshId(), commands: [saying('hello')] });
    const me = (await app.inject({ url: '/api/v1/me', headers: { cookie } })).json();
    expect(me).toEqual({
      account: expect.any(String),
      secondFactor: false,
      minimumApp: null,
      memberships: [{ community, person, name: 'Test', personName: '', positions: [], duties: ['tally.speak'] }],
    });
  });
});

describe('input that does not fit', () => {
  const raw = (payload: string | Buffer, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/api/v1/push', headers: { 'content-type': 'application/json', ...headers }, payload });
  const nested = (levels: number) => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
  it.each([
    ['broken JSON', raw('{"community":'), 422, 'http.brokenJson'],
    ['nothing', raw(''), 422, 'http.brokenJson'],
    ['broken UTF-8', raw(Buffer.from([0x22, 0xe4, 0xbd, 0x22])), 422, 'http.brokenText'],
    ['GB18030 instead of UTF-8', raw(Buffer.from([0x22, 0xc8, 0xcb, 0xba, 0xcd, 0x22])), 422, 'http.brokenText'],
    ['another content type', raw('community=1', { 'content-type': 'application/x-www-form-urlencoded' }), 422, 'http.contentType'],
    ['plain text', raw('{}', { 'content-type': 'text/plain' }), 422, 'http.contentType'],
    ['wrong types', raw('{"community":7,"device":[],"commands":{}}'), 422, 'http.wrongShape'],
    ['a million levels', raw(nested(100_000)), 422, 'http.tooDeep'],
    ['ten megabytes', raw(`"${'x'.repeat(10_000_000)}"`), 413, 'http.tooLarge'],
    ['a poisoned prototype', raw('{"__proto__":{"admin":true}}'), 422, 'http.brokenJson'],
  ])('%s', async (_what, sent, status, code) => {
    const answer = await sent;
    expect([answer.statusCode, answer.json().problem.code]).toEqual([status, code]);
  });

  it.each([
    ['GET', '/api/v1/nothing'],
    ['DELETE', '/api/v1/push'],
    ['POST', '/'],
    ['GET', '/api/v1/%c0%ae'],
    ['GET', '/metrics/../../etc/passwd'],
  ] as const)('%s %s is unknown', async (method, url) => {
    const answer = await app.inject({ method, url });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.json().problem.code).toMatch(/^http\.(unknownRoute|badRequest)$/);
  });

  it('a query with a wrong cursor', async () => {
    const answer = await app.inject({ url: '/api/v1/pull?community=x&cursor=-1' });
    expect([answer.statusCode, answer.json().problem.code]).toEqual([422, 'http.wrongShape']);
  });

  it('text that cannot be stored, where the whole body is one form', async () => {
    const answer = await app.inject({ method: 'POST', url: '/api/auth/sign-in/username', payload: { username: 'a\u0000b', password: 'x\ud800' } });
    expect([answer.statusCode, answer.json().problem.code]).toEqual([422, 'http.brokenText']);
  });
});

describe('what a page of another site may do', () => {
  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://other.localhost' }],
  ])('no write with %o', async (headers) => {
    const { community, cookie } = await somebody();
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/push',
      headers: { cookie, ...headers } as Record<string, string>,
      payload: { community, device: freshId(), commands: [saying('hello')] },
    });
    expect([answer.statusCode, answer.json().problem.code]).toEqual([403, 'http.foreignOrigin']);
  });

  it('our own pages may', async () => {
    const { community, cookie } = await somebody();
    const headers = { cookie, host: 'renhe.local:8420', origin: 'http://renhe.local:8420', 'sec-fetch-site': 'same-origin' };
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/push',
      headers,
      payload: { community, device: freshId(), commands: [saying('hello')] },
    });
    expect(answer.statusCode).toBe(200);
  });

  it('every answer carries the protecting headers', async () => {
    const { headers } = await app.inject({ url: '/healthz' });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['strict-transport-security']).toBeUndefined();
  });
});

describe('faults of our own', () => {
  it('reveal nothing, and are logged without content', async () => {
    const { community, cookie } = await somebody();
    const before = logged.length;
    // The database refuses: a query name that exists, on a connection that was cut under it.
    const pool = db.pool as unknown as { connect: () => Promise<unknown> };
    const connect = pool.connect;
    pool.connect = async () => {
      throw Object.assign(new Error('duplicate key (phone)=(13800000000)'), { code: '23505', detail: 'Key (phone)=(13800000000)' });
    };
    try {
      const answer = await app.inject({ method: 'POST', url: '/api/v1/query/tally.said', headers: { cookie }, payload: { community } });
      expect(answer.statusCode).toBe(500);
      expect(answer.json()).toEqual({ problem: { code: 'http.serverError', kind: 'unavailable' } });
    } finally {
      pool.connect = connect;
    }
    const lines = logged.slice(before).join('');
    expect(lines).toContain('23505');
    expect(lines).not.toContain('13800000000');
    expect(lines).not.toContain(community);
  });
});

describe('for those who run it', () => {
  it('is alive, ready, and has figures without names', async () => {
    const { community, cookie } = await somebody();
    await push(cookie, { community, device: freshId(), commands: [saying('hello')] });
    expect((await app.inject({ url: '/healthz' })).json()).toEqual({ status: 'alive' });
    expect((await app.inject({ url: '/readyz' })).json()).toEqual({ status: 'ready' });
    const figures = (await app.inject({ url: '/metrics' })).body;
    expect(figures).toContain('banyan_commands_total{name="tally.say",status="accepted"}');
    expect(figures).not.toContain(community);
  });

  it('hides figures from elsewhere', async () => {
    for (const [remoteAddress, headers] of [
      ['192.168.1.7', {}],
      ['127.0.0.1', { 'x-forwarded-for': '192.168.1.7' }],
    ] as const)
      expect((await app.inject({ url: '/metrics', remoteAddress, headers })).statusCode).toBe(404);
  });
});
