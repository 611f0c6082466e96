import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf, choose, enterPin, pin } from './cast.ts';
import { asked, dumpOf, endWorkers, rowsOf } from './device.ts';
import { inside } from './inside.ts';

const app = await startServer();
const { signedIn } = castOf(await browser(), app.url);
const plan = '雷电大风三级响应预案';
const note = '氧气瓶快用完了，女儿电话13912345678';

const look = inside(app.dataDir);
const urgent = (page: Page) => page.getByRole('group').filter({ hasText: '先去这些门' });
const away = (page: Page, n: number) => page.getByRole('link', { name: `没有网络 · ${n} 条待发送` });

describe('a phone that is lost, shared, or away for long', async () => {
  const director = await signedIn('director', 'desk');
  const worker = await signedIn('grid', 'phone');

  it('keeps nothing about people in the clear: no name, telephone, door or note stands in IndexedDB', async () => {
    const [chosen] = (await asked<{ id: string; title: { zh: string } }>(director, 'readiness.plans', {})).filter(({ title }) => title.zh === plan);
    await director.goto(`/response/activate?plan=${chosen?.id}&exercise=true`);
    await director.getByRole('button', { name: '开始演练' }).click();
    await director.waitForURL(/\/response\/[0-9a-f-]{36}$/);
    await worker.getByRole('link', { name: '入户', exact: true }).click();
    await urgent(worker).waitFor();
    await worker.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await worker.context().setOffline(true);
    await urgent(worker)
      .getByRole('button', { name: /需要帮助$/ })
      .first()
      .click();
    await worker.getByRole('textbox', { name: '备注' }).fill(note);
    await worker.getByRole('button', { name: '看病急救' }).click();
    await away(worker, 1).waitFor();
    const dump = await dumpOf(worker);
    // It is the real thing that was looked at: a copy, one command, and the keys.
    expect(dump).toMatchObject({ outbox: { rows: 1 }, keys: { rows: 1 } });
    expect(dump.chunks?.rows).toBeGreaterThan(0);
    await worker.context().setOffline(false);
    await worker.getByRole('link', { name: '已连接', exact: true }).waitFor({ timeout: 60_000 });
    const canaries = await rowsOf(worker, [
      'response.visit',
      'register.need',
      'response.incident',
      'response.round',
      'response.task',
      'warnings.delivery',
    ]);
    expect(canaries.length).toBeGreaterThan(50);
    const text = Object.values(dump)
      .map(({ text: each }) => each)
      .join('\n');
    expect([note, '13912345678', '氧气瓶', ...canaries].filter((canary) => text.includes(canary))).toEqual([]);
  });

  it('asks for the PIN when the app is opened anew, and opens the doors with it, without a network', async () => {
    await worker.context().setOffline(true);
    await endWorkers(worker);
    await worker.goto('/doors');
    await worker.getByRole('heading', { name: '输入 PIN 码' }).waitFor();
    await enterPin(worker, '111222');
    await worker.getByRole('alert').filter({ hasText: 'PIN 码不对，还可以试 9 次' }).waitFor();
    await enterPin(worker, pin);
    await urgent(worker).waitFor();
    await urgent(worker).getByRole('button', { name: /平安$/ }).first().click();
    await away(worker, 1).waitFor();
  });

  it('does not open a copy whose term is over, nor when the clock is set back; the outbox goes out all the same', async () => {
    await worker.clock.install();
    await worker.clock.setSystemTime(Date.now() + 15 * 86_400_000);
    await endWorkers(worker);
    await worker.goto('/doors');
    await enterPin(worker, pin);
    await worker
      .getByText(/本机资料已过有效期/)
      .first()
      .waitFor();
    expect(await worker.getByRole('button', { name: /平安$/ }).count()).toBe(0);
    await worker.clock.setSystemTime(Date.now());
    await endWorkers(worker);
    await worker.goto('/doors');
    await enterPin(worker, pin);
    await worker
      .getByText(/本机资料已过有效期/)
      .first()
      .waitFor();
    expect(await worker.getByRole('button', { name: /平安$/ }).count()).toBe(0);
    await away(worker, 1).waitFor();
    await worker.context().setOffline(false);
    await worker.clock.runFor(120_000);
    await worker.getByRole('link', { name: '已连接', exact: true }).waitFor({ timeout: 60_000 });
    await urgent(worker).waitFor();
  });

  it('numbers what two tabs say at once without a gap and without a double', async () => {
    const second = await worker.context().newPage();
    await second.goto('/doors');
    const locked = second.getByRole('heading', { name: '输入 PIN 码' });
    await locked.or(urgent(second)).first().waitFor();
    if (await locked.isVisible()) await enterPin(second, pin);
    await urgent(second).waitFor();
    const labels = await worker
      .getByRole('button', { name: /平安$/ })
      .evaluateAll((all) =>
        all.map((one) => one.ariaLabel ?? '').filter((label) => document.querySelectorAll(`[aria-label="${label}"]`).length === 1),
      );
    const doors = labels.slice(0, 24);
    expect(doors).toHaveLength(24);
    const visit = async (page: Page, which: readonly string[]) => {
      for (const label of which) await page.getByRole('button', { name: label, exact: true }).click();
    };
    await Promise.all([
      visit(
        worker,
        doors.filter((_, i) => i % 2 === 0),
      ),
      visit(
        second,
        doors.filter((_, i) => i % 2 === 1),
      ),
    ]);
    const numbered = () =>
      look<{ device: string; dseq: number; status: string }>(
        `select device, dseq, status from platform.journal where name = 'response.visitDoor' and device is not null order by device, dseq`,
      );
    // Two doors from the steps before, and these.
    await expect.poll(async () => (await numbered()).length, { timeout: 60_000 }).toBe(26);
    await second.close();
    const numbers = await numbered();
    expect(new Set(numbers.map(({ device }) => device)).size).toBe(1);
    expect(numbers.map(({ dseq }) => dseq)).toEqual(Array.from({ length: 26 }, (_, i) => i + 1));
    expect(new Set(numbers.map(({ status }) => status))).toEqual(new Set(['accepted']));
  });

  it('hands its unsent work over as a file; the desk takes it in once, whatever the phone sends later', async () => {
    const visits = async () =>
      Number((await look<{ n: string }>(`select count(*) as n from platform.journal where name = 'response.visitDoor'`))[0]?.n);
    const before = await visits();
    await worker.context().setOffline(true);
    await worker.getByRole('button', { name: /平安$/ }).first().click();
    await away(worker, 1).click();
    await worker.getByRole('button', { name: '导出待发送记录' }).click();
    await worker.getByLabel('文件口令').fill('榕树下见 2026');
    const download = worker.waitForEvent('download');
    await worker.getByRole('button', { name: '存成文件' }).click();
    const file = await (await download).path();
    await director.goto('/devices');
    await choose(director, '选择导出的文件', file);
    await director.getByLabel('文件口令').fill('another passphrase');
    await director.getByRole('button', { name: '导入', exact: true }).click();
    await director.getByText(/打不开：口令不对/).waitFor();
    await director.getByLabel('文件口令').fill('榕树下见 2026');
    await director.getByRole('button', { name: '导入', exact: true }).click();
    await director.getByText('已记入 1 条，未被接受 0 条').waitFor();
    await worker.context().setOffline(false);
    await worker.getByText('这台设备上的记录都已送达。').waitFor({ timeout: 60_000 });
    expect(await visits()).toBe(before + 1);
    expect(await look(`select 1 as one from platform.journal where name = 'devices.vouch' and status = 'accepted'`)).toHaveLength(1);
  });

  it('forgets its copy when the desk says so, and keeps what it could not send', async () => {
    await director.goto('/devices');
    const phone = director.getByRole('main').locator('section').filter({ hasText: '手机' }).first();
    await phone.getByRole('button', { name: '清除这台设备上的资料' }).click();
    await director.getByRole('dialog').getByRole('button', { name: '清除这台设备上的资料' }).click();
    await phone.getByText('已要求清除').waitFor();
    await worker.getByRole('button', { name: '立即重试' }).click();
    await worker.getByRole('heading', { name: '这台设备上的资料已清除' }).waitFor({ timeout: 60_000 });
    const dump = await dumpOf(worker);
    expect(dump.chunks?.rows).toBe(0);
    expect(dump.keys?.text).toContain('"pin":null');
    await director.reload();
    await director.getByText('资料已清除。').waitFor();
    await worker.getByRole('button', { name: '重新登录' }).click();
    await worker.getByRole('button', { name: '登录', exact: true }).waitFor();
  });
});

describe('a phone in the wrong hands', async () => {
  const finder = await signedIn('volunteer', 'phone');

  it('destroys its copy after ten wrong PINs, never the outbox', async () => {
    await finder.getByRole('link', { name: '任务', exact: true }).click();
    await expect.poll(async () => (await dumpOf(finder)).chunks?.rows, { timeout: 20_000 }).toBeGreaterThan(0);
    await finder.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await finder.context().setOffline(true);
    const take = finder.getByRole('button', { name: '我去' }).first();
    const said = (await take.count()) > 0 ? 1 : 0;
    if (said) await take.click();
    await endWorkers(finder);
    await finder.goto('/tasks');
    for (let tried = 1; tried <= 10; tried++) {
      await enterPin(finder, String(700_000 + tried * 13));
      if (tried < 10)
        await finder
          .getByRole('alert')
          .filter({ hasText: `还可以试 ${10 - tried} 次` })
          .waitFor();
    }
    await finder.getByRole('heading', { name: '输入 PIN 码' }).waitFor({ state: 'detached' });
    const dump = await dumpOf(finder);
    expect(dump.chunks?.rows).toBe(0);
    expect(dump.outbox?.rows).toBe(said);
    expect(dump.keys?.text).toContain('"pin":null');
  });
});
