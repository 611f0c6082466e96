import { describe, expect, it } from 'vitest';
import { languages } from '../../src/platform/web/text/languages.ts';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf } from '../journeys/cast.ts';
import { choose, faultsOf, inLanguage, type Known, listen, open, openPanel, pathsFor, schemes, startEmergency, turnTo } from './look.ts';

const app = await startServer();
const { signedIn, stranger } = castOf(await browser(), app.url);

// Covered: every page and tab, and the panel of the first row, for the director at the desk and on a phone in every language and
// appearance; the pages of grid worker, volunteer and shopkeepers on a phone in every language, Chinese light and the others dark;
// the way in and a resident's door on a phone in every language and appearance. A smaller set that covers each once: covering.test.ts.
describe('every page, for everybody, in every language and light', async () => {
  const director = await signedIn('director', 'desk');
  let known: Known;

  it('while an emergency runs', async () => {
    known = await startEmergency(director);
  });

  it('the director at the desk', async () => {
    const said = listen(director);
    const faults: string[] = [];
    for (const path of pathsFor('director', known)) {
      await open(director, path);
      for (const panel of [false, true]) {
        if (panel && !(await openPanel(director))) continue;
        for (const language of languages)
          for (const scheme of schemes) {
            await turnTo(director, language, scheme);
            faults.push(...(await faultsOf(director, `${path}${panel ? ' panel' : ''} ${language} ${scheme}`, language)));
          }
      }
      faults.push(...said().map((line) => `${path} said: ${line}`));
    }
    expect(faults).toEqual([]);
  });

  it.each(['director', 'grid', 'volunteer', 'shops'] as const)('the %s on a phone', async (role) => {
    const page = await signedIn(role, 'phone');
    const said = listen(page);
    const faults: string[] = [];
    for (const language of languages)
      for (const scheme of schemes) {
        if (role !== 'director' && (language === 'zh') !== (scheme === 'light')) continue;
        await choose(page, language, scheme);
        for (const path of pathsFor(role, known)) {
          await open(page, path);
          await inLanguage(page, language);
          for (const panel of [false, true]) {
            if (panel && !(await openPanel(page))) continue;
            faults.push(...(await faultsOf(page, `${role} ${path}${panel ? ' panel' : ''} ${language} ${scheme}`, language)));
          }
          faults.push(...said().map((line) => `${role} ${path} said: ${line}`));
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
