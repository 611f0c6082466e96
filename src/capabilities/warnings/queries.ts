import { z } from 'zod';
import { query } from '../../kernel/query.ts';
import { Alert, Colour, Hazard, MatchReason, ResponseLevel, severities } from './model.ts';
import { deliveryStates, outwardChannels, Told, Words } from './notice.ts';
import { lives } from './rules/reading.ts';

const count = z.number().int().min(0);

export const AlertRow = z.object({
  id: z.string(),
  origin: z.string(),
  receivedAt: z.string(),
  /** Why it concerns this community; empty when it does not. */
  matched: z.array(MatchReason),
  colour: Colour.nullable(),
  severity: z.enum(severities).nullable(),
  responseLevel: ResponseLevel.nullable(),
  hazard: Hazard,
  onsetAt: z.string(),
  expiresAt: z.string(),
  supersededBy: z.string().nullable(),
  life: z.enum(lives),
  alert: Alert,
});
export type AlertRow = z.infer<typeof AlertRow>;

/** Alerts in the record, the newest first; `now`: only those that warn now or soon. Warnings are public: any member may read them. */
export const alerts = query({
  name: 'warnings.alerts',
  duty: null,
  args: z.object({ show: z.enum(['now', 'all']).default('all'), limit: z.number().int().min(1).max(500).default(200) }),
  row: AlertRow,
});

/** One alert with its document as received, and the alerts that it replaced. */
export const alert = query({
  name: 'warnings.alert',
  duty: null,
  args: z.object({ id: z.uuid() }),
  row: AlertRow.extend({
    xml: z.string(),
    rawHash: z.string(),
    replaced: z.array(z.object({ id: z.string(), identifier: z.string(), sent: z.string() })),
  }),
});

export const NoticeRow = z.object({
  id: z.string(),
  title: Words,
  body: Words,
  audience: z.array(Told),
  exercise: z.boolean(),
  sms: z.boolean(),
  alertId: z.string().nullable(),
  incidentId: z.string().nullable(),
  ackWithinMin: count,
  sentAt: z.string(),
  sentBy: z.string().nullable(),
  /** Recipients by where their delivery stands. */
  acknowledged: count,
  sent: count,
  waiting: count,
  notReached: count,
  held: count,
});
export type NoticeRow = z.infer<typeof NoticeRow>;

/** Notices sent, the newest first, with how many know. */
export const notices = query({
  name: 'warnings.notices',
  duty: 'community.read',
  args: z.object({ limit: z.number().int().min(1).max(200).default(50) }),
  row: NoticeRow,
});

export const DeliveryRow = z.object({
  id: z.string(),
  person: z.string().nullable(),
  position: z.string().nullable(),
  household: z.string().nullable(),
  /** `3-2-501`; households only. */
  door: z.string().nullable(),
  grid: z.string().nullable(),
  /** Name of the partner outside. */
  endpoint: z.string().nullable(),
  state: z.enum(deliveryStates),
  acknowledgedAt: z.string().nullable(),
  attempts: z.array(
    z.object({ channel: z.enum(outwardChannels), state: z.enum(['queued', 'sent', 'failed']), tries: count, code: z.string().nullable() }),
  ),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

/** Recipients of one notice, those who do not know first. Households only of grids that the asker's duty reaches. */
export const deliveries = query({
  name: 'warnings.notice',
  duty: 'community.read',
  args: z.object({ id: z.uuid(), state: z.enum(deliveryStates).nullable().default(null), limit: z.number().int().min(1).max(10_000).default(1000) }),
  row: DeliveryRow,
});

export const MyNotice = z.object({
  /** The delivery: what is acknowledged. */
  id: z.string(),
  noticeId: z.string(),
  title: Words,
  body: Words,
  exercise: z.boolean(),
  alertId: z.string().nullable(),
  incidentId: z.string().nullable(),
  sentAt: z.string(),
  acknowledgedAt: z.string().nullable(),
});
export type MyNotice = z.infer<typeof MyNotice>;

/** Notices to the asker, those not yet acknowledged first. Phones have the same rows as entity `warnings.delivery`. */
export const myNotices = query({ name: 'warnings.myNotices', duty: null, args: z.object({}), row: MyNotice });

/** Where alerts come from by themselves, and what the last look found. */
export const feedList = query({
  name: 'warnings.feeds',
  duty: 'warnings.receive',
  args: z.object({}),
  row: z.object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['polled', 'pushed']),
    url: z.string().nullable(),
    everyMin: z.number().nullable(),
    lookedAt: z.string().nullable(),
    okAt: z.string().nullable(),
    /** Message key under `problem.`; null when the last look went well. */
    problem: z.string().nullable(),
  }),
});

/** Partners outside who can be told. */
export const endpointList = query({
  name: 'warnings.endpoints',
  duty: 'warnings.publish',
  args: z.object({}),
  row: z.object({ id: z.string(), name: z.string(), channel: z.enum(['email', 'webhook']), address: z.string() }),
});
