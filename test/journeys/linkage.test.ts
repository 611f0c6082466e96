import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser } from '../harness/browser.ts';
import { castOf } from './cast.ts';
import { asked } from './device.ts';
import { inside } from './inside.ts';

const app = await startServer();
const { signedIn, stranger } = castOf(await browser(), app.url);
const look = inside(app.dataDir);

/** What one step learns and later ones need. */
const known = { incident: '', request: '', person: '' };
const soon = { timeout: 30_000 };
const reason = '今天人手都在发物资，请找超市';
const decided = '晚六点前把独居老人名单核对一遍';
const panel = (page: Page) => page.getByRole('complementary');

/** From the panel of the request: to whom, what they must know, how long they have. */
async function handOver(page: Page, to: string, note: string): Promise<void> {
  await panel(page).getByRole('button', { name: '移交给别的组织' }).click();
  await panel(page).getByLabel('交给哪个组织').selectOption({ label: to });
  await panel(page).getByLabel('对方需要知道什么').fill(note);
  await panel(page).getByRole('button', { name: '请对方接手' }).click();
  await panel(page).getByText('等待答复').waitFor();
}

/** Everything that asks this person to say that they know, said. */
async function acknowledge(page: Page, words: string): Promise<void> {
  await page.getByRole('link', { name: '今天' }).click();
  const item = page.getByRole('region', { name: '等您确认的通知' }).locator('.b-card').filter({ hasText: words });
  await item.first().waitFor();
  await item.first().getByRole('button', { name: '我知道了' }).click();
  await expect.poll(() => item.count(), soon).toBe(0);
}

describe('what goes from one to another', async () => {
  const director = await signedIn('director', 'desk');
  const shops = await signedIn('shops', 'phone');
  const social = await signedIn('social', 'phone');

  it('a request is handed to another organisation, whose person declines with a reason: it stays at the desk, which reads why', async () => {
    const open = await asked<{ id: string; words: string }>(director, 'response.requests', { live: true });
    known.request = open.find(({ words }) => words === '装修垃圾堵在单元门口')?.id ?? '';
    await director.goto(`/requests?request=${known.request}`);
    await panel(director).getByText('装修垃圾堵在单元门口').waitFor();
    await handOver(director, '人和商户联合会', '单元门口的建筑垃圾要清走');
    await shops.getByRole('link', { name: '任务', exact: true }).click();
    const offered = shops.getByRole('region', { name: '请我们接手的' });
    await offered.getByText('单元门口的建筑垃圾要清走').waitFor();
    await offered.getByText('人和社区居民委员会请人和商户联合会接手').waitFor();
    await offered.getByRole('button', { name: '不能接手' }).click();
    await offered.getByLabel('为什么不能接手').fill(reason);
    await offered.getByRole('button', { name: '不能接手' }).click();
    await expect.poll(() => offered.count(), soon).toBe(0);
    await panel(director).getByRole('button', { name: '移交给别的组织' }).waitFor();
    expect(await look('select state, reason from response.handover where request = $1 order by answered_at desc limit 1', [known.request])).toEqual([
      { state: 'declined', reason },
    ]);
    await acknowledge(director, reason);
  });

  it('it is handed over again, nobody answers, and time passes', async () => {
    await director.goto(`/requests?request=${known.request}`);
    await handOver(director, '惠民超市', '单元门口的建筑垃圾要清走，店里有三轮车');
    await look(`update response.handover set due_at = now() - interval '1 minute' where request = $1 and state = 'offered'`, [known.request]);
  });

  it('somebody acts for the director from today on: only then may they start an exercise, and not when it is over', async () => {
    const posts = await asked<{ title: string; holderId: string; organisation: string; holder: string }>(director, 'community.positions', {
      seats: false,
    });
    const [publisher, head] = ['宣传专干', '主任'].map((title) =>
      posts.find((post) => post.title === title && post.organisation === '人和社区居民委员会'),
    );
    known.person = publisher?.holderId ?? '';
    const code = await director.evaluate(async (personId) => {
      const post = (path: string, body: object) =>
        fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((r) => r.json());
      const me = await fetch('/api/v1/me').then((r) => r.json());
      const given = await post('/api/v1/community/access', { community: me.memberships[0].community, personId, by: 'code' });
      return given.code as string;
    }, known.person);
    const stand = await stranger('desk');
    await stand.goto(`/welcome#${code}`);
    await stand.getByLabel('用户名').fill('xuanchuan');
    await stand.getByLabel('新密码').fill('my own password');
    await stand.getByRole('button', { name: '设好密码并登录' }).click();
    await stand.getByRole('link', { name: '进入社区' }).click();
    await stand.getByRole('navigation', { name: '主菜单' }).waitFor();
    const [plan] = (await asked<{ id: string; title: { zh: string } }>(director, 'readiness.plans', {})).filter(
      ({ title }) => title.zh === '雷电大风三级响应预案',
    );
    const activate = `/response/activate?plan=${plan?.id}&exercise=true`;
    const told = stand.getByRole('alert').filter({ hasText: '您的岗位没有' }).first();
    await stand.goto(activate);
    await told.waitFor();

    await director.goto('/acting');
    const own = director.getByRole('region', { name: '人和社区居民委员会 · 主任' });
    await own.getByRole('button', { name: '安排代理' }).click();
    await own.getByLabel('谁来代理').selectOption(known.person);
    await own.getByLabel('原因').fill('区里开会');
    await own.getByRole('button', { name: '安排', exact: true }).click();
    await own.getByText('代理中').waitFor();

    // In a circle nobody would be there in the end.
    await stand.goto('/acting');
    await stand.getByRole('heading', { name: '我代理的岗位' }).waitFor();
    const theirs = stand.getByRole('region', { name: '人和社区居民委员会 · 宣传专干' });
    await theirs.getByRole('button', { name: '安排代理' }).click();
    await theirs.getByLabel('谁来代理').selectOption(head?.holderId ?? '');
    await theirs.getByRole('button', { name: '安排', exact: true }).click();
    await theirs.getByRole('alert').getByText('这样会互相代理成一圈，最后谁也不在。').waitFor();

    await stand.goto(activate);
    await stand.getByRole('button', { name: '开始演练' }).click();
    await stand.waitForURL(/\/response\/[0-9a-f-]{36}$/);
    known.incident = stand.url().split('/').at(-1) ?? '';

    // The last day goes by.
    await look("update community.cover set since = now() - interval '1 day', until = now() - interval '1 second' where person = $1", [known.person]);
    await look(
      'update platform.head set authority_version = authority_version + 1 where community = (select community from community.cover where person = $1)',
      [known.person],
    );
    await stand.goto(activate);
    await told.waitFor();
    await stand.context().close();
  });

  it('who can be reached is tried out: people answer on their phones, the others are rung down the tree, and the desk sees the figures', async () => {
    await director.goto('/duties/contact');
    await director.getByRole('button', { name: '开始测试' }).click();
    await director.getByLabel('名称').fill('十一月通讯测试');
    for (const name of ['裕泽街道社会工作站（3 个岗位）', '人和商户联合会（2 个岗位）', '惠民超市（1 个岗位）'])
      await director.getByLabel(name, { exact: true }).check();
    await director.getByRole('button', { name: '开始测试' }).last().click();
    await director.getByRole('dialog').getByRole('button', { name: '开始测试' }).click();
    const line = director.getByRole('row', { name: /十一月通讯测试/ });
    await line.getByText('进行中').waitFor();
    for (const page of [social, shops]) await acknowledge(page, '通讯测试：请确认收到');
    await line.click();
    const market = panel(director).getByRole('listitem').filter({ hasText: '惠民超市 · 店长' });
    await market.getByRole('button', { name: '没打通' }).first().click();
    await expect.poll(() => market.getByRole('button', { name: '联系上了' }).count(), soon).toBe(2);
    await market.getByRole('button', { name: '号码不对' }).last().click();
    await market.getByText('联系不上').waitFor();
    await panel(director).getByText('1 个岗位完全联系不上').waitFor();
    await panel(director).getByRole('button', { name: '结束测试' }).click();
    await panel(director).getByText('已结束').waitFor();
    await panel(director).getByRole('button', { name: '关闭' }).click();
    await line.getByText('已结束').waitFor();
    const [found] = await asked<{ title: string; measures: { posts: number; reached: number; unreachable: string[] } }>(
      director,
      'duties.contactTests',
      {},
    );
    expect(found).toMatchObject({ title: '十一月通讯测试', measures: { posts: 6, reached: 5 } });
    expect(found?.measures.unreachable).toHaveLength(1);
    expect(await line.innerText()).toMatch(/5\s*\/\s*6/);
  });

  it('organisations sit at one table: who was asked hears of it, who came uninvited is written down, and a decision becomes somebody’s task', async () => {
    await director.goto(`/response/${known.incident}?tab=briefings`);
    await director.getByRole('button', { name: '召集会商' }).click();
    await director.getByLabel('议题').fill('傍晚人手');
    await director.getByLabel('地点').fill('居委会二楼');
    const invite = director.getByRole('combobox', { name: '请谁参加' });
    for (const [words, post] of [
      ['社会工作者', /^裕泽街道社会工作站 · 社会工作者/],
      ['商户', /^人和商户联合会 · 会长/],
    ] as const) {
      await invite.fill(words);
      await director.getByRole('option', { name: post }).click();
      await director.getByRole('checkbox', { name: post, checked: true }).waitFor();
    }
    await director.getByRole('button', { name: '召集会商' }).last().click();
    const briefing = director.getByRole('region', { name: '傍晚人手' });
    await briefing.getByText('未开始').waitFor();
    await acknowledge(social, '请参加会商：傍晚人手');

    await briefing.getByRole('button', { name: '登记到场' }).click();
    await briefing.getByLabel(/^裕泽街道社会工作站 · 社会工作者/).check();
    await briefing.getByRole('combobox', { name: '还有谁到了' }).fill('供水');
    await director.getByRole('option', { name: /^裕泽供水营业所 · 抢修班长/ }).click();
    await briefing.getByRole('button', { name: '保存' }).click();
    await briefing.getByText('已召开').waitFor();
    await briefing.getByText('到场 2 人（邀请 2 人），2 个组织').waitFor();
    expect(await briefing.getByRole('listitem').filter({ hasText: '裕泽供水营业所' }).innerText()).toMatch(/到了\s+未邀请/);
    expect(await briefing.getByRole('listitem').filter({ hasText: '人和商户联合会' }).innerText()).toMatch(/没来/);

    await briefing.getByRole('button', { name: '记下决定' }).click();
    await briefing.getByLabel('决定了什么').fill(decided);
    const owner = briefing.getByLabel('谁负责');
    await owner.selectOption((await owner.getByRole('option', { name: /^裕泽街道社会工作站 · 社会工作者/ }).getAttribute('value')) ?? '');
    await briefing.getByRole('button', { name: '保存' }).click();
    await briefing.getByRole('listitem').filter({ hasText: decided }).getByText('待领取').waitFor();
    await social.getByRole('link', { name: '任务', exact: true }).click();
    const mine = social.getByRole('listitem').filter({ hasText: decided });
    await mine.getByRole('button', { name: '我们负责' }).click();
    await mine.getByRole('button', { name: '完成' }).waitFor();
    await briefing.getByRole('listitem').filter({ hasText: decided }).getByText('有人去了').waitFor();
  });

  it('meanwhile the offer that nobody answered has gone to the Accountable, who takes it back', async () => {
    await director.goto(`/requests?request=${known.request}`);
    await panel(director).getByText('逾期未答复').waitFor();
    await panel(director).getByText('到时没有答复，已通知主责人：裕泽街道社会工作站').waitFor({ timeout: 75_000 });
    await acknowledge(social, '移交逾期无人答复：惠民超市');
    await social
      .getByRole('link', { name: /移交没有人答复/ })
      .first()
      .click();
    const unanswered = social.getByRole('region', { name: '移交后没有人答复的' });
    const card = unanswered.getByRole('listitem').filter({ hasText: '店里有三轮车' });
    await card.getByRole('button', { name: '收回移交' }).click();
    await card.waitFor({ state: 'detached' });
    await panel(director).getByRole('button', { name: '移交给别的组织' }).waitFor();
    expect(await look('select state from response.handover where request = $1 order by offered_at desc limit 1', [known.request])).toEqual([
      { state: 'withdrawn' },
    ]);
  });
});
