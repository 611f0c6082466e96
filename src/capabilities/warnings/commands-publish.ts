import { z } from 'zod';
import { command } from '../../kernel/command.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { type AlertReceived, received } from './commands.ts';
import { type Alert, type AlertInfo, Colour, categories, certainties, type Place, responseTypes, severities, urgencies } from './model.ts';
import { alertId, Words } from './notice.ts';
import { matchArea } from './rules/area.ts';
import { writeCap } from './rules/cap-write.ts';
import type { Known } from './rules/supersede.ts';

const PublishAlert = z
  .object({
    alertId,
    exercise: z.boolean(),
    msgType: z.enum(['Alert', 'Update', 'Cancel']),
    /** The own alert that an update or cancel replaces. */
    replaces: alertId.nullable().default(null),
    category: z.enum(categories),
    event: Words,
    responseType: z.enum(responseTypes).nullable().default(null),
    urgency: z.enum(urgencies),
    severity: z.enum(severities),
    certainty: z.enum(certainties),
    colour: Colour.nullable().default(null),
    headline: Words,
    description: Words,
    instruction: Words.nullable().default(null),
    onset: z.iso.datetime({ offset: true }).nullable().default(null),
    expires: z.iso.datetime({ offset: true }),
  })
  .refine((p) => (p.msgType === 'Alert') === (p.replaces === null), { path: ['replaces'] });
type PublishAlert = z.infer<typeof PublishAlert>;

export interface PublishState {
  readonly here: boolean;
  readonly place: Place & { readonly name: string };
  /** Our own alert that is replaced; null when there is none of that id. */
  readonly replaced: Known | null;
}

/**
 * Issues an alert of this community as CAP 1.2: signed off by the position that holds the duty, for the area of our division code,
 * in every language that was written. Partners fetch it as XML.
 */
export const publishAlert = command<PublishAlert, PublishState, AlertReceived>({
  name: 'warnings.publishAlert',
  ver: 1,
  payload: PublishAlert,
  duty: 'warnings.publish',
  urgency: 'life',
  offline: false,
  decide({ here, place, replaced }, p, { now, position, commandId }) {
    if (here) return refuse('conflict', 'warnings.alertKnown');
    if (p.replaces !== null && replaced === null) return refuse('missing', 'warnings.alertGone');
    if (replaced?.supersededBy) return refuse('conflict', 'warnings.alreadySuperseded');
    if (Date.parse(p.expires) <= now.getTime()) return refuse('invalid', 'warnings.expiresInPast');
    if (p.onset !== null && Date.parse(p.onset) >= Date.parse(p.expires)) return refuse('invalid', 'warnings.onsetAfterEnd');
    const alert: Alert = {
      identifier: `${place.code12}_${commandId}`,
      sender: ownSender(place.code12),
      sent: capInstant(now),
      status: p.exercise ? 'Exercise' : 'Actual',
      msgType: p.msgType,
      source: position === null ? null : `position ${position}`,
      scope: 'Public',
      restriction: null,
      addresses: null,
      codes: [],
      // CAP 3.2.1: an exercise says in its note what it is.
      note: p.exercise ? '演练 EXERCISE' : null,
      references: replaced ? [{ sender: replaced.sender, identifier: replaced.identifier, sent: replaced.sent }] : [],
      incidents: null,
      infos: languagesOf(p).map((language) => infoIn(language, p, place, now)),
    };
    const known = replaced ? [replaced] : [];
    return ok([received({ id: p.alertId, alert, xml: writeCap(alert), origin: 'own', feed: null, matched: matchArea(alert, place), known })]);
  },
});

/** Sender of this community's own alerts: unique, without blanks, commas or markup (CAP 3.2.1). */
export const ownSender = (code12: string): string => `banyan-${code12}`;

/** CAP instant in China's time, which all of China uses: `2026-11-22T02:30:00+08:00`. */
export function capInstant(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
}

const tags = { zh: 'zh-CN', en: 'en-US', ug: 'ug-CN' } as const;
type Language = keyof typeof tags;

/** Chinese always; another language when headline and description are written in it. */
const languagesOf = (p: PublishAlert): Language[] =>
  (['zh', 'en', 'ug'] as const).filter((l) => l === 'zh' || (p.headline[l] !== '' && p.description[l] !== ''));

const infoIn = (l: Language, p: PublishAlert, place: PublishState['place'], now: Date): AlertInfo => ({
  language: tags[l],
  categories: [p.category],
  event: p.event[l] || p.event.zh,
  responseTypes: p.responseType === null ? [] : [p.responseType],
  urgency: p.urgency,
  severity: p.severity,
  certainty: p.certainty,
  audience: null,
  eventCodes: [],
  effective: capInstant(now),
  onset: p.onset === null ? null : capInstant(new Date(p.onset)),
  expires: capInstant(new Date(p.expires)),
  senderName: place.name,
  headline: p.headline[l],
  description: p.description[l],
  instruction: p.instruction === null ? null : p.instruction[l] || p.instruction.zh,
  web: null,
  contact: null,
  parameters: p.colour === null ? [] : [{ name: 'ColorCode', value: p.colour }],
  resources: [],
  areas: [
    {
      areaDesc: place.name,
      polygons: [],
      circles: [],
      geocodes: [{ name: 'CPEAS Geographic Code', value: place.code12 }],
      altitude: null,
      ceiling: null,
    },
  ],
});
