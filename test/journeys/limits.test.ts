import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { chromiumFlags, chromiumPath } from '../harness/chromium.ts';
import { castOf, choose, enterPin, pin } from './cast.ts';
import { asked, dumpOf } from './device.ts';

const settings: Record<string, string> = {};
const app = await startServer(settings);
const launched = await browser();
const { signedIn } = castOf(launched, app.url);
const planTitle = '雷电大风三级响应预案';
const connected = (page: Page) => page.getByRole('link', { name: '已连接', exact: true });
const away = (page: Page, n: number) => page.getByRole('link', { name: `没有网络 · ${n} 条待发送` });
const urgent = (page: Page) => page.getByRole('group').filter({ hasText: '先去这些门' });
const safe = (page: Page) => urgent(page).getByRole('button', { name: /平安$/ }).first();

/** A server before the server that can serve another service worker: what an upgrade looks like to a phone. */
async function upgradable(): Promise<{ readonly url: string; upgrade(): void }> {
  let upgraded = false;
  const { port } = new URL(app.url);
  const front = createServer((incoming, outgoing) => {
    // Whole and plain: what is said to be unchanged, or packed, cannot be added to.
    const { 'accept-encoding': _packed, 'if-none-match': _tag, 'if-modified-since': _since, ...headers } = incoming.headers;
    const onward = ask({ port, path: incoming.url, method: incoming.method, headers }, (answer) => {
      const changed = upgraded && incoming.url === '/sw.js';
      const { 'content-length': length, ...rest } = answer.headers;
      outgoing.writeHead(answer.statusCode ?? 502, changed || length === undefined ? rest : answer.headers);
      answer.pipe(outgoing, { end: !changed });
      if (changed) answer.on('end', () => outgoing.end('\n// the next version\n'));
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((ready) => front.listen(0, '127.0.0.1', ready));
  afterAll(() => {
    front.closeAllConnections();
    front.close();
  });
  return { url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`, upgrade: () => void (upgraded = true) };
}

/**
 * From now on nothing more can be written into the outbox of this page until all of these stores were emptied: the transaction fails at its
 * end, as with a browser that has no room. (A quota set by the developer tools binds IndexedDB in no Chromium at hand.)
 */
const fillUp = (page: Page, stores: readonly string[]): Promise<void> =>
  page.evaluate((names) => {
    const full = new Set(names);
    const { put, clear } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.clear = function (this: IDBObjectStore) {
      full.delete(this.name);
      return clear.call(this);
    };
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: Parameters<typeof put>) {
      const request = put.apply(this, args);
      if (this.name === 'outbox' && full.size > 0) {
        const { transaction } = this;
        request.addEventListener('success', () => {
          Object.defineProperty(transaction, 'error', { value: new DOMException('no room', 'QuotaExceededError') });
          transaction.abort();
        });
      }
      return request;
    };
  }, stores);

describe('where a device comes to its limits', async () => {
  const director = await signedIn('director', 'desk');
  const plans = await asked<{ id: string; title: { zh: string } }>(director, 'readiness.plans', {});
  await director.goto(`/response/activate?plan=${plans.find(({ title }) => title.zh === planTitle)?.id}&exercise=true`);
  await director.getByRole('button', { name: '开始演练' }).click();
  await director.waitForURL(/\/response\/[0-9a-f-]{36}$/);

  it('a full device gives up its copy, then photos, and never what was said', async () => {
    const volunteer = await signedIn('volunteer', 'phone');
    await volunteer.getByRole('link', { name: '任务', exact: true }).click();
    const take = volunteer.getByRole('button', { name: '我去' });
    await take.first().waitFor();
    await expect.poll(async () => (await dumpOf(volunteer)).chunks?.rows, { timeout: 20_000 }).toBeGreaterThan(0);
    await volunteer.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await volunteer.context().setOffline(true);
    await fillUp(volunteer, ['chunks']);
    await take.first().click();
    await away(volunteer, 1).waitFor();
    await volunteer.getByText(/手机空间不足/).waitFor();
    expect(await dumpOf(volunteer)).toMatchObject({ outbox: { rows: 1 }, chunks: { rows: 0 } });
    await volunteer.context().setOffline(false);
    await connected(volunteer).waitFor({ timeout: 60_000 });
    // With a network the list is there again, in the memory of the page.
    await volunteer.getByRole('button', { name: '完成' }).first().waitFor();

    await volunteer.context().setOffline(true);
    await volunteer.getByRole('button', { name: '完成' }).first().click();
    const picture = { name: 'photo.png', mimeType: 'image/png', buffer: await volunteer.screenshot() };
    await choose(volunteer, '拍照或选择照片', picture);
    await volunteer.getByRole('button', { name: '换一张' }).waitFor();
    await fillUp(volunteer, ['chunks', 'photos']);
    await volunteer.getByRole('button', { name: '完成' }).last().click();
    await away(volunteer, 1).waitFor();
    expect(await dumpOf(volunteer)).toMatchObject({ outbox: { rows: 2 }, photos: { rows: 0 } });
    await away(volunteer, 1).click();
    await volunteer.getByText(/已放弃 1 张照片/).waitFor();
    await volunteer.context().setOffline(false);
    await volunteer.getByText('这台设备上的记录都已送达。').waitFor({ timeout: 60_000 });
  });

  it('a new version takes over when it is told to, and what is unsent is still there', async () => {
    const server = await upgradable();
    const { signedIn: signedInAt } = castOf(launched, server.url);
    const worker = await signedInAt('grid', 'phone');
    await worker.getByRole('link', { name: '入户', exact: true }).click();
    await urgent(worker).waitFor();
    await worker.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await worker.route('**/api/v1/push', (route) => route.abort());
    await safe(worker).click();
    await expect.poll(async () => (await dumpOf(worker)).outbox?.rows, { timeout: 20_000 }).toBe(1);
    server.upgrade();
    await worker.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration?.update().then(() => undefined)));
    await worker.getByText('有新版本').waitFor();
    // Not in the middle of somebody's work: only when they say so.
    const reloaded = worker.waitForEvent('load');
    await worker.getByRole('button', { name: '现在更新' }).click();
    await reloaded;
    const locked = worker.getByRole('heading', { name: '输入 PIN 码' });
    await locked.or(urgent(worker)).first().waitFor();
    if (await locked.isVisible()) await enterPin(worker, pin);
    await urgent(worker).waitFor();
    expect((await dumpOf(worker)).outbox?.rows).toBe(1);
    expect(await worker.evaluate(() => fetch('/sw.js').then((answer) => answer.text()))).toContain('the next version');
    await worker.unroute('**/api/v1/push');
    await worker.goto('/network');
    await worker.getByText('这台设备上的记录都已送达。').waitFor({ timeout: 60_000 });
    await worker.context().close();
  });

  it('without a secure address it says what it cannot do, and calls nothing saved', async () => {
    const lan = await chromium.launch({
      executablePath: await chromiumPath(),
      args: [...chromiumFlags, '--host-resolver-rules=MAP banyan.lan 127.0.0.1'],
    });
    afterAll(() => lan.close());
    const { stranger } = castOf(lan, app.url.replace('127.0.0.1', 'banyan.lan'));
    const worker = await stranger('phone');
    await worker.goto('/');
    await worker.getByRole('textbox', { name: '用户名' }).fill('grid');
    await worker.getByLabel('密码', { exact: true }).fill('demo-only-2026');
    await worker.getByRole('button', { name: '登录', exact: true }).click();
    await worker.getByText(/这个网址不是安全连接/).waitFor();
    expect(await worker.evaluate(() => isSecureContext)).toBe(false);
    await worker.getByRole('link', { name: '入户', exact: true }).click();
    await safe(worker).waitFor();
    // With a network everything works.
    const label = await safe(worker).getAttribute('aria-label');
    await safe(worker).click();
    await worker.getByRole('button', { name: label ?? '', exact: true }).waitFor({ state: 'detached' });
    await worker.context().setOffline(true);
    await safe(worker).click();
    await worker.getByRole('alert').filter({ hasText: '没有' }).first().waitFor();
    expect(await worker.getByText(/条待发送/).count()).toBe(0);
    const dump = await dumpOf(worker);
    expect(dump.outbox?.rows ?? 0).toBe(0);
    expect(dump.chunks?.rows ?? 0).toBe(0);
  });

  it('an app that is too old takes up no new work, and what waits in it is sent all the same', async () => {
    const volunteer = await signedIn('volunteer2', 'phone');
    await volunteer.getByRole('link', { name: '任务', exact: true }).click();
    const take = volunteer.getByRole('button', { name: '我去' });
    await take.first().waitFor();
    await volunteer.context().setOffline(true);
    await take.first().click();
    await away(volunteer, 1).waitFor();
    await app.stop();
    settings.BANYAN_MINIMUM_APP = '99.0.0';
    await app.restart();
    // It hears of it with the copy: who it is, is asked only now and then.
    await volunteer.route('**/api/v1/me', (route) => route.abort());
    await volunteer.context().setOffline(false);
    await connected(volunteer).waitFor({ timeout: 60_000 });
    const tooOld = volunteer.getByText(/应用版本太旧/);
    await tooOld.first().waitFor();
    const before = (await dumpOf(volunteer)).outbox?.rows;
    await take.first().click();
    await volunteer
      .getByRole('main')
      .getByText(/应用版本太旧/)
      .waitFor();
    expect((await dumpOf(volunteer)).outbox?.rows).toBe(before);
  });
});
