import { z } from 'zod';
import { command } from '../../kernel/command.ts';
import type { PersonId } from '../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import type { Alert, Colour, Hazard, MatchReason, Place, ResponseLevel } from './model.ts';
import { type AlertId, alertId, type DeliveryId, deliveryId, feedId, type NoticeChange, type NoticeId } from './notice.ts';
import { matchArea } from './rules/area.ts';
import { colourOf, expiryOf, gravestSeverity, hazardOf, onsetOf, responseLevelOf } from './rules/reading.ts';
import { type Known, supersededBy, supersederOf } from './rules/supersede.ts';

/** How an alert came here; `own`: issued by this community. */
export const origins = ['file', 'post', 'feed', 'own'] as const;
export type Origin = (typeof origins)[number];

/** An alert is in the record: what it says, why it concerns us, and what it replaces. Other slices react to it. */
export interface AlertReceived {
  readonly type: 'alertReceived';
  readonly alertId: AlertId;
  readonly alert: Alert;
  readonly origin: Origin;
  readonly feedId: string | null;
  /** Empty: it does not concern this community. */
  readonly matched: readonly MatchReason[];
  readonly colour: Colour | null;
  readonly severity: string | null;
  readonly responseLevel: ResponseLevel | null;
  readonly hazard: Hazard;
  readonly onsetAt: string;
  readonly expiresAt: string;
  /** Ids of alerts that it replaces. */
  readonly supersedes: readonly string[];
  /** Id of an Update or Cancel that came before it and already replaces it. */
  readonly supersededBy: string | null;
  readonly xml: string;
}

export interface ReceiveState {
  /** What the document says, or why it cannot be read. */
  readonly read: Result<Alert>;
  readonly place: Place;
  /** Alerts of the same sender that this one may replace or be replaced by. */
  readonly known: readonly Known[];
  /** The id is taken, or the very same message (sender, identifier, sent) is here already. */
  readonly here: boolean;
}

const ReceiveAlert = z.object({
  alertId,
  /** The CAP 1.2 document. It was checked against the schema where it arrived; it is read again from this text. */
  xml: z
    .string()
    .min(1)
    .max(2 * 1024 * 1024),
  origin: z.enum(['file', 'post', 'feed']),
  feedId: feedId.nullable().default(null),
  /** A person says that it concerns us although its area does not tell. */
  concernsUs: z.boolean().default(false),
});
type ReceiveAlert = z.infer<typeof ReceiveAlert>;

/** Takes a CAP alert into the record, says why it concerns this community, and marks what it replaces. */
export const receiveAlert = command<ReceiveAlert, ReceiveState, AlertReceived>({
  name: 'warnings.receiveAlert',
  ver: 1,
  payload: ReceiveAlert,
  duty: 'warnings.receive',
  bySystem: true,
  urgency: 'life',
  offline: false,
  decide({ read, place, known, here }, { alertId: id, xml, origin, feedId: feed, concernsUs }, { actor }) {
    if (!read.ok) return read;
    if (here) return refuse('conflict', 'warnings.alertKnown');
    const byArea = matchArea(read.value, place);
    const matched = byArea.length === 0 && concernsUs && actor.kind === 'person' ? [{ by: 'person' as const }] : byArea;
    return ok([received({ id, alert: read.value, xml, origin, feed, matched, known })]);
  },
});

/** The change that puts an alert into the record. */
export function received(parts: {
  readonly id: AlertId;
  readonly alert: Alert;
  readonly xml: string;
  readonly origin: Origin;
  readonly feed: string | null;
  readonly matched: readonly MatchReason[];
  readonly known: readonly Known[];
}): AlertReceived {
  const { id, alert, xml, origin, feed, matched, known } = parts;
  return {
    type: 'alertReceived',
    alertId: id,
    alert,
    origin,
    feedId: feed,
    matched,
    colour: colourOf(alert),
    severity: gravestSeverity(alert),
    responseLevel: responseLevelOf(alert),
    hazard: hazardOf(alert),
    onsetAt: onsetOf(alert).toISOString(),
    expiresAt: expiryOf(alert).toISOString(),
    supersedes: supersededBy(alert, known),
    supersededBy: supersederOf(alert, known),
    xml,
  };
}

export type OwnDelivery =
  | { readonly at: 'nowhere' }
  | { readonly at: 'open'; readonly id: DeliveryId; readonly notice: NoticeId; readonly person: PersonId | null }
  | { readonly at: 'acknowledged'; readonly id: DeliveryId; readonly notice: NoticeId; readonly person: PersonId | null };

const Acknowledge = z.object({ deliveryId });
type Acknowledge = z.infer<typeof Acknowledge>;

/** "I have read this": by the one to whom it was sent. Twice is once. */
export const acknowledge = command<Acknowledge, OwnDelivery, NoticeChange>({
  name: 'warnings.acknowledge',
  ver: 1,
  payload: Acknowledge,
  duty: null,
  urgency: 'field',
  offline: true,
  decide(state, _payload, { actor, now }) {
    // Somebody else's notice is answered like one that does not exist.
    if (state.at === 'nowhere' || actor.kind !== 'person' || state.person !== actor.person) return refuse('missing', 'warnings.noticeGone');
    switch (state.at) {
      case 'acknowledged':
        return ok([]);
      case 'open':
        return ok([{ type: 'noticeAcknowledged', deliveryId: state.id, noticeId: state.notice, person: actor.person, at: now.toISOString() }]);
      default:
        return state satisfies never;
    }
  },
});
