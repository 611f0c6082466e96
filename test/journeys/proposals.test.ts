import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startServer } from '../harness/app.ts';
import { browser, newPage } from '../harness/browser.ts';
import { freshId } from '../harness/fresh-id.ts';

const app = await startServer({ BANYAN_DEMO: 'off' });
const chromium = await browser();

/** Enough people in each house that the loss of one, or of the other house, can be made good at all. */
const postsEach = 14;
const able = ['first_aid', 'nursing', 'driving', 'electrics', 'counselling', 'childcare', 'lifting'];

/** Two houses with people of every skill in their posts; the director and the head of the fire station sign in. */
async function twoHouses(): Promise<{ director: Page; chief: Page; keepsStock: () => Promise<string> }> {
  const director = await newPage(chromium, app.url);
  const post = async <T>(path: string, data: object): Promise<T> => {
    const answer = await director.request.post(`/api/v1/${path}`, { data });
    if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const code = /enter the code (\d{8})/.exec(app.output())?.[1];
  const { community } = await post<{ community: string }>('setup', {
    code,
    community: { name: '柳巷社区', code12: '130602001009' },
    director: { name: '李敏', username: 'limin', password: 'a long enough one' },
  });
  await director.request.post('/api/auth/sign-in/username', { data: { username: 'limin', password: 'a long enough one' } });
  const device = freshId();
  let dseq = 0;
  const say = async (commands: readonly (readonly [name: string, payload: object])[]) => {
    const now = new Date().toISOString();
    const said = commands.map(([name, payload]) => ({ id: freshId(), name, ver: 1, dseq: ++dseq, claimedAt: now, payload }));
    const { replies } = await post<{ replies: { status: string }[] }>('push', { community, device, commands: said });
    expect(replies.filter((reply) => reply.status !== 'accepted')).toEqual([]);
  };
  const { rows } = await post<{ rows: { id: string; organisationId: string }[] }>('query/community.positions', { community, args: { seats: false } });
  const committee = rows[0]?.organisationId ?? '';
  const fire = freshId();
  await say([['community.addOrganisation', { id: fire, kind: 'fire_station', sector: 'government', name: '柳巷微型消防站' }]]);
  const people: { person: string; house: string; title: string }[] = [];
  for (const [house, name] of [
    [committee, '委员'],
    [fire, '队员'],
  ] as const)
    for (let i = 1; i <= postsEach; i++) people.push({ person: freshId(), house, title: house === fire && i === 1 ? '站长' : `${name}${i}` });
  for (const half of [people.slice(0, postsEach), people.slice(postsEach)])
    await say(
      half.flatMap(({ person, house, title }) => [
        ['community.addPerson', { id: person, name: `${title}某`, skills: able }] as const,
        ['community.addPosition', { id: freshId(), organisationId: house, title, holderId: person }] as const,
      ]),
    );
  const head = people.find((one) => one.title === '站长')?.person;
  const { code: door } = await post<{ code: string }>('community/access', { community, personId: head, by: 'code' });
  const chief = await newPage(chromium, app.url);
  await chief.goto(`/welcome#${door}`);
  await chief.getByLabel('用户名').fill('zhanzhang');
  await chief.getByLabel('新密码').fill('my own password');
  await chief.getByRole('button', { name: '设好密码并登录' }).click();
  await chief.getByRole('link', { name: '进入社区' }).click();
  await chief.getByRole('navigation', { name: '主菜单' }).waitFor();
  const chiefsDevice = freshId();
  let chiefsDseq = 0;
  /** The chief says what takes the duty to keep stock; the server's answer. */
  const keepsStock = async () => {
    const payload = { id: freshId(), name: { zh: `饮用水${chiefsDseq}` }, unit: '箱', minPerHead: null, dailyPerHead: null };
    const said = { id: freshId(), name: 'readiness.addStockItem', ver: 1, dseq: ++chiefsDseq, claimedAt: new Date().toISOString(), payload };
    const answer = await chief.request.post('/api/v1/push', { data: { community, device: chiefsDevice, commands: [said] } });
    const { replies } = (await answer.json()) as { replies: { status: string; problem?: { code: string } }[] };
    return replies[0]?.problem?.code ?? replies[0]?.status ?? '';
  };
  await director.goto('/duties');
  return { director, chief, keepsStock };
}

describe('who answers for what is agreed', () => {
  it('begins from a starting matrix; a change is proposed, declined, amended and accepted; the remedy is agreed and the finding is gone', async () => {
    const { director, chief, keepsStock } = await twoHouses();
    const side = director.getByRole('complementary');

    // A matrix to begin from: what it would give is seen, then taken over.
    await director.getByRole('region', { name: '从一份起始矩阵开始' }).waitFor();
    await director.getByText('警务室: 还没有登记').waitFor();
    await director.getByRole('button', { name: '接过这份矩阵' }).click();
    await director.getByRole('dialog').getByRole('button', { name: '接过这份矩阵' }).click();
    await director.getByRole('region', { name: '从一份起始矩阵开始' }).waitFor({ state: 'detached' });

    // From the card of a duty: the fire station is to keep stock as well.
    await director.goto('/duties?duty=readiness.stock');
    await director.getByText('储备应急物资，明确保管和调用。').waitFor();
    await director.getByRole('link', { name: '提议由谁承担' }).click();
    await side.getByLabel('组织', { exact: true }).selectOption({ label: '柳巷微型消防站' });
    await side.getByLabel(/^依据/).fill('社区联席会议');
    await side.getByRole('button', { name: '再加一项' }).click();
    await side.getByLabel('以哪个岗位提出').selectOption({ index: 1 });
    await side.getByLabel('事由', { exact: true }).fill('消防站协助管理物资');
    await side.getByLabel('理由', { exact: true }).fill('消防站有仓库');
    await side.getByRole('button', { name: '提出变更' }).click();
    await side.getByText('还没答复').first().waitFor();

    const may = async () => {
      await chief.goto('/duties/mine');
      // Theirs from the starting matrix: once it stands there, so does all the rest.
      await chief.getByRole('link', { name: '先期自救互救', exact: true }).waitFor();
      return chief.getByRole('link', { name: '管理应急物资', exact: true }).count();
    };
    // Proposed is not agreed: the chief may do no more than before, on the page and on the server.
    expect([await may(), await keepsStock()]).toEqual([0, 'duties.notHeld']);
    const theirs = chief.getByRole('complementary');
    const open = async (title: string) => {
      await chief.goto('/duties/proposals');
      await chief.getByRole('region', { name: '等我们答复' }).getByRole('button', { name: title }).first().click();
    };
    // Declined, with a reason.
    await open('消防站协助管理物资');
    await theirs.getByLabel('理由（不同意时必填）').fill('请写明仓库在哪里');
    await theirs.getByRole('button', { name: '不同意', exact: true }).click();
    await theirs.getByText('请写明仓库在哪里').first().waitFor();
    expect([await may(), await keepsStock()]).toEqual([0, 'duties.notHeld']);

    // Amended to what they asked for, and accepted.
    await side.getByText('请写明仓库在哪里').first().waitFor();
    await side.getByRole('button', { name: '修改后重提' }).click();
    await side.getByLabel('理由', { exact: true }).fill('仓库在站内一层东侧');
    await side.getByLabel('以哪个岗位提出').selectOption({ index: 1 });
    await side.getByRole('button', { name: '修改后重提' }).click();
    await side.getByText('仓库在站内一层东侧').waitFor();
    await open('消防站协助管理物资');
    await theirs.getByRole('button', { name: '同意', exact: true }).click();
    await theirs.getByText('已商定').first().waitFor();
    expect([await may(), await keepsStock()]).toEqual([1, 'accepted']);

    // Without the committee critical duties fail; the remedy is put to the fire station, not written past it.
    const fails = director.getByText(/少了“.*居民委员会”/);
    await director.goto('/duties/analysis?tab=findings');
    await fails.first().waitFor();
    await director.goto('/duties/analysis?tab=remedy');
    await director.getByRole('button', { name: '找补救方案' }).click();
    await director.getByRole('heading', { name: /项分工就能补上/ }).waitFor({ timeout: 60_000 });
    await director.getByText('交出管理权限：可以改变谁能做什么').first().waitFor();
    for (const box of await director.getByRole('checkbox').all()) await box.check();
    await director.getByRole('button', { name: /^向有关组织提议/ }).click();
    const form = director.getByRole('region', { name: '提出变更' });
    await form.getByLabel('以哪个岗位提出').selectOption({ index: 1 });
    await form.getByRole('button', { name: '提出变更' }).click();
    await director.getByText(/^已提出\d+份提议/).waitFor();
    await director.goto('/duties/analysis?tab=findings');
    await fails.first().waitFor();

    for (let more = true; more; ) {
      await open('依据矩阵分析的调整');
      await theirs.getByRole('button', { name: '同意', exact: true }).click();
      await theirs.getByText('已商定').first().waitFor();
      await chief.goto('/duties/proposals');
      await chief.getByRole('region', { name: '已有结果' }).waitFor();
      more = (await chief.getByRole('region', { name: '等我们答复' }).count()) > 0;
    }
    const answered = director.waitForResponse((response) => response.url().endsWith('/query/duties.findings'));
    await director.goto('/duties/analysis?tab=findings');
    const { rows } = (await (await answered).json()) as { rows: { code: string }[] };
    expect(rows.filter((row) => row.code === 'organisationCannotBeLost')).toEqual([]);
    await director
      .getByRole('region', { name: '需要处理' })
      .or(director.getByRole('region', { name: '请留意' }))
      .first()
      .waitFor();
    expect(await fails.count()).toBe(0);
  }, 240_000);
});
