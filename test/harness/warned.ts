import { randomFillSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import * as community from '../../src/capabilities/community/server.ts';
import * as duties from '../../src/capabilities/duties/server.ts';
import * as warnings from '../../src/capabilities/warnings/server.ts';
import type { Reply } from '../../src/kernel/command.ts';
import { type CommandId, type CommunityId, newUuid, type PersonId } from '../../src/kernel/ids.ts';
import { startJobs } from '../../src/platform/server/jobs/jobs.ts';
import { outsideFrom } from '../../src/platform/server/notify/from-environment.ts';
import { asking } from '../../src/platform/server/queries/ask.ts';
import { freshCommunity, freshId } from './database.ts';
import { type Doors, serve } from './serve.ts';

const textOf = async (request: IncomingMessage) => Buffer.concat(await request.toArray()).toString('utf8');

/**
 * The server with community, duties and warnings, its jobs running, beside a world outside that is real too: a text message gateway at
 * `/sms`, a webhook at `/hook`, and whatever pages a test publishes.
 */
export async function warned(more: readonly Doors[] = []) {
  const served = await serve([community, duties, warnings, ...more], duties.loadAuthority);
  const { app, bus, db, database } = served;
  /** What reached the gateways: text messages by number, webhook bodies with their signature. */
  const texts: { phone: string; text: string }[] = [];
  const hooks: { body: string; signature: string }[] = [];
  const gateway = { status: 200 };
  const published = new Map<string, { body: string; type?: string; etag?: string }>();
  const asked: string[] = [];
  const serveOutsider = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await textOf(request);
    asked.push(`${request.method} ${request.url} ${request.headers['if-none-match'] ?? ''}`.trim());
    if (request.url === '/sms') texts.push(JSON.parse(body));
    if (request.url === '/hook') hooks.push({ body, signature: String(request.headers['banyan-signature']) });
    const page = published.get(request.url ?? '');
    if (request.method === 'POST') response.writeHead(gateway.status).end();
    else if (!page) response.writeHead(404).end();
    else if (page.etag && request.headers['if-none-match'] === page.etag) response.writeHead(304).end();
    else response.writeHead(200, { 'content-type': page.type ?? 'application/xml', ...(page.etag ? { etag: page.etag } : {}) }).end(page.body);
  };
  const outsider = createServer((request, response) => void serveOutsider(request, response));
  await new Promise<void>((ready) => outsider.listen(0, '127.0.0.1', ready));
  const host = `127.0.0.1:${(outsider.address() as AddressInfo).port}`;
  const key = 'a key of thirty-two characters!!';
  const outside = outsideFrom({ BANYAN_SMS_URL: `http://${host}/sms`, BANYAN_WEBHOOK_KEY: key, BANYAN_ALLOW_HOSTS: host }, () => new Date());
  const fresh = () => newUuid(Date.now(), randomFillSync);
  const log = pino({ level: 'silent' });
  const jobs = await startJobs({
    database: database.jobs,
    db,
    bus,
    jobs: warnings.jobs,
    clockwork: [],
    chores: [],
    clock: () => new Date(),
    newId: fresh,
    log,
    outside,
  });
  afterAll(async () => {
    await jobs.stop();
    outsider.closeAllConnections();
    outsider.close();
  });

  async function say(where: CommunityId, name: string, payload: unknown, person: string | null = null): Promise<Reply> {
    const commands = [{ id: fresh() as CommandId, name, ver: 1, dseq: 1, claimedAt: new Date().toISOString(), payload }];
    const [reply] = await bus.submit(where, {
      actor: person ? { kind: 'person', person: person as PersonId } : { kind: 'system' },
      device: null,
      commands,
    });
    if (!reply) throw new Error('no reply');
    return reply;
  }
  async function must(where: CommunityId, name: string, payload: unknown, person: string | null = null): Promise<void> {
    const reply = await say(where, name, payload, person);
    if (reply.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(reply)}`);
  }

  /** A small community under 130602: a director, a grid worker with a telephone, a volunteer, a clerk without duties, two households. */
  async function renhe() {
    const where = await freshCommunity(db);
    const [grid, committee, team, director, worker, volunteer, clerk] = Array.from({ length: 7 }, () => freshId<string>());
    const [directorPost, clerkPost] = [freshId(), freshId()];
    await must(where, 'community.establish', { name: '人和社区', code12: '130602990001', lon: 115.464, lat: 38.874 });
    await must(where, 'community.addGrid', { id: grid, number: 1, name: '第一网格' });
    await must(where, 'community.addOrganisation', { id: committee, kind: 'residents_committee', sector: 'selfGovernance', name: '居委会' });
    await must(where, 'community.addOrganisation', { id: team, kind: 'volunteer_team', sector: 'social', name: '志愿队' });
    for (const [id, name, phone] of [
      [director, '甲', ''],
      [worker, '乙', '13800000001'],
      [volunteer, '丙', ''],
      [clerk, '丁', ''],
    ])
      await must(where, 'community.addPerson', { id, name, phone });
    const post = { organisationId: committee, grids: null };
    await must(where, 'community.addPosition', { ...post, id: directorPost, title: '主任', holderId: director });
    await must(where, 'community.addPosition', { ...post, id: freshId(), title: '网格员', holderId: worker, grids: [grid] });
    await must(where, 'community.addPosition', { ...post, id: clerkPost, title: '文员', holderId: clerk });
    await must(where, 'community.addPosition', { organisationId: team, id: freshId(), title: '队员', seat: true, holderId: volunteer, grids: null });
    const duty = (code: string) => ({ id: freshId(), duty: code, organisationId: committee, positionId: directorPost, role: 'A' });
    await must(where, 'duties.assign', { assignments: [duty('warnings.receive'), duty('warnings.publish')] });
    await db.as({ community: where, actor: 'test' }, async (tx) => {
      for (const [door, phone] of [
        ['3-2-501', '13900000002 13900000003'],
        ['3-2-502', ''],
      ]) {
        const home = freshId();
        const named = [home, grid, door, '户主'];
        await tx.run(
          `insert into register.household (id, grid, door, door_key, tenure, head_name, version) values ($1, $2, $3, $3, 'renter', $4, 1)`,
          named,
        );
        await tx.run(
          `insert into register.resident (id, household, grid, door, door_key, name, phone, version) values ($1, $2, $3, $4, $4, $5, $6, 1)`,
          [freshId(), ...named, phone],
        );
      }
    });
    const ask = async <R>(name: string, args: unknown, person: string): Promise<R[]> => {
      const answers = asking({ db, answers: [...warnings.answers], authorities: bus.authorities, clock: () => new Date() });
      const found = await answers(name, where, { kind: 'person', person: person as PersonId }, args);
      if (!found.ok) throw new Error(found.problem.code);
      return found.value.rows as R[];
    };
    const names = { grid, director, worker, volunteer, clerk } as Record<'grid' | 'director' | 'worker' | 'volunteer' | 'clerk', string>;
    return { where, ask, ...names };
  }

  const post = (cookie: string, xml: string | Buffer, headers: Record<string, string> = {}, query = '') =>
    app.inject({
      method: 'POST',
      url: `/api/v1/warnings/cap${query}`,
      headers: { 'content-type': 'application/cap+xml', ...(cookie ? { cookie } : {}), ...headers },
      payload: xml,
    });

  return { ...served, say, must, renhe, post, texts, hooks, gateway, published, asked, host, key };
}

/** Waits until it holds; fails after five seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return;
    await wait(25);
  }
  throw new Error('waited in vain');
}

/** A valid alert for the county-level division 130602 by default. */
export const cap = (parts: {
  id: string;
  type?: string;
  sent?: string;
  refs?: string;
  area?: string;
  status?: string;
  headline?: string;
}) => `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${parts.id}</identifier><sender>Baoding</sender><sent>${parts.sent ?? '2026-07-12T07:36:42+08:00'}</sent>
<status>${parts.status ?? 'Actual'}</status><msgType>${parts.type ?? 'Alert'}</msgType><scope>Public</scope>${parts.refs ? `<references>${parts.refs}</references>` : ''}
<info><language>zh-CN</language><category>Met</category><event>暴雨</event><urgency>Immediate</urgency><severity>Moderate</severity><certainty>Likely</certainty>
<expires>2099-07-13T03:31:38+08:00</expires><headline>${parts.headline ?? '发布暴雨黄色预警'}</headline>
<area><areaDesc>竞秀区</areaDesc><geocode><valueName>CPEAS Geographic Code</valueName><value>${parts.area ?? '130602000000'}</value></geocode></area></info></alert>`;
