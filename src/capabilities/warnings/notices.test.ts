import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freshId } from '../../../test/harness/database.ts';
import { until, warned } from '../../../test/harness/warned.ts';
import { command } from '../../kernel/command.ts';
import type { CommunityId } from '../../kernel/ids.ts';
import { ok } from '../../kernel/result.ts';
import { handler } from '../../platform/server/commands/handler.ts';
import { verify, webhookSecret } from '../../platform/server/notify/webhook.ts';
import { deliveryState } from './notice.ts';
import type { DeliveryRow, MyNotice, NoticeRow } from './queries.ts';

/** Stands in for the response slice: says that an incident opened, which is all that warnings react to. */
const open = command<{ incident: object; notices: unknown[] }, null, { type: 'incidentOpened'; incident: object; notices: unknown[] }>({
  name: 'drill.open',
  ver: 1,
  payload: z.object({ incident: z.looseObject({}), notices: z.array(z.unknown()) }),
  duty: null,
  bySystem: true,
  urgency: 'desk',
  offline: false,
  decide: (_, payload) => ok([{ type: 'incidentOpened', ...payload }]),
});
const drill = { handlers: [handler(open, { load: async () => null, apply: async () => undefined })] };

const { app, must, say, renhe, signIn, database, texts, hooks, gateway, asked, host, key } = await warned([drill]);

describe('a notice', () => {
  const words = (zh: string) => ({ zh, en: '', ug: '' });
  const notice = (parts: object) => ({
    id: freshId(),
    title: words('请关窗'),
    body: words('今晚有雷雨'),
    audience: [{ to: 'staff' }],
    sms: false,
    exercise: false,
    ...parts,
  });

  it('reaches people in the app, by text message and webhook, and shows who knows', async () => {
    const { where, ask, director, worker, clerk } = await renhe();
    const endpointId = freshId();
    await must(where, 'warnings.addEndpoint', { channel: 'webhook', endpointId, name: '街道办群', address: `http://${host}/hook` }, director);
    const sent = notice({ sms: true, audience: [{ to: 'staff' }, { to: 'residents', grids: null }, { to: 'endpoint', endpointId }] });
    await must(where, 'warnings.sendNotice', sent, director);
    const known = async () => (await ask<NoticeRow>('warnings.notices', {}, director))[0];
    await until(async () => (await known())?.sent === 3);
    expect(await known()).toMatchObject({ acknowledged: 0, sent: 3, waiting: 2, notReached: 1, held: 0 });
    expect(
      texts
        .splice(0)
        .map(({ phone, text }) => [phone, text])
        .sort(),
    ).toEqual([
      ['13800000001', '请关窗\n今晚有雷雨'],
      ['13900000002', '请关窗\n今晚有雷雨'],
    ]);
    const [hook] = hooks.splice(0);
    expect(verify(webhookSecret(key, `http://${host}/hook`), hook?.body ?? '', hook?.signature ?? '', new Date())).toBe(true);

    const [mine] = await ask<MyNotice>('warnings.myNotices', {}, worker);
    if (!mine) throw new Error('no notice');
    expect(await say(where, 'warnings.acknowledge', { deliveryId: mine.id }, clerk)).toMatchObject({
      status: 'refused',
      problem: { code: 'warnings.noticeGone' },
    });
    await must(where, 'warnings.acknowledge', { deliveryId: mine.id }, worker);
    await must(where, 'warnings.acknowledge', { deliveryId: mine.id }, worker);
    const rows = await ask<DeliveryRow>('warnings.notice', { id: sent.id }, director);
    expect(rows.map(({ state, door }) => [state, door])).toEqual([
      ['notReached', '3-2-502'],
      ['waiting', null],
      ['waiting', null],
      ['sent', '3-2-501'],
      ['sent', null],
      ['acknowledged', null],
    ]);
    const stored = await known();
    for (const row of rows)
      expect(row.state).toBe(
        deliveryState({ ...row, inApp: row.person !== null }, { exercise: false, sentAt: stored?.sentAt ?? '', ackWithinMin: 30 }, new Date()),
      );
  });

  it('is copied to the phone of the one it is for, and to nobody else’s', async () => {
    const { where, worker, director } = await renhe();
    const { grid } = await gridOf(where);
    await must(where, 'warnings.sendNotice', notice({ audience: [{ to: 'grids', grids: [grid] }] }), director);
    const copied = async (person: string) => {
      const cookie = await signIn(where, person);
      const page = (await app.inject({ url: `/api/v1/pull?community=${where}&cursor=0`, headers: { cookie } })).json();
      return page.rows.filter((row: { entity: string }) => row.entity === 'warnings.delivery');
    };
    expect(await copied(worker)).toMatchObject([{ title: words('请关窗'), exercise: false, acknowledgedAt: null }]);
    expect(await copied(director)).toEqual([]);
  });

  it('to holders of a duty goes to exactly them', async () => {
    const { where, ask, director } = await renhe();
    const sent = notice({ audience: [{ to: 'duty', duty: 'warnings.receive' }] });
    await must(where, 'warnings.sendNotice', sent, director);
    expect((await ask<DeliveryRow>('warnings.notice', { id: sent.id }, director)).map((row) => row.person)).toEqual([director]);
  });

  it('of an exercise never leaves the house, and says so', async () => {
    const { where, ask, director, worker } = await renhe();
    const before = asked.length;
    await must(
      where,
      'warnings.sendNotice',
      notice({ sms: true, exercise: true, audience: [{ to: 'staff' }, { to: 'residents', grids: null }] }),
      director,
    );
    expect((await ask<NoticeRow>('warnings.notices', {}, director))[0]).toMatchObject({ exercise: true, waiting: 3, held: 2, sent: 0 });
    expect((await ask<MyNotice>('warnings.myNotices', {}, worker))[0]?.exercise).toBe(true);
    expect((await database.look('select 1 from warnings.attempt where community = $1', [where])).length).toBe(0);
    expect((await database.look(`select 1 from jobs._private_jobs where payload ->> 'community' = $1`, [where])).length).toBe(0);
    expect(asked.length).toBe(before);
  });

  it('that the gateway does not take waits and is tried again; the gateway’s final no is not', async () => {
    const { where, ask, director } = await renhe();
    const attemptOf = async () => (await ask<DeliveryRow>('warnings.notice', { id: sent.id }, director)).flatMap((row) => row.attempts);
    const sent = notice({ sms: true });
    gateway.status = 503;
    await must(where, 'warnings.sendNotice', sent, director);
    await until(async () => (await attemptOf())[0]?.tries === 1);
    expect(await attemptOf()).toEqual([{ channel: 'sms', state: 'queued', tries: 1, code: 'busy' }]);
    // The job that tried is still being put away when its answer is known; then it stands there for later.
    const later = `select 1 from jobs._private_jobs where payload ->> 'notice' = $1 and run_at > now() + interval '20 seconds'`;
    await until(async () => (await database.look(later, [sent.id])).length === 1);
    gateway.status = 400;
    sent.id = freshId();
    await must(where, 'warnings.sendNotice', sent, director);
    await until(async () => (await attemptOf())[0]?.tries === 1);
    expect(await attemptOf()).toEqual([{ channel: 'sms', state: 'failed', tries: 1, code: 'refused' }]);
    gateway.status = 200;
    texts.length = 0;
  });

  it('that was acknowledged before its next try is let go for good', async () => {
    const { where, ask, director, worker, clerk } = await renhe();
    const sent = notice({ sms: true });
    const job = (what: string, when = 'true') => database.look<{ id: string }>(`${what} where payload ->> 'notice' = $1 and ${when}`, [sent.id]);
    gateway.status = 503;
    await must(where, 'warnings.sendNotice', sent, director);
    await until(async () => (await job('select id from jobs._private_jobs', `run_at > now() + interval '20 seconds'`)).length === 1);
    const tried = texts.length;
    for (const person of [director, worker, clerk]) {
      const [mine] = await ask<MyNotice>('warnings.myNotices', {}, person);
      if (mine) await must(where, 'warnings.acknowledge', { deliveryId: mine.id }, person);
    }
    // The wait is half a minute: it is cut short here.
    await job('update jobs._private_jobs set run_at = now()');
    await until(async () => (await job('select id from jobs._private_jobs')).length === 0);
    gateway.status = 200;
    expect(texts.splice(0)).toHaveLength(tried);
  });

  it('is refused without duty, to nobody, twice, or about an alert that is not here', async () => {
    const { where, director, clerk } = await renhe();
    const sent = notice({});
    expect(await say(where, 'warnings.sendNotice', sent, clerk)).toMatchObject({ status: 'refused', problem: { kind: 'forbidden' } });
    const code = async (payload: unknown) => {
      const reply = await say(where, 'warnings.sendNotice', payload, director);
      return reply.status === 'refused' ? reply.problem.code : reply.status;
    };
    expect(await code(notice({ audience: [{ to: 'grids', grids: [freshId()] }] }))).toBe('warnings.nobodyToTell');
    expect(await code(notice({ alertId: freshId() }))).toBe('warnings.alertGone');
    expect(await code(sent)).toBe('accepted');
    expect(await code(sent)).toBe('warnings.noticeTwice');
    expect(
      await say(
        where,
        'warnings.recordDeliveries',
        { noticeId: sent.id, results: [{ deliveryId: freshId(), channel: 'sms', ok: true, code: null, nextAt: null }] },
        director,
      ),
    ).toMatchObject({
      status: 'refused',
      problem: { code: 'warnings.onlyTheSystem' },
    });
  });

  it('goes out by itself when an incident opens, with those that the plan asks for', async () => {
    const { where, ask, worker, volunteer } = await renhe();
    const incident = { id: freshId(), title: '暴雨黄色预警响应', exercise: true };
    await must(where, 'drill.open', { incident, notices: [{ title: words('请待命'), body: words('志愿者待命'), audience: 'volunteers' }] });
    expect((await ask<MyNotice>('warnings.myNotices', {}, worker)).map((one) => [one.title.zh, one.incidentId, one.exercise])).toEqual([
      ['暴雨黄色预警响应', incident.id, true],
    ]);
    expect((await ask<MyNotice>('warnings.myNotices', {}, volunteer)).map((one) => one.title.zh)).toEqual(['请待命']);
  });

  const gridOf = async (where: CommunityId) => {
    const [row] = await database.look<{ grid: string }>('select id as grid from community.grid where community = $1', [where]);
    return row ?? { grid: '' };
  };
});
