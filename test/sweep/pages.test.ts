import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { SliceDoor } from '../../src/platform/web/shell/doors.ts';
import { directionOf, type Language, languages } from '../../src/platform/web/text/languages.ts';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf } from '../journeys/cast.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** A word such as `register.nav` where a sentence should stand. */
const bareKey = /\b(web|community|register|duties|warnings|readiness|response|problem|duty)\.[a-z]\w*(\.\w+)*\b/;
const schemes = ['light', 'dark'] as const;

const slices = Object.values(import.meta.glob<SliceDoor>('../../src/capabilities/*/web.ts', { eager: true }));
const doors = slices.flatMap(({ pages }) => pages ?? []);
/** Pages of the shell, and an address that is none. */
const shellPaths = ['/', '/more', '/search', '/network', '/settings', '/nowhere'];
const roomTabs = ['overview', 'doors', 'requests', 'tasks', 'timeline', 'shelters', 'map', 'report', 'command'];

const app = await startServer();
const { signedIn, stranger } = castOf(await browser(), app.url);

/** What a page says on the console and what it throws, from now on. */
function listen(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  return said;
}

/** Opens an address and waits until nothing on it is still on its way. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], [class*="_turning"]'));
  await page.evaluate(axe);
}

async function inLanguage(page: Page, language: Language): Promise<void> {
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
}

/** Everything that is wrong with what stands on the screen. */
async function faultsOf(page: Page, where: string, language: Language): Promise<string[]> {
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

/** Whatever a person is offered, with the parameters filled in. */
const pathsFor = (incident: string, plan: string, offered: (path: string) => boolean): string[] => [
  ...shellPaths,
  ...doors
    .filter((door) => !door.public && offered(door.path))
    .map(({ path }) => path.replace('$incident', incident).replace('$plan', plan) + (path === '/response/activate' ? `?plan=${plan}` : ''))
    .flatMap((path) => (path === `/response/${incident}` ? roomTabs.map((tab) => `${path}?tab=${tab}`) : [path])),
];

/** Keeps language and appearance for this device, as the switches do; they hold from the next page on. */
const choose = (page: Page, language: Language, scheme: string) =>
  page.evaluate(
    ([wanted, look]) => {
      localStorage.setItem('banyan.language', wanted ?? '');
      localStorage.setItem('banyan.scheme', look ?? '');
    },
    [language, scheme],
  );

describe('every page, for everybody, in every language and light', async () => {
  const director = await signedIn('director', 'desk');
  const known = { incident: '', plan: '', doorLink: '' };

  it('while an emergency runs', async () => {
    await director.goto('/readiness');
    await director.getByText('雷电大风三级响应预案').click();
    await director.waitForURL(/\/readiness\/[0-9a-f-]{36}$/);
    known.plan = director.url().split('/').at(-1) ?? '';
    await director.getByRole('button', { name: '启动预案' }).click();
    await director.getByRole('button', { name: '立即启动' }).click();
    await director.waitForURL(/\/response\/[0-9a-f-]{36}$/);
    known.incident = director.url().split('/').at(-1) ?? '';
    await director.goto(`/response/${known.incident}/print`);
    const made = director.waitForResponse(/\/door-links$/);
    await director.getByRole('button', { name: '生成二维码' }).click();
    const { links } = (await (await made).json()) as { links: { token: string }[] };
    known.doorLink = `/door#${links[0]?.token}`;
  });

  it('the director at the desk', async () => {
    const said = listen(director);
    const faults: string[] = [];
    const [language, scheme] = [0, 1].map((place) => director.getByRole('banner').getByRole('combobox').nth(place));
    for (const path of pathsFor(known.incident, known.plan, () => true)) {
      await open(director, path);
      for (const wanted of languages) {
        await language?.selectOption(wanted);
        await inLanguage(director, wanted);
        for (const look of schemes) {
          await scheme?.selectOption(look);
          faults.push(...(await faultsOf(director, `${path} ${wanted} ${look}`, wanted)));
        }
      }
      if (said.length > 0) faults.push(`${path} said: ${said.splice(0).join(' / ')}`);
    }
    expect(faults).toEqual([]);
  });

  it.each(['director', 'grid', 'volunteer'] as const)('the %s on a phone', async (role) => {
    const page = await signedIn(role, 'phone');
    const said = listen(page);
    const faults: string[] = [];
    const wanted = (path: string) =>
      role === 'director' || ['/doors', '/tasks', '/warnings/mine', '/duties/mine', '/register', '/response/$incident'].includes(path);
    for (const language of ['zh', 'ug'] as const) {
      await choose(page, language, 'light');
      for (const path of pathsFor(known.incident, known.plan, wanted)) {
        await open(page, path);
        await inLanguage(page, language);
        faults.push(...(await faultsOf(page, `${role} ${path} ${language}`, language)));
        // Who may not see something is told so; the browser calls the answer an error of its own.
        const real = said.splice(0).filter((line) => role === 'director' || !line.includes('403'));
        if (real.length > 0) faults.push(`${role} ${path} said: ${real.join(' / ')}`);
      }
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('the door of a resident and the way in', async () => {
    const page = await stranger('phone');
    const faults: string[] = [];
    await page.goto('/');
    for (const path of ['/', known.doorLink, '/door#nothing'])
      for (const language of languages)
        for (const scheme of schemes) {
          await choose(page, language, scheme);
          await page.goto('about:blank');
          await open(page, path);
          await inLanguage(page, language);
          faults.push(...(await faultsOf(page, `${path.split('#')[0]} ${language} ${scheme}`, language)));
        }
    expect(faults).toEqual([]);
  });
});
