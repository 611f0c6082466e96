import { type Handler, handler } from '../../platform/server/commands/handler.ts';
import { addStockItem, adoptPlan, correctMovement, countStock, issueStock, receiveStock, retirePlan, setStockItem, writePlan } from './commands.ts';
import { applyReadinessChange as apply, loadAdoption, loadItem, loadLot, loadMovement, loadPlan } from './store.server.ts';

export { feeds } from './feeds.server.ts';
export { activePlans, answers } from './queries.server.ts';
export { reactions } from './reactions.server.ts';
export { findPlan } from './store.server.ts';

export const handlers: Handler[] = [
  handler(adoptPlan, {
    load: (tx, p) => loadAdoption(tx, p.planId, p.code),
    apply,
    note: (_, p) => ({ entity: p.planId, params: { plan: p.code } }),
  }),
  handler(writePlan, {
    load: (tx, p) => loadPlan(tx, p.planId),
    apply,
    note: (_, p) => ({ entity: p.planId, params: { plan: `${p.text.hazard}-${p.text.level}` } }),
  }),
  handler(retirePlan, { load: (tx, p) => loadPlan(tx, p.planId), apply, note: (_, p) => ({ entity: p.planId }) }),
  handler(addStockItem, { load: (tx, p) => loadItem(tx, p.id), apply, note: (_, p) => ({ entity: p.id, params: { item: p.name.zh } }) }),
  handler(setStockItem, { load: (tx, p) => loadItem(tx, p.id), apply, note: (_, p) => ({ entity: p.id, params: { item: p.name.zh } }) }),
  handler(receiveStock, {
    load: async (tx, p) => ({ item: await loadItem(tx, p.itemId), lot: await loadLot(tx, p.lotId) }),
    apply,
    note: (_, p) => ({ entity: p.itemId, params: { quantity: p.quantity } }),
    constraints: { stock_movement_pkey: 'readiness.movementExists' },
  }),
  handler(issueStock, {
    load: (tx, p) => loadLot(tx, p.lotId),
    apply,
    note: (state, p) => ({ ...(state.at === 'kept' ? { entity: state.lot.itemId } : {}), params: { quantity: p.quantity } }),
    constraints: { stock_movement_pkey: 'readiness.movementExists' },
  }),
  handler(countStock, {
    load: (tx, p) => loadLot(tx, p.lotId),
    apply,
    note: (state, p) => ({ ...(state.at === 'kept' ? { entity: state.lot.itemId } : {}), params: { counted: p.counted } }),
    constraints: { stock_movement_pkey: 'readiness.movementExists' },
  }),
  handler(correctMovement, {
    load: (tx, p) => loadMovement(tx, p.corrects),
    apply,
    note: (state) => (state.at === 'booked' ? { entity: state.lot.lot.itemId } : {}),
    constraints: { stock_movement_pkey: 'readiness.movementExists', stock_movement_community_corrects_key: 'readiness.movementUndone' },
  }),
];
