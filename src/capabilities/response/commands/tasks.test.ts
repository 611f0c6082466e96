import { describe, expect, it } from 'vitest';
import { dueAt } from '../rules/claims.ts';
import { clinic, factsOf, insulinRun, mei, tao } from '../seeds.ts';
import { acceptTask, claimTask, closeTask, expireClaims, extendTask, releaseTask } from './tasks.ts';

const payload = { taskId: insulinRun.id };
const none = { held: 0, limit: 3, onTheWay: null };
const claimed = { ...insulinRun, claimedBy: mei, dueAt: '2026-03-01T11:10:00.000Z' };

describe('claiming a task', () => {
  it('gives the open task to the person who asked, for twice its effort', () => {
    expect(claimTask.decide({ at: 'open', task: insulinRun, ...none }, payload, factsOf(mei))).toEqual({
      ok: true,
      value: [{ type: 'taskClaimed', taskId: insulinRun.id, requestId: null, by: mei, position: null, dueAt: '2026-03-01T11:10:00.000Z' }],
    });
  });
  it('tells the second person who is on the way', () => {
    const state = { at: 'claimed', task: claimed, held: 0, limit: 3, onTheWay: { organisation: '志愿服务队', position: '志愿者' } } as const;
    expect(claimTask.decide(state, payload, factsOf(tao))).toMatchObject({
      problem: { kind: 'conflict', code: 'response.taskTaken', params: { organisation: '志愿服务队', position: '志愿者' } },
    });
  });
  it('says so when the person has it already', () => {
    expect(claimTask.decide({ at: 'claimed', task: claimed, ...none }, payload, factsOf(mei))).toMatchObject({
      problem: { code: 'response.taskYours' },
    });
  });
  it('keeps anybody from collecting what others could carry', () => {
    expect(claimTask.decide({ at: 'open', task: insulinRun, held: 3, limit: 3, onTheWay: null }, payload, factsOf(mei))).toMatchObject({
      problem: { code: 'response.tooManyClaims', params: { limit: 3 } },
    });
  });
  it('leaves the actions of the plan to their owners', () => {
    const plan = { ...insulinRun, kind: 'plan' } as const;
    expect(claimTask.decide({ at: 'open', task: plan, ...none }, payload, factsOf(mei))).toMatchObject({ problem: { code: 'response.planTask' } });
  });
  it.each([
    [5, '11:00'],
    [15, '11:00'],
    [16, '11:02'],
  ])('asks after a %i-minute errand at %s', (min, hhmm) => {
    expect(dueAt(factsOf(mei).now, min)).toBe(`2026-03-01T${hhmm}:00.000Z`);
  });
});

describe('accepting what one answers for', () => {
  const owned = { ...insulinRun, kind: 'plan', owner: clinic, deadlineAt: '2026-03-01T18:00:00.000Z' } as const;
  it('holds it until the deadline of the plan', () => {
    const answer = acceptTask.decide({ at: 'open', task: owned, answers: true, post: clinic.position }, payload, factsOf(mei));
    expect(answer).toMatchObject({ value: [{ type: 'taskClaimed', position: clinic.position, dueAt: '2026-03-01T18:00:00.000Z' }] });
  });
  it('is not for others, except the person who was asked', () => {
    expect(acceptTask.decide({ at: 'open', task: owned, answers: false, post: null }, payload, factsOf(mei))).toMatchObject({
      problem: { code: 'response.notYourTask' },
    });
    expect(acceptTask.decide({ at: 'open', task: { ...owned, assignee: mei }, answers: false, post: null }, payload, factsOf(mei)).ok).toBe(true);
  });
});

describe('closing a task', () => {
  const done = closeTask.payload.parse({ taskId: insulinRun.id, note: 'handed over' });
  it('is for the one who took it', () => {
    expect(closeTask.decide({ at: 'claimed', task: claimed, answers: false, post: null }, done, factsOf(mei))).toMatchObject({
      value: [{ type: 'taskDone', by: mei }],
    });
  });
  it('works after the claim has lapsed, for the one who went all the same', () => {
    const lapsed = { ...insulinRun, lastClaimedBy: mei };
    expect(closeTask.decide({ at: 'open', task: lapsed, answers: false, post: null }, done, factsOf(mei))).toMatchObject({
      value: [{ type: 'taskDone' }],
    });
  });
  it.each(['claimed', 'done', 'dropped'] as const)('keeps the work of somebody else as extra work when the task is %s', (at) => {
    expect(closeTask.decide({ at, task: claimed, answers: false, post: null }, done, factsOf(tao))).toMatchObject({
      value: [{ type: 'extraWorkKept', by: tao }],
    });
  });
  it('keeps the work of somebody whose claim was lost, and leaves an open task to the desk', () => {
    expect(closeTask.decide({ at: 'open', task: insulinRun, answers: false, post: null }, done, factsOf(tao))).toMatchObject({
      value: [{ type: 'extraWorkKept', by: tao, note: 'handed over' }],
    });
  });
});

describe('time that runs out', () => {
  it('frees what is overdue and leaves plan tasks with their owners', () => {
    const late = { ...claimed, dueAt: '2026-03-01T10:29:00.000Z' };
    const answer = expireClaims.decide([late, { ...late, kind: 'plan' }, claimed], {}, factsOf(mei));
    expect(answer).toEqual({ ok: true, value: [{ type: 'taskFreed', taskId: insulinRun.id, requestId: null, why: 'expired' }] });
  });
  it('can be moved or given back by the one who goes', () => {
    expect(
      extendTask.decide({ at: 'claimed', task: claimed, answers: false, post: null }, { taskId: insulinRun.id, minutes: 60 }, factsOf(mei)),
    ).toMatchObject({
      value: [{ dueAt: '2026-03-01T11:30:00.000Z' }],
    });
    expect(releaseTask.decide({ at: 'claimed', task: claimed, answers: false, post: null }, payload, factsOf(tao))).toMatchObject({
      problem: { code: 'response.notClaimedByYou' },
    });
  });
});
