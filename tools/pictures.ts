// Takes the pictures of the README: `node tools/pictures.ts ADDRESS [FOLDER]`, ADDRESS being a server with the demo community.
// Opens an exercise-free incident there, visits doors and asks for help first, so use a data folder of its own.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumFlags, chromiumPath } from '../test/harness/chromium.ts';
import { demoPassword } from './demo/load.ts';

const [address = 'http://127.0.0.1:8420', folder = join(import.meta.dirname, '../docs/pictures')] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

type Asked = <T>(path: string, body: unknown) => Promise<T>;

async function signIn(browser: Browser, username: string, size: 'desk' | 'phone', colorScheme: 'light' | 'dark' = 'light'): Promise<BrowserContext> {
  const viewport = size === 'desk' ? { width: 1440, height: 900 } : { width: 390, height: 844 };
  const context = await browser.newContext({
    baseURL: address,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport,
    deviceScaleFactor: size === 'phone' ? 2 : 1,
    colorScheme,
  });
  const answer = await context.request.post('/api/auth/sign-in/username', {
    data: { username, password: demoPassword },
    headers: { origin: address },
  });
  if (!answer.ok()) throw new Error(`${username} cannot sign in: ${await answer.text()}`);
  return context;
}

const asking =
  (context: BrowserContext): Asked =>
  async (path, data) => {
    const answer = await context.request.post(path, { data, headers: { origin: address } });
    if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as never;
  };

/** An incident with two thirds of a building visited, some silent doors and a few requests. */
async function prepare(ask: Asked, community: string): Promise<{ incidentId: string }> {
  const query = async <T>(name: string, args: unknown = {}): Promise<T[]> =>
    (await ask<{ rows: T[] }>(`/api/v1/query/${name}`, { community, args })).rows;
  const device = randomUUID();
  let dseq = 0;
  const say = async (...commands: (readonly [name: string, payload: unknown])[]) => {
    const said = commands.map(([name, payload]) => ({ id: randomUUID(), name, ver: 1, dseq: ++dseq, claimedAt: new Date().toISOString(), payload }));
    const { replies } = await ask<{ replies: { status: string }[] }>('/api/v1/push', { community, device, commands: said });
    const failed = replies.find((reply) => reply.status !== 'accepted');
    if (failed) throw new Error(JSON.stringify(failed));
  };
  const incidentId = randomUUID();
  const roundId = randomUUID();
  const plans = await query<{ id: string; hazard: string; level: string; status: string }>('readiness.plans');
  const plan = plans.find((p) => p.hazard === 'flood' && p.level === 'II') ?? plans[0];
  await say(['response.activatePlan', { planId: plan?.id, exercise: false, incidentId, title: '暴雨内涝' }]);
  await say(['response.openRound', { roundId, incidentId, title: '第一轮入户核查' }]);
  const buildings = await query<{ building: string | null }>('response.buildings', { roundId });
  for (const [b, { building }] of buildings.slice(0, 9).entries()) {
    if (!building) continue;
    const doors = await query<{ household: string }>('response.doors', { roundId, buildingId: building });
    const outcome = (i: number) => (i % 41 === 7 ? 'help' : i % 9 === 3 ? 'noAnswer' : 'safe');
    const visited = doors.slice(0, Math.floor(doors.length * (1 - b / 11)));
    for (let at = 0; at < visited.length; at += 50)
      await say(
        ...visited
          .slice(at, at + 50)
          .map(
            ({ household }, i) => ['response.visitDoor', { roundId, householdId: household, outcome: outcome(at + i), kind: 'medicine' }] as const,
          ),
      );
  }
  return { incidentId };
}

/** A phone asks for a PIN of its own before it shows anything: chosen at the first page, typed at the next. */
async function passPin(page: Page): Promise<void> {
  const fields = page.locator('form input[name="pin"], form input[name="again"]');
  const [first] = await fields.all();
  if (!first) return;
  for (const field of await fields.all()) await field.fill('260713');
  await first.press('Enter');
  await first.waitFor({ state: 'detached' });
}

const browser = await chromium.launch({ executablePath: await chromiumPath(), args: [...chromiumFlags] });
try {
  const director = await signIn(browser, 'director', 'desk');
  const me = (await (await director.request.get('/api/v1/me')).json()) as { memberships: { community: string }[] };
  const community = me.memberships[0]?.community ?? '';
  const { incidentId } = await prepare(asking(director), community);

  const take = async (context: BrowserContext, name: string, path: string, language = 'zh', wide = true): Promise<void> => {
    const page = await context.newPage();
    await page.addInitScript((l) => localStorage.setItem('banyan.language', l), language);
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await passPin(page);
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await page.waitForTimeout(wide ? 1_500 : 4_000);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.close();
  };
  await take(director, 'room', `/response/${incidentId}`);
  await take(director, 'doors', `/response/${incidentId}?tab=doors`);
  const dark = await signIn(browser, 'director', 'desk', 'dark');
  await take(dark, 'room-ug-dark', `/response/${incidentId}`, 'ug');
  const grid = await signIn(browser, 'grid', 'phone');
  await take(grid, 'phone-doors', '/doors', 'zh', false);
} finally {
  await browser.close();
}
