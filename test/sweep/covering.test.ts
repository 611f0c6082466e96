import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Language } from '../../src/platform/web/text/languages.ts';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf, type Role } from '../journeys/cast.ts';
import {
  choose,
  faultsOf,
  goOn,
  inLanguage,
  type Known,
  listen,
  open,
  openPanel,
  owners,
  pathsFor,
  type Scheme,
  startEmergency,
  turnTo,
} from './look.ts';

const app = await startServer();
const { signedIn, stranger } = castOf(await browser(), app.url);

type Turn = readonly (readonly [Language, Scheme])[];
/**
 * How a page is looked at: each in every language, both appearances and both sizes at least once, and in turns, so that over all pages
 * every pair of them comes up. Every combination: pages.test.ts.
 */
const turns: readonly { readonly desk: Turn; readonly phone: Turn }[] = [
  {
    desk: [
      ['zh', 'light'],
      ['en', 'dark'],
    ],
    phone: [['ug', 'dark']],
  },
  {
    desk: [
      ['ug', 'light'],
      ['en', 'light'],
    ],
    phone: [['zh', 'dark']],
  },
  {
    desk: [
      ['ug', 'dark'],
      ['zh', 'dark'],
    ],
    phone: [['en', 'light']],
  },
];

describe('every page', async () => {
  const director = await signedIn('director', 'desk');
  const said = listen(director);
  let known: Known;
  beforeAll(async () => {
    known = await startEmergency(director);
  });

  it.each(owners)('of %s is in order at the desk', async (owner) => {
    const faults: string[] = [];
    await open(director, '/');
    for (const [index, path] of pathsFor('director', known, owner).entries()) {
      await goOn(director, path);
      const { desk } = turns[index % turns.length] as (typeof turns)[number];
      for (const [language, scheme] of desk) {
        await turnTo(director, language, scheme);
        faults.push(...(await faultsOf(director, `${path} ${language} ${scheme}`, language)));
      }
      const [language] = desk.at(-1) as [Language, Scheme];
      if (await openPanel(director)) faults.push(...(await faultsOf(director, `${path} panel ${language}`, language)));
      faults.push(...said().map((line) => `${path} said: ${line}`));
    }
    expect(faults).toEqual([]);
  });

  it.each(['director', 'grid', 'volunteer', 'shops'] as const)('is in order on the phone of the %s', async (role) => {
    const page = await signedIn(role, 'phone');
    const faults = await phoneFaults(page, role, known);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('is in order for a resident, and for whoever signs in', async () => {
    const page = await stranger('phone');
    const faults: string[] = [];
    await page.goto('/');
    for (const [index, path] of ['/', known.doorLink, '/door#nothing'].entries()) {
      const { desk, phone } = turns[index % turns.length] as (typeof turns)[number];
      for (const [language, scheme] of [...desk, ...phone]) {
        await choose(page, language, scheme);
        await page.goto('about:blank');
        await open(page, path);
        await inLanguage(page, language);
        faults.push(...(await faultsOf(page, `${path.split('#')[0]} ${language} ${scheme}`, language)));
      }
    }
    expect(faults).toEqual([]);
  });
});

/** Language and appearance hold from the next visit on, so the pages of each turn are looked at together. */
async function phoneFaults(page: Page, role: Role, known: Known): Promise<string[]> {
  const said = listen(page);
  const faults: string[] = [];
  for (const [turn, { phone }] of turns.entries())
    for (const [language, scheme] of phone) {
      await choose(page, language, scheme);
      await open(page, '/');
      await inLanguage(page, language);
      for (const path of pathsFor(role, known).filter((_, index) => index % turns.length === turn)) {
        await goOn(page, path);
        faults.push(...(await faultsOf(page, `${role} ${path} ${language} ${scheme}`, language)));
        faults.push(...said().map((line) => `${role} ${path} said: ${line}`));
      }
    }
  return faults;
}
