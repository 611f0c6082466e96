import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf, enterPin, pin } from './cast.ts';

const app = await startServer();
const { signedIn } = castOf(await browser(), app.url);

const panel = (page: Page) => page.locator('aside');
const cell = (page: Page, name: string) => page.getByRole('grid').getByRole('gridcell', { name, exact: true });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
const word = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

describe('the matrix at work', async () => {
  const director = await signedIn('director', 'desk');

  it('shows what is looked for, and the address shows it to somebody else', async () => {
    await director.goto('/duties');
    await cell(director, '抽排积水 · 人和家园业主委员会 · C').waitFor();
    await director.getByLabel('响应级别').selectOption({ label: 'II 级' });
    await director.getByLabel('阶段').selectOption({ label: '响应' });
    await director.getByLabel('组织', { exact: true }).selectOption({ label: '裕泽微型消防站' });
    await director.getByLabel('只看关键职责').check();
    await cell(director, '转移重点人群 · 裕泽微型消防站 · R2').waitFor();
    const columns = await director.getByRole('grid').getByRole('columnheader').allTextContents();
    expect(columns[1]).toBe('裕泽微型消防站');
    expect([word(director, 'level'), word(director, 'phase'), word(director, 'critical')]).toEqual(['II', 'response', '1']);
    const seen = await director.getByText(/^显示\d+项，共65项/).textContent();

    const street = await signedIn('street', 'phone');
    await street.goto(director.url());
    await enterPin(street, pin);
    await street.getByText(seen ?? '').waitFor();
    await street.getByText('筛选（4）').waitFor();
    await street.getByRole('button', { name: '转移重点人群 · 裕泽微型消防站 · R2' }).click();
    await panel(street).getByText('来历（1）').click();
    await panel(street).getByText('请先写明转移哪些楼、由谁带路').waitFor();
  });

  it('is gone through by key: one stop, empty cells too, Enter opens the form for this duty and organisation, Escape goes back', async () => {
    await director.goto('/duties');
    await cell(director, '开放避难场所 · 裕泽供水营业所 · 空').focus();
    expect(await director.getByRole('grid').locator('[tabindex="0"]').count()).toBe(1);
    await director.keyboard.press('ArrowUp');
    expect(await focused(director)).toContain(' · 裕泽供水营业所 · ');
    await director.keyboard.press('ArrowDown');
    await director.keyboard.press('Enter');
    await panel(director).getByLabel('职责', { exact: true }).waitFor();
    expect(await panel(director).getByLabel('组织', { exact: true }).locator('option:checked').textContent()).toBe('裕泽供水营业所');
    await director.keyboard.press('Escape');
    await panel(director).waitFor({ state: 'detached' });
    expect(await focused(director)).toBe('开放避难场所 · 裕泽供水营业所 · 空');

    await director.keyboard.press('Enter');
    await panel(director).getByLabel(/^依据/).fill('安置点供水保障方案');
    await panel(director).getByRole('button', { name: '再加一项' }).click();
    await panel(director).getByLabel('以哪个岗位提出').selectOption({ index: 1 });
    await panel(director).getByLabel('事由', { exact: true }).fill('供水所保障安置点用水');
    await panel(director).getByLabel('理由', { exact: true }).fill('去年安置点停水半天');
    await panel(director).getByRole('button', { name: '提出变更' }).click();
    await panel(director).waitFor({ state: 'detached' });
    await director.keyboard.press('Enter');
    await panel(director).getByRole('link', { name: '供水所保障安置点用水' }).first().waitFor();
  });

  it('says what changes from one level to another, and what will have changed by a day', async () => {
    await director.goto('/duties');
    await director.getByRole('button', { name: '比较矩阵' }).click();
    await director.getByRole('heading', { name: /^从IV 级到II 级：\d+项职责里有\d+处变化/ }).waitFor();
    const change = (organisation: string) => director.getByRole('listitem').filter({ hasText: organisation }).filter({ hasText: '之后' }).first();
    expect(await change('人和家园业主委员会').textContent()).toContain('取消');
    expect(await change('裕泽微型消防站').textContent()).toContain('新增');
    await director.goto('/duties');
    await director.getByRole('link', { name: /看有什么变化/ }).click();
    await director.getByRole('heading', { name: '心理支持' }).waitFor();
    expect(await change('人和社区卫生服务站').textContent()).toContain('换角色');
  });

  it('prints a card in the language of the organisation, whoever prints it', async () => {
    await director.goto('/duties/card');
    await director.getByLabel('组织', { exact: true }).selectOption({ label: '双语帮帮团' });
    const sheet = director.locator('[lang="ug"][dir="rtl"]');
    await sheet.getByRole('heading', { name: /بىز نېمىگە مەسئۇل/ }).waitFor();
    await director.getByRole('heading', { name: '职责卡', level: 1 }).waitFor();
    await director.getByLabel('用哪种语言').selectOption({ label: 'English' });
    await director.getByRole('heading', { name: '双语帮帮团: what we answer for' }).waitFor();
    await director.getByRole('button', { name: '以后这个组织的卡片都用English' }).click();
    await director.getByText('已记住这个组织用的语言。').waitFor();
    await director.goto(director.url().replace(/&lang=\w+/, ''));
    await director.getByRole('heading', { name: '双语帮帮团: what we answer for' }).waitFor();
  });
});
