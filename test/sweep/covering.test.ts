import { describe, expect, it } from 'vitest';
import type { Language } from '../../src/platform/web/text/languages.ts';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf } from '../journeys/cast.ts';
import { choose, faultsOf, inLanguage, type Known, listen, open, openPanel, pathsFor, type Scheme, startEmergency, turnTo } from './look.ts';

const app = await startServer();
const { signedIn, stranger } = castOf(await browser(), app.url);

/**
 * How a page is looked at: each in every language, both appearances and both sizes at least once, and in turns, so that over all pages
 * every pair of them comes up: for days when there is no time for every combination (pages.test.ts).
 */
const turns: readonly { readonly desk: readonly (readonly [Language, Scheme])[]; readonly phone: readonly [Language, Scheme] }[] = [
  {
    desk: [
      ['zh', 'light'],
      ['en', 'dark'],
    ],
    phone: ['ug', 'dark'],
  },
  {
    desk: [
      ['ug', 'light'],
      ['en', 'light'],
    ],
    phone: ['zh', 'dark'],
  },
  {
    desk: [
      ['ug', 'dark'],
      ['zh', 'dark'],
    ],
    phone: ['en', 'light'],
  },
];
const turnOf = (index: number) => turns[index % turns.length] as (typeof turns)[number];

// Minutes on a busy machine: some hundred and fifty looks of half a second each.
describe('every page', { timeout: 420_000 }, async () => {
  const director = await signedIn('director', 'desk');
  let known: Known;

  it('has an emergency to show', async () => {
    known = await startEmergency(director);
  });

  it('is in order at the desk', async () => {
    const said = listen(director);
    const faults: string[] = [];
    for (const [index, path] of pathsFor('director', known).entries()) {
      await open(director, path);
      for (const [language, scheme] of turnOf(index).desk) {
        await turnTo(director, language, scheme);
        faults.push(...(await faultsOf(director, `${path} ${language} ${scheme}`, language)));
      }
      const [language] = turnOf(index).desk.at(-1) as [Language, Scheme];
      if (await openPanel(director)) faults.push(...(await faultsOf(director, `${path} panel ${language}`, language)));
      faults.push(...said().map((line) => `${path} said: ${line}`));
    }
    expect(faults).toEqual([]);
  });

  it.each(['director', 'grid', 'volunteer', 'shops'] as const)('is in order on the phone of the %s', async (role) => {
    const page = await signedIn(role, 'phone');
    const said = listen(page);
    const faults: string[] = [];
    for (const [index, path] of pathsFor(role, known).entries()) {
      const [language, scheme] = turnOf(index).phone;
      await choose(page, language, scheme);
      await open(page, path);
      await inLanguage(page, language);
      faults.push(...(await faultsOf(page, `${role} ${path} ${language} ${scheme}`, language)));
      faults.push(...said().map((line) => `${role} ${path} said: ${line}`));
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is in order for a resident, and for whoever signs in', async () => {
    const page = await stranger('phone');
    const faults: string[] = [];
    await page.goto('/');
    for (const [index, path] of ['/', known.doorLink, '/door#nothing'].entries())
      for (const [language, scheme] of [...turnOf(index).desk, turnOf(index).phone]) {
        await choose(page, language, scheme);
        await page.goto('about:blank');
        await open(page, path);
        await inLanguage(page, language);
        faults.push(...(await faultsOf(page, `${path.split('#')[0]} ${language} ${scheme}`, language)));
      }
    expect(faults).toEqual([]);
  });
});
