import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, onTestFailed, onTestFinished } from 'vitest';
import { chromiumFlags, chromiumPath } from './chromium.ts';

/** The two sizes every page is made for. */
export const sizes = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
} satisfies Record<string, BrowserContextOptions>;

/** Call at the top of a test file: one browser for its tests, closed after them. */
export async function browser(): Promise<Browser> {
  const launched = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumFlags] });
  afterAll(() => launched.close());
  return launched;
}

/**
 * A page of a person of its own (cookies, local store) for the running test. What the page logs as an error or throws fails
 * nothing by itself but is printed when the test fails, beside a screenshot of the moment.
 */
export async function newPage(launched: Browser, baseURL: string, options: BrowserContextOptions = sizes.desk): Promise<Page> {
  const context = await launched.newContext({ baseURL, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ignoreHTTPSErrors: true, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  onTestFailed(async ({ task }) => {
    const picture = `.test/${task.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 80)}.png`;
    await page.screenshot({ path: picture }).catch(() => undefined);
    console.error([`page ${page.url()}, screenshot ${picture}`, ...said].join('\n'));
  });
  onTestFinished(() => context.close());
  return page;
}
