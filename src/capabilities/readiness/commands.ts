import { z } from 'zod';
import { command } from '../../kernel/command.ts';
import { ok, refuse } from '../../kernel/result.ts';
import {
  type ItemState,
  type LotState,
  type PlanState,
  PlanText,
  planId,
  type ReadinessChange,
  StockItem,
  type StockMovementId,
  stockItemId,
  stockLotId,
  stockMovementId,
} from './model.ts';
import { readyMadePlan } from './plans.ts';
import { checkPlanText } from './rules/check-plan.ts';

const AdoptPlan = z.object({ planId, code: z.string().max(60) });
type AdoptPlan = z.infer<typeof AdoptPlan>;

/** Takes one ready-made plan into the community, where it can then be changed. */
export const adoptPlan = command<AdoptPlan, { readonly plan: PlanState; readonly taken: boolean }, ReadinessChange>({
  name: 'readiness.adoptPlan',
  ver: 1,
  payload: AdoptPlan,
  duty: 'readiness.plan',
  urgency: 'desk',
  offline: false,
  decide(state, { planId: id, code }) {
    const text = readyMadePlan(code);
    if (!text) return refuse('missing', 'readiness.noSuchReadyMadePlan');
    if (state.plan.at !== 'nowhere') return refuse('conflict', 'readiness.planExists');
    if (state.taken) return refuse('conflict', 'readiness.planAlreadyTaken');
    return ok([{ type: 'planWritten', plan: { ...text, id, edition: 1, status: 'active' }, note: '', source: code }]);
  },
});

const WritePlan = z.object({
  planId,
  /** Edition the writer had before them; 0 for a new plan. Another number than the current one is refused, so no edit is lost. */
  baseEdition: z.number().int().min(0).max(100_000),
  text: PlanText,
  /** Why it was changed: shown in the list of editions. */
  note: z.string().trim().max(400).default(''),
});
type WritePlan = z.infer<typeof WritePlan>;

/** Writes a new plan or the next edition of one. Older editions stay as they were. */
export const writePlan = command<WritePlan, PlanState, ReadinessChange>({
  name: 'readiness.writePlan',
  ver: 1,
  payload: WritePlan,
  duty: 'readiness.plan',
  urgency: 'desk',
  offline: false,
  decide(state, { planId: id, baseEdition, text, note }) {
    const checked = checkPlanText(text);
    if (!checked.ok) return checked;
    const current = state.at === 'nowhere' ? 0 : state.plan.edition;
    if (baseEdition > 0 && state.at === 'nowhere') return refuse('missing', 'readiness.planGone');
    if (baseEdition !== current) return refuse('conflict', 'readiness.planChangedMeanwhile', { current });
    return ok([{ type: 'planWritten', plan: { ...checked.value, id, edition: current + 1, status: 'active' }, note, source: null }]);
  },
});

const RetirePlan = z.object({ planId });
type RetirePlan = z.infer<typeof RetirePlan>;

/** Takes a plan out of use: it is no longer proposed or activated. Writing its next edition brings it back. */
export const retirePlan = command<RetirePlan, PlanState, ReadinessChange>({
  name: 'readiness.retirePlan',
  ver: 1,
  payload: RetirePlan,
  duty: 'readiness.plan',
  urgency: 'desk',
  offline: false,
  decide(state, { planId: id }) {
    if (state.at === 'nowhere') return refuse('missing', 'readiness.planGone');
    if (state.at === 'retired') return refuse('conflict', 'readiness.planRetired');
    return ok([{ type: 'planRetired', planId: id }]);
  },
});

/** Starts keeping something. */
export const addStockItem = command<StockItem, ItemState, ReadinessChange>({
  name: 'readiness.addStockItem',
  ver: 1,
  payload: StockItem,
  duty: 'readiness.stock',
  urgency: 'desk',
  offline: false,
  decide(state, item) {
    if (state.at !== 'nowhere') return refuse('conflict', 'readiness.itemExists');
    return ok([{ type: 'stockItemAdded', item }]);
  },
});

/** Changes an item's name, unit or the community's own figures per head. */
export const setStockItem = command<StockItem, ItemState, ReadinessChange>({
  name: 'readiness.setStockItem',
  ver: 1,
  payload: StockItem,
  duty: 'readiness.stock',
  urgency: 'desk',
  offline: false,
  decide(state, item) {
    if (state.at === 'nowhere') return refuse('missing', 'readiness.itemGone');
    return ok([{ type: 'stockItemSet', item }]);
  },
});

const quantity = z.number().int().min(1).max(10_000_000);
const note = z.string().trim().max(200).default('');

const ReceiveStock = z.object({
  movementId: stockMovementId,
  /** A new lot, or one with the same expiry and place to add to. */
  lotId: stockLotId,
  itemId: stockItemId,
  quantity,
  expiresOn: z.iso.date().nullable(),
  place: z.string().trim().min(1).max(80),
  note,
});
type ReceiveStock = z.infer<typeof ReceiveStock>;

/** Books a delivery into a lot, opening the lot when it is new. */
export const receiveStock = command<ReceiveStock, { readonly item: ItemState; readonly lot: LotState }, ReadinessChange>({
  name: 'readiness.receiveStock',
  ver: 1,
  payload: ReceiveStock,
  duty: 'readiness.stock',
  urgency: 'desk',
  offline: false,
  decide({ item, lot }, p) {
    if (item.at === 'nowhere') return refuse('missing', 'readiness.itemGone');
    const moved: ReadinessChange = {
      type: 'stockMoved',
      movement: { id: p.movementId, lotId: p.lotId, kind: 'receive', quantity: p.quantity, note: p.note, corrects: null },
    };
    if (lot.at === 'nowhere') {
      return ok([{ type: 'stockLotOpened', lot: { id: p.lotId, itemId: p.itemId, expiresOn: p.expiresOn, place: p.place } }, moved]);
    }
    const same = lot.lot.itemId === p.itemId && lot.lot.expiresOn === p.expiresOn && lot.lot.place === p.place;
    return same ? ok([moved]) : refuse('conflict', 'readiness.lotIsAnother');
  },
});

const IssueStock = z.object({ movementId: stockMovementId, lotId: stockLotId, quantity, note });
type IssueStock = z.infer<typeof IssueStock>;

/** Gives units out of a lot. Never more than the lot holds. */
export const issueStock = command<IssueStock, LotState, ReadinessChange>({
  name: 'readiness.issueStock',
  ver: 1,
  payload: IssueStock,
  duty: 'readiness.stock',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'readiness.lotGone');
    if (p.quantity > state.balance) return refuse('conflict', 'readiness.notEnough', { left: state.balance });
    return ok([
      { type: 'stockMoved', movement: { id: p.movementId, lotId: p.lotId, kind: 'issue', quantity: -p.quantity, note: p.note, corrects: null } },
    ]);
  },
});

const CountStock = z.object({ movementId: stockMovementId, lotId: stockLotId, counted: z.number().int().min(0).max(10_000_000), note });
type CountStock = z.infer<typeof CountStock>;

/** Says what was found on the shelf; the difference becomes a movement, so the ledger agrees with the shelf. */
export const countStock = command<CountStock, LotState, ReadinessChange>({
  name: 'readiness.countStock',
  ver: 1,
  payload: CountStock,
  duty: 'readiness.stock',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'readiness.lotGone');
    const difference = p.counted - state.balance;
    if (difference === 0) return ok([]);
    return ok([
      { type: 'stockMoved', movement: { id: p.movementId, lotId: p.lotId, kind: 'count', quantity: difference, note: p.note, corrects: null } },
    ]);
  },
});

/** The movement to be undone, whether that happened already, and its lot. */
export type MovementState =
  | { readonly at: 'nowhere' }
  | {
      readonly at: 'booked';
      readonly lot: Extract<LotState, { at: 'kept' }>;
      readonly quantity: number;
      readonly kind: string;
      readonly undone: boolean;
    };

const CorrectMovement = z.object({ movementId: stockMovementId, corrects: stockMovementId, note });
type CorrectMovement = z.infer<typeof CorrectMovement>;

/** Undoes one movement by its opposite. The mistaken line stays in the ledger and is referred to. */
export const correctMovement = command<CorrectMovement, MovementState, ReadinessChange>({
  name: 'readiness.correctMovement',
  ver: 1,
  payload: CorrectMovement,
  duty: 'readiness.stock',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'readiness.movementGone');
    if (state.undone || state.kind === 'correct') return refuse('conflict', 'readiness.movementUndone');
    if (state.lot.balance - state.quantity < 0) return refuse('conflict', 'readiness.notEnough', { left: state.lot.balance });
    const corrects: StockMovementId = p.corrects;
    return ok([
      {
        type: 'stockMoved',
        movement: { id: p.movementId, lotId: state.lot.lot.id, kind: 'correct', quantity: -state.quantity, note: p.note, corrects },
      },
    ]);
  },
});
