import { z } from 'zod';
import { type ChangeOf, command } from './command.ts';
import { type CommunityId, type DeviceId, idOf, type PersonId } from './ids.ts';
import { ok, refuse } from './result.ts';

const hourMs = 3_600_000;

/**
 * How long a device may open its copy without having met the server, in milliseconds: 72 hours while an incident (or an exercise)
 * runs in the community, 14 days otherwise.
 */
export const leaseMs = (incidentRuns: boolean): number => (incidentRuns ? 72 : 14 * 24) * hourMs;

/** Work that has not arrived for this long is told to the person and to the desk, in milliseconds. */
export const lateMs = 24 * hourMs;

/** What a device tells about itself whenever it meets the server. */
export const Meeting = z.object({
  community: idOf<CommunityId>(),
  /** Names this browser profile for one person; stays when its commands are numbered anew. */
  device: idOf<DeviceId>(),
  /** Public half of the key with which the device signs exports: SubjectPublicKeyInfo of an ECDSA P-256 key, base64. */
  publicKey: z.base64().max(400),
  kind: z.enum(['phone', 'desk']),
  /** Under which name it numbers its commands, and the last number it gave. */
  numbersAs: idOf<DeviceId>(),
  lastDseq: z.number().int().min(0).max(2_147_483_647),
  /** Commands kept there that were not answered, and since when the oldest waits. */
  unsent: z.number().int().min(0).max(1_000_000),
  unsentSince: z.iso.datetime({ offset: true }).nullable(),
  /** Does it want to keep a copy (a PIN is set)? Only then does it get a lease. */
  copy: z.boolean(),
});
export type Meeting = z.infer<typeof Meeting>;

/** What the server answers to a {@link Meeting}. Keys are 32 bytes, base64. */
export interface MeetingAnswer {
  /** The server's time, ISO 8601. */
  readonly now: string;
  /** The desk or the person asked that this device forget its copy. */
  readonly wipe: boolean;
  /** Opens the outbox of this device again after a sign-in. */
  readonly accountKey: string;
  /** The server's half of the key of the copy and until when it may be used; null for a device that is to forget, or keeps no copy. */
  readonly lease: { readonly half: string; readonly until: string } | null;
}

/** One device as the list of devices shows it. */
export interface ListedDevice {
  readonly id: DeviceId;
  readonly person: PersonId;
  readonly personName: string;
  readonly mine: boolean;
  readonly kind: 'phone' | 'desk';
  readonly registeredAt: string;
  readonly seenAt: string;
  /** Until when it may open its copy by itself; null when it keeps none. */
  readonly leaseUntil: string | null;
  /** Commands it has numbered or counted as waiting that have not arrived here. */
  readonly unsent: number;
  readonly unsentSince: string | null;
  readonly wipeAskedAt: string | null;
  readonly wipedAt: string | null;
}

/**
 * Does this device hold work that should have arrived? By when the oldest was said there, and, for its clock may stand anywhere, by when it was
 * last in contact.
 * @param nowMs the server's time, or that of a desk
 */
export const isLate = ({ unsent, unsentSince, seenAt }: Pick<ListedDevice, 'unsent' | 'unsentSince' | 'seenAt'>, nowMs: number): boolean =>
  unsent > 0 && nowMs - Math.min(Date.parse(seenAt), unsentSince === null ? Number.POSITIVE_INFINITY : Date.parse(unsentSince)) > lateMs;

interface Known {
  readonly person: PersonId;
  readonly wipeAsked: boolean;
}
export interface WipeAsked extends ChangeOf {
  readonly type: 'wipeAsked';
  readonly device: DeviceId;
}
const WhichDevice = z.object({ device: idOf<DeviceId>() });
type WhichDevice = z.infer<typeof WhichDevice>;
const gone = refuse('missing', 'devices.gone');

/** Asks one of one's own devices to forget its copy at its next contact. Asking again changes nothing. */
export const wipeOwnDevice = command<WhichDevice, Known | null, WipeAsked>({
  name: 'devices.wipeOwn',
  ver: 1,
  payload: WhichDevice,
  duty: null,
  urgency: 'desk',
  offline: false,
  decide: (known, { device }, { actor }) => {
    if (!known || actor.kind !== 'person' || actor.person !== known.person) return gone;
    return ok(known.wipeAsked ? [] : [{ type: 'wipeAsked', device }]);
  },
});

/** Asks anybody's device to forget its copy at its next contact: a phone was lost, somebody left. */
export const wipeDevice = command<WhichDevice, Known | null, WipeAsked>({
  name: 'devices.wipe',
  ver: 1,
  payload: WhichDevice,
  duty: 'community.manage',
  urgency: 'desk',
  offline: false,
  decide: (known, { device }) => (known ? ok(known.wipeAsked ? [] : [{ type: 'wipeAsked', device }]) : gone),
});

/** Somebody at the desk brought in the unsent work of a device from a file; the commands themselves stand in the journal under their own author. */
export const vouchForFile = command<WhichDevice & { readonly commands: number }, Known | null, ChangeOf>({
  name: 'devices.vouch',
  ver: 1,
  payload: WhichDevice.extend({ commands: z.number().int().min(0).max(10_000) }),
  duty: 'community.manage',
  byRoute: true,
  urgency: 'desk',
  offline: false,
  decide: (known) => {
    if (!known) return gone;
    return known.wipeAsked ? refuse('conflict', 'devices.wiped') : ok([]);
  },
});

/** What an exported outbox holds, in the clear: the device's signature covers these bytes exactly. */
export const ExportedOutbox = z.object({
  community: idOf<CommunityId>(),
  person: idOf<PersonId>(),
  device: idOf<DeviceId>(),
  numbersAs: idOf<DeviceId>(),
  madeAt: z.iso.datetime({ offset: true }),
  commands: z.array(z.unknown()).max(10_000),
});
export type ExportedOutbox = z.infer<typeof ExportedOutbox>;
