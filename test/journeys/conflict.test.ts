import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf, openAt } from './cast.ts';

const app = await startServer();
const { signedIn } = castOf(await browser(), app.url);

const network = (page: Page) => page.getByRole('status').getByRole('link');
/** The first person of the household whose panel is open. */
const person = (page: Page) => page.getByRole('complementary').getByRole('listitem').first();

async function correctPhone(page: Page, phone: string): Promise<void> {
  await person(page).getByRole('button', { name: '修改', exact: true }).click();
  await person(page).getByLabel('电话').fill(phone);
  await person(page).getByRole('button', { name: '保存', exact: true }).click();
  await network(page).filter({ hasText: '1 条待发送' }).waitFor();
}

describe('two phones correct the same household without a network', async () => {
  const worker = await signedIn('grid', 'phone');
  const social = await signedIn('social', 'phone');
  const desk = await signedIn('social', 'desk');
  let household = '';

  it('both stand at the door, write down another number, and it is saved on each phone', async () => {
    await openAt(worker, '/register');
    await worker.getByRole('grid').getByRole('gridcell').first().click();
    await person(worker).waitFor();
    household = new URL(worker.url()).search;
    await openAt(social, `/register${household}`);
    await person(social).waitFor();
    for (const phone of [worker, social]) await phone.context().setOffline(true);
    await correctPhone(worker, '13911110001');
    await correctPhone(social, '13922220002');
  });

  it('what comes second is recorded, and its author is told that the desk decides', async () => {
    await worker.context().setOffline(false);
    await network(worker).filter({ hasText: '已连接' }).waitFor();
    await expect.poll(() => network(worker).textContent(), { timeout: 30_000 }).not.toContain('待发送');
    await social.context().setOffline(false);
    await network(social).filter({ hasText: '1 条待核对' }).waitFor();
    await network(social).click();
    await social.getByText('以哪个为准，结果会显示在', { exact: false }).waitFor();
  });

  it('the desk sees both sides, who and when, and decides with one tap', async () => {
    await desk.goto('/');
    const card = desk.getByRole('region', { name: '待核对' });
    await card.getByText('1 条信息有两种说法，等您核对').waitFor();
    await card.getByRole('link', { name: '去核对' }).click();
    const [earlier, later] = [desk.getByRole('region', { name: '先收到' }), desk.getByRole('region', { name: '后收到' })];
    await earlier.getByText('13911110001').waitFor();
    await later.getByText('13922220002').waitFor();
    await later.getByText('填报时看到的是').waitFor();
    await earlier.getByRole('button', { name: '以先收到的为准' }).click();
    await desk.getByText('没有待核对的记录').waitFor();
    await desk.goto(`/register${household}`);
    await person(desk).getByRole('link', { name: '13911110001' }).waitFor();
  });

  it('the author of what gave way reads it on the phone', async () => {
    await social.goto('/');
    await social.getByText('核对结果：以对方的为准').waitFor();
    expect(await social.getByText('13911110001').count()).toBe(0);
  });
});
