import { describe, expect, it } from 'vitest';
import { freshId } from '../../../test/harness/database.ts';
import { flooded } from '../../../test/harness/flooded.ts';
import { system } from '../../../test/harness/said.ts';
import type { ContactCallRow, ContactTestRow } from './queries-contact.ts';

let now = new Date('2026-07-12T02:00:00.000Z');
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const { database, done, refused, rows, lane } = await flooded(() => now);

/** A community whose director may ask many people. */
async function tried() {
  const l = await lane();
  const posts = await l.look<{ id: string; title: string; organisation: string }>(
    'select id, title, organisation from community.position where not seat',
  );
  const id = (title: string) => posts.find((post) => post.title === title)?.id as string;
  const organisationId = posts.find((post) => post.title === '主任')?.organisation;
  const given = { id: freshId(), duty: 'warnings.publish', organisationId, positionId: id('主任'), role: 'A' };
  await done(l.where, system, 'duties.assign', { assignments: [given] });
  const start = async (more: object = {}) => {
    const test = { testId: freshId(), title: '七月通讯测试', exercise: false, withinMin: 30, positions: [id('网格员'), id('护士')], ...more };
    await done(l.where, l.who('director'), 'duties.startContactTest', test);
    return test.testId;
  };
  const calls = (testId: string) => rows<ContactCallRow>(l.where, l.who('director'), 'duties.contactCalls', { testId });
  const call = (testId: string, post: string, place: number, outcome: string) => ({ testId, positionId: id(post), place, outcome });
  return { ...l, id, start, calls, call };
}
type Tried = Awaited<ReturnType<typeof tried>>;

const acknowledge = async (l: Tried, name: string) => {
  const [delivery] = await database.look<{ id: string }>(
    'select d.id from warnings.delivery d join warnings.notice n on n.id = d.notice and n.community = d.community where n.community = $1 and d.person = $2 and d.acknowledged_at is null',
    [l.where, l.people[name]],
  );
  await done(l.where, l.who(name), 'warnings.acknowledge', { deliveryId: delivery?.id });
};

describe('a contact test', () => {
  it('is confirmed in the app by acknowledging, rung down the tree for the others, and keeps what it found', async () => {
    const l = await tried();
    const testId = await l.start();
    expect((await l.calls(testId)).map((c) => [c.title, c.place, c.next])).toEqual([
      ['网格员', 1, true],
      ['网格员', 2, false],
      ['护士', 1, true],
    ]);
    later(4);
    await acknowledge(l, 'nurse');
    expect(await refused(l.where, l.who('director'), 'duties.recordCall', l.call(testId, '网格员', 2, 'reached'))).toMatchObject({
      code: 'duties.callOrder',
    });
    await done(l.where, l.who('director'), 'duties.recordCall', l.call(testId, '网格员', 1, 'wrongNumber'));
    later(8);
    await done(l.where, l.who('director'), 'duties.recordCall', l.call(testId, '网格员', 2, 'reached'));
    expect(await refused(l.where, l.who('director'), 'duties.recordCall', l.call(testId, '护士', 1, 'notReached'))).toMatchObject({
      code: 'duties.callReached',
    });
    await done(l.where, l.who('director'), 'duties.closeContactTest', { testId });
    const [found] = await rows<ContactTestRow>(l.where, l.who('clerk'), 'duties.contactTests');
    expect(found?.measures).toEqual({ posts: 2, reached: 2, unreachable: [], share: 1, medianMin: 8, p90Min: 11.2 });
    expect((await l.calls(testId)).map((c) => [c.outcome, c.byPhone])).toEqual([
      ['wrongNumber', true],
      ['reached', true],
      ['reached', false],
    ]);
    // What comes in after the end changes nothing.
    await acknowledge(l, 'worker');
    expect((await l.calls(testId))[0]?.outcome).toBe('wrongNumber');
  });

  it('as an exercise writes to nobody outside the app', async () => {
    const l = await tried();
    await l.start({ exercise: true });
    expect(await database.look('select exercise from warnings.notice where community = $1', [l.where])).toEqual([{ exercise: true }]);
    expect(await database.look('select 1 from warnings.attempt where community = $1', [l.where])).toEqual([]);
  });

  it('is one at a time, for posts that are here, by whoever may tell many', async () => {
    const l = await tried();
    const other = await tried();
    const order = { testId: freshId(), title: 'x', exercise: true, withinMin: 30, positions: [l.id('护士')] };
    expect(await refused(l.where, l.who('nurse'), 'duties.startContactTest', order)).toMatchObject({ code: 'duties.notHeld' });
    expect(await refused(other.where, other.who('director'), 'duties.startContactTest', order)).toEqual({
      kind: 'missing',
      code: 'duties.positionGone',
    });
    const testId = await l.start();
    expect(await refused(l.where, l.who('director'), 'duties.startContactTest', order)).toMatchObject({ code: 'duties.testRuns' });
    expect(await refused(other.where, other.who('director'), 'duties.closeContactTest', { testId })).toEqual({
      kind: 'missing',
      code: 'duties.testGone',
    });
  });

  it('is what the finding of an overdue test reads', async () => {
    const l = await tried();
    const overdue = async () =>
      (
        await rows<{ code: string; subjects: { name: string }[]; page: string }>(l.where, l.who('clerk'), 'duties.findings', {
          level: 'II',
          hazard: '*',
        })
      )
        .filter(({ code }) => code === 'contactTestOverdue')
        .map(({ subjects, page }) => [subjects[0]?.name, page]);
    expect(await overdue()).toEqual([]);
    await done(l.where, l.who('director'), 'duties.closeContactTest', { testId: await l.start({ positions: [l.id('护士')] }) });
    expect((await overdue()).toSorted()).toEqual([
      ['居委会', '/duties/contact'],
      ['志愿队', '/duties/contact'],
    ]);
    later(200 * 24 * 60);
    expect((await overdue()).map(([name]) => name)).toContain('卫生站');
  });
});
