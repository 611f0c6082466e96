import { z } from 'zod';
import type { CommandId } from '../../../kernel/ids.ts';
import { idOf } from '../../../kernel/ids.ts';

/** When a field was last changed: the community's version, and the command that did it. */
export type Stamp = readonly [version: number, command: string | null];
/** Stamps by field; a field without one stands as it did when the row came into being. */
export type Stamps = Readonly<Record<string, Stamp | undefined>>;

/**
 * What the writer had before them: the version of the row they saw, or the command by which they themselves had set the field on this
 * device and which was still on its way.
 */
export const Seen = z.union([z.number().int().min(0), idOf<CommandId>()]);
export type Seen = z.infer<typeof Seen>;

/** One field about which two people said different things. */
export interface Difference {
  readonly field: string;
  /** What stood when the command arrived. */
  readonly earlier: unknown;
  /** What the command said. */
  readonly later: unknown;
  /** Version at which `earlier` was written; 0: from the beginning. */
  readonly since: number;
  /** What the writer of `later` had before them; null: not known. */
  readonly basis: Seen | null;
}

/** Was the field changed after what the writer had seen? What is not known to have been seen counts as unseen. */
export function changedMeanwhile(stamp: Stamp | undefined, basis: Seen | null | undefined): boolean {
  if (!stamp) return false;
  if (typeof basis === 'string') return stamp[1] !== basis;
  return stamp[0] > (basis ?? -1);
}

/** Some fields with the values somebody gives them. */
export type Offer<Fields> = { readonly [Field in keyof Fields]?: Fields[Field] | undefined };

/** What a correction comes to. */
export interface Merged<Fields> {
  /** Fields that change. */
  readonly set: Partial<Fields>;
  /** Fields that somebody else had changed meanwhile to something else. */
  readonly differences: readonly Difference[];
  /** Did anybody change anything of this row after the writer saw it? */
  readonly parallel: boolean;
}

/**
 * Lays a correction over a row, field by field. Routine fields: the last one received wins, and where the writer did not know of what
 * stood there, both are kept for a review. Fields that others changed meanwhile and this correction does not touch stay as they are.
 */
export function mergeFields<Fields extends object>(
  now: Fields,
  stamps: Stamps,
  offered: Offer<Fields>,
  basis: Readonly<Record<string, Seen | undefined>>,
): Merged<Fields> {
  const fields = (Object.keys(offered) as (keyof Fields & string)[]).filter((field) => offered[field] !== undefined && offered[field] !== now[field]);
  const differences = fields
    .filter((field) => changedMeanwhile(stamps[field], basis[field]))
    .map((field) => difference(now, stamps, offered, basis, field));
  const rowSeen = fields.flatMap((field) => (typeof basis[field] === 'string' ? [] : (basis[field] ?? -1)));
  const parallel = differences.length > 0 || Object.values(stamps).some((stamp) => rowSeen.some((seen) => changedMeanwhile(stamp, seen)));
  return { set: Object.fromEntries(fields.map((field) => [field, offered[field]])) as Partial<Fields>, differences, parallel };
}

/** Everything in a correction that differs from the row: for a record that may not be changed without somebody looking. */
export const allDifferences = <Fields extends object>(
  now: Fields,
  stamps: Stamps,
  offered: Offer<Fields>,
  basis: Readonly<Record<string, Seen | undefined>>,
): Difference[] =>
  (Object.keys(offered) as (keyof Fields & string)[])
    .filter((field) => offered[field] !== undefined && offered[field] !== now[field])
    .map((field) => difference(now, stamps, offered, basis, field));

const difference = <Fields extends object>(
  now: Fields,
  stamps: Stamps,
  offered: Offer<Fields>,
  basis: Readonly<Record<string, Seen | undefined>>,
  field: keyof Fields & string,
): Difference => ({ field, earlier: now[field], later: offered[field], since: stamps[field]?.[0] ?? 0, basis: basis[field] ?? null });
