import { loadavg } from 'node:os';
import { type CDPSession, chromium, type Page } from 'playwright-core';
import { sizes } from '../test/harness/browser.ts';
import { chromiumFlags, chromiumPath } from '../test/harness/chromium.ts';
import { buildWeb } from '../tools/build-web.ts';
import { demoPassword } from '../tools/demo/load.ts';
import { openRound } from './rounds.ts';
import { startBenchServer } from './server.ts';

// A phone without a network that carries a whole community, its processor slowed down to a quarter: how long each tap takes, from the tap to the
// frame that shows what came of it.

interface Pulled {
  readonly rows: readonly unknown[];
  readonly cursor: number;
  readonly more: boolean;
  readonly scopes: string;
}

const slowDown = 4;
const times = Number(process.env.BANYAN_BENCH_TAPS ?? 20);
const pin = '260713';

buildWeb(() => undefined);
const server = await startBenchServer(`Chromium, processor ${slowDown} times slower, load ${loadavg()[0]?.toFixed(1)} at the start`);
const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumFlags] });
try {
  await run();
} finally {
  await browser.close();
  await server.stop();
}

async function run(): Promise<void> {
  const doors = await openRound(server, server.director, server.home.community);
  const page = await signIn();
  const rows = await copied(page, doors.length);
  await page.context().setOffline(true);
  const device = await page.context().newCDPSession(page);
  console.log(`${rows} rows on the phone, ${doors.length} of them doors of one round, no network; ${times} taps each`);
  for (const slow of [1, slowDown]) await measure(page, device, slow);
}

async function signIn(): Promise<Page> {
  const context = await browser.newContext({
    baseURL: `http://127.0.0.1:${server.port}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    ...sizes.phone,
  });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('textbox', { name: '用户名' }).fill('director');
  await page.getByLabel('密码', { exact: true }).fill(demoPassword);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByLabel('PIN 码', { exact: true }).fill(pin);
  await page.getByLabel('再输一次 PIN 码').fill(pin);
  await page.getByRole('button', { name: '设置 PIN 码' }).click();
  await page.getByRole('navigation', { name: '主菜单' }).waitFor();
  return page;
}

/** Waits until all that this phone copies has come. @returns how many rows the server has for it */
async function copied(page: Page, least: number): Promise<number> {
  await page.getByRole('link', { name: '入户', exact: true }).click();
  await page.getByRole('button', { name: /平安$/ }).first().waitFor();
  const { community } = server.home;
  const entities = [
    'register.household',
    'register.resident',
    'register.need',
    'response.visit',
    'response.task',
    'response.request',
    'readiness.plan',
  ];
  let rows = 0;
  for (const entity of entities) {
    const first = await server.director.get<Pulled>(`/api/v1/pull?${new URLSearchParams({ community, entities: entity, limit: '5000' })}`);
    rows += first.value.rows.length;
    for (let pulled = first.value; pulled.more; ) {
      const search = new URLSearchParams({ community, entities: entity, limit: '5000', cursor: String(pulled.cursor), scopes: pulled.scopes });
      pulled = (await server.director.get<Pulled>(`/api/v1/pull?${search}`)).value;
      rows += pulled.rows.length;
    }
  }
  if (rows < least) throw new Error(`${rows} rows`);
  await page.goto('/search');
  const box = page.getByRole('searchbox');
  await box.fill('1-1-1');
  await page.getByRole('region', { name: /入户/ }).waitFor();
  await page.waitForTimeout(5_000);
  return rows;
}

async function measure(page: Page, device: CDPSession, slow: number): Promise<void> {
  await device.send('Emulation.setCPUThrottlingRate', { rate: slow });
  const found = await many(page, async (turn) => {
    const door = `${1 + (turn % 8)}-1-${2 + (turn % 5)}0${1 + (turn % 2)}`;
    const box = document.querySelector<HTMLInputElement>('main input[type=search]');
    if (!box) throw new Error('no box');
    const from = performance.now();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(box, door);
    box.dispatchEvent(new Event('input', { bubbles: true }));
    while (!document.querySelector('section[aria-labelledby=found-doors]')?.textContent?.includes(door)) {
      await new Promise(requestAnimationFrame);
      if (performance.now() - from > 20_000) throw new Error(`no ${door}`);
    }
    return performance.now() - from;
  });
  say('a door is found', slow, found);
  const tab = (name: string) => page.getByRole('navigation', { name: '主菜单' }).getByRole('link', { name, exact: true });
  await tab('任务').click();
  const opened = await many(page, async () => {
    const bar = document.querySelector('nav[aria-label="主菜单"]');
    const link = (path: string) => bar?.querySelector<HTMLElement>(`a[href="${path}"]`);
    link('/tasks')?.click();
    while (document.querySelector('[aria-label$="平安"]')) await new Promise(requestAnimationFrame);
    const from = performance.now();
    link('/doors')?.click();
    while (!document.querySelector('[aria-label$="平安"]')) {
      await new Promise(requestAnimationFrame);
      if (performance.now() - from > 20_000) throw new Error('no doors');
    }
    return performance.now() - from;
  });
  say('the list of doors is opened', slow, opened);
  const visited = await many(page, async () => {
    const button = document.querySelector<HTMLElement>('[aria-label$="平安"]');
    const label = button?.ariaLabel ?? '';
    const from = performance.now();
    button?.click();
    while (document.querySelector(`[aria-label="${label}"]`)) {
      await new Promise(requestAnimationFrame);
      if (performance.now() - from > 20_000) throw new Error(`${label} stays`);
    }
    return performance.now() - from;
  });
  say('"safe" is kept and the door goes from the list', slow, visited);
  await page.goto('/search');
  await page.getByRole('searchbox').waitFor();
}

/** The work in the page, that many times; each answers with how long it took, ms. */
async function many(page: Page, work: (turn: number) => Promise<number>): Promise<number[]> {
  const took: number[] = [];
  for (let turn = 0; turn < times; turn++) took.push(await page.evaluate(work, turn));
  return took.toSorted((a, b) => a - b);
}

function say(what: string, slow: number, took: readonly number[]): void {
  const at = (share: number) => Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0);
  console.log(`${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms ${slow === 1 ? 'at full speed' : `at ${slow} times slower`}`);
}
