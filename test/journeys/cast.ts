import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContextOptions, FileChooser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach } from 'vitest';
import { sizes } from '../harness/browser.ts';

/** The sign-ins of the demo community; all of them with the demo's password. */
export type Role = 'director' | 'grid' | 'social' | 'volunteer' | 'volunteer2' | 'shops' | 'street';
const demoPassword = 'demo-only-2026';

/** People of one journey, each with a browser of their own (cookies, local copy) that stays open from step to step. */
export interface Cast {
  /** Somebody who opens the app and signs in with the demo's password. */
  signedIn(role: Role, size?: keyof typeof sizes): Promise<Page>;
  /** Somebody without an account. */
  stranger(size?: keyof typeof sizes): Promise<Page>;
}

/**
 * Call at the top of a test file. When a step fails, every open page is photographed into `.test/` and what it logged is printed;
 * all are closed after the file's tests. Steps that come after it in the same story are skipped: they would fail for the same reason, each after its
 * own wait.
 */
export function castOf(launched: Browser, baseURL: string): Cast {
  const open: { name: string; page: Page; said: string[] }[] = [];
  const broken = new Set<string | undefined>();
  beforeEach(({ task, skip }) => skip(broken.has(task.suite?.id), 'an earlier step of this story failed'));
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    broken.add(task.suite?.id);
    mkdirSync('.test', { recursive: true });
    for (const { name, page, said } of open) {
      const picture = `.test/${`${name} ${task.name}`.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 100)}.png`;
      await page.screenshot({ path: picture, fullPage: true }).catch(() => undefined);
      console.error([`${name} at ${page.url()}, screenshot ${picture}`, ...said].join('\n'));
    }
  });
  afterAll(() => Promise.all(open.map(({ page }) => page.context().close())));

  async function newcomer(name: string, size: keyof typeof sizes): Promise<Page> {
    const options: BrowserContextOptions = { baseURL, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...sizes[size] };
    const context = await launched.newContext(options);
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(String(error)));
    open.push({ name: `${name} ${size} ${open.length}`, page, said });
    return page;
  }
  return {
    stranger: (size = 'phone') => newcomer('stranger', size),
    async signedIn(role, size = 'desk') {
      const page = await newcomer(role, size);
      await page.goto('/');
      await page.getByRole('textbox', { name: '用户名' }).fill(role);
      await page.getByLabel('密码', { exact: true }).fill(demoPassword);
      await page.getByRole('button', { name: '登录', exact: true }).click();
      if (size === 'phone') await choosePin(page);
      await page.getByRole('navigation', { name: '主菜单' }).waitFor();
      return page;
    },
  };
}

/** The PIN of everybody in these stories. */
export const pin = '260713';

/** What a phone asks once, after the first sign-in. */
export async function choosePin(page: Page): Promise<void> {
  await page.getByLabel('PIN 码', { exact: true }).fill(pin);
  await page.getByLabel('再输一次 PIN 码').fill(pin);
  await page.getByRole('button', { name: '设置 PIN 码' }).click();
}

/** What a device asks whenever the app is opened anew. */
export async function enterPin(page: Page, digits: string): Promise<void> {
  await page.getByLabel('PIN 码', { exact: true }).fill(digits);
  await page.getByRole('button', { name: '打开', exact: true }).click();
}

/** Opens the app anew at a path; a device that could not hand its keys on in time asks for the PIN. */
export async function openAt(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const locked = page.getByRole('heading', { name: '输入 PIN 码' });
  await locked
    .or(page.getByRole('navigation', { name: '主菜单' }))
    .first()
    .waitFor();
  if (await locked.isVisible()) await enterPin(page, pin);
}

/** Opens the window for choosing files with a button, and chooses. */
export async function choose(page: Page, button: string, file: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
  const window = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button, exact: true }).last().click();
  await (await window).setFiles(file);
}

/** Through the menu to every page that this person is offered. */
export async function everyPage(page: Page, look: () => Promise<void>): Promise<void> {
  const menu = page.getByRole('navigation', { name: '主菜单' });
  for (const link of await menu.getByRole('link').all()) {
    await link.click();
    await page.waitForURL(`**${await link.getAttribute('href')}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await look();
  }
}

/** Scrolls a long list, of which only the rows in sight are made, down to these words. */
export async function downTo(page: Page, words: string): Promise<Locator> {
  const wanted = page.getByText(words);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  await page.mouse.move(width / 2, height / 2);
  for (let turn = 0; turn < 40 && (await wanted.count()) === 0; turn++) {
    await page.mouse.wheel(0, height / 3);
    await page.waitForTimeout(150);
  }
  return wanted;
}

/** What is read twice alike, two seconds apart. */
export async function settled(page: Page, read: () => Promise<string[]>): Promise<string[]> {
  let now = await read();
  for (let before: string[] = []; before.join() !== now.join(); now = await read()) {
    before = now;
    await page.waitForTimeout(2_000);
  }
  return now;
}
