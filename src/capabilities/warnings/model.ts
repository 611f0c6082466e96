import { z } from 'zod';

/** Code lists of CAP 1.2 (OASIS Standard, 1 July 2010, section 3.2). They are closed by the standard. */
export const statuses = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const;
export const messageTypes = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const;
export const scopes = ['Public', 'Restricted', 'Private'] as const;
export const categories = ['Geo', 'Met', 'Safety', 'Security', 'Rescue', 'Fire', 'Health', 'Env', 'Transport', 'Infra', 'CBRNE', 'Other'] as const;
export const responseTypes = ['Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Monitor', 'Assess', 'AllClear', 'None'] as const;
export const urgencies = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const;
export const severities = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const;
export const certainties = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const;

/** Four-step colour of a Chinese warning, weakest first. Not CAP severity, not a response level. */
export const colours = ['blue', 'yellow', 'orange', 'red'] as const;
export const Colour = z.enum(colours);
export type Colour = z.infer<typeof Colour>;

/** Kinds of hazard that plans know. An alert of another kind is `other`, never lost. */
export const hazards = ['flood_rain', 'heat', 'fire', 'earthquake', 'epidemic', 'storm_wind', 'lightning', 'snow_ice', 'other'] as const;
export const Hazard = z.enum(hazards);
export type Hazard = z.infer<typeof Hazard>;

/** Response level as an authority declares it, strongest first. Recorded when an alert states it; never derived. */
export const ResponseLevel = z.enum(['I', 'II', 'III', 'IV']);
export type ResponseLevel = z.infer<typeof ResponseLevel>;

/** Instant as CAP writes it: to the second, with the sender's offset (`-00:00` for UTC), as received. */
const Instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-,+]\d\d:\d\d$/);

export const NamedValue = z.object({ name: z.string(), value: z.string() });
export type NamedValue = z.infer<typeof NamedValue>;

/** Reference to an earlier message: CAP `sender,identifier,sent`; parts the sender left out are empty. */
export const Reference = z.object({ sender: z.string(), identifier: z.string(), sent: z.string() });
export type Reference = z.infer<typeof Reference>;

export const AlertArea = z.object({
  areaDesc: z.string(),
  /** Rings as received: `lat,lon lat,lon …` in degrees, WGS 84, first pair = last pair. */
  polygons: z.array(z.string()),
  /** Circles as received: `lat,lon radius`, radius in kilometres. */
  circles: z.array(z.string()),
  geocodes: z.array(NamedValue),
  /** Lower and upper bound in feet above mean sea level, as received. */
  altitude: z.string().nullable(),
  ceiling: z.string().nullable(),
});
export type AlertArea = z.infer<typeof AlertArea>;

export const AlertResource = z.object({
  resourceDesc: z.string(),
  mimeType: z.string(),
  /** Approximate size in bytes, as received. */
  size: z.string().nullable(),
  uri: z.string().nullable(),
  /** The file itself in base64. */
  derefUri: z.string().nullable(),
  digest: z.string().nullable(),
});
export type AlertResource = z.infer<typeof AlertResource>;

/** What an alert says in one language about one event. */
export const AlertInfo = z.object({
  /** RFC 3066 tag; `en-US` when the sender gave none (the schema's default). */
  language: z.string(),
  categories: z.array(z.enum(categories)).min(1),
  event: z.string(),
  responseTypes: z.array(z.enum(responseTypes)),
  urgency: z.enum(urgencies),
  severity: z.enum(severities),
  certainty: z.enum(certainties),
  audience: z.string().nullable(),
  eventCodes: z.array(NamedValue),
  effective: Instant.nullable(),
  onset: Instant.nullable(),
  expires: Instant.nullable(),
  senderName: z.string().nullable(),
  headline: z.string().nullable(),
  description: z.string().nullable(),
  instruction: z.string().nullable(),
  web: z.string().nullable(),
  contact: z.string().nullable(),
  parameters: z.array(NamedValue),
  resources: z.array(AlertResource),
  areas: z.array(AlertArea),
});
export type AlertInfo = z.infer<typeof AlertInfo>;

/** One CAP 1.2 message. Absent and empty optional elements are both `null`; text is trimmed at its ends. */
export const Alert = z.object({
  identifier: z.string(),
  sender: z.string(),
  sent: Instant,
  status: z.enum(statuses),
  msgType: z.enum(messageTypes),
  source: z.string().nullable(),
  scope: z.enum(scopes),
  restriction: z.string().nullable(),
  addresses: z.string().nullable(),
  codes: z.array(z.string()),
  note: z.string().nullable(),
  references: z.array(Reference),
  incidents: z.string().nullable(),
  infos: z.array(AlertInfo),
});
export type Alert = z.infer<typeof Alert>;

/** Why an alert concerns this community. Empty list: as far as can be told it does not. */
export const MatchReason = z.discriminatedUnion('by', [
  /** `code` covers our 12-digit division code; `level` is how wide it is. */
  z.object({
    by: z.literal('division'),
    code: z.string(),
    level: z.enum(['province', 'city', 'county', 'street', 'community']),
    areaDesc: z.string(),
  }),
  z.object({ by: z.literal('polygon'), areaDesc: z.string() }),
  /** Distance from the circle's centre to our nearest known point, in kilometres. */
  z.object({ by: z.literal('circle'), distanceKm: z.number(), radiusKm: z.number(), areaDesc: z.string() }),
  /** A person who holds the duty said that it concerns us. */
  z.object({ by: z.literal('person') }),
]);
export type MatchReason = z.infer<typeof MatchReason>;

/** Where a community is, as far as warnings must know. */
export interface Place {
  /** 12-digit statistical division code (province 2, city 2, county 2, street 3, community 3). */
  readonly code12: string;
  /** Known points of it, WGS 84 degrees; at least its centre where that is known. */
  readonly points: readonly { readonly lat: number; readonly lon: number }[];
}
