import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser, newPage, sizes } from '../harness/browser.ts';
import { choosePin } from './cast.ts';

const app = await startServer({ BANYAN_DEMO: 'off' });
const chromium = await browser();

describe('from an empty folder to a community that works', () => {
  it('the first director sets it up, adds a grid, a building, an organisation, a person and a post, and the person signs in on a phone', async () => {
    const desk = await newPage(chromium, app.url);
    const save = async () => {
      await desk
        .getByRole('complementary')
        .getByRole('button', { name: /^(保存|添加楼栋和.*)$/ })
        .click();
      await desk.getByText('已保存。').first().waitFor();
    };
    const field = (name: string) => desk.getByRole('complementary').getByLabel(name, { exact: true });

    await desk.goto('/');
    await desk.getByLabel('安装码').fill(/enter the code (\d{8})/.exec(app.output())?.[1] ?? '');
    await desk.getByLabel('社区名称').fill('柳巷社区');
    await desk.getByLabel('12 位行政区划代码').fill('130602001009');
    await desk.getByLabel('社区主任姓名').fill('李敏');
    await desk.getByLabel('用户名').fill('limin');
    await desk.getByLabel('密码', { exact: true }).fill('a long enough one');
    await desk.getByRole('button', { name: '建立' }).click();
    await desk
      .getByRole('heading', { name: '今天' })
      .or(desk.getByRole('heading', { level: 1 }))
      .first()
      .waitFor();
    await desk.getByRole('navigation', { name: '主菜单' }).waitFor();

    await desk.goto('/places');
    await desk.getByRole('button', { name: '添加网格' }).click();
    await field('网格编号').fill('1');
    await field('名称').fill('第一网格');
    await save();
    await desk.getByRole('button', { name: '添加楼栋' }).click();
    await field('网格').selectOption({ label: '第一网格' });
    await field('楼号').fill('3');
    await save();
    await desk.getByRole('button', { name: '3号楼' }).click();
    await desk.getByRole('button', { name: '添加一户' }).click();
    await field('楼层').fill('1');
    await field('门牌号').fill('109');
    await save();
    await desk.getByRole('cell', { name: '109' }).waitFor();

    await desk.goto('/places?tab=shelters');
    await desk.getByRole('button', { name: '添加避难场所' }).click();
    await field('名称').fill('柳巷小学操场');
    await field('可容纳人数').fill('300');
    await save();
    await desk.getByText('柳巷小学操场').waitFor();

    await desk.goto('/organisations');
    await desk.getByRole('button', { name: '添加组织' }).click();
    await field('名称').fill('第一网格队');
    await field('类别').selectOption({ label: '网格队伍' });
    await field('性质').selectOption({ label: '居民自治' });
    await save();

    await desk.goto('/people');
    await desk.getByRole('button', { name: '添加人员' }).click();
    await field('姓名').fill('王芳');
    await desk.getByRole('complementary').getByLabel(/^电话/).fill('138 0000 0001');
    await save();

    await desk.goto('/positions');
    await desk.getByRole('button', { name: '添加岗位' }).click();
    await field('组织').selectOption({ label: '第一网格队' });
    await field('岗位名称').fill('网格员');
    await desk.getByLabel('第一网格', { exact: true }).check();
    await desk
      .getByRole('complementary')
      .getByLabel(/^任职人/)
      .selectOption({ label: '王芳 · 138 0000 0001' });
    await save();

    await desk.goto('/people');
    await desk.getByText('王芳', { exact: true }).first().click();
    await desk.getByRole('button', { name: '给登录码' }).click();
    const code = (await desk.locator('code').first().innerText()).trim();
    expect(code).toMatch(/^(\w{4}-){3}\w{4}$/);
    await desk.getByText('登录方式已给出').waitFor();

    const phone = await newPage(chromium, app.url, sizes.phone);
    await phone.goto(`/welcome#${code}`);
    await phone.getByText('王芳', { exact: true }).waitFor();
    expect(phone.url()).not.toContain(code);
    await phone.getByLabel('用户名').fill('wangfang');
    await phone.getByLabel('新密码').fill('my own password');
    await phone.getByRole('button', { name: '设好密码并登录' }).click();
    const username = await phone.getByText(/^wangfang\d{4}$/).innerText();
    await phone.getByRole('link', { name: '进入社区' }).click();
    await choosePin(phone);
    await phone.getByRole('heading', { level: 1, name: '今天' }).waitFor();
    expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await desk.getByText('本人可以登录。').waitFor();

    // From now on by name and their own password; the code is used up.
    const later = await newPage(chromium, app.url, sizes.phone);
    await later.goto(`/welcome#${code}`);
    await later.getByText(/这个一次性码无效/).waitFor();
    await later.goto('/');
    await later.getByRole('textbox', { name: '用户名' }).fill(username);
    await later.getByLabel('密码', { exact: true }).fill('my own password');
    await later.getByRole('button', { name: '登录', exact: true }).click();
    await choosePin(later);
    await later.getByRole('heading', { level: 1, name: '今天' }).waitFor();

    // Blocked: out at once, on every device.
    await desk.getByRole('button', { name: '停用登录' }).click();
    await desk.getByRole('dialog').getByRole('button', { name: '停用登录' }).click();
    await desk.getByText('还不能登录。').waitFor();
    expect((await later.request.get('/api/v1/me')).status()).toBe(401);
  });
});
