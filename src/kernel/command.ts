import { z } from 'zod';
import { type CommandId, type CommunityId, type DeviceId, type DwellingId, type GridId, idOf, type PersonId, type PositionId } from './ids.ts';
import type { Problem, Result } from './result.ts';

/**
 * Who acts. A `person` is signed in; a `door` holds the QR capability of one dwelling and may only say what
 * concerns that door; `system` is the community's own clock and feeds (an expired claim, a polled alert).
 */
export type Actor =
  | { readonly kind: 'person'; readonly person: PersonId }
  | { readonly kind: 'door'; readonly dwelling: DwellingId }
  | { readonly kind: 'system' };

/** What a rule may know besides state and payload. Time and chance come in here; a rule never looks for them. */
export interface Facts {
  readonly community: CommunityId;
  readonly actor: Actor;
  /** The position in which the actor acts: the one that holds the duty; null for doors, the system and duty-free commands (the journal may know better: `Note.position`). */
  readonly position: PositionId | null;
  readonly now: Date;
  readonly commandId: CommandId;
  /** A fresh identifier for something this command brings into being. */
  readonly newId: () => string;
}

/**
 * How urgent a command is when the server must choose: `life` before `field` before `desk`.
 * (Help requests and injuries are `life`, door visits and tasks `field`, everything else `desk`.)
 */
export type Urgency = 'life' | 'field' | 'desk';

/** A named thing that someone does: its shape, the duty it takes, and the rule that accepts or refuses it. */
export interface Command<Payload = unknown, State = unknown, Change extends ChangeOf = ChangeOf> {
  /** `slice.verbNoun`, imperative: `response.claimTask`. */
  readonly name: `${string}.${string}`;
  /** Version of the payload's shape, from 1. Old phones push old versions. */
  readonly ver: number;
  /** The shapes of versions 1 to `ver` − 1, oldest first, each with the way to the next; absent while there is one version. */
  readonly formerly?: readonly FormerPayload[];
  readonly payload: z.ZodType<Payload>;
  /** Code of the duty in the catalogue that the actor's position must hold; `null`: any member of the community. */
  readonly duty: string | null;
  /** May the QR capability of a door say this? */
  readonly byDoor?: boolean;
  /** May the community's own clock and feeds say this? */
  readonly bySystem?: boolean;
  /** Said only by a route of the server that does the other half of it, outside the journal's reach; never taken from a device. */
  readonly byRoute?: boolean;
  readonly urgency: Urgency;
  /** One field of the payload and the value that makes it `life` all the same: a door visit that finds somebody in need. */
  readonly lifeIf?: { readonly field: string; readonly is: string };
  /** May it wait in a phone's outbox? Permissions, levels, publishing and payments may not. */
  readonly offline: boolean;
  /** Accepts (past-tense changes) or refuses (a problem). Pure: never throws, never looks anything up. */
  readonly decide: (state: State, payload: Payload, facts: Facts) => Result<readonly Change[]>;
}

/** A payload as an earlier version of a command said it. */
export interface FormerPayload {
  readonly payload: z.ZodType;
  /** Says the same in the shape of the next version. Pure; what the old shape did not say becomes "not known", never a guess. */
  readonly upcast: (payload: unknown) => unknown;
}

/** States the type of one former payload once. */
export const formerPayload = <Old>(payload: z.ZodType<Old>, upcast: (payload: Old) => unknown): FormerPayload => ({
  payload,
  upcast: upcast as FormerPayload['upcast'],
});

/** Is this a matter of life? Asked before the payload was checked, so it may be anything. */
export function isLife({ urgency, lifeIf }: Pick<Command, 'urgency' | 'lifeIf'>, payload: unknown): boolean {
  if (urgency === 'life') return true;
  return lifeIf !== undefined && typeof payload === 'object' && payload !== null && (payload as Record<string, unknown>)[lifeIf.field] === lifeIf.is;
}

/** A change is a past-tense fact with a type: `{ type: 'taskClaimed', … }`. */
export interface ChangeOf {
  readonly type: string;
}

/** States the types of one command once; returns it unchanged. */
export const command = <Payload, State, Change extends ChangeOf>(definition: Command<Payload, State, Change>): Command<Payload, State, Change> =>
  definition;

/** The envelope every write travels in: on the phone, on the wire and in the journal. */
export const Envelope = z.object({
  /** Made on the device; the idempotency key. */
  id: idOf<CommandId>(),
  name: z.string().max(80),
  ver: z.number().int().min(1).max(999),
  /** Per-device running number 1, 2, 3 …: shows loss and reordering without trusting clocks. */
  dseq: z.number().int().min(1).max(2_147_483_647),
  /** What the device's clock said, ISO 8601 with offset; shown, never used for order. */
  claimedAt: z.iso.datetime({ offset: true }),
  payload: z.unknown(),
});
export type Envelope = z.infer<typeof Envelope>;

/** A batch from one device: at most 50 commands, in order, for one community (a claim that the session must bear out). */
export const Push = z.object({
  community: idOf<CommunityId>(),
  device: idOf<DeviceId>(),
  /**
   * Epoch of the server that the device knows, empty before the first answer. A server of another epoch decides nothing and says which it is, so
   * that what a restore has lost comes before what is new, and no late repetition is decided a second time. Absent: it decides all the same.
   */
  epoch: z.union([z.uuid(), z.literal('')]).optional(),
  commands: z.array(Envelope).min(1).max(50),
});
export type Push = z.infer<typeof Push>;

/**
 * The server's answer to one command. All but `gap` and `retry` are final. `accepted_with_review`: it is recorded, but somebody had
 * changed the same thing meanwhile, and a person at the desk decides which stands.
 */
export type Reply =
  | { readonly id: string; readonly status: 'accepted'; readonly version: number }
  | { readonly id: string; readonly status: 'accepted_with_review'; readonly version: number; readonly reviewId: string }
  | { readonly id: string; readonly status: 'refused'; readonly problem: Problem; readonly version: number }
  | { readonly id: string; readonly status: 'quarantined' }
  | { readonly id: string; readonly status: 'gap'; readonly expected: number }
  | { readonly id: string; readonly status: 'retry'; readonly afterMs: number };

/** Where a command happened: used to check the duty's area. `null`: the community as a whole. */
export type Area = GridId | null;
