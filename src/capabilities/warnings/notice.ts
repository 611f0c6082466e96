import { z } from 'zod';
import { type GridId, type HouseholdId, type IncidentId, idOf, type PersonId, type PositionId } from '../../kernel/ids.ts';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type AlertId = Id<'alert'>;
export type FeedId = Id<'feed'>;
export type NoticeId = Id<'notice'>;
export type DeliveryId = Id<'delivery'>;
export type EndpointId = Id<'endpoint'>;

export const alertId = idOf<AlertId>();
export const feedId = idOf<FeedId>();
export const noticeId = idOf<NoticeId>();
export const deliveryId = idOf<DeliveryId>();
export const endpointId = idOf<EndpointId>();
const gridId = idOf<GridId>();
const incidentId = idOf<IncidentId>();

/** Text in the community's languages. Chinese is required; an empty one falls back to it. */
export const Words = z.object({
  zh: z.string().trim().min(1).max(2000),
  en: z.string().trim().max(4000).default(''),
  ug: z.string().trim().max(4000).default(''),
});
export type Words = z.infer<typeof Words>;

/** What the reader sees: the reader's language, else Chinese. */
export const wordsFor = (words: Words, language: string): string => {
  const tag = language.slice(0, 2);
  return (tag === 'en' ? words.en : tag === 'ug' ? words.ug : '') || words.zh;
};

const grids = z.array(gridId).min(1).max(200).nullable().default(null);

/** One group of people who are told; a notice goes to the union of its groups, to each person once. */
export const Audience = z.discriminatedUnion('to', [
  /** Everyone who holds or deputises a post. */
  z.object({ to: z.literal('staff') }),
  /** Everyone who holds a seat in a team. */
  z.object({ to: z.literal('volunteers') }),
  /** Who may do the duty now; with `grids`, there. */
  z.object({
    to: z.literal('duty'),
    duty: z
      .string()
      .regex(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/)
      .max(60),
    grids,
  }),
  /** Who holds a position limited to one of these grids. */
  z.object({ to: z.literal('grids'), grids: z.array(gridId).min(1).max(200) }),
  /** Households of the grids, or of the whole community. */
  z.object({ to: z.literal('residents'), grids }),
  /** Households in which someone has a recorded need. */
  z.object({ to: z.literal('vulnerable'), grids }),
  /** A partner outside. */
  z.object({ to: z.literal('endpoint'), endpointId }),
]);
export type Audience = z.infer<typeof Audience>;

/** Whom a notice went to: a group, or, where another slice asked for it, named positions. */
export const Told = z.union([Audience, z.object({ to: z.literal('positions'), positions: z.array(idOf<PositionId>()) })]);
export type Told = z.infer<typeof Told>;

export const Notice = z.object({
  id: noticeId,
  title: Words.extend({ zh: z.string().trim().min(1).max(120) }),
  body: Words,
  audience: z.array(Audience).min(1).max(30),
  /** Also as a text message to those whose number is known. */
  sms: z.boolean(),
  /** Nothing leaves the house: shown in the app only, marked as an exercise. */
  exercise: z.boolean(),
  alertId: alertId.nullable().default(null),
  incidentId: incidentId.nullable().default(null),
  /** Minutes after which someone who has not acknowledged counts as not reached, 5 to 10,080 (a week). */
  ackWithinMin: z.number().int().min(5).max(10_080).default(30),
});
export type Notice = z.infer<typeof Notice>;
/** A notice on its way, whoever asked for it. */
export type SentNotice = Omit<Notice, 'audience'> & { readonly audience: readonly Told[] };

/** One recipient as resolved when the notice is sent. */
export type Recipient =
  | { readonly kind: 'person'; readonly person: PersonId; readonly position: PositionId | null; readonly hasPhone: boolean }
  | { readonly kind: 'household'; readonly household: HouseholdId; readonly grid: GridId; readonly door: string; readonly hasPhone: boolean }
  | { readonly kind: 'endpoint'; readonly endpoint: EndpointId; readonly channel: OutwardChannel };

/** Ways out of the house. */
export const outwardChannels = ['sms', 'email', 'webhook'] as const;
export type OutwardChannel = (typeof outwardChannels)[number];

export type NoticeChange =
  | { readonly type: 'noticeSent'; readonly notice: SentNotice; readonly deliveries: readonly PlannedDelivery[]; readonly sentAt: string }
  | {
      readonly type: 'noticeAcknowledged';
      readonly deliveryId: DeliveryId;
      readonly noticeId: NoticeId;
      readonly person: PersonId;
      readonly at: string;
    }
  | {
      readonly type: 'deliveryTried';
      readonly deliveryId: DeliveryId;
      readonly channel: OutwardChannel;
      readonly state: 'sent' | 'queued' | 'failed';
      readonly tries: number;
      readonly code: string | null;
      readonly nextAt: string | null;
    };

/** A recipient with the ways out by which the notice goes to it; none: in the app, or nobody but a neighbour at the door. */
export interface PlannedDelivery {
  readonly id: DeliveryId;
  readonly recipient: Recipient;
  readonly channels: readonly OutwardChannel[];
}

/**
 * Where one delivery stands, the question of the desk being "who does not know yet?":
 * `acknowledged`: the recipient said so · `sent`: a channel took it · `waiting`: in the app or in a queue, within the time set ·
 * `notReached`: none of it, and the time is over or no way is left. For an exercise, what leaves the house is `held` back.
 */
export const deliveryStates = ['acknowledged', 'sent', 'waiting', 'notReached', 'held'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

export function deliveryState(
  delivery: {
    readonly inApp: boolean;
    readonly acknowledgedAt: string | null;
    readonly attempts: readonly { readonly state: string }[];
  },
  notice: { readonly exercise: boolean; readonly sentAt: string; readonly ackWithinMin: number },
  now: Date,
): DeliveryState {
  if (delivery.acknowledgedAt !== null) return 'acknowledged';
  if (notice.exercise && !delivery.inApp) return 'held';
  const late = now.getTime() > Date.parse(notice.sentAt) + notice.ackWithinMin * 60_000;
  const sent = delivery.attempts.some((attempt) => attempt.state === 'sent');
  // A household or partner cannot acknowledge here: that the channel took it is the most that will be known.
  if (sent && (!delivery.inApp || !late)) return 'sent';
  const hope = delivery.inApp || delivery.attempts.some((attempt) => attempt.state === 'queued');
  return hope && !late ? 'waiting' : 'notReached';
}
