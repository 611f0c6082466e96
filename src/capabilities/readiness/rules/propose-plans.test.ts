import { describe, expect, it } from 'vitest';
import type { Plan, PlanId } from '../model.ts';
import { readyMadePlans } from '../plans.ts';
import { type Activation, type AlertForPlans, isAnswered, proposePlans } from './propose-plans.ts';

const plans: Plan[] = [...readyMadePlans].map(([code, text]) => ({ ...text, id: code as PlanId, edition: 1, status: 'active' }));
const now = new Date('2024-07-12T14:00:00Z');

/** What the Baoding observatory sent: a yellow lightning warning in two languages, graded Level III. */
const lightning: AlertForPlans = {
  id: 'a1',
  identifier: '13060041600000_20240712213138',
  status: 'Actual',
  msgType: 'Update',
  superseded: false,
  matched: true,
  colour: 'yellow',
  receivedAt: '2024-07-12T13:32:00Z',
  infos: [
    {
      event: 'thunder',
      headline: 'Baoding Meteorological Observatory updates lightning yellow warning [Level III/Heavy]',
      expires: '2024-07-13T03:31:38+08:00',
    },
    { event: '雷电', headline: '保定市气象台更新雷电黄色预警[Ⅲ级/较重]', expires: '2024-07-13T03:31:38+08:00' },
  ],
};
const proposed = (alert: AlertForPlans, at = now) => proposePlans([alert], plans, at).map((p) => p.planId);

describe('proposing plans for alerts', () => {
  it('proposes the level III storm plan for the yellow lightning warning, with its reasons', () => {
    expect(proposePlans([lightning], plans, now)).toEqual([
      {
        planId: 'storm-III',
        alertId: 'a1',
        level: 'III',
        exercise: false,
        reasons: [{ kind: 'area' }, { kind: 'event', word: '雷电' }, { kind: 'colour', colour: 'yellow' }],
      },
    ]);
  });

  it('goes by the level words of the headline when the alert has no colour, and does not find "Level I" in "Level III"', () => {
    expect(proposed({ ...lightning, colour: null })).toEqual(['storm-III']);
    expect(proposed({ ...lightning, colour: null, infos: lightning.infos.slice(0, 1) })).toEqual(['storm-III']);
  });

  it('takes the plan of the colour', () => {
    expect(proposed({ ...lightning, colour: 'red' })).toEqual(['storm-I']);
    expect(proposed({ ...lightning, colour: 'blue' })).toEqual(['storm-IV']);
  });

  it.each([
    ['for elsewhere', { matched: false }],
    ['superseded', { superseded: true }],
    ['a cancellation', { msgType: 'Cancel' }],
    ['a test', { status: 'Test' }],
    ['about something no plan names', { infos: [{ event: '道路结冰', headline: '道路结冰黄色预警', expires: null }] }],
  ])('proposes nothing for an alert that is %s', (_, change) => {
    expect(proposed({ ...lightning, ...change })).toEqual([]);
  });

  it('still puts an alert before people that came late, and says that it has run out; a day later no more', () => {
    const late = new Date('2024-07-13T12:00:00Z');
    expect(proposePlans([lightning], plans, late)[0]?.reasons.at(-1)).toEqual({ kind: 'expired', at: '2024-07-13T03:31:38+08:00' });
    expect(proposed(lightning, new Date('2024-07-13T14:00:00Z'))).toEqual([]);
  });

  it('proposes an exercise for an exercise', () => {
    expect(proposePlans([{ ...lightning, status: 'Exercise' }], plans, now)[0]?.exercise).toBe(true);
  });

  it('leaves out retired plans and puts the most severe level first', () => {
    const retired = plans.map((plan) => (plan.id === 'storm-III' ? { ...plan, status: 'retired' as const } : plan));
    expect(proposePlans([lightning], retired, now)).toEqual([]);
    const flood = { ...lightning, id: 'a2', colour: 'red' as const, infos: [{ event: '暴雨', headline: '暴雨红色预警', expires: null }] };
    expect(proposePlans([lightning, flood], plans, now).map((p) => p.planId)).toEqual(['flood-I', 'storm-III']);
  });
});

describe('a proposal', () => {
  const [proposal] = proposePlans([lightning], plans, now);
  const started: Activation = { planId: 'storm-III' as PlanId, alertId: 'a1', exercise: false, at: '2024-07-12T13:40:00Z', running: false };
  const answered = (change: Partial<Activation>) => proposal && isAnswered(proposal, lightning.receivedAt, [{ ...started, ...change }]);

  it('is answered by its plan: started for this alert, since it arrived, or running now', () => {
    expect(answered({})).toBe(true);
    expect(answered({ alertId: null })).toBe(true);
    expect(answered({ alertId: 'a0', at: '2024-07-12T13:00:00Z' })).toBe(false);
    expect(answered({ alertId: 'a0', at: '2024-07-12T13:00:00Z', running: true })).toBe(true);
  });

  it('of a real alert is not answered by an exercise, nor by another plan', () => {
    expect(answered({ exercise: true, running: true })).toBe(false);
    expect(answered({ planId: 'storm-II' as PlanId, running: true })).toBe(false);
  });
});

describe('ready-made plans', () => {
  it('are there for every hazard of the catalogue, numbered from 1, earliest deadline first, in three languages', () => {
    expect(new Set(plans.map((plan) => plan.hazard))).toEqual(new Set(['flood', 'storm', 'heat', 'fire', 'earthquake', 'epidemic']));
    for (const plan of plans) {
      expect(plan.actions.map((action) => action.order)).toEqual(plan.actions.map((_, i) => i + 1));
      expect(plan.actions.map((action) => action.withinMin)).toEqual(plan.actions.map((action) => action.withinMin).toSorted((a, b) => a - b));
      for (const { title } of [plan, ...plan.actions]) expect([title.zh, title.en, title.ug].every((text) => text.length > 0)).toBe(true);
    }
  });

  it('a more severe level does all that a milder one does', () => {
    const titles = (code: string) => plans.find((plan) => plan.id === code)?.actions.map((action) => action.title.zh) ?? [];
    expect(titles('flood-I')).toEqual(expect.arrayContaining(titles('flood-II')));
    expect(titles('flood-II').length).toBeLessThan(titles('flood-I').length);
  });
});
