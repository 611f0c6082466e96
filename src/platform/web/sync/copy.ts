import type { MinimumApp } from '../../../kernel/app-version.ts';
import type { Cursors, LocalRow, Meta } from './local-db.ts';

/** A row that this device must forget: gone for all, or out of one of its scopes. */
export interface Gone {
  readonly entity: string;
  readonly id: string;
  readonly kind: string;
  readonly scope: string;
  readonly version: number;
}

/** One page of a pull. `restart`: what the device may see has changed, the copy begins anew with this page. */
export interface PullPage {
  readonly epoch: string;
  /** The server's time, ISO 8601 UTC. */
  readonly now: string;
  /** The oldest version of the app that may take up new work; null: every version may. */
  readonly minimumApp: MinimumApp | null;
  readonly scopes: string;
  readonly restart: boolean;
  readonly cursor: number;
  readonly more: boolean;
  readonly rows: readonly LocalRow[];
  readonly gone: readonly Gone[];
}

/** A tombstone takes a row only if the row is not newer, and a `leave` only the row that still stands in the scope left. */
export const takes = (gone: Gone, row: LocalRow): boolean => row.version <= gone.version && (gone.kind === 'delete' || row.scope === gone.scope);

/** What a page was asked for: some entities, from the cursor at which all of them stood. */
export interface Asked {
  readonly entities: readonly string[];
  readonly from: number;
}

/**
 * Chooses what to ask for next: the entities that lag behind most, so that the first copy of a new one does not fetch the others again.
 * @param done entities that are complete for now
 * @returns null when nothing is left to ask for
 */
export function nextAsked(cursors: Cursors, wanted: Iterable<string>, done: ReadonlySet<string>): Asked | null {
  const entities = [...new Set([...Object.keys(cursors), ...wanted])].filter((entity) => !done.has(entity)).toSorted();
  if (entities.length === 0) return null;
  const from = Math.min(...entities.map((entity) => cursors[entity] ?? 0));
  return { entities: entities.filter((entity) => (cursors[entity] ?? 0) === from), from };
}

/** The entities that are whole. */
export const wholeIn = ({ cursors, whole }: CopyMeta): readonly string[] => whole ?? Object.keys(cursors);

/** How far the copy has come. */
export type CopyMeta = Pick<Meta, 'cursors' | 'whole' | 'scopes' | 'epoch'>;
export const noMeta: CopyMeta = { cursors: {}, whole: [], scopes: '', epoch: '' };
