import { z } from 'zod';
import { command } from '../../kernel/command.ts';
import { ok, refuse } from '../../kernel/result.ts';
import {
  type DeliveryId,
  deliveryId,
  Notice,
  type NoticeChange,
  noticeId,
  outwardChannels,
  type PlannedDelivery,
  type Recipient,
  type SentNotice,
} from './notice.ts';

export interface SendState {
  readonly exists: boolean;
  /** Does the alert that the notice passes on exist here? True when it passes on none. */
  readonly alertHere: boolean;
  /** The audience, each recipient once. */
  readonly recipients: readonly Recipient[];
}

/**
 * Sends a notice. Who has an account sees it in the app; text messages, e-mail and webhooks are asked for besides.
 * An exercise leaves no trace outside the app: its outward deliveries are recorded as held back.
 */
export const sendNotice = command<Notice, SendState, NoticeChange>({
  name: 'warnings.sendNotice',
  ver: 1,
  payload: Notice,
  duty: 'warnings.publish',
  bySystem: true,
  urgency: 'life',
  offline: false,
  decide(state, notice, { now, newId }) {
    if (state.exists) return refuse('conflict', 'warnings.noticeTwice');
    if (!state.alertHere) return refuse('missing', 'warnings.alertGone');
    if (state.recipients.length === 0) return refuse('invalid', 'warnings.nobodyToTell');
    return ok([noticeSent(notice, state.recipients, now, newId)]);
  },
});

/** The change that sends a notice to these recipients; also for notices that a plan asks for. */
export function noticeSent(notice: SentNotice, recipients: readonly Recipient[], now: Date, newId: () => string): NoticeChange {
  const deliveries = recipients.map(
    (recipient): PlannedDelivery => ({ id: newId() as DeliveryId, recipient, channels: channelsTo(recipient, notice) }),
  );
  return { type: 'noticeSent', notice, deliveries, sentAt: now.toISOString() };
}

function channelsTo(recipient: Recipient, notice: SentNotice): PlannedDelivery['channels'] {
  if (notice.exercise) return [];
  if (recipient.kind === 'endpoint') return [recipient.channel];
  return notice.sms && recipient.hasPhone ? ['sms'] : [];
}

const RecordDeliveries = z.object({
  noticeId,
  results: z
    .array(
      z.object({
        deliveryId,
        channel: z.enum(outwardChannels),
        ok: z.boolean(),
        /** Code of the channel's answer when it did not take the message. */
        code: z.string().max(40).nullable(),
        /** When to try again, ISO 8601; null: given up. */
        nextAt: z.iso.datetime().nullable(),
      }),
    )
    .min(1)
    .max(500),
});
type RecordDeliveries = z.infer<typeof RecordDeliveries>;

/** Attempts of the notice that wait, by `<delivery> <channel>`, with the tries so far. */
export type Waiting = ReadonlyMap<string, number>;

/** What the channels answered, told by the job that asked them. Results for attempts that do not wait any more are left out. */
export const recordDeliveries = command<RecordDeliveries, Waiting, NoticeChange>({
  name: 'warnings.recordDeliveries',
  ver: 1,
  payload: RecordDeliveries,
  duty: 'warnings.publish',
  bySystem: true,
  urgency: 'desk',
  offline: false,
  decide(waiting, { results }, { actor }) {
    // What a gateway answered is not for people to say.
    if (actor.kind !== 'system') return refuse('forbidden', 'warnings.onlyTheSystem');
    return ok(
      results.flatMap((result): NoticeChange[] => {
        const tries = waiting.get(`${result.deliveryId} ${result.channel}`);
        if (tries === undefined) return [];
        const state = result.ok ? 'sent' : result.nextAt === null ? 'failed' : 'queued';
        const { deliveryId: id, channel, code, nextAt } = result;
        return [
          {
            type: 'deliveryTried',
            deliveryId: id,
            channel,
            state,
            tries: tries + 1,
            code: result.ok ? null : code,
            nextAt: state === 'queued' ? nextAt : null,
          },
        ];
      }),
    );
  },
});
