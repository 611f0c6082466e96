import Fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { admit, lateness, type RequestUrgency } from './admission.ts';
import { outcomeOf } from './problem.ts';

/** A server whose answers wait until they are let go, so that as many are being served as the test says. */
async function slowServer({ chance = 0.5, lateMs = 0 } = {}) {
  const app = Fastify();
  const away: RequestUrgency[] = [];
  const waiting: (() => void)[] = [];
  const inService = admit(app, { lateMs: () => lateMs, chance: () => chance, turnedAway: (urgency) => void away.push(urgency) });
  app.setErrorHandler((error, _request, reply) => {
    const { status, body, retryAfterS } = outcomeOf(error);
    return reply
      .code(status)
      .header('retry-after', retryAfterS ?? '')
      .send(body);
  });
  const hold = () => new Promise<void>((go) => void waiting.push(go));
  for (const urgency of ['life', 'field', 'checkIn', 'browse'] as const)
    app.get(`/api/${urgency}`, { config: { urgency } }, async () => {
      await hold();
      return {};
    });
  app.get('/api/lasting', { config: { urgency: 'browse', lasting: true } }, async () => {
    await hold();
    return {};
  });
  app.post('/api/said', { config: { urgency: 'byBody' } }, async (request) => {
    request.isUrgent((request.body as { urgency: RequestUrgency }).urgency);
    await hold();
    return {};
  });
  await app.ready();
  const ask = (urgency: RequestUrgency) => app.inject(`/api/${urgency}`);
  return {
    app,
    away,
    inService,
    ask,
    /** So many requests that are being served and do not end. */
    async busyWith(n: number, urgency: RequestUrgency = 'life') {
      const asked = Array.from({ length: n }, () => ask(urgency));
      while (waiting.length < n) await new Promise(setImmediate);
      return asked;
    },
    letGo: () => {
      for (const go of waiting.splice(0)) go();
    },
  };
}

let server: Awaited<ReturnType<typeof slowServer>>;
afterEach(() => server.app.close());

describe('who is let in when there is much to do', () => {
  it('everybody, while there is room', async () => {
    server = await slowServer();
    const asked = [...(await server.busyWith(10)), server.ask('browse'), server.ask('checkIn'), server.ask('field')];
    await new Promise((go) => setTimeout(go, 20));
    expect(server.inService()).toBe(13);
    server.letGo();
    expect((await Promise.all(asked)).map((answer) => answer.statusCode)).toEqual(Array.from({ length: 13 }, () => 200));
    expect(server.inService()).toBe(0);
  });

  it.each([
    [45, ['browse']],
    [65, ['browse', 'checkIn']],
    [105, ['browse', 'checkIn', 'field']],
  ] as const)('with %i being served, turned away are: %j; a call for help never', async (n, expected) => {
    server = await slowServer();
    const asked = await server.busyWith(n);
    const answers = ['browse', 'checkIn', 'field', 'life'].map((urgency) => server.ask(urgency as RequestUrgency));
    await new Promise((go) => setTimeout(go, 20));
    server.letGo();
    const statuses = (await Promise.all(answers)).map((answer) => answer.statusCode);
    expect(statuses).toEqual(
      ['browse', 'checkIn', 'field', 'life'].map((urgency) => ((expected as readonly string[]).includes(urgency) ? 503 : 200)),
    );
    expect(server.away).toEqual(expected);
    await Promise.all(asked);
  });

  it.each([
    [300, ['browse']],
    [500, ['browse', 'checkIn']],
    [700, ['browse', 'checkIn', 'field']],
  ] as const)('with the event loop %i ms late, turned away are: %j; a call for help never', async (lateMs, expected) => {
    server = await slowServer({ lateMs });
    const asked = await server.busyWith(32);
    const answers = ['browse', 'checkIn', 'field', 'life'].map((urgency) => server.ask(urgency as RequestUrgency));
    await new Promise((go) => setTimeout(go, 20));
    server.letGo();
    await Promise.all([...asked, ...answers]);
    expect(server.away).toEqual(expected);
  });

  it('a late event loop alone, with hardly anything to do, turns nobody away', async () => {
    server = await slowServer({ lateMs: 5_000 });
    const asked = server.ask('browse');
    await new Promise((go) => setTimeout(go, 20));
    server.letGo();
    expect((await asked).statusCode).toBe(200);
  });

  it('the event loop is seen to run late when it does', async () => {
    const app = Fastify();
    const lateMs = lateness(app);
    const until = performance.now() + 400;
    await new Promise((go) => setTimeout(go, 60));
    while (performance.now() < until);
    await new Promise((go) => setTimeout(go, 0));
    expect(lateMs()).toBeGreaterThan(150);
    await app.close();
  });

  it('who is turned away is told when to come again, each at a time of its own', async () => {
    const waits = new Set<string | undefined>();
    for (const chance of [0, 0.99]) {
      server = await slowServer({ chance });
      const asked = await server.busyWith(50);
      const answer = await server.ask('browse');
      expect(answer.json()).toEqual({ problem: { code: 'http.busy', kind: 'busy', params: { seconds: Number(answer.headers['retry-after']) } } });
      waits.add(answer.headers['retry-after']);
      server.letGo();
      await Promise.all(asked);
      if (chance === 0) await server.app.close();
    }
    expect([...waits]).toEqual(['5', '15']);
  });

  it('lines that stay open take no room', async () => {
    server = await slowServer();
    const lines = Array.from({ length: 300 }, () => server.app.inject('/api/lasting'));
    await new Promise((go) => setTimeout(go, 20));
    const asked = server.ask('browse');
    await new Promise((go) => setTimeout(go, 20));
    expect(server.inService()).toBe(1);
    server.letGo();
    expect((await asked).statusCode).toBe(200);
    await Promise.all(lines);
  });

  it('claiming to be urgent gains nothing once the body is read, and whoever says nothing is heard first', async () => {
    server = await slowServer();
    const asked = await server.busyWith(110);
    const say = (urgency: RequestUrgency, claim?: string) =>
      server.app.inject({ method: 'POST', url: '/api/said', payload: { urgency }, headers: claim ? { 'x-banyan-urgency': claim } : {} });
    const help = [say('life'), say('life', 'life')];
    expect((await say('field', 'life')).statusCode).toBe(503);
    expect((await say('field')).statusCode).toBe(503);
    expect((await say('life', 'field')).statusCode).toBe(503);
    await new Promise((go) => setTimeout(go, 20));
    server.letGo();
    expect((await Promise.all(help)).map((answer) => answer.statusCode)).toEqual([200, 200]);
    await Promise.all(asked);
  });
});
