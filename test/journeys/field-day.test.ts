import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { connected as connectedTo } from '../../src/platform/server/db/install.ts';
import { findServed } from '../../src/platform/server/db/served.ts';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf, choose, choosePin } from './cast.ts';
import { asked, dumpOf, said } from './device.ts';

const app = await startServer();
const { signedIn } = castOf(await browser(), app.url);
const planTitle = '雷电大风三级响应预案';
/** Changes rows behind the server's back. @returns how many */
const change = (sql: string): Promise<number> => {
  const served = findServed(app.dataDir);
  if (!served) throw new Error('no database is served');
  return connectedTo({ ...served, database: 'banyan' }, async (client) => (await client.query(sql)).rowCount ?? 0);
};
const connected = (page: Page) => page.getByRole('link', { name: '已连接', exact: true });
const away = (page: Page, n: number) => page.getByRole('link', { name: `没有网络 · ${n} 条待发送` });
const urgent = (page: Page) => page.getByRole('group').filter({ hasText: '先去这些门' });
/** Names of what stands in the copy of this device. */
const copied = async (page: Page): Promise<string[]> =>
  (JSON.parse((await dumpOf(page)).chunks?.text ?? '[[]]')[0] as [string, number][]).map(([entity]) => entity);

describe('a day without a network', async () => {
  const director = await signedIn('director', 'desk');
  const worker = await signedIn('grid', 'phone');
  let door = '';

  it('the list of doors is drawn when all of it has come, and no label in it changes', async () => {
    const [chosen] = (await asked<{ id: string; title: { zh: string } }>(director, 'readiness.plans', {})).filter(
      ({ title }) => title.zh === planTitle,
    );
    await director.goto(`/response/activate?plan=${chosen?.id}&exercise=true`);
    await director.getByRole('button', { name: '开始演练' }).click();
    await director.waitForURL(/\/response\/[0-9a-f-]{36}$/);
    // Fifty rows a page, each a tenth of a second later: a weak network, seen from close.
    const late = await signedIn('grid', 'phone');
    await late.route('**/api/v1/pull?*', async (route) => {
      await new Promise((done) => setTimeout(done, 100));
      await route.continue({ url: route.request().url().replace('limit=5000', 'limit=50') });
    });
    await late.evaluate(async () => {
      for (const { name = '' } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
    });
    // Who has lost everything that was kept here begins anew, and is asked for a PIN again.
    await late.goto('/doors');
    await late.getByRole('heading', { name: '给这台手机设一个 PIN 码' }).waitFor();
    await late.evaluate(() => {
      const seen = { labels: new Set<string>() };
      Object.assign(window, { seen });
      const look = () => {
        for (const button of document.querySelectorAll('[aria-label$="平安"]')) seen.labels.add(button.ariaLabel ?? '');
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    await choosePin(late);
    await urgent(late).waitFor();
    await connected(late).waitFor();
    await late.waitForTimeout(2_000);
    const { now, ever } = await late.evaluate(() => ({
      now: [...document.querySelectorAll('[aria-label$="平安"]')].map((button) => button.ariaLabel ?? ''),
      ever: [...(window as unknown as { seen: { labels: Set<string> } }).seen.labels],
    }));
    expect(now.length).toBeGreaterThan(20);
    expect(ever.filter((label) => !now.includes(label))).toEqual([]);
    await late.close();
  });

  it('the own part of every plan, open requests, doors and tasks can be read and found though they were never opened', async () => {
    await worker.getByRole('link', { name: '入户', exact: true }).click();
    await urgent(worker).waitFor();
    const help = urgent(worker)
      .getByRole('button', { name: /需要帮助$/ })
      .first();
    door = /^\S+/.exec((await help.getAttribute('aria-label')) ?? '')?.[0] ?? '';
    await help.click();
    await worker.getByRole('button', { name: '看病急救' }).click();
    await connected(worker).waitFor();
    for (const entity of ['readiness.plan', 'response.task', 'response.request', 'response.visit'])
      await expect.poll(() => copied(worker), { timeout: 20_000 }).toContain(entity);
    await worker.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await worker.context().setOffline(true);

    await worker.goto('/my-plan');
    await worker.getByRole('heading', { name: '我的预案' }).waitFor();
    const storm = worker.getByRole('group').filter({ hasText: planTitle });
    await storm.getByText(planTitle).click();
    expect(await storm.getByRole('listitem').count()).toBeGreaterThan(0);

    await worker.goto('/requests');
    await worker.getByRole('heading', { name: '本机上的未结求助' }).waitFor();
    await worker.getByRole('listitem').filter({ hasText: door }).filter({ hasText: '看病急救' }).waitFor();

    await worker.goto('/search');
    await worker.getByRole('searchbox').fill(door);
    const doors = worker.getByRole('region', { name: /入户/ });
    await doors.getByText(door, { exact: true }).first().waitFor();
    await worker.getByRole('region', { name: '求助' }).getByText(door, { exact: true }).first().waitFor();
    // Who looks for a door stands before it.
    const other = doors.getByRole('button', { name: /平安$/ }).first();
    await other.click();
    await away(worker, 1).waitFor();
    await worker.context().setOffline(false);
    await connected(worker).waitFor({ timeout: 60_000 });
  });

  it('whoever loses a grid keeps no copy of it, and everything they had said', async () => {
    await worker.context().setOffline(true);
    await worker.goto('/doors');
    await urgent(worker).getByRole('button', { name: /平安$/ }).first().click();
    await away(worker, 1).waitFor();
    expect(await copied(worker)).toContain('register.need');
    const kept = (await dumpOf(worker)).outbox?.rows;
    const positions = await worker.evaluate(
      () =>
        (JSON.parse(localStorage.getItem('banyan.account') ?? '{}') as { memberships: { positions: { id: string }[] }[] }).memberships[0]
          ?.positions ?? [],
    );
    expect(positions.length).toBeGreaterThan(0);
    for (const { id } of positions) expect(await said(director, 'community.endPosition', { positionId: id })).toBe('accepted');
    await worker.route('**/api/v1/push', (route) => route.abort());
    await worker.context().setOffline(false);
    await expect.poll(async () => (await copied(worker)).filter((entity) => /^register|visit$/.test(entity)), { timeout: 60_000 }).toEqual([]);
    expect((await dumpOf(worker)).outbox?.rows).toBe(kept);
    // The desk is told whose work should have arrived a day ago.
    await expect
      .poll(() => change(`update platform.registered_device set unsent_since = now() - interval '25 hours' where unsent > 0`), { timeout: 20_000 })
      .toBe(1);
    await director.goto('/');
    const late = director.getByRole('region', { name: '未送达的记录' });
    await late.getByText('1 台设备有超过 24 小时没有送达的记录').waitFor();
    expect(await late.getByRole('listitem').innerText()).toMatch(/^\S+\s+手机\s+1 条记录还没有送达/);
    await worker.unroute('**/api/v1/push');
    await worker.goto('/network');
    await worker.getByRole('button', { name: '立即重试' }).click();
    // It is answered, not dropped: why it was refused, and whom to ask.
    await worker.getByText('未被接受').first().waitFor({ timeout: 60_000 });
  });
});

describe('photos', async () => {
  const volunteer = await signedIn('volunteer', 'phone');

  it('taken without a network go out after the text, piece by piece, from where they were cut off', async () => {
    await volunteer.getByRole('link', { name: '任务', exact: true }).click();
    await volunteer.getByRole('button', { name: '我去' }).first().click();
    await volunteer.getByRole('button', { name: '完成' }).first().waitFor();
    await connected(volunteer).waitFor();
    const picture = await volunteer.evaluate(async () => {
      const canvas = document.createElement('canvas');
      canvas.width = 1600;
      canvas.height = 1200;
      const draw = canvas.getContext('2d');
      const noise = draw?.createImageData(1600, 1200);
      if (!draw || !noise) return '';
      for (let i = 0; i < noise.data.length; i += 65_536) crypto.getRandomValues(noise.data.subarray(i, Math.min(i + 65_536, noise.data.length)));
      draw.putImageData(noise, 0, 0);
      return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? '';
    });
    await volunteer.context().setOffline(true);
    await volunteer.getByRole('button', { name: '完成' }).first().click();
    await choose(volunteer, '拍照或选择照片', { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(picture, 'base64') });
    await volunteer.getByRole('button', { name: '换一张' }).waitFor();
    await volunteer.getByRole('button', { name: '完成' }).last().click();
    await away(volunteer, 1).waitFor();
    expect((await dumpOf(volunteer)).photos?.rows).toBe(1);

    const asks: { path: string; from: number | null }[] = [];
    let cut = false;
    await volunteer.route(/\/api\/v1\/(push|files\/pieces)/, async (route) => {
      const request = route.request();
      const { pathname, searchParams } = new URL(request.url());
      if (request.method() === 'POST') {
        const from = searchParams.has('from') ? Number(searchParams.get('from')) : null;
        asks.push({ path: pathname.replace('/api/v1/', ''), from });
        if (from !== null && from > 0 && !cut) {
          cut = true;
          return route.abort();
        }
      }
      return route.continue();
    });
    await volunteer.context().setOffline(false);
    await expect.poll(async () => (await dumpOf(volunteer)).photos?.rows, { timeout: 90_000 }).toBe(0);
    const pieces = asks.flatMap(({ path, from }) => (path === 'files/pieces' ? [from] : []));
    expect(asks[0]?.path).toBe('push');
    // The second piece was cut off: it was sent again, and the first was not.
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.slice(0, 3)).toEqual([0, 262_144, 262_144]);
    expect(pieces.filter((from) => from === 0)).toHaveLength(1);
    await connected(volunteer).waitFor();
    const kept = await volunteer.evaluate(async () => {
      const { memberships } = await fetch('/api/v1/me').then((answer) => answer.json());
      const [community] = memberships.map((each: { community: string }) => each.community);
      const search = new URLSearchParams({ community, entities: 'response.task', limit: '5000' });
      const { rows } = await fetch(`/api/v1/pull?${search}`).then((answer) => answer.json());
      return (rows as { state: string; closedBy: string | null }[]).filter((row) => row.state === 'done' && row.closedBy === memberships[0].person)
        .length;
    });
    expect(kept).toBeGreaterThan(0);
  });
});
