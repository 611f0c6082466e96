import { z } from 'zod';
import { idOf } from '../../kernel/ids.ts';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type PlanId = Id<'plan'>;
export type StockItemId = Id<'stockItem'>;
export type StockLotId = Id<'stockLot'>;
export type StockMovementId = Id<'stockMovement'>;

export const planId = idOf<PlanId>();
export const stockItemId = idOf<StockItemId>();
export const stockLotId = idOf<StockLotId>();
export const stockMovementId = idOf<StockMovementId>();

/**
 * What people prepare for. Codes grow with the plans a community writes, so the column is open text;
 * these are the ones with ready-made plans and translated names.
 */
export const hazards = ['flood', 'storm', 'heat', 'fire', 'earthquake', 'epidemic'] as const;
export const Hazard = z.string().regex(/^[a-z][a-zA-Z]{1,31}$/);

/** Response level. I is the highest (most severe), IV the lowest. Not a warning colour and not a severity: a level of its own. */
export const Level = z.enum(['I', 'II', 'III', 'IV']);
export type Level = z.infer<typeof Level>;

/** Warning colour as the issuer states it, weakest first. */
export const Colour = z.enum(['blue', 'yellow', 'orange', 'red']);
export type Colour = z.infer<typeof Colour>;

/** A text in the languages of the community. Chinese is required; an empty one falls back to it. */
export const Words = z.object({
  zh: z.string().trim().min(1).max(600),
  en: z.string().trim().max(1200).default(''),
  ug: z.string().trim().max(1200).default(''),
});
export type Words = z.infer<typeof Words>;

/**
 * Which alerts make this plan worth proposing: one of `words` in the alert's event or headline (any language, case ignored),
 * and either one of `colours` as warning colour or, where the alert has no colour, one of `levelWords` in the headline.
 * Empty `words`: the plan is never proposed by an alert, people choose it (a fire is reported, not forecast).
 */
export const Trigger = z.object({
  words: z.array(z.string().trim().min(1).max(40)).max(40),
  colours: z.array(Colour).max(4),
  levelWords: z.array(z.string().trim().min(1).max(40)).max(20),
});
export type Trigger = z.infer<typeof Trigger>;

/** For whom an action is done, or who is told: decides who gets the notice and which doors a round visits. */
export const Audience = z.enum(['positions', 'volunteers', 'organisations', 'residents', 'vulnerable']);
export type Audience = z.infer<typeof Audience>;

/** `task`: one piece of work with an owner; `notice`: words sent out; `round`: a visit to doors. */
export const ActionKind = z.enum(['task', 'notice', 'round']);
export type ActionKind = z.infer<typeof ActionKind>;

/** One thing a plan makes happen once it is activated. */
export const PlanAction = z.object({
  /** Place in the plan, from 1. */
  order: z.number().int().min(1).max(200),
  title: Words,
  /** Text of the notice, when `kind` is `notice`; null: the title is the text. */
  text: Words.nullable().default(null),
  /** Duty of the catalogue; whoever holds it A or R owns the resulting task. */
  duty: z
    .string()
    .regex(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/)
    .max(60),
  /** Minutes after activation by which it must be done, 0 (at once) to 20160 (14 days). */
  withinMin: z.number().int().min(0).max(20_160),
  audience: Audience,
  kind: ActionKind,
});
export type PlanAction = z.infer<typeof PlanAction>;

/** What one edition of a plan says. */
export const PlanText = z.object({
  hazard: Hazard,
  level: Level,
  title: Words,
  trigger: Trigger,
  actions: z.array(PlanAction).min(1).max(200),
});
export type PlanText = z.infer<typeof PlanText>;

export type PlanStatus = 'active' | 'retired';

/** A plan as it stands: its newest edition. Older editions are kept and can be read. */
export interface Plan extends PlanText {
  readonly id: PlanId;
  /** Number of the newest edition, from 1. */
  readonly edition: number;
  readonly status: PlanStatus;
}

export type PlanState = { readonly at: 'nowhere' } | { readonly at: 'active'; readonly plan: Plan } | { readonly at: 'retired'; readonly plan: Plan };

/** Something the community keeps for an emergency, counted in whole units (`unit`: bottle, box, blanket …). */
export const StockItem = z.object({
  id: stockItemId,
  name: Words,
  unit: z.string().trim().min(1).max(20),
  /** Least amount to keep per resident, in units; a community's own setting, null until someone sets it. There is no built-in norm. */
  minPerHead: z.number().min(0).max(1000).nullable(),
  /** Units one resident uses in a day of an emergency, the community's own estimate; null until set. Gives the planned days of cover. */
  dailyPerHead: z.number().min(0).max(1000).nullable(),
});
export type StockItem = z.infer<typeof StockItem>;

/** Units of one delivery that share an expiry date and a place. Its balance is the sum of its movements. */
export const StockLot = z.object({
  id: stockLotId,
  itemId: stockItemId,
  /** Last day of use, ISO date; null: does not expire. */
  expiresOn: z.iso.date().nullable(),
  /** Where it stands, in words people use: "store room, building 3". */
  place: z.string().trim().min(1).max(80),
});
export type StockLot = z.infer<typeof StockLot>;

/** Why stock moved. `correct` undoes one earlier movement; the ledger itself is never changed. */
export const MovementKind = z.enum(['receive', 'issue', 'count', 'correct']);
export type MovementKind = z.infer<typeof MovementKind>;

/** One line of the stock ledger. */
export interface StockMovement {
  readonly id: StockMovementId;
  readonly lotId: StockLotId;
  readonly kind: MovementKind;
  /** Units added (positive) or taken (negative), never 0. */
  readonly quantity: number;
  /** Where it came from or went to, in words; no names of residents. */
  readonly note: string;
  /** The movement this one undoes. */
  readonly corrects: StockMovementId | null;
}

/** Lot and balance as a rule needs them. */
export type LotState = { readonly at: 'nowhere' } | { readonly at: 'kept'; readonly lot: StockLot; readonly balance: number };
export type ItemState = { readonly at: 'nowhere' } | { readonly at: 'kept'; readonly item: StockItem };

export type ReadinessChange =
  | { readonly type: 'planWritten'; readonly plan: Plan; readonly note: string; readonly source: string | null }
  | { readonly type: 'planRetired'; readonly planId: PlanId }
  | { readonly type: 'stockItemAdded'; readonly item: StockItem }
  | { readonly type: 'stockItemSet'; readonly item: StockItem }
  | { readonly type: 'stockLotOpened'; readonly lot: StockLot }
  | { readonly type: 'stockMoved'; readonly movement: StockMovement };
