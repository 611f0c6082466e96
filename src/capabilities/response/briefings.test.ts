import { describe, expect, it } from 'vitest';
import { freshId } from '../../../test/harness/database.ts';
import { flooded } from '../../../test/harness/flooded.ts';
import type { ReportFacts, TaskRow } from './queries.ts';
import type { BriefingRow } from './queries-briefings.ts';

let now = new Date('2026-07-12T02:00:00.000Z');
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const { database, done, refused, rows, lane } = await flooded(() => now);

/** A running incident, with the posts in it by title. */
async function meeting(exercise = false) {
  const l = await lane();
  await l.activate(exercise);
  const posts = await l.look<{ id: string; title: string; organisation: string }>(
    'select id, title, organisation from community.position where not seat',
  );
  const post = (title: string) => posts.find((each) => each.title === title)?.id as string;
  const organisation = (title: string) => posts.find((each) => each.title === title)?.organisation as string;
  const order = (more: object = {}) => ({
    briefingId: freshId(),
    incidentId: l.incident,
    title: '第一次会商',
    startsAt: '2026-07-12T03:00:00Z',
    place: '居委会二楼',
    invited: [post('主任'), post('护士')],
    ...more,
  });
  const call = async (more: object = {}) => {
    const said = order(more);
    await done(l.where, l.who('director'), 'response.callBriefing', said);
    return said.briefingId;
  };
  const list = () => rows<BriefingRow>(l.where, l.who('clerk'), 'response.briefings', { incidentId: l.incident });
  return { ...l, post, organisation, order, call, list };
}

describe('a joint briefing', () => {
  it('keeps who was asked, who came and what was decided, and a decision is a task with an owner and a time', async () => {
    const l = await meeting();
    const briefingId = await l.call();
    expect(
      await database.look(
        "select d.person from warnings.delivery d join warnings.notice n on n.id = d.notice where n.community = $1 and n.title->>'zh' like '请参加会商%' order by 1",
        [l.where],
      ),
    ).toEqual([{ person: l.people.director }, { person: l.people.nurse }].toSorted((a, b) => String(a.person).localeCompare(String(b.person))));
    // Somebody else was ticked by mistake first: said again, it replaces what was said before.
    await done(l.where, l.who('director'), 'response.recordAttendance', { briefingId, present: [l.post('网格员'), l.post('护士')] });
    await done(l.where, l.who('director'), 'response.recordAttendance', { briefingId, present: [l.post('护士'), l.post('文员')] });
    const decision = {
      decisionId: freshId(),
      briefingId,
      text: '两小时内给独居老人送药',
      organisationId: l.organisation('护士'),
      positionId: l.post('护士'),
      dueAt: '2026-07-12T05:00:00+00:00',
    };
    await done(l.where, l.who('director'), 'response.recordDecision', decision);
    const [found] = await l.list();
    expect(found).toMatchObject({
      state: 'held',
      decisions: [{ text: decision.text, organisationName: '卫生站', title: '护士', taskState: 'open' }],
    });
    expect(found?.guests.map(({ title, invited, present }) => [title, invited, present]).toSorted()).toEqual([
      ['主任', true, false],
      ['护士', true, true],
      ['文员', false, true],
    ]);
    const task = (await rows<TaskRow>(l.where, l.who('nurse'), 'response.tasks', { incidentId: l.incident })).find(({ kind }) => kind === 'decision');
    expect(task).toMatchObject({ organisation: '卫生站', deadlineAt: '2026-07-12T05:00:00.000Z', title: { zh: decision.text } });
    await done(l.where, l.who('nurse'), 'response.acceptTask', { taskId: task?.id });
    await done(l.where, l.who('nurse'), 'response.closeTask', { taskId: task?.id });

    const [report] = await rows<ReportFacts>(l.where, l.who('director'), 'response.situationReport', { incidentId: l.incident });
    expect(report?.briefings).toMatchObject([
      { held: true, invited: 2, present: 2, decisions: [{ text: decision.text, organisation: '卫生站', position: '护士', done: true }] },
    ]);
    later(1);
    const since = { since: '2026-01-01T00:00:00Z' };
    const [network] = await rows<{ observed: { ties: { grounds: string[] }[] } }>(l.where, l.who('clerk'), 'duties.network', since);
    expect(network?.observed.ties).toMatchObject([{ grounds: ['response.recordAttendance'] }]);
  });

  it('is refused where it cannot be', async () => {
    const l = await meeting(true);
    const other = await meeting();
    const director = l.who('director');
    const asked = async (more: object) => (await refused(l.where, director, 'response.callBriefing', l.order(more)))?.code;
    expect(await asked({ place: '' })).toBe('response.briefingNowhere');
    expect(await asked({ invited: [other.post('护士')] })).toBe('response.postGone');
    expect(await asked({ incidentId: other.incident })).toBe('response.incidentGone');
    expect(await refused(l.where, l.who('nurse'), 'response.callBriefing', l.order())).toMatchObject({ code: 'duties.notHeld' });
    const briefingId = await l.call();
    const decision = { decisionId: freshId(), briefingId, text: '送水', organisationId: l.organisation('护士'), positionId: l.post('护士') };
    const decided = async (more: object) => (await refused(l.where, director, 'response.recordDecision', { ...decision, ...more }))?.code;
    expect(await decided({ dueAt: '2026-07-01T00:00:00Z' })).toBe('response.decisionInThePast');
    expect(await decided({ dueAt: '2026-08-01T00:00:00Z', positionId: l.post('主任') })).toBe('response.postGone');
    expect(await decided({ dueAt: '2026-08-01T00:00:00Z', organisationId: other.organisation('护士'), positionId: null })).toBe(
      'response.organisationGone',
    );
    await done(l.where, director, 'response.cancelBriefing', { briefingId, reason: '改为电话' });
    expect(await decided({ dueAt: '2026-08-01T00:00:00Z' })).toBe('response.briefingCancelled');
    expect(await refused(l.where, director, 'response.recordAttendance', { briefingId, present: [l.post('护士')] })).toMatchObject({
      code: 'response.briefingCancelled',
    });
    expect(await refused(other.where, other.who('director'), 'response.cancelBriefing', { briefingId, reason: 'x' })).toMatchObject({
      code: 'response.briefingGone',
    });
    // Nothing of an exercise left the house.
    expect(await database.look('select 1 from warnings.attempt where community = $1', [l.where])).toEqual([]);
  });
});
