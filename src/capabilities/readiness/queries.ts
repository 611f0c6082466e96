import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { ActionKind, Audience, Colour, Level, PlanAction, planId, StockItem, stockItemId, stockLotId, Trigger, Words } from './model.ts';

const PlanRow = z.object({
  id: planId,
  hazard: z.string(),
  level: Level,
  title: Words,
  trigger: Trigger,
  edition: z.number().int(),
  status: z.enum(['active', 'retired']),
  /** Code of the ready-made plan it was taken from; null: the community's own. */
  source: z.string().nullable(),
  actions: z.number().int(),
  writtenAt: z.string(),
});
export type PlanRow = z.infer<typeof PlanRow>;

/** All plans, by hazard, the most severe level first. */
export const plans = query({ name: 'readiness.plans', duty: 'community.read', args: z.object({}), row: PlanRow });

const PlanPage = PlanRow.extend({
  actions: z.array(PlanAction),
  note: z.string(),
  /** Every edition, newest first. */
  editions: z.array(z.object({ edition: z.number().int(), writtenAt: z.string(), note: z.string() })),
});
export type PlanPage = z.infer<typeof PlanPage>;

/** One plan; an older edition of it when `edition` is given. No row when there is no such plan. */
export const plan = query({
  name: 'readiness.plan',
  duty: 'community.read',
  args: z.object({ id: planId, edition: z.number().int().min(1).optional() }),
  row: PlanPage,
});

const Reason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('area') }),
  z.object({ kind: z.literal('event'), word: z.string() }),
  z.object({ kind: z.literal('headline'), word: z.string() }),
  z.object({ kind: z.literal('colour'), colour: Colour }),
  z.object({ kind: z.literal('levelWord'), word: z.string() }),
  z.object({ kind: z.literal('expired'), at: z.string() }),
]);

const ProposalRow = z.object({
  planId,
  hazard: z.string(),
  level: Level,
  title: Words,
  alertId: z.string(),
  /** Headlines of the alert, as issued, one per language. */
  headlines: z.array(z.object({ language: z.string(), text: z.string() })),
  colour: Colour.nullable(),
  sender: z.string(),
  sent: z.string(),
  exercise: z.boolean(),
  reasons: z.array(Reason),
  /** Number of tasks, notices and rounds it would start. */
  kinds: z.record(ActionKind, z.number().int()),
  audiences: z.array(Audience),
});
export type ProposalRow = z.infer<typeof ProposalRow>;

/** Plans that the alerts of this hour speak for, with reasons, as long as nobody has activated them. */
export const proposals = query({ name: 'readiness.proposals', duty: 'community.read', args: z.object({}), row: ProposalRow });

const StockRow = StockItem.extend({
  id: stockItemId,
  balance: z.number(),
  /** Units in lots that are past their last day. */
  expired: z.number(),
  /** Units whose last day is within 30 days. */
  expiringSoon: z.number(),
  nextExpiry: z.string().nullable(),
  /** Units issued per day, mean of the last 30 days. */
  issuedDaily: z.number(),
  /** Residents of the register. */
  heads: z.number().int(),
  lots: z.array(z.object({ id: stockLotId, expiresOn: z.string().nullable(), place: z.string(), balance: z.number() })),
});
export type StockRow = z.infer<typeof StockRow>;

/** What is kept, with balances as sums of the ledger. */
export const stock = query({ name: 'readiness.stock', duty: 'community.read', args: z.object({}), row: StockRow });

const MovementRow = z.object({
  id: z.string(),
  lotId: stockLotId,
  place: z.string(),
  kind: z.enum(['receive', 'issue', 'count', 'correct']),
  quantity: z.number(),
  note: z.string(),
  corrects: z.string().nullable(),
  corrected: z.boolean(),
  movedAt: z.string(),
});
export type MovementRow = z.infer<typeof MovementRow>;

/** The ledger of one item, newest first. */
export const movements = query({ name: 'readiness.movements', duty: 'community.read', args: z.object({ itemId: stockItemId }), row: MovementRow });
