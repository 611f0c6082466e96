import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { journals } from '../harness/banyan.ts';
import { browser } from '../harness/browser.ts';
import { castOf, choose, downTo, everyPage, settled } from './cast.ts';
import { startGateway } from './gateway.ts';
import { inside } from './inside.ts';

const fixtures = join(import.meta.dirname, '../../../shared/fixtures');
const ledger = join(fixtures, 'register/rf.xlsx');
const baoding = join(fixtures, 'cap/cn_valid.xml');
const alert = existsSync(baoding) ? baoding : join(import.meta.dirname, 'small-alert.xml');

const gateway = await startGateway();
const app = await startServer({ ...gateway.environment });
const { signedIn, stranger } = castOf(await browser(), app.url);

/** What one step learns and later ones need. */
const known = { incident: '', doors: [] as string[], askedDoor: '', posterLink: '' };
const soon = { timeout: 30_000 };
const plan = '雷电大风三级响应预案';
const errand = '从康宁药店代取降压药';

const band = (page: Page, level = 'Ⅲ级响应') => page.getByRole('banner').getByRole('link', { name: new RegExp(`${level}.*${plan}`) });
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();
const row = (page: Page, name: string | RegExp) => page.getByRole('row', { name });
const doorButton = (page: Page, door: string, word: string) => page.getByRole('button', { name: `${door} ${word}`, exact: true });
/** A figure of the room with what it says. */
const figure = (page: Page, words: RegExp) => page.getByRole('main').getByRole('link', { name: words });

/** Lets time pass for one action of the plan: a test cannot wait an hour. */
const missDeadline = (title: string) =>
  inside(app.dataDir)(
    `update response.task set deadline_at = now() - interval '20 minutes' where state = 'open' and title ->> 'zh' = $1 and incident = $2`,
    [title, known.incident],
  );

describe('one emergency, from the alarm to the all-clear', async () => {
  const director = await signedIn('director', 'desk');
  const worker = await signedIn('grid', 'phone');
  const resident = await stranger('phone');
  const first = await signedIn('volunteer', 'phone');
  const second = await signedIn('volunteer2', 'phone');

  it.skipIf(!existsSync(ledger))(`the director imports the ledger (needs ${ledger})`, async () => {
    await director.getByRole('link', { name: '导入台账文件' }).click();
    await choose(director, '选择文件', ledger);
    const agree = director.getByRole('button', { name: /^导入 [\d,]+ 名居民/ });
    await agree.waitFor({ timeout: 60_000 });
    await director.getByRole('button', { name: '都算同一个人' }).click();
    await agree.click();
    await director.getByRole('heading', { name: '导入完成' }).waitFor({ timeout: 90_000 });
    await director.getByText(/12,075 行 → 新增居民 [\d,]+ 人/).waitFor();
  });

  it('the alert arrives, concerns this community, and its plan is proposed with reasons', async () => {
    await director.getByRole('link', { name: '预警', exact: true }).click();
    await choose(director, '读入 CAP 文件', alert);
    const panel = director.getByRole('complementary', { name: /雷电黄色预警/ });
    await panel.getByText('区域代码 130602000000（县级）包含本社区').waitFor();
    await director.getByRole('link', { name: '今天', exact: true }).click();
    const proposed = director.getByRole('region', { name: '建议启动的预案' });
    for (const reason of ['预警的地区包括本社区。', '预警事件里有“雷电”。', '预警颜色是黄色。'])
      await proposed.getByRole('listitem').filter({ hasText: reason }).waitFor();
    expect(await proposed.getByText(plan).count()).toBe(1);
  });

  it('two clicks activate it: tasks have owners and deadlines, and the band stands on every page', async () => {
    await director.getByRole('region', { name: '建议启动的预案' }).getByRole('button', { name: '启动预案' }).click();
    await director.getByRole('button', { name: '立即启动' }).click();
    await director.waitForURL(/\/response\/[0-9a-f-]{36}$/);
    known.incident = director.url().split('/').at(-1) ?? '';
    await tab(director, '任务');
    const inspection = row(director, /检查树木、广告牌、工地和高处物件/);
    await inspection.waitFor();
    expect(await inspection.getByRole('gridcell').nth(3).innerText()).toMatch(/.+ · .+/);
    expect(await inspection.locator('time').count()).toBe(1);
    await everyPage(director, () => band(director).waitFor());
  });

  it('positions are told, and the grid worker says that he knows', async () => {
    await worker.getByRole('link', { name: '今天' }).click();
    await band(worker).waitFor();
    const notices = worker.getByRole('region', { name: '等您确认的通知' });
    await notices.getByText('预案已启动，请回复收到，并按分工到岗待命。').waitFor();
    const buttons = notices.getByRole('button', { name: '我知道了' });
    while ((await buttons.count()) > 0) {
      const before = await buttons.count();
      await buttons.first().click();
      await expect.poll(() => buttons.count(), soon).toBeLessThan(before);
    }
    await director.getByRole('link', { name: '通知', exact: true }).click();
    const told = row(director, /通知各岗位到岗待命/).first();
    // The columns: title, when, known, sent, waiting, not reached, held.
    await expect.poll(() => told.getByRole('gridcell').nth(2).innerText(), soon).toBe('1');
    await expect.poll(() => gateway.texts.length, soon).toBeGreaterThan(0);
  });

  it('the grid worker goes from door to door without a network: what waits is counted, kept over a restart, and agreed later', async () => {
    await director.goto(`/response/${known.incident}`);
    await figure(director, /已见到的住户 0 \//).waitFor();
    await worker.getByRole('link', { name: '入户', exact: true }).click();
    const urgent = worker.getByRole('group').filter({ hasText: '先去这些门' });
    await urgent.waitFor();
    // Several households may live behind one door; those of this story live alone.
    const alone = () =>
      urgent
        .getByRole('button', { name: /平安$/ })
        .evaluateAll((all) =>
          all
            .map((one) => one.ariaLabel ?? '')
            .filter((label) => document.querySelectorAll(`[aria-label="${label}"]`).length === 1 && !label.includes('户（')),
        );
    // While the copy is on its way, a door may still learn that two households live behind it.
    known.doors = (await settled(worker, alone)).map((label) => label.split(' ')[0] ?? '');
    const [safe = '', help = '', silent = ''] = known.doors;
    await worker.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await worker.context().setOffline(true);
    await doorButton(worker, safe, '平安').click();
    await doorButton(worker, help, '需要帮助').click();
    await worker.getByRole('textbox', { name: '备注' }).fill('氧气瓶快用完了');
    await worker.getByRole('button', { name: '看病急救' }).click();
    await doorButton(worker, silent, '无人应门').click();
    // Not before the app calls it saved: what a slow processor has not written yet is not promised.
    const unsent = worker.getByRole('link', { name: '没有网络 · 3 条待发送' });
    await unsent.waitFor();
    await worker.reload();
    await unsent.click();
    await worker.getByText('已存在本机').nth(2).waitFor();
    await worker.context().setOffline(false);
    await worker.getByText('这台设备上的记录都已送达。').waitFor({ timeout: 60_000 });
    await worker.getByRole('link', { name: '已连接', exact: true }).waitFor();
    // The desk has not touched its page since.
    await figure(director, /已见到的住户 2 \/.*1 户无人应门/).waitFor();
    await figure(director, /待响应求助 1 最久的一件/).waitFor();
  });

  it('"needs help" opened a request with the words of the door', async () => {
    await tab(director, '求助');
    await row(director, new RegExp(`${known.doors[1]} .*工作人员`)).click();
    await director
      .getByRole('complementary', { name: known.doors[1] ?? '' })
      .getByText('氧气瓶快用完了')
      .waitFor();
  });

  it('a resident without an account asks for help by the code at the door', async () => {
    await director.getByRole('complementary').getByRole('button', { name: '关闭' }).click();
    await tab(director, '入户');
    await director.getByRole('link', { name: '打印清单和二维码' }).click();
    const made = director.waitForResponse(/\/door-links$/);
    await director.getByRole('button', { name: '生成二维码' }).click();
    const { links } = (await (await made).json()) as { links: { token: string }[] };
    await director.getByRole('img').first().waitFor();
    known.posterLink = `/door#${links[0]?.token}`;
    await resident.goto(known.posterLink);
    await resident.getByText(plan).waitFor();
    known.askedDoor = await resident.getByRole('heading', { level: 1 }).innerText();
    await resident.getByRole('button', { name: '我需要帮助' }).click();
    await resident.getByText('立即', { exact: true }).click();
    await resident.getByLabel('想说的话').fill('降压药吃完了，走不动');
    await resident.getByRole('button', { name: '药品' }).click();
    await resident.getByText('已收到您的求助').waitFor();
    await resident.getByRole('region', { name: '我的求助' }).getByText('已收到').waitFor();
  });

  it('the desk makes a task of it for volunteers', async () => {
    await band(director).click();
    await tab(director, '求助');
    await row(director, new RegExp(`${known.askedDoor} .*门上二维码`)).click();
    const panel = director.getByRole('complementary', { name: known.askedDoor });
    await panel.getByText('降压药吃完了，走不动').waitFor();
    await panel.getByLabel('要做什么').fill(errand);
    await panel.getByRole('button', { name: '派给志愿者' }).click();
    await panel.getByRole('button', { name: '派给志愿者' }).waitFor({ state: 'detached' });
  });

  it('a volunteer takes it; the one who comes second is told kindly who is on the way', async () => {
    const card = (page: Page) => page.getByRole('listitem').filter({ hasText: errand });
    for (const page of [first, second]) {
      await page.getByRole('link', { name: '任务', exact: true }).click();
      await card(page).getByRole('button', { name: '我去' }).waitFor();
    }
    await second.context().setOffline(true);
    await card(second).getByRole('button', { name: '我去' }).click();
    await second.getByRole('link', { name: '没有网络 · 1 条待发送' }).waitFor();
    await card(first).getByRole('button', { name: '我去' }).click();
    await first.getByRole('region', { name: '我的任务' }).getByText(errand).waitFor();
    await first.getByRole('link', { name: '已连接', exact: true }).waitFor();
    await second.context().setOffline(false);
    await second
      .getByRole('alert')
      .filter({ hasText: /谢谢您！.+已经在路上了。/ })
      .waitFor({ timeout: 60_000 });
  });

  it('the resident sees that somebody is on the way, and the task is closed with a photo', async () => {
    const mine = resident.getByRole('region', { name: '我的求助' });
    // The page looks again by itself every twenty seconds.
    await mine.getByRole('listitem').filter({ hasText: '有人去了' }).locator('time').waitFor({ timeout: 40_000 });
    const card = first.getByRole('listitem').filter({ hasText: errand });
    await card.getByRole('button', { name: '完成' }).click();
    const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#7a9' } })
      .jpeg()
      .toBuffer();
    await choose(first, '拍照或选择照片', { name: '药.jpg', mimeType: 'image/jpeg', buffer: photo });
    await card.getByRole('img', { name: '已上传的照片' }).waitFor();
    await card.getByLabel('说明').fill('已送到');
    await card.getByRole('button', { name: '完成' }).click();
    await first.getByRole('region', { name: '我做完的' }).getByText(errand).waitFor();
    await tab(director, '任务');
    await row(director, new RegExp(`${errand}.*已完成`)).click();
    const picture = director.getByRole('complementary').getByRole('img', { name: '照片' });
    await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth), soon).toBeGreaterThan(100);
    await director.getByRole('complementary').getByRole('button', { name: '关闭' }).click();
    await tab(director, '求助');
    await row(director, new RegExp(`${known.askedDoor} .*已帮助`)).click();
    const panel = director.getByRole('complementary', { name: known.askedDoor });
    await panel.getByLabel('给求助人回话').fill('药已送到，明天再来看您');
    await panel.getByRole('button', { name: '办结' }).click();
    await resident.reload();
    await mine.getByText('药已送到，明天再来看您').waitFor();
  });

  it('a door that stays silent twice becomes a task for the deputy', async () => {
    const [, , silent = ''] = known.doors;
    await worker.getByRole('link', { name: '入户', exact: true }).click();
    await worker.getByText(/^无人应门 \d/).click();
    await doorButton(worker, silent, '无人应门').click();
    await director.getByRole('complementary').getByRole('button', { name: '关闭' }).click();
    await tab(director, '任务');
    const look = row(director, new RegExp(`两次无人应门，请查看 ${silent} .*网格员`));
    await look.waitFor();
  });

  it('the desk sees it live: the plan of a building, doors per hour, the oldest request, what is late and who answers', async () => {
    const [, , , next = '', last = ''] = known.doors;
    const [building] = next.split('-');
    await tab(director, '入户');
    await director.getByRole('button', { name: new RegExp(`^${building} 号楼`) }).click();
    const title = director.getByRole('heading', { name: new RegExp(`^${building} 号楼：`) });
    await title.waitFor();
    const unvisited = async () => Number(/：([\d,]+) 户未走访/.exec(await title.innerText())?.[1]);
    const before = await unvisited();
    await worker.getByText(/^未走访 \d/).click();
    await doorButton(worker, next, '平安').click();
    await expect.poll(unvisited, soon).toBe(before - 1);
    expect(await director.getByRole('cell', { name: / · 未走访/ }).count()).toBeGreaterThan(0);
    await tab(director, '总览');
    await director.getByText(/每小时入户，最多 \d+ 户/).waitFor();
    await figure(director, /待响应求助 1 最久的一件/).waitFor();
    await missDeadline('检查树木、广告牌、工地和高处物件');
    await doorButton(worker, last, '平安').click();
    const late = director.getByRole('region', { name: /1 项行动超时或无人负责/ });
    await late.getByText('检查树木、广告牌、工地和高处物件').waitFor();
    await late
      .getByText('“设施断险”由谁负责：')
      .or(late.getByText(/由谁负责：/))
      .first()
      .waitFor();
    expect(await late.getByRole('link').first().getAttribute('href')).toMatch(/^tel:/);
  });

  it('the shopkeepers’ association may not open the register, and is told why and whom to ask', async () => {
    const shops = await signedIn('shops', 'desk');
    await band(shops).waitFor();
    expect(await shops.getByRole('link', { name: '居民登记册' }).count()).toBe(0);
    await shops.goto('/register');
    const refused = shops.getByRole('alert').filter({ hasText: '您的岗位没有' });
    await refused.first().waitFor();
    await refused
      .getByText(/主责 · .+ · .+/)
      .first()
      .waitFor();
    await shops.context().close();
  });

  it('the situation report has written itself: page, Markdown, paper', async () => {
    await tab(director, '情况报告');
    await director.getByRole('heading', { name: new RegExp(`情况报告：${plan}`) }).waitFor();
    await director.getByText(/应走访 [\d,]+ 户，已见到 4 户/).waitFor();
    await director.getByText(/超时：检查树木、广告牌、工地和高处物件，期限 .+，负责：.+/).waitFor();
    const started = director.waitForEvent('download');
    await director.getByRole('button', { name: '下载 Markdown' }).click();
    const markdown = await readFile(await (await started).path(), 'utf8');
    expect(markdown).toMatch(new RegExp(`^# 情况报告：${plan}`));
    expect(markdown).toMatch(/已见到 4 户/);
    expect((await director.pdf({ format: 'A4' })).length).toBeGreaterThan(5_000);
    await director.emulateMedia({ media: 'print' });
    expect(await director.getByRole('navigation', { name: '主菜单' }).isVisible()).toBe(false);
    expect(await director.getByRole('tablist').isVisible()).toBe(false);
    expect(await director.getByRole('heading', { name: new RegExp(`情况报告：${plan}`) }).isVisible()).toBe(true);
    await director.emulateMedia({ media: null });
  });

  it('the director lowers the level, answers the closing checklist and closes', async () => {
    await tab(director, '指挥');
    await director
      .getByRole('combobox', { name: '级别' })
      .or(director.getByRole('textbox', { name: '级别' }))
      .first()
      .click();
    await director.getByRole('option', { name: 'Ⅳ级' }).click();
    await director.getByLabel('依据').fill('雷电已过，风力减弱');
    await director.getByRole('button', { name: '调整', exact: true }).click();
    await band(director, 'Ⅳ级响应').waitFor();
    await closeIt(director);
    const closed = director.getByRole('region', { name: '结束时的数字' });
    await closed.waitFor();
    expect(await closed.innerText()).toMatch(/已见到\s+4/);
    await expect.poll(() => band(director, 'Ⅳ级响应').count(), soon).toBe(0);
    await expect.poll(() => band(worker, 'Ⅳ级响应').count(), soon).toBe(0);
  });

  it('the journal says that its chain holds', () => verifies());
});

describe('the same story as an exercise', async () => {
  const director = await signedIn('director', 'phone');
  const worker = await signedIn('grid', 'phone');
  const resident = await stranger('phone');
  const title = '秋季雷电应急演练';
  const exercise = (page: Page) => page.getByRole('banner').getByRole('link', { name: new RegExp(`^演练.*${title}`) });
  const framed = (page: Page) => page.getByRole('main').getByText('EXERCISE', { exact: true }).first().waitFor();

  it('starts from the plan, on a phone; every page says so', async () => {
    await director.goto('/readiness');
    await director.getByText('在用').first().waitFor();
    await (await downTo(director, plan)).click();
    await director.getByRole('button', { name: '启动预案' }).click();
    await director.getByLabel('这是演练').check();
    await director.getByLabel('这次事件叫什么').fill(title);
    await framed(director);
    await director.getByRole('button', { name: '开始演练' }).click();
    await director.waitForURL(/\/response\/[0-9a-f-]{36}$/);
    await framed(director);
    await everyPage(director, () => exercise(director).waitFor());
  });

  it('the grid worker walks and a resident plays along, each inside the frame', async () => {
    const notices = worker.getByRole('region', { name: '等您确认的通知' });
    await notices.getByText(/【演练】预案已启动/).waitFor();
    await notices.getByText('EXERCISE', { exact: true }).first().waitFor();
    await worker.getByRole('link', { name: '入户', exact: true }).click();
    await framed(worker);
    await worker.getByRole('button', { name: /平安$/ }).first().click();
    await worker.getByRole('link', { name: '已连接', exact: true }).waitFor();
    await resident.goto(known.posterLink);
    await resident.getByText('EXERCISE', { exact: true }).first().waitFor();
    await resident.getByRole('button', { name: '我需要帮助' }).click();
    await resident.getByText('参加演练', { exact: true }).click();
    await resident.getByRole('button', { name: '食物和水' }).click();
    await resident.getByText('已收到您的求助').waitFor();
  });

  it('ends with its checklist and figures; nothing has left the house', async () => {
    await exercise(director).click();
    await figure(director, /已见到的住户 1 \//).waitFor();
    await figure(director, /待响应求助 1/).waitFor();
    await tab(director, '指挥');
    await closeIt(director);
    await director.getByRole('region', { name: '结束时的数字' }).waitFor();
    await framed(director);
    await expect.poll(() => exercise(director).count(), soon).toBe(0);
    await director.goto('/warnings/notices');
    // Newest first: what residents were told in this exercise, not in one of the past.
    await director.getByText('演练 · 告知居民').first().click();
    await director.getByRole('complementary', { name: '告知居民' }).getByText('演练未外发').first().waitFor();
    expect(gateway.texts.filter(({ text }) => text.includes('演练') || text.includes(title))).toEqual([]);
  });

  it('the journal still holds', () => verifies());
});

/** Goes through the closing checklist on the page of command, with a reason for everything that stays open. */
async function closeIt(page: Page): Promise<void> {
  const close = page.getByRole('button', { name: '结束响应' });
  await close.waitFor();
  expect(await close.isEnabled()).toBe(false);
  await page.getByLabel('已看过避难场所，没有人还在里面').check();
  for (const why of await page.getByRole('textbox', { name: /为什么可以不等/ }).all()) await why.fill('已电话核实，由网格员今天补走');
  await close.click();
  await page.getByRole('dialog').getByRole('button', { name: '结束响应' }).click();
}

/** The command line, asked beside the running server. */
async function verifies(): Promise<void> {
  const all = await journals(app.dataDir);
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter(({ holds }) => !holds)).toEqual([]);
}
