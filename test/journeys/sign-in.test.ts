import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { totp } from '../harness/totp.ts';
import { castOf, choosePin } from './cast.ts';
import { startGateway } from './gateway.ts';

const gateway = await startGateway();
const app = await startServer({ ...gateway.environment });
const { signedIn, stranger } = castOf(await browser(), app.url);
const password = 'demo-only-2026';
const menu = (page: Page) => page.getByRole('navigation', { name: '主菜单' });

describe('the ways in', () => {
  it('a telephone number and the code that the gateway carries', async () => {
    const desk = await signedIn('director');
    await desk.goto('/people');
    await desk.getByText('阿依古丽·买买提', { exact: true }).first().click();
    const own = (await desk.getByRole('complementary').getByRole('link', { name: /^199/ }).first().innerText()).trim();
    await desk.getByRole('button', { name: '用手机号登录' }).click();
    await desk.getByText(/凭短信验证码进入/).waitFor();

    const phone = await stranger('phone');
    await phone.goto('/');
    await phone.getByRole('tab', { name: '手机号' }).click();
    const number = phone.getByLabel('手机号码', { exact: true });
    // A number nobody here has is answered the same, and no message leaves the house.
    await number.fill('19900000111');
    await phone.getByRole('button', { name: '获取验证码' }).click();
    await phone.getByText('如果这个号码有账号').waitFor();
    await phone.getByRole('button', { name: '换一个号码' }).click();
    await number.fill(own);
    await phone.getByRole('button', { name: '获取验证码' }).click();
    // Notices of the community go out by the same gateway.
    const codes = () => gateway.texts.flatMap(({ phone: to, text }) => /\b\d{6}\b/.exec(text)?.map((code) => ({ to, code })) ?? []);
    await expect.poll(() => codes().map(({ to }) => to)).toEqual([`+86${own}`]);
    const code = codes()[0]?.code ?? '';
    const wrong = code === '000000' ? '111111' : '000000';
    await phone.getByLabel('验证码', { exact: true }).fill(wrong);
    await phone.getByRole('button', { name: '登录', exact: true }).click();
    await phone.getByRole('alert').waitFor();
    await phone.getByLabel('验证码', { exact: true }).fill(code);
    await phone.getByRole('button', { name: '登录', exact: true }).click();
    // Nobody is made a member without saying yes.
    await phone.getByRole('button', { name: '加入' }).click();
    await choosePin(phone);
    await menu(phone).waitFor();
  });

  it('a second factor: set up with an authenticator, asked for at the next sign-in, and taken off again', async () => {
    const page = await signedIn('social');
    await page.goto('/settings');
    // Only the switch that applies is there.
    await page.getByRole('button', { name: '开启两步验证' }).waitFor();
    expect(await page.getByRole('button', { name: '关闭两步验证' }).count()).toBe(0);
    await page.getByRole('button', { name: '开启两步验证' }).click();
    await page.getByLabel('现在的密码', { exact: true }).fill(password);
    await page.getByRole('button', { name: '下一步' }).click();
    const secret = (await page.locator('code').first().innerText()).trim();
    await page.getByLabel('动态验证码', { exact: true }).fill(totp(secret));
    await page.getByRole('button', { name: '开启两步验证' }).click();
    await page.getByText('两步验证已开启。').waitFor();
    await page.getByRole('button', { name: '关闭两步验证' }).waitFor();
    expect(await page.getByRole('button', { name: '开启两步验证' }).count()).toBe(0);

    const again = await stranger('desk');
    await again.goto('/');
    await again.getByRole('textbox', { name: '用户名' }).fill('social');
    await again.getByLabel('密码', { exact: true }).fill(password);
    await again.getByRole('button', { name: '登录', exact: true }).click();
    const code = again.getByLabel('动态验证码', { exact: true });
    await code.fill('000000');
    await again.getByRole('button', { name: '登录', exact: true }).click();
    await again.getByRole('alert').waitFor();
    expect(await menu(again).count()).toBe(0);
    await code.fill(totp(secret));
    await again.getByRole('button', { name: '登录', exact: true }).click();
    await menu(again).waitFor();

    await again.goto('/settings');
    await again.getByRole('button', { name: '关闭两步验证' }).click();
    await again.getByLabel('现在的密码', { exact: true }).fill(password);
    await again.getByRole('button', { name: '关闭两步验证' }).click();
    await again.getByText('两步验证已关闭。').waitFor();
    await again.getByRole('button', { name: '开启两步验证' }).waitFor();
  });
});

describe('on paper', () => {
  it('the door list and the posters stand alone, black on white, in the dark too', async () => {
    const page = await signedIn('director');
    await page.goto('/readiness');
    await page.getByText('雷电大风三级响应预案').click();
    await page.getByRole('button', { name: '启动预案' }).click();
    await page.getByRole('button', { name: '立即启动' }).click();
    await page.waitForURL(/\/response\/[0-9a-f-]{36}$/);
    await page.goto(`${new URL(page.url()).pathname}/print`);
    const list = page.getByRole('table').first();
    await list.waitFor();
    await page.getByRole('button', { name: '生成二维码' }).click();
    await page.getByText('扫码').first().waitFor();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const part of [menu(page), page.getByRole('banner'), page.getByRole('button', { name: '生成二维码' })])
      expect(await part.first().isVisible()).toBe(false);
    expect(await list.isVisible()).toBe(true);
    const ink = await list.evaluate((table) => ({
      colour: getComputedStyle(table).color,
      ground: getComputedStyle(document.body).backgroundColor,
      head: getComputedStyle(table.querySelector('thead') as HTMLElement).display,
    }));
    expect(ink).toEqual({ colour: 'rgb(0, 0, 0)', ground: 'rgb(255, 255, 255)', head: 'table-header-group' });
    const paper = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1');
    const sheets = paper.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(sheets).toBeGreaterThan(1);
    // A4 in points, give or take a rounding.
    const box = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(paper);
    expect([Math.round(Number(box?.[1])), Math.round(Number(box?.[2]))]).toEqual([595, 842]);
  });
});
