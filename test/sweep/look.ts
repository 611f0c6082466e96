import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import type { SliceDoor } from '../../src/platform/web/shell/doors.ts';
import { directionOf, type Language } from '../../src/platform/web/text/languages.ts';
import { pin, type Role } from '../journeys/cast.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** A word such as `register.nav` where a sentence should stand. */
const bareKey = /\b(web|community|register|duties|warnings|readiness|response|problem|duty)\.[a-z]\w*(\.\w+)*\b/;

export const schemes = ['light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

const slices = Object.entries(import.meta.glob<SliceDoor>('../../src/capabilities/*/web.ts', { eager: true }));
const doors = slices.flatMap(([file, { pages }]) => (pages ?? []).map((door) => ({ ...door, slice: file.split('/').at(-2) ?? '' })));
/** Pages of the shell, and an address that is none. */
const shellPaths = ['/', '/more', '/search', '/network', '/devices', '/settings', '/nowhere'];
/** What the pages are part of: the shell, or a slice. */
export const owners: readonly string[] = ['shell', ...new Set(doors.map(({ slice }) => slice))];
/** What stands behind tabs, by page. */
const tabs: Readonly<Record<string, readonly string[]>> = {
  '/response/$incident': ['overview', 'doors', 'requests', 'tasks', 'timeline', 'shelters', 'map', 'report', 'command'],
  '/register': ['households', 'residents'],
  '/places': ['grids', 'shelters', 'facilities', 'map'],
};
/** Where people other than the director work on their phones. */
const fieldPaths = ['/doors', '/tasks', '/warnings/mine', '/duties/mine', '/register', '/requests', '/response/$incident'];

/** An emergency that runs, and what its addresses are made of. */
export interface Known {
  readonly incident: string;
  readonly plan: string;
  /** Address of a resident's door, with its token. */
  readonly doorLink: string;
}

/** The director activates a plan and has the links of the doors made. */
export async function startEmergency(director: Page): Promise<Known> {
  await director.goto('/readiness');
  await director.getByText('雷电大风三级响应预案').click();
  await director.waitForURL(/\/readiness\/[0-9a-f-]{36}$/);
  const plan = director.url().split('/').at(-1) ?? '';
  await director.getByRole('button', { name: '启动预案' }).click();
  await director.getByRole('button', { name: '立即启动' }).click();
  await director.waitForURL(/\/response\/[0-9a-f-]{36}$/);
  const incident = director.url().split('/').at(-1) ?? '';
  await director.goto(`/response/${incident}/print`);
  const made = director.waitForResponse(/\/door-links$/);
  await director.getByRole('button', { name: '生成二维码' }).click();
  const { links } = (await (await made).json()) as { links: { token: string }[] };
  return { incident, plan, doorLink: `/door#${links[0]?.token}` };
}

/** Every address that a person is looked at on (or those of one owner), with its parameters filled in and each of its tabs. */
export function pathsFor(role: Role, { incident, plan }: Known, owner?: string): string[] {
  const wanted = doors.filter(
    (door) => !door.public && (role === 'director' || fieldPaths.includes(door.path)) && (owner === undefined || door.slice === owner),
  );
  const filled = wanted.flatMap(({ path }) => {
    const address = path.replace('$incident', incident).replace('$plan', plan);
    if (path === '/response/activate') return [`${address}?plan=${plan}`];
    return tabs[path]?.map((tab) => `${address}?tab=${tab}`) ?? [address];
  });
  if (owner !== undefined && owner !== 'shell') return filled;
  return [...(role === 'director' ? shellPaths : ['/']), ...filled];
}

/** What a page says on the console and what it throws, from now on; emptied by reading it. */
export function listen(page: Page): () => string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  return () => said.splice(0);
}

/** Opens an address anew and waits until nothing on it is still on its way. */
export async function open(page: Page, path: string): Promise<void> {
  // What is still on its way to its new colour has the contrast of neither.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await passPin(page);
  await settled(page);
  await page.evaluate(axe);
}

/** A phone that was opened anew may ask for its PIN first, in whatever language. */
async function passPin(page: Page): Promise<void> {
  const field = page.locator('form input[name="pin"]');
  if ((await field.count()) === 0) return;
  await field.fill(pin);
  await field.press('Enter');
  await field.waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Goes on to an address as "back" of the browser does, without fetching the app again: a page that was opened anew before. */
export async function goOn(page: Page, path: string): Promise<void> {
  await page.evaluate((address) => {
    // The heading of a page that stays (another tab of it) stays too.
    if (location.pathname !== address.split('?')[0]) document.querySelector('h1')?.setAttribute('data-left', '');
    history.pushState({ entry: address }, '', address);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await page.locator('h1:not([data-left])').first().waitFor();
  await settled(page);
}

const settled = (page: Page) => page.waitForFunction(() => !document.querySelector('[aria-busy="true"], [class*="_turning"]'));

/** Opens the first row of the page's table in the panel beside it. @returns false where there is no such table, or its rows lead elsewhere */
export async function openPanel(page: Page): Promise<boolean> {
  const row = page.locator('[role="grid"] [data-row="0"]').first();
  if ((await row.count()) === 0) return false;
  const before = new URL(page.url()).pathname;
  await row.click({ position: { x: 8, y: 8 } });
  await page
    .locator('aside[aria-labelledby="side-panel-title"]')
    .waitFor({ timeout: 1_000 })
    .catch(() => undefined);
  if (new URL(page.url()).pathname !== before) {
    await page.goBack();
    await settled(page);
    return false;
  }
  if ((await page.locator('aside[aria-labelledby="side-panel-title"]').count()) === 0) return false;
  await settled(page);
  return true;
}

/** Keeps language and appearance for this device, as the switches do; they hold from the next page on. */
export const choose = (page: Page, language: Language, scheme: Scheme) =>
  page.evaluate(
    ([wanted, look]) => {
      localStorage.setItem('banyan.language', wanted ?? '');
      localStorage.setItem('banyan.scheme', look ?? '');
    },
    [language, scheme],
  );

/** Turns the two switches of the top bar. */
export async function turnTo(page: Page, language: Language, scheme: Scheme): Promise<void> {
  const switches = page.getByRole('banner').getByRole('combobox');
  await switches.nth(0).selectOption(language);
  await inLanguage(page, language);
  await switches.nth(1).selectOption(scheme);
}

export async function inLanguage(page: Page, language: Language): Promise<void> {
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
}

/** Everything that is wrong with what stands on the screen. */
export async function faultsOf(page: Page, where: string, language: Language): Promise<string[]> {
  const found = await page.evaluate(async (tags) => {
    const { axe: tool } = window as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } };
    const { violations } = await tool.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
    const { scrollWidth, clientWidth, dir, lang } = document.documentElement;
    const broken = violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html.slice(0, 160))
          .slice(0, 3)
          .join(' | ')}`,
    );
    return { broken, wide: scrollWidth - clientWidth, dir, lang, text: document.body.innerText };
  }, rules);
  const faults = [...found.broken];
  if (found.wide > 1) faults.push(`${found.wide} px too wide`);
  if (found.dir !== directionOf(language) || found.lang !== language) faults.push(`stands as ${found.lang} ${found.dir}`);
  const key = bareKey.exec(found.text);
  if (key) faults.push(`untranslated: ${key[0]}`);
  return faults.map((fault) => `${where}: ${fault}`);
}
