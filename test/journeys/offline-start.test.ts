import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf } from './cast.ts';
import { asked } from './device.ts';

const app = await startServer();
const { signedIn } = castOf(await browser(), app.url);
const plan = '雷电大风三级响应预案';

describe('a phone that was online once', async () => {
  const director = await signedIn('director', 'desk');
  const worker = await signedIn('grid', 'phone');
  let safe = '';

  it('copies what its pages need before they are opened', async () => {
    const plans = await asked<{ id: string; title: { zh: string } }>(director, 'readiness.plans', {});
    const chosen = plans.find(({ title }) => title.zh === plan);
    await director.goto(`/response/activate?plan=${chosen?.id}&exercise=true`);
    await director.getByRole('button', { name: '开始演练' }).click();
    await director.waitForURL(/\/response\/[0-9a-f-]{36}$/);
    await worker
      .getByRole('banner')
      .getByRole('link', { name: new RegExp(plan) })
      .waitFor();
    await worker.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await expect
      .poll(
        () =>
          worker.evaluate(async () => {
            const [{ name = '' } = {}] = (await indexedDB.databases()).filter((each) => each.name?.startsWith('banyan '));
            const db = await new Promise<IDBDatabase>((done) => {
              const opening = indexedDB.open(name);
              opening.onsuccess = () => done(opening.result);
            });
            const visits = IDBKeyRange.bound(['response.visit', 0], ['response.visit', Number.MAX_SAFE_INTEGER]);
            const chunks = await new Promise<{ data: ArrayBuffer }[]>((done) => {
              const reading = db.transaction('chunks').objectStore('chunks').getAll(visits);
              reading.onsuccess = () => done(reading.result);
            });
            db.close();
            return chunks.reduce((bytes, { data }) => bytes + data.byteLength, 0);
          }),
        { timeout: 20_000 },
      )
      .toBeGreaterThan(5_000);
  });

  it('opens without a network, at a page it never showed before, and keeps what is said there', async () => {
    await worker.context().setOffline(true);
    await worker.goto('/doors');
    const urgent = worker.getByRole('group').filter({ hasText: '先去这些门' });
    const button = urgent.getByRole('button', { name: /平安$/ }).first();
    safe = (await button.getAttribute('aria-label')) ?? '';
    await button.click();
    await worker.getByRole('link', { name: '没有网络 · 1 条待发送' }).waitFor();
    await worker.reload();
    await worker.getByRole('link', { name: '没有网络 · 1 条待发送' }).waitFor();
    await urgent.waitFor();
    expect(await worker.getByRole('button', { name: safe, exact: true }).count()).toBe(0);
  });

  it('sends it when the network is back', async () => {
    await worker.context().setOffline(false);
    await worker.getByRole('link', { name: '已连接', exact: true }).waitFor({ timeout: 60_000 });
    const [running] = await asked<{ doorsReached: number }>(director, 'response.running', {});
    expect(running?.doorsReached).toBe(1);
  });
});
