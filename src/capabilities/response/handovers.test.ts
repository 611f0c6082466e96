import { describe, expect, it } from 'vitest';
import { freshId } from '../../../test/harness/database.ts';
import { flooded } from '../../../test/harness/flooded.ts';
import { system } from '../../../test/harness/said.ts';
import type { TaskRow } from './queries.ts';
import type { HandoverRow } from './queries-handovers.ts';
import { clockwork } from './server.ts';

let now = new Date('2026-07-12T02:00:00.000Z');
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const { db, database, done, refused, rows, copies, lane } = await flooded(() => now);

type Lane = Awaited<ReturnType<typeof lane>>;
const organisation = async (l: Lane, name: string): Promise<string> =>
  (await l.look<{ id: string }>('select id from community.organisation where name = $1', [name]))[0]?.id ?? '';
const clock = clockwork.find(({ command }) => command === 'response.escalateHandover');
const due = (l: Lane) => db.as({ community: l.where, actor: 'system' }, (tx) => clock?.due(tx, now) ?? Promise.resolve([]));
const notices = (l: Lane) =>
  database.look<{ zh: string; person: string; exercise: boolean }>(
    `select n.title->>'zh' as zh, d.person, n.exercise from warnings.notice n join warnings.delivery d on d.notice = n.id and d.community = n.community
      where n.community = $1 and n.audience @> '[{"to": "positions"}]' order by n.sent_at, zh, d.person`,
    [l.where],
  );

/** A request at a door, received by the director. */
async function asked(l: Lane, incidentId: string | null = null) {
  const requestId = freshId();
  const said = { requestId, incidentId, dwellingId: l.dwelling('501'), kind: 'medicine', urgency: 'now', words: '胰岛素只够今晚' };
  await done(l.where, l.who('director'), 'response.askForHelp', said);
  return requestId;
}
const offer = (toOrganisationId: string, more: object) => ({ handoverId: freshId(), toOrganisationId, note: '需要护士带药上门', ...more });
const stands = async (l: Lane) => rows<HandoverRow>(l.where, l.who('director'), 'response.handovers', {});

describe('handing a request to another organisation', () => {
  it('leaves it with the desk until they accept; then a task of theirs serves it and the asker sees that somebody comes', async () => {
    const l = await lane();
    const requestId = await asked(l);
    const wanted = offer(await organisation(l, '卫生站'), { requestId });
    await done(l.where, l.who('director'), 'response.offerHandover', wanted);
    expect(await stands(l)).toMatchObject([
      { state: 'offered', door: '3-2-501', kind: 'medicine', dueAt: '2026-07-12T02:10:00.000Z', escalatedAt: null },
    ]);
    expect(await l.look('select state from response.request')).toEqual([{ state: 'open' }]);
    expect(await notices(l)).toMatchObject([{ zh: '居委会请您接手', person: l.people.nurse }]);

    // Phones of both sides have it, without the asker's words.
    const [copied] = (await copies(l.where, l.who('nurse'))).filter(({ entity }) => entity === 'response.handover');
    expect(copied).toMatchObject({ state: 'offered', note: '需要护士带药上门' });
    expect(JSON.stringify(copied)).not.toContain('胰岛素');

    await done(l.where, l.who('nurse'), 'response.acceptHandover', { handoverId: wanted.handoverId });
    const [task] = await rows<TaskRow>(l.where, l.who('director'), 'response.tasks', {});
    expect(task).toMatchObject({ state: 'claimed', organisation: '卫生站', position: '护士', request: requestId, title: { zh: '需要护士带药上门' } });
    expect(await l.look('select state from response.request')).toEqual([{ state: 'taken' }]);
    await done(l.where, l.who('nurse'), 'response.closeTask', { taskId: task?.id });
    expect(await l.look('select state from response.request')).toEqual([{ state: 'done' }]);
    const again = await refused(l.where, l.who('nurse'), 'response.acceptHandover', { handoverId: wanted.handoverId });
    expect(again).toMatchObject({ code: 'response.handoverAccepted' });
  });

  it('is for whoever receives requests there, and for one offer at a time', async () => {
    const l = await lane();
    const requestId = await asked(l);
    const clinic = await organisation(l, '卫生站');
    expect(await refused(l.where, l.who('clerk'), 'response.offerHandover', offer(clinic, { requestId }))).toMatchObject({
      code: 'response.handoverNotHeld',
    });
    expect(await refused(l.where, l.who('director'), 'response.offerHandover', offer(await organisation(l, '志愿队'), { requestId }))).toMatchObject({
      code: 'response.handoverNobodyThere',
    });
    await done(l.where, l.who('director'), 'response.offerHandover', offer(clinic, { requestId }));
    expect(await refused(l.where, l.who('director'), 'response.offerHandover', offer(clinic, { requestId }))).toMatchObject({
      code: 'response.handoverWaits',
    });
    // It is served by volunteers meanwhile: the offer ends by itself.
    await done(l.where, l.who('director'), 'response.raiseTask', { taskId: freshId(), requestId, kind: 'medicine' });
    expect(await stands(l)).toMatchObject([{ state: 'overtaken' }]);
  });

  it('knows nothing of the community next door', async () => {
    const [l, other] = [await lane(), await lane()];
    const theirs = await asked(other);
    const wanted = offer(await organisation(l, '卫生站'), { requestId: theirs });
    expect(await refused(l.where, l.who('director'), 'response.offerHandover', wanted)).toEqual({ kind: 'missing', code: 'response.requestGone' });
    const ours = offer(await organisation(other, '卫生站'), { requestId: await asked(l) });
    expect(await refused(l.where, l.who('director'), 'response.offerHandover', ours)).toEqual({ kind: 'missing', code: 'response.organisationGone' });
  });
});

describe('handing a task of the plan to another organisation', () => {
  const medical = async (l: Lane) => (await l.look<{ id: string }>("select id from response.task where duty = 'medical.support'"))[0]?.id;

  it('stays with its owner while nobody answers, goes to the accountable one when the time is over, and to the others when they say yes', async () => {
    const l = await lane();
    await l.activate();
    const taskId = await medical(l);
    const wanted = offer(await organisation(l, '居委会'), { taskId, withinMin: 15 });
    await done(l.where, l.who('nurse'), 'response.offerHandover', wanted);
    later(14);
    expect(await due(l)).toEqual([]);
    later(1);
    expect(await due(l)).toEqual([{ handoverId: wanted.handoverId }]);
    await done(l.where, system, 'response.escalateHandover', { handoverId: wanted.handoverId });
    expect(await due(l)).toEqual([]);
    // Nobody is accountable for medical support, so it is whoever commands the response.
    const [late] = await stands(l);
    expect(late).toMatchObject({ state: 'offered', escalatedAt: now.toISOString() });
    expect((await notices(l)).map(({ zh, person }) => [zh, person])).toContainEqual(['移交逾期无人答复：居委会', l.people.director]);
    const owner = () => rows<TaskRow>(l.where, l.who('clerk'), 'response.tasks', {}).then((all) => all.find(({ id }) => id === taskId)?.organisation);
    expect(await owner()).toBe('卫生站');
    await done(l.where, l.who('clerk'), 'response.acceptHandover', { handoverId: wanted.handoverId });
    expect(await owner()).toBe('居委会');
    // The first holder answers no more: what they close now is kept as extra work.
    await done(l.where, l.who('nurse'), 'response.closeTask', { taskId });
    expect(await l.look('select state from response.task where id = $1', [taskId])).toEqual([{ state: 'claimed' }]);
  });

  it('comes back with a reason when it is declined, and may be offered again', async () => {
    const l = await lane();
    await l.activate(true);
    const wanted = offer(await organisation(l, '居委会'), { taskId: await medical(l) });
    await done(l.where, l.who('nurse'), 'response.offerHandover', wanted);
    const no = { handoverId: wanted.handoverId, reason: '没有会用仪器的人' };
    expect(await refused(l.where, l.who('nurse'), 'response.declineHandover', no)).toMatchObject({ code: 'response.handoverNotYours' });
    await done(l.where, l.who('clerk'), 'response.declineHandover', no);
    expect(await stands(l)).toMatchObject([{ state: 'declined', reason: no.reason, exercise: true }]);
    const told = await notices(l);
    expect(told.at(-1)).toMatchObject({ person: l.people.nurse, exercise: true });
    expect(await database.look('select 1 from warnings.attempt where community = $1', [l.where])).toEqual([]);
    await done(l.where, l.who('nurse'), 'response.offerHandover', offer(await organisation(l, '居委会'), { taskId: await medical(l) }));
  });

  it('shows in the network of organisations that worked together, and in integrity', async () => {
    const l = await lane();
    await l.activate();
    const wanted = offer(await organisation(l, '居委会'), { taskId: await medical(l) });
    await done(l.where, l.who('nurse'), 'response.offerHandover', wanted);
    const args = { since: '2026-01-01T00:00:00Z' };
    const ties = async () =>
      (await rows<{ observed: { ties: { grounds: string[]; between: string[] }[] } }>(l.where, l.who('clerk'), 'duties.network', args))[0]?.observed
        .ties;
    expect(await ties()).toEqual([]);
    later(1);
    await done(l.where, l.who('clerk'), 'response.acceptHandover', { handoverId: wanted.handoverId });
    later(1);
    expect(await ties()).toMatchObject([{ grounds: ['response.acceptHandover'] }]);
    const found = await rows<{ code: string; parts: { code: string; value: number; of: number }[] }>(
      l.where,
      l.who('clerk'),
      'duties.characteristics',
      { level: 'II', hazard: '*', ...args },
    );
    expect(found[0]?.parts.find(({ code }) => code === 'handoversAcknowledged')).toMatchObject({ value: 1, of: 1 });
  });

  it('is written into the journal in the post that takes part, whatever other posts the same person holds', async () => {
    const l = await lane();
    await l.activate();
    // The nurse has stood in the committee for longer, and so the duty to read would name that post.
    await done(l.where, l.who('director'), 'community.assignDeputy', {
      positionId: l.workerPost,
      personId: l.people.nurse,
      replaces: l.people.deputy,
    });
    const wanted = offer(await organisation(l, '志愿队'), { taskId: await medical(l) });
    const volunteer = freshId();
    const team = wanted.toOrganisationId;
    await done(l.where, l.who('director'), 'community.addPosition', {
      id: volunteer,
      organisationId: team,
      title: '队长',
      holderId: l.people.deputy,
    });
    await done(l.where, l.who('nurse'), 'response.offerHandover', wanted);
    await done(l.where, l.who('deputy'), 'response.declineHandover', { handoverId: wanted.handoverId, reason: '没有人手' });
    const lines = await database.look<{ name: string; position: string }>(
      "select name, position from platform.journal where community = $1 and name like 'response.%Handover' order by version",
      [l.where],
    );
    expect(lines).toEqual([
      { name: 'response.offerHandover', position: l.nursePost },
      { name: 'response.declineHandover', position: volunteer },
    ]);
  });
});
