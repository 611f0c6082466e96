import { z } from 'zod';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** One community: the tenant. Every row, command and query belongs to exactly one. */
export type CommunityId = Id<'community'>;
/** A person who acts here: staff, volunteer, or a resident with an account. Not a row of the resident register. */
export type PersonId = Id<'person'>;
/** A post in an organisation that a person holds, e.g. "grid worker, grid 3". */
export type PositionId = Id<'position'>;
export type OrganisationId = Id<'organisation'>;
/** A grid of the community: the smallest area a duty can be limited to. */
export type GridId = Id<'grid'>;
export type BuildingId = Id<'building'>;
export type UnitId = Id<'unit'>;
export type DwellingId = Id<'dwelling'>;
export type HouseholdId = Id<'household'>;
export type ResidentId = Id<'resident'>;
export type IncidentId = Id<'incident'>;
export type CommandId = Id<'command'>;
export type DeviceId = Id<'device'>;

/** zod schema of an id of one kind; on the wire every id is a UUID in lower case. */
export const idOf = <T extends string>() => z.uuid().transform((value) => value.toLowerCase() as T);

/** Version 7 UUID (RFC 9562): sortable by time, so rows that belong together lie together in the index. */
export function newUuid(nowMs: number, random: (bytes: Uint8Array) => void): string {
  const bytes = new Uint8Array(16);
  random(bytes);
  let ms = nowMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
