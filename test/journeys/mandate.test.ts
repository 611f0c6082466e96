import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf } from './cast.ts';

const app = await startServer();
const { signedIn } = castOf(await browser(), app.url);

const duty = '领取并完成志愿任务';
const panel = (page: Page) => page.locator('aside');
const day = (n: number): string => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10);

async function openOwn(page: Page): Promise<void> {
  await page.goto('/duties/mandates');
  await page.getByRole('row', { name: /人和商户联合会/ }).click();
  await panel(page).getByRole('heading', { name: '人和商户联合会' }).waitFor();
}

describe('the lawful place of the shopkeepers’ association', async () => {
  const director = await signedIn('director', 'desk');
  const shops = await signedIn('shops', 'desk');

  it('ends when the community ends the mandate: what was held by it is held no more, and says why', async () => {
    await shops.goto('/duties/mine');
    await shops.getByText(duty).first().waitFor();
    await openOwn(director);
    await panel(director).getByRole('button', { name: '终止授权' }).click();
    await panel(director).getByLabel('原因').fill('换届，重新商定');
    await panel(director).getByRole('button', { name: '终止授权' }).click();
    await panel(director).getByText('授权已失效', { exact: true }).waitFor();
    // The record, not the form that is about to close.
    await panel(director).locator('bdi').getByText('换届，重新商定').waitFor();
    await expect.poll(() => shops.getByText(duty).count(), { timeout: 30_000 }).toBe(0);
    await shops.getByText('人和商户联合会有3项职责现在不算数：没有有效授权。').waitFor();
  });

  it('is asked for by its president, declined with a reason, and asked for anew', async () => {
    await openOwn(shops);
    await panel(shops).getByRole('button', { name: '申请续签或变更' }).click();
    await panel(shops).getByLabel('做什么').fill('汛期为转移的居民供应饮用水和热食');
    await panel(shops).getByLabel('为什么需要').fill('三十家店，有仓库');
    await panel(shops).getByRole('button', { name: '提出申请' }).click();
    await panel(shops).getByText('等社区答复').waitFor();
    await director.goto('/');
    await director.getByRole('region', { name: '授权和协议' }).getByText('申请授权，等着答复').waitFor();
    await openOwn(director);
    await panel(director).getByText('三十家店，有仓库').waitFor();
    await panel(director).getByRole('button', { name: '谢绝', exact: true }).click();
    await panel(director).getByLabel('原因').fill('请写明夜间由谁值守');
    await panel(director).getByRole('button', { name: '谢绝', exact: true }).click();
    await panel(shops).getByText('请写明夜间由谁值守').waitFor();

    await panel(shops).getByRole('button', { name: '申请续签或变更' }).click();
    // What was asked for before stands in the form again.
    await panel(shops).getByLabel('做什么').fill('汛期为转移的居民供应饮用水和热食；夜间由会长值守');
    await panel(shops).getByRole('button', { name: '提出申请' }).click();
    await panel(shops).getByText('等社区答复').waitFor();
  });

  it('is offered anew by the director, who takes up the request and cannot sign for the other side', async () => {
    await panel(director).getByRole('button', { name: '据此拟定授权' }).click();
    expect(await panel(director).getByLabel('做什么').inputValue()).toBe('汛期为转移的居民供应饮用水和热食；夜间由会长值守');
    await panel(director).getByLabel('费用由谁承担').fill('物资按进价结算');
    await panel(director).getByLabel('第一天').fill(day(0));
    await panel(director).getByLabel('最后一天').fill(day(-3));
    await panel(director).getByRole('button', { name: '代表社区签字' }).click();
    await panel(director).getByRole('alert').getByText('终止日期要晚于开始日期。').waitFor();
    await panel(director).getByLabel('最后一天').fill(day(200));
    await panel(director).getByRole('button', { name: '代表社区签字' }).click();
    await panel(director).getByText('等对方签字').waitFor();
    expect(await panel(director).getByRole('button', { name: /^以“/ }).count()).toBe(0);
    await panel(shops).getByText('已拟成授权').waitFor();
  });

  it('holds again once its president has signed, and the day’s list says so until then', async () => {
    await shops.goto('/');
    const waits = shops.getByRole('region', { name: '授权和协议' });
    await waits.getByText('等着签字').waitFor();
    await waits.getByRole('link', { name: '人和商户联合会' }).last().click();
    await panel(shops).getByRole('button', { name: '以“人和商户联合会 · 会长”签字' }).click();
    await panel(shops).getByText('有效', { exact: true }).waitFor();
    await shops.goto('/duties/mine');
    await shops.getByText(duty).first().waitFor();
    await panel(director).getByText('已授权，参与指挥', { exact: true }).waitFor();
  });
});
