import { describe, expect, it } from 'vitest';
import { freshId } from '../../../test/harness/database.ts';
import { flooded } from '../../../test/harness/flooded.ts';
import { system } from '../../../test/harness/said.ts';
import { cap } from '../../../test/harness/warned.ts';
import type { ReportFacts, RequestRow, Room, Running, TaskRow, TimelineRow } from './queries.ts';

let now = new Date('2026-07-12T02:00:00.000Z');
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const { database, done, refused, rows, pull, copies, lane } = await flooded(() => now);
const { look: see } = database;

type Lane = Awaited<ReturnType<typeof lane>>;
const visit = (l: Lane, roundId: string, name: string, outcome: string, by = 'worker') =>
  done(l.where, l.who(by), 'response.visitDoor', { roundId, householdId: l.households[name], outcome, kind: 'medicine', note: '胰岛素只够今晚' });

describe('activating a plan', () => {
  it('makes tasks with owners and deadlines, a round of doors, and shows what nobody answers for', async () => {
    const l = await lane();
    await l.activate();
    const tasks = await rows<TaskRow>(l.where, l.who('director'), 'response.tasks', { incidentId: l.incident });
    expect(tasks.map((t) => [t.title.zh, t.organisation, t.position, t.late])).toEqual([
      ['请居民待在家中', null, null, false],
      ['排涝抽水', null, null, false],
      ['医疗支援', '卫生站', '护士', false],
      ['逐户排查', '居委会', '网格员', false],
      // the second grid has no worker, and the screens say so
      ['逐户排查', null, null, false],
    ]);
    const [band] = await rows<Running>(l.where, l.who('volunteer'), 'response.running');
    expect(band).toMatchObject({ level: 'II', exercise: false, doorsAll: 4, doorsReached: 0, tasksOpen: 5, requestsOpen: 0 });
    expect(
      await refused(l.where, l.who('director'), 'response.activatePlan', { incidentId: freshId(), planId: l.plan, exercise: false, title: '又一次' }),
    ).toMatchObject({
      code: 'response.alreadyRunning',
    });
  });

  it('needs the duty, and a plan of this community', async () => {
    const [l, other] = [await lane(), await lane()];
    const order = { incidentId: freshId(), planId: l.plan, exercise: true, title: '演练' };
    expect(await refused(l.where, l.who('clerk'), 'response.activatePlan', order)).toMatchObject({ kind: 'forbidden', code: 'duties.notHeld' });
    expect(await refused(other.where, other.who('director'), 'response.activatePlan', order)).toEqual({ kind: 'missing', code: 'response.planGone' });
  });

  it('as an exercise tells people inside the app and nobody outside', async () => {
    const l = await lane();
    await l.activate(true);
    const told = await see<{ exercise: boolean; n: number }>(
      'select n.exercise, count(d.*)::int as n from warnings.notice n join warnings.delivery d on d.notice = n.id where n.community = $1 group by 1',
      [l.where],
    );
    expect(told).toMatchObject([{ exercise: true }]);
    expect(await see('select 1 from warnings.attempt where community = $1', [l.where])).toEqual([]);
  });
});

describe('a plan that an alert speaks for', () => {
  it('is proposed until it is activated for that alert; an exercise of it answers nothing', async () => {
    const l = await lane();
    const alertId = freshId();
    const xml = cap({ id: 'rain-1', headline: '发布暴雨橙色预警' });
    await done(l.where, system, 'warnings.receiveAlert', { alertId, xml, origin: 'post', feedId: null });
    const proposed = async () => (await rows<{ planId: string }>(l.where, l.who('director'), 'readiness.proposals')).map((row) => row.planId);
    expect(await proposed()).toEqual([l.plan]);
    await l.activate(true, freshId());
    expect(await proposed()).toEqual([l.plan]);
    const order = { incidentId: l.incident, planId: l.plan, alertId, exercise: false, title: '暴雨' };
    await done(l.where, l.who('director'), 'response.activatePlan', order);
    expect(await proposed()).toEqual([]);
    const reasons = { openTasks: '取消', vulnerableUnvisited: '电话已联系', openRequests: '无' };
    await done(l.where, l.who('director'), 'response.closeIncident', { incidentId: l.incident, sheltersEmpty: true, reasons });
    expect(await proposed()).toEqual([]);
  });
});

describe('from door to door', () => {
  it('copies to the phone of the grid worker the doors of the grid and nothing that names a person', async () => {
    const l = await lane();
    const round = await l.activate();
    const mine = (await copies(l.where, l.who('worker'))).filter((row) => row.entity === 'response.visit');
    expect(mine).toHaveLength(4);
    expect(mine[0]).toMatchObject({ round, door: expect.stringMatching(/^3-2-/), outcome: null });
    expect((await copies(l.where, l.who('volunteer'))).filter((row) => row.entity === 'response.visit')).toEqual([]);
  });

  it('names the heads of households to whoever may read the register there, and to nobody else', async () => {
    const l = await lane();
    const { wangs, lodgers } = l.households;
    const asked = { households: [wangs, lodgers] };
    expect(await rows(l.where, l.who('worker'), 'register.heads', asked)).toHaveLength(2);
    const other = await lane();
    expect(await rows(other.where, other.who('worker'), 'register.heads', asked)).toEqual([]);
    await expect(rows(l.where, l.who('volunteer'), 'register.heads', asked)).rejects.toThrow('duties.notHeld');
  });

  it('leaves the phones when the round or the incident is over', async () => {
    const l = await lane();
    const first = await l.activate();
    const order = { roundId: freshId(), incidentId: l.incident, title: '第二轮', audience: 'vulnerable' };
    await done(l.where, l.who('director'), 'response.openRound', order);
    const news = async (cursor: number, scopes: string) => {
      const page = await pull(l.where, l.who('worker'), { cursor, scopes, limit: 100, entities: ['response.visit'] });
      if (!page.ok) throw new Error(page.problem.code);
      return page.value;
    };
    const before = await news(0, '');
    const idsOf = (round: string) => before.rows.filter((row) => (row as { round?: string }).round === round).map((row) => row.id);
    expect(idsOf(first)).toHaveLength(4);
    expect(idsOf(order.roundId)).toHaveLength(2);
    await done(l.where, l.who('director'), 'response.closeRound', { roundId: order.roundId });
    const between = await news(before.cursor, before.scopes);
    expect(between.gone.map((row) => row.id).toSorted()).toEqual(idsOf(order.roundId).toSorted());
    const reasons = { openTasks: '取消', vulnerableUnvisited: '电话已联系' };
    await done(l.where, l.who('director'), 'response.closeIncident', { incidentId: l.incident, sheltersEmpty: true, reasons });
    const after = await news(between.cursor, between.scopes);
    expect(after.rows).toEqual([]);
    expect(after.gone.map((row) => row.id).toSorted()).toEqual(idsOf(first).toSorted());
    // A device that starts afresh is told of neither.
    expect(await news(0, '')).toMatchObject({ rows: [], gone: [] });
  });

  it('opens a request where help is needed, and the desk sees it', async () => {
    const l = await lane();
    const round = await l.activate();
    await visit(l, round, 'zhangs', 'help');
    await visit(l, round, 'lis', 'safe');
    const [request] = await rows<RequestRow>(l.where, l.who('director'), 'response.requests', { incidentId: l.incident });
    expect(request).toMatchObject({ door: '3-2-501', kind: 'medicine', state: 'open', words: '胰岛素只够今晚' });
    expect(await rows<Running>(l.where, l.who('clerk'), 'response.running')).toMatchObject([{ doorsAll: 4, doorsReached: 2, requestsOpen: 1 }]);
    await expect(rows(l.where, l.who('clerk'), 'response.requests', {})).rejects.toThrow('duties.notHeld');
  });

  it('turns the second silence into one task for the deputy', async () => {
    const l = await lane();
    const round = await l.activate();
    await visit(l, round, 'zhangs', 'noAnswer');
    later(90);
    await visit(l, round, 'zhangs', 'noAnswer');
    await visit(l, round, 'zhangs', 'noAnswer');
    const silent = await l.look<{ door: string; assignee: string; owner: string }>(
      "select door, assignee, owner_position as owner from response.task where kind = 'silentDoor'",
    );
    expect(silent).toEqual([{ door: '3-2-501', assignee: l.people.deputy, owner: l.workerPost }]);
  });

  it('refuses doors outside the area and of another community alike; a round that was closed keeps what comes in late', async () => {
    const [l, other] = [await lane(), await lane()];
    const round = await l.activate();
    const theirs = await other.activate();
    const say = (roundId: string, householdId: string | undefined) =>
      refused(l.where, l.who('worker'), 'response.visitDoor', { roundId, householdId, outcome: 'safe' });
    const gone = { kind: 'missing', code: 'response.doorGone' };
    expect(await say(theirs, other.households.zhangs)).toEqual(gone);
    expect(await say(freshId(), freshId())).toEqual(gone);
    await l.look('update response.visit set grid = $1 where household = $2 returning 1', [l.otherGrid, l.households.lis]);
    expect(await say(round, l.households.lis)).toMatchObject({ code: 'platform.outsideArea' });
    await done(l.where, l.who('director'), 'response.closeRound', { roundId: round });
    expect(await say(round, l.households.lis)).toMatchObject({ code: 'platform.outsideArea' });
    expect(await say(round, l.households.zhangs)).toBeUndefined();
    expect(await l.look('select outcome from response.extra_visit')).toEqual([{ outcome: 'safe' }]);
  });

  it('keeps what a second person found, and lets people take their own answer back', async () => {
    const l = await lane();
    const round = await l.activate();
    await visit(l, round, 'zhangs', 'help');
    await visit(l, round, 'zhangs', 'safe', 'deputy');
    expect(await l.look('select outcome, disputed from response.visit where household = $1', [l.households.zhangs])).toEqual([
      { outcome: 'help', disputed: true },
    ]);
    expect(await l.look('select outcome, visited_by as by from response.extra_visit')).toEqual([{ outcome: 'safe', by: l.people.deputy }]);
    const undo = { roundId: round, householdId: l.households.zhangs };
    expect(await refused(l.where, l.who('deputy'), 'response.undoVisit', undo)).toMatchObject({ code: 'response.visitOfAnother' });
    await done(l.where, l.who('worker'), 'response.undoVisit', undo);
    expect(await l.look('select state from response.request')).toEqual([{ state: 'withdrawn' }]);
    expect(await l.look('select outcome, times from response.visit where household = $1', [l.households.zhangs])).toEqual([
      { outcome: null, times: 0 },
    ]);
  });
});

describe('a task', () => {
  const raised = async (l: Lane) => {
    const round = await l.activate();
    await visit(l, round, 'zhangs', 'help');
    const [request] = await l.look<{ id: string }>('select id from response.request');
    const taskId = freshId();
    await done(l.where, l.who('director'), 'response.raiseTask', { taskId, requestId: request?.id, kind: 'medicine', title: '送药', effortMin: 20 });
    return { taskId, round };
  };

  it('goes to the first who claims it; the second is told who is on the way', async () => {
    const l = await lane();
    const { taskId } = await raised(l);
    await done(l.where, l.who('volunteer'), 'response.claimTask', { taskId });
    expect(await refused(l.where, l.who('second'), 'response.claimTask', { taskId })).toMatchObject({
      code: 'response.taskTaken',
      params: { organisation: '志愿队', position: '志愿者' },
    });
    expect(await l.look('select state from response.request')).toEqual([{ state: 'taken' }]);
    await done(l.where, l.who('volunteer'), 'response.closeTask', { taskId, photo: 'a'.repeat(64), note: '已送到' });
    await done(l.where, l.who('second'), 'response.closeTask', { taskId, note: '我也去了' });
    const [task] = (await rows<TaskRow>(l.where, l.who('director'), 'response.tasks', { incidentId: l.incident })).filter((t) => t.id === taskId);
    expect(task).toMatchObject({ state: 'done', photo: 'a'.repeat(64), extraWork: 1, door: '3-2-501' });
    expect(await l.look('select state from response.request')).toEqual([{ state: 'done' }]);
  });

  it('shows volunteers what and where, never the words that speak of health', async () => {
    const l = await lane();
    await raised(l);
    const copied = await copies(l.where, l.who('volunteer'));
    expect(copied.filter((row) => row.entity === 'response.task')).toMatchObject([{ kind: 'medicine', door: '3-2-501' }]);
    expect(JSON.stringify(copied)).not.toContain('胰岛素');
    expect(JSON.stringify(await copies(l.where, l.who('worker')))).not.toContain('胰岛素');
  });

  it('comes back to the others when its time is up', async () => {
    const l = await lane();
    const { taskId } = await raised(l);
    await done(l.where, l.who('volunteer'), 'response.claimTask', { taskId });
    later(41);
    await done(l.where, { kind: 'system' }, 'response.expireClaims', {});
    expect(await l.look('select state, lapsed, due_at from response.task where id = $1', [taskId])).toEqual([
      { state: 'open', lapsed: 1, due_at: null },
    ]);
    expect(await l.look('select state from response.request')).toEqual([{ state: 'open' }]);
    await done(l.where, l.who('second'), 'response.claimTask', { taskId });
  });

  it('of the plan is accepted by the post that answers for it', async () => {
    const l = await lane();
    await l.activate();
    const [medical] = await l.look<{ id: string }>("select id from response.task where duty = 'medical.support'");
    const onTask = { taskId: medical?.id };
    expect(await refused(l.where, l.who('clerk'), 'response.acceptTask', onTask)).toMatchObject({ code: 'response.notYourTask' });
    expect(await refused(l.where, l.who('volunteer'), 'response.claimTask', onTask)).toMatchObject({ code: 'response.planTask' });
    await done(l.where, l.who('nurse'), 'response.acceptTask', onTask);
    await done(l.where, l.who('nurse'), 'response.closeTask', onTask);
    expect(await l.look('select state from response.task where id = $1', [medical?.id])).toEqual([{ state: 'done' }]);
  });

  it('is limited per person by a figure that the community sets', async () => {
    const l = await lane();
    await l.activate();
    expect(await rows(l.where, l.who('clerk'), 'response.rules')).toEqual([{ claimLimit: 3 }]);
    await done(l.where, l.who('director'), 'response.setClaimLimit', { claimLimit: 1 });
    expect(await rows(l.where, l.who('clerk'), 'response.rules')).toEqual([{ claimLimit: 1 }]);
    const ids = [freshId(), freshId()];
    for (const taskId of ids) await done(l.where, l.who('director'), 'response.raiseTask', { taskId, incidentId: l.incident, kind: 'food' });
    await done(l.where, l.who('volunteer'), 'response.claimTask', { taskId: ids[0] });
    expect(await refused(l.where, l.who('volunteer'), 'response.claimTask', { taskId: ids[1] })).toMatchObject({
      code: 'response.tooManyClaims',
      params: { limit: 1 },
    });
  });
});

describe('the room', () => {
  it('counts, names what is late with who answers, and reads its timeline from the journal', async () => {
    const l = await lane();
    const round = await l.activate();
    await visit(l, round, 'lis', 'safe');
    later(61);
    const [room] = await rows<Room>(l.where, l.who('clerk'), 'response.room', { incidentId: l.incident });
    expect(room).toMatchObject({ doorsAll: 4, doorsReached: 1, vulnerableAll: 2, vulnerableUnvisited: 2, tasksLate: 3, perHour: [{ doors: 1 }] });
    const [report] = await rows<ReportFacts>(l.where, l.who('director'), 'response.situationReport', { incidentId: l.incident });
    expect(report?.lateActions.map((a) => [a.title.zh, a.organisation])).toEqual([
      ['请居民待在家中', null],
      ['排涝抽水', null],
      ['医疗支援', '卫生站'],
    ]);
    expect(report?.unowned.map((a) => a.duty)).toEqual(['public.inform', 'water.pump', 'response.checkIn']);
    const entries = await rows<TimelineRow>(l.where, l.who('director'), 'response.timeline', { incidentId: l.incident });
    expect(entries.map((e) => [e.name, e.by])).toEqual([
      ['response.visitDoor', '居委会 · 网格员'],
      ['response.activatePlan', '居委会 · 主任'],
    ]);
    expect(entries[0]?.params).toMatchObject({ door: '3-2-502', outcome: 'safe' });
    const about = async (what: string) =>
      (await rows<TimelineRow>(l.where, l.who('director'), 'response.timeline', { incidentId: l.incident, about: what })).map((e) => e.name);
    expect(await about('decisions')).toEqual(['response.activatePlan']);
    expect(await about('doors')).toEqual(['response.visitDoor']);
    expect(await about('tasks')).toEqual([]);
  });

  it('is closed with reasons for what is open, keeps its figures, and stays readable', async () => {
    const l = await lane();
    const round = await l.activate();
    await visit(l, round, 'zhangs', 'help');
    await done(l.where, l.who('director'), 'response.changeLevel', { incidentId: l.incident, from: 'II', level: 'IV', reason: '雨停' });
    const close = (reasons: Record<string, string>) => ({ incidentId: l.incident, sheltersEmpty: true, reasons });
    expect(await refused(l.where, l.who('director'), 'response.closeIncident', close({}))).toMatchObject({
      code: 'response.reasonMissing',
      params: { item: 'openRequests', open: 1 },
    });
    await done(
      l.where,
      l.who('director'),
      'response.closeIncident',
      close({ openRequests: '转卫生站', openTasks: '取消', vulnerableUnvisited: '电话已联系' }),
    );
    expect(await rows(l.where, l.who('clerk'), 'response.running')).toEqual([]);
    const [room] = await rows<Room>(l.where, l.who('clerk'), 'response.room', { incidentId: l.incident });
    expect(room).toMatchObject({ level: 'IV', figures: { doorsAll: 4, doorsReached: 1, requestsOpen: 1 }, closing: { openTasks: '取消' } });
    expect(await l.look('select distinct state from response.task')).toEqual([{ state: 'dropped' }]);
    expect(await l.look('select state from response.request')).toEqual([{ state: 'open' }]);
    await visit(l, round, 'lis', 'safe');
    const [after] = await rows<Room>(l.where, l.who('clerk'), 'response.room', { incidentId: l.incident });
    expect(after?.figures).toEqual(room?.figures);
  });
});
