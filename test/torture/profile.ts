import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { sizes } from '../harness/browser.ts';
import { chromiumFlags, chromiumPath } from '../harness/chromium.ts';

/** One person's browser whose profile stands in a folder, so that it can die and be opened again. */
export interface Profile {
  /** Opens the browser on what it kept. */
  open(): Promise<Opened>;
  remove(): void;
}

export interface Opened {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Kills the browser's process by its number, without a word, and waits until it is gone. */
  kill(): Promise<void>;
  /** Closes it in order: everything is written out. */
  close(): Promise<void>;
}

export function newProfile(baseURL: string): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-profile-'));
  return {
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
    async open() {
      const context = await chromium.launchPersistentContext(folder, {
        executablePath: await chromiumPath(),
        // What a killed browser offers to bring back would be a second page beside ours.
        args: [...chromiumFlags, '--hide-crash-restore-bubble'],
        baseURL,
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
        ...sizes.phone,
      });
      context.setDefaultTimeout(40_000);
      const page = context.pages()[0] ?? (await context.newPage());
      const browser = context.browser();
      if (!browser) throw new Error('a browser of its own was asked for');
      const session = await browser.newBrowserCDPSession();
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      const main = processInfo.find(({ type }) => type === 'browser');
      if (!main) throw new Error('the browser does not know its own process');
      return {
        context,
        page,
        async kill() {
          const gone = new Promise((done) => void context.once('close', done));
          process.kill(main.id, 'SIGKILL');
          await gone;
        },
        close: () => context.close(),
      };
    },
  };
}
