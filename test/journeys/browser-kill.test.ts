import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { demoPassword } from '../../tools/demo/load.ts';
import { randomFrom } from '../../tools/demo/random.ts';
import { startServer } from '../harness/app.ts';
import { freshId } from '../harness/fresh-id.ts';
import { Phone, signIn } from '../harness/phone.ts';
import { frontOf } from '../torture/front.ts';
import { newProfile, type Opened } from '../torture/profile.ts';
import { type Claim, keepSaying, outboxOf } from '../torture/saying.ts';
import { choosePin, enterPin, pin } from './cast.ts';
import { inside } from './inside.ts';

/** How often the browser is killed; `npm run torture -- browser` does it 50 times, which takes too long for every test run. */
const kills = Number(process.env.BANYAN_BROWSER_KILLS ?? 0);
const random = randomFrom(Number(process.env.BANYAN_SEED ?? 20_261_122), Date.now());

const app = kills > 0 ? await startServer({ BANYAN_LOG: 'warn' }) : { url: 'http://127.0.0.1', dataDir: '' };
const front = await frontOf(app.url);
const profile = newProfile(front.url);
let phone: Opened;
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await phone?.page.screenshot({ path: `.test/${task.name.slice(0, 40)}.png` }).catch(() => undefined);
});
afterAll(async () => {
  await phone?.close().catch(() => undefined);
  profile.remove();
  front.close();
});

const look = inside(app.dataDir);
const doors = (page: Page) => page.getByRole('button', { name: /平安$/ }).first();
const unsent = (page: Page, n: number) => page.getByRole('link', { name: new RegExp(`· ${n} 条待发送$`) });
const allSent = (page: Page) => page.getByRole('link', { name: '已连接', exact: true });

/** The doors, behind the PIN when it is asked for; what is said there waits. */
async function toDoors(page: Page): Promise<void> {
  await page.goto('/doors');
  const locked = page.getByRole('heading', { name: '输入 PIN 码' });
  const list = page.getByRole('main').getByText('已见到', { exact: true }).first();
  await locked.or(list).first().waitFor();
  if (await locked.isVisible()) await enterPin(page, pin);
  await list.waitFor();
}

/** Says "safe" at one door; when all are done, at one of those. */
async function tap(page: Page): Promise<void> {
  if ((await doors(page).count()) === 0) await page.getByRole('radio', { name: /^已/ }).check({ force: true });
  await doors(page).click();
}

/** The visits of these phones: in the journal, and as the doors count them. */
async function visits(): Promise<{ accepted: string[]; others: number; counted: number; numbers: Map<string, number[]> }> {
  const journal = await look<{ id: string; status: string; device: string; dseq: number }>(
    `select id, status, device, dseq from platform.journal where name = 'response.visitDoor' and device is not null order by device, dseq`,
  );
  const [sum] = await look<{ n: number }>('select coalesce(sum(times), 0)::int as n from response.visit where round = $1', [round]);
  const numbers = new Map<string, number[]>();
  for (const { device, dseq } of journal) numbers.set(device, [...(numbers.get(device) ?? []), dseq]);
  return {
    accepted: journal.filter(({ status }) => status === 'accepted').map(({ id }) => id),
    others: journal.filter(({ status }) => status !== 'accepted').length,
    counted: sum?.n ?? 0,
    numbers,
  };
}

const round = freshId();
/** Every command of which this phone has said that it is saved. */
const promised = new Set<string>();

describe.runIf(kills > 0)('a phone whose browser dies', () => {
  it('is set up: signed in, with a PIN, a round to walk and the app on the device', async () => {
    const cookie = await signIn(app.url, 'director', demoPassword);
    const me = (await (await fetch(`${app.url}/api/v1/me`, { headers: { cookie } })).json()) as { memberships: { community: string }[] };
    const community = me.memberships[0]?.community ?? '';
    const plans = (await (
      await fetch(`${app.url}/api/v1/query/readiness.plans`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ community, args: {} }),
      })
    ).json()) as { rows: { id: string }[] };
    const desk = new Phone({ url: app.url, cookie, community });
    const incidentId = freshId();
    desk.say('response.activatePlan', { planId: plans.rows[0]?.id, exercise: true, incidentId, title: '断电' });
    desk.say('response.openRound', { roundId: round, incidentId, title: '全部住户' });
    await desk.push();
    expect(desk.agreed()).toHaveLength(2);

    phone = await profile.open();
    const { page } = phone;
    await page.goto('/');
    await page.getByRole('textbox', { name: '用户名' }).fill('grid');
    await page.getByLabel('密码', { exact: true }).fill(demoPassword);
    await page.getByRole('button', { name: '登录', exact: true }).click();
    await choosePin(page);
    await page.getByRole('navigation', { name: '主菜单' }).waitFor();
    await toDoors(page);
    await doors(page).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await phone.close();
  });

  it(
    `keeps whatever it called saved, ${kills} times killed in the middle of saying more, in one tab or two`,
    async () => {
      let died = 0;
      let ofTwoTabs = 0;
      for (; died < kills; died++) {
        phone = await profile.open();
        const { context, page } = phone;
        // Now and then the network is there, and the browser dies while it sends.
        const online = died % 5 === 4;
        await context.setOffline(!online);
        await toDoors(page);
        const there = new Set((await outboxOf(page)).map(({ id }) => id));
        expect([...promised].filter((id) => !there.has(id))).toEqual([]);
        const tabs = [page];
        if (died % 3 === 1) {
          ofTwoTabs += 1;
          const second = await context.newPage();
          await toDoors(second);
          tabs.push(second);
        }
        let heard: () => void = () => undefined;
        const first = new Promise<void>((done) => {
          heard = done;
        });
        const claimed = ({ shown, ids }: Claim) => {
          expect(ids.length).toBeGreaterThanOrEqual(shown);
          for (const id of ids) promised.add(id);
          if (shown > 0) heard();
        };
        await Promise.all(tabs.map((tab) => keepSaying(tab, claimed)));
        await Promise.race([first, wait(15_000)]);
        await wait(random.int(0, 900));
        await phone.kill();
      }
      console.log(`browser killed ${died} times (${ofTwoTabs} with two tabs), ${promised.size} commands called saved`);
      expect(promised.size).toBeGreaterThan(kills);
    },
    kills * 60_000,
  );

  it('sends all of it, once, when the network is back', async () => {
    phone = await profile.open();
    const { context, page } = phone;
    await context.setOffline(true);
    await toDoors(page);
    const held = await outboxOf(page);
    const ids = new Set(held.map(({ id }) => id));
    const lost = [...promised].filter((id) => !ids.has(id));
    await context.setOffline(false);
    await allSent(page).waitFor({ timeout: 120_000 });
    const { accepted, others, counted, numbers } = await visits();
    const doubled = counted - accepted.length;
    console.log(`${held.length} commands in the outbox, ${accepted.length} agreed; lost ${lost.length}, doubled ${doubled}`);
    expect({ lost, doubled, others }).toEqual({ lost: [], doubled: 0, others: 0 });
    expect(accepted.toSorted()).toEqual([...ids].toSorted());
    for (const given of numbers.values()) expect(given).toEqual(given.map((_, i) => i + 1));
  });

  it('lets a newer app take over while commands wait, and sends them from there', async () => {
    const { context, page } = phone;
    await toDoors(page);
    const before = (await visits()).accepted.length;
    await context.setOffline(true);
    await tap(page);
    await unsent(page, 1).waitFor();
    await tap(page);
    await unsent(page, 2).waitFor();
    const waiting = (await outboxOf(page)).filter(({ at }) => at === 'saved' || at === 'sent').map(({ id }) => id);
    front.release('2');
    // The browser asks for the newer worker while the server's other answers still fail: as in a stairwell with half a signal.
    await context.route('**/api/**', (route) => route.abort());
    await context.setOffline(false);
    await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await page.getByRole('button', { name: '现在更新' }).click();
    await page.waitForEvent('load');
    await toDoors(page);
    await expect.poll(async () => (await outboxOf(page)).map(({ id }) => id), { timeout: 30_000 }).toEqual(expect.arrayContaining(waiting));
    await context.unroute('**/api/**');
    await allSent(page).waitFor({ timeout: 120_000 });
    const { accepted, counted } = await visits();
    expect(accepted).toEqual(expect.arrayContaining(waiting));
    expect(accepted).toHaveLength(before + 2);
    expect(counted).toBe(accepted.length);
  });

  it('begins anew when the browser has cleared its storage: what it says from then on is agreed, and nothing twice', async () => {
    const { context, page } = phone;
    await toDoors(page);
    const before = await visits();
    const session = await context.newCDPSession(page);
    await session.send('Storage.clearDataForOrigin', { origin: front.url, storageTypes: 'indexeddb,cache_storage,service_workers,local_storage' });
    await page.goto('/doors');
    const setting = page.getByRole('button', { name: '设置 PIN 码' });
    await setting.or(doors(page)).first().waitFor();
    if (await setting.isVisible()) await choosePin(page);
    await doors(page).waitFor();
    await tap(page);
    await expect.poll(async () => (await visits()).accepted.length, { timeout: 60_000 }).toBe(before.accepted.length + 1);
    const { counted, others, numbers } = await visits();
    expect({ counted, others }).toEqual({ counted: before.accepted.length + 1, others: 0 });
    // Another device to the server: its numbers begin anew, and nobody calls them used.
    expect(numbers.size).toBe(before.numbers.size + 1);
  });
});
