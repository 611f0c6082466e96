import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { Granted } from '../../../test/harness/granted.ts';
import { personActor, speaker } from '../../../test/harness/said.ts';
import type { PulledRow } from '../../platform/server/queries/pull.ts';
import type { PlanPage, StockRow } from './queries.ts';
import { coverOf, shortfallOf } from './rules/cover.ts';
import type { PlanHere } from './rules/own-actions.ts';
import * as readiness from './server.ts';

const { db } = await freshDatabase();
const granted = new Granted();
const { done, refused, rows, copies, pull } = speaker(db, [readiness], granted.load);

async function lane() {
  const where = await freshCommunity(db);
  const [keeper, reader] = [freshId(), freshId()];
  granted.give(keeper, null, 'community.read', 'readiness.plan', 'readiness.stock');
  granted.give(reader, null, 'community.read');
  return { where, keeper: personActor(keeper), reader: personActor(reader) };
}

describe('plans on phones', () => {
  it('are copied as what is asked of whom by when, and without actions once they are retired; the street next door has none', async () => {
    const l = await lane();
    const [planId, other] = [freshId(), freshId()];
    await done(l.where, l.keeper, 'readiness.adoptPlan', { planId, code: 'storm-III' });
    await done(l.where, l.keeper, 'readiness.adoptPlan', { planId: other, code: 'flood-II' });
    const [plan] = await rows<PlanPage>(l.where, l.reader, 'readiness.plan', { id: planId });
    const [row] = (await copies(l.where, l.reader)).filter(({ id }) => id === planId);
    const { id: _id, version: _version, entity, scope, ...here } = row as unknown as PlanHere & PulledRow;
    const actions = plan?.actions.map(({ order, title, duty, withinMin }) => ({ order, title, duty, withinMin }));
    expect({ entity, scope }).toEqual({ entity: 'readiness.plan', scope: 'community' });
    expect(here).toEqual({
      hazard: plan?.hazard,
      level: plan?.level,
      title: plan?.title,
      actions: actions?.toSorted((a, b) => a.withinMin - b.withinMin || a.order - b.order),
    });
    const page = async (cursor: number, scopes: string) => {
      const answer = await pull(l.where, l.reader, { cursor, scopes, limit: 10, entities: ['readiness.plan'] });
      if (!answer.ok) throw new Error(answer.problem.code);
      return answer.value;
    };
    const before = await page(0, '');
    await done(l.where, l.keeper, 'readiness.retirePlan', { planId });
    expect((await page(before.cursor, before.scopes)).rows).toMatchObject([{ id: planId, actions: [] }]);
    expect(await copies(await freshCommunity(db), l.reader)).toEqual([]);
  });
});

describe('plans', () => {
  it('are taken over once from the ready-made ones, then changed; the edition before stays as it was', async () => {
    const l = await lane();
    const planId = freshId();
    await done(l.where, l.keeper, 'readiness.adoptPlan', { planId, code: 'storm-III' });
    expect(await refused(l.where, l.keeper, 'readiness.adoptPlan', { planId: freshId(), code: 'storm-III' })).toMatchObject({
      code: 'readiness.planAlreadyTaken',
    });
    const [first] = await rows<PlanPage>(l.where, l.reader, 'readiness.plan', { id: planId });
    const { hazard, level, title, trigger, actions } = first as PlanPage;
    const text = { hazard, level, title, trigger, actions: actions.slice(0, 2) };
    await done(l.where, l.keeper, 'readiness.writePlan', { planId, baseEdition: 1, text, note: '演练后精简' });
    expect(await refused(l.where, l.keeper, 'readiness.writePlan', { planId, baseEdition: 1, text })).toEqual({
      code: 'readiness.planChangedMeanwhile',
      kind: 'conflict',
      params: { current: 2 },
    });
    expect(await rows(l.where, l.reader, 'readiness.plan', { id: planId })).toMatchObject([
      { edition: 2, actions: text.actions, editions: [{ edition: 2, note: '演练后精简' }, { edition: 1 }] },
    ]);
    expect(await rows(l.where, l.reader, 'readiness.plan', { id: planId, edition: 1 })).toMatchObject([{ edition: 1, actions }]);
    expect(await rows(l.where, l.reader, 'readiness.plans')).toMatchObject([{ id: planId, edition: 2, actions: 2, source: 'storm-III' }]);
  });

  it('are written by whoever holds the duty; another community does not have them', async () => {
    const [l, other] = [await lane(), await lane()];
    const planId = freshId();
    expect(await refused(l.where, l.reader, 'readiness.adoptPlan', { planId, code: 'heat-II' })).toMatchObject({ kind: 'forbidden' });
    await done(l.where, l.keeper, 'readiness.adoptPlan', { planId, code: 'heat-II' });
    expect(await rows(other.where, other.reader, 'readiness.plan', { id: planId })).toEqual([]);
    expect(await refused(other.where, other.keeper, 'readiness.retirePlan', { planId })).toEqual({ kind: 'missing', code: 'readiness.planGone' });
    await done(l.where, l.keeper, 'readiness.retirePlan', { planId });
    expect(await refused(l.where, l.keeper, 'readiness.retirePlan', { planId })).toMatchObject({ code: 'readiness.planRetired' });
  });
});

describe('stock', () => {
  it('is the sum of its ledger; nothing is given that is not there, and a mistake is undone by its opposite', async () => {
    const l = await lane();
    const [item, lotId, issued] = [freshId(), freshId(), freshId()];
    const has = async () => (await rows<StockRow & { balance: number }>(l.where, l.reader, 'readiness.stock'))[0]?.balance;
    await done(l.where, l.keeper, 'readiness.addStockItem', { id: item, name: { zh: '饮用水' }, unit: '瓶', minPerHead: null, dailyPerHead: null });
    await done(l.where, l.keeper, 'readiness.receiveStock', {
      movementId: freshId(),
      lotId,
      itemId: item,
      quantity: 100,
      expiresOn: '2030-01-01',
      place: '3号楼库房',
    });
    await done(l.where, l.keeper, 'readiness.issueStock', { movementId: issued, lotId, quantity: 30 });
    expect(await refused(l.where, l.keeper, 'readiness.issueStock', { movementId: freshId(), lotId, quantity: 71 })).toEqual({
      code: 'readiness.notEnough',
      kind: 'conflict',
      params: { left: 70 },
    });
    await done(l.where, l.keeper, 'readiness.countStock', { movementId: freshId(), lotId, counted: 68, note: '盘点' });
    expect(await has()).toBe(68);
    await done(l.where, l.keeper, 'readiness.correctMovement', { movementId: freshId(), corrects: issued });
    expect(await has()).toBe(98);
    expect(await refused(l.where, l.keeper, 'readiness.correctMovement', { movementId: freshId(), corrects: issued })).toMatchObject({
      code: 'readiness.movementUndone',
    });
    expect(await rows(l.where, l.reader, 'readiness.movements', { itemId: item })).toHaveLength(4);
    await expect(db.as({ community: l.where, actor: 'test' }, (tx) => tx.run('update readiness.stock_movement set quantity = 1'))).rejects.toThrow(
      /permission denied/,
    );
  });
});

describe('days of cover', () => {
  const facts = { balance: 1200, expired: 200, heads: 100, dailyPerHead: 2, minPerHead: 3, issuedDaily: 50 };
  it('come from the planned use of the usable stock, else from what was issued, else are not known', () => {
    expect(coverOf(facts)).toEqual({ days: 5, by: 'plan' });
    expect(coverOf({ ...facts, dailyPerHead: null })).toEqual({ days: 20, by: 'use' });
    expect(coverOf({ ...facts, dailyPerHead: null, issuedDaily: 0 })).toEqual({ days: null, by: 'use' });
  });
  it('a shortfall is against the minimum the community set, and none without one', () => {
    expect(shortfallOf({ ...facts, minPerHead: 12 })).toBe(200);
    expect(shortfallOf(facts)).toBe(0);
    expect(shortfallOf({ ...facts, minPerHead: null })).toBeNull();
    expect(shortfallOf({ ...facts, balance: 30, expired: 0, heads: 3, minPerHead: 10.1 })).toBe(1);
  });
});
