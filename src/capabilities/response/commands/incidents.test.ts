import { describe, expect, it } from 'vitest';
import type { ClosingFigures, Words } from '../model.ts';
import { clinic, factsOf, flood, mei } from '../seeds.ts';
import { type ActionToRun, type ActivationState, activatePlan, changeLevel, closeIncident } from './incidents.ts';

const words = (zh: string): Words => ({ zh, en: '', ug: '' });
const action = (order: number, kind: ActionToRun['kind'], more: Partial<ActionToRun> = {}): ActionToRun => ({
  order,
  kind,
  title: words(`行动${order}`),
  text: null,
  duty: 'shelter.open',
  withinMin: 30,
  audience: 'residents',
  parts: [{ grid: null, owner: clinic }],
  ...more,
});
const plan = { title: words('防汛'), hazard: 'flood', level: 'II', edition: 3 } as const;
const ready = (actions: ActionToRun[], running: { hazard: string; exercise: boolean }[] = []): ActivationState => ({
  at: 'ready',
  plan: { ...plan, actions },
  running,
});
const activate = activatePlan.payload.parse({ incidentId: flood, planId: flood, exercise: false, title: '暴雨' });

describe('activating a plan', () => {
  it('gives every action an owner and a deadline', () => {
    const answer = activatePlan.decide(ready([action(1, 'task')]), activate, factsOf(mei));
    expect(answer).toMatchObject({
      value: [
        { type: 'incidentOpened', incident: { level: 'II', edition: 3, exercise: false } },
        { type: 'taskRaised', task: { owner: clinic, deadlineAt: '2026-03-01T11:00:00.000Z', actionOrder: 1 } },
      ],
    });
  });
  it('shows an action whose duty nobody holds instead of dropping it', () => {
    const answer = activatePlan.decide(ready([action(1, 'task', { parts: [{ grid: null, owner: null }] })]), activate, factsOf(mei));
    expect(answer).toMatchObject({ value: [{}, { type: 'taskRaised', task: { owner: null, duty: 'shelter.open' } }] });
  });
  it('opens the rounds and asks for the notices that the plan names', () => {
    const answer = activatePlan.decide(
      ready([action(1, 'notice', { text: words('请待在家中') }), action(2, 'round', { audience: 'vulnerable' })]),
      activate,
      factsOf(mei),
    );
    expect(answer).toMatchObject({
      value: [
        { type: 'incidentOpened', notices: [{ body: words('请待在家中'), audience: 'residents' }] },
        { type: 'taskRaised' },
        { type: 'taskRaised' },
        { type: 'roundOpened', round: { audience: 'vulnerable', title: '行动2' } },
      ],
    });
  });
  it('lets a drill run beside a real emergency, but not two of one kind', () => {
    expect(activatePlan.decide(ready([], [{ hazard: 'flood', exercise: true }]), activate, factsOf(mei)).ok).toBe(true);
    expect(activatePlan.decide(ready([], [{ hazard: 'flood', exercise: false }]), activate, factsOf(mei))).toMatchObject({
      problem: { code: 'response.alreadyRunning' },
    });
  });
});

describe('changing the level', () => {
  const lower = { incidentId: flood, level: 'III', from: 'II', reason: '雨势减弱' } as const;
  it('is written down from and to', () => {
    const state = { at: 'running', id: flood, level: 'II', exercise: false } as const;
    expect(changeLevel.decide(state, lower, factsOf(mei))).toMatchObject({ value: [{ type: 'levelChanged', from: 'II', to: 'III' }] });
  });
  it('is refused when somebody else has moved it meanwhile', () => {
    const state = { at: 'running', id: flood, level: 'I', exercise: false } as const;
    expect(changeLevel.decide(state, lower, factsOf(mei))).toMatchObject({ problem: { code: 'response.levelMoved', params: { level: 'I' } } });
  });
});

describe('closing an incident', () => {
  const figures: ClosingFigures = {
    doorsAll: 370,
    doorsReached: 366,
    doorsNoAnswer: 4,
    requestsAll: 9,
    requestsOpen: 1,
    tasksAll: 20,
    tasksDone: 20,
    tasksLate: 2,
    vulnerableUnvisited: 0,
    medianMinToTaken: 14,
    minutes: 600,
  };
  const running = { at: 'running', id: flood, level: 'III', exercise: false, figures } as const;
  const ends = { openRequests: 1, openTasks: 0, vulnerableUnvisited: 0, silentDoors: 0 };
  it('asks for a reason for each thing left open', () => {
    const answer = closeIncident.decide({ ...running, ends }, { incidentId: flood, sheltersEmpty: true, reasons: {} }, factsOf(mei));
    expect(answer).toMatchObject({ problem: { code: 'response.reasonMissing', params: { item: 'openRequests', open: 1 } } });
  });
  it('wants somebody to have looked into the shelters', () => {
    const answer = closeIncident.decide(
      { ...running, ends: { ...ends, openRequests: 0 } },
      { incidentId: flood, sheltersEmpty: false, reasons: {} },
      factsOf(mei),
    );
    expect(answer).toMatchObject({ problem: { code: 'response.reasonMissing', params: { item: 'shelters' } } });
  });
  it('keeps figures and reasons', () => {
    const reasons = { openRequests: '转物业次日维修' };
    const answer = closeIncident.decide({ ...running, ends }, { incidentId: flood, sheltersEmpty: true, reasons }, factsOf(mei));
    expect(answer).toEqual({ ok: true, value: [{ type: 'incidentClosed', incidentId: flood, exercise: false, figures, reasons }] });
  });
});
