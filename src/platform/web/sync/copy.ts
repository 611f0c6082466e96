import { unwrap } from 'idb';
import type { Cursors, LocalDb, LocalRow } from './local-db.ts';
import { changeMeta, readMeta, relaxed, strict } from './local-db.ts';

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

/**
 * Writes one page and moves the cursors of its entities, in one transaction: after a power cut the copy stands where its cursors say.
 * @returns how the page was taken; null, and nothing written, when another tab has moved a cursor meanwhile: the page may be older than the copy
 */
export async function applyPage(db: LocalDb, page: PullPage, { entities, from }: Asked): Promise<{ readonly anew: boolean } | null> {
  const tx = db.transaction(['meta', 'rows'], 'readwrite', relaxed);
  const { cursors, scopes } = await changeMeta(tx.objectStore('meta'), () => ({}));
  if (entities.some((entity) => (cursors[entity] ?? 0) !== from)) {
    await tx.done;
    return null;
  }
  const rows = tx.objectStore('rows');
  // What was copied for other scopes may hold what this person may no longer see, of any entity.
  const anew = page.restart || (scopes !== '' && scopes !== page.scopes);
  if (anew) await rows.clear();
  // Without a promise for each row: an imported register comes as one page of twenty thousand.
  const plain = unwrap(rows);
  for (const row of page.rows) plain.put(row);
  for (const gone of page.gone) {
    const row = await rows.get([gone.entity, gone.id]);
    if (row && takes(gone, row)) await rows.delete([gone.entity, gone.id]);
  }
  const others = Object.entries(cursors).map(([entity, cursor]) => [entity, anew ? 0 : cursor] as const);
  const moved = entities.map((entity) => [entity, page.cursor] as const);
  await changeMeta(tx.objectStore('meta'), () => ({ cursors: Object.fromEntries([...others, ...moved]), epoch: page.epoch, scopes: page.scopes }));
  await tx.done;
  return { anew };
}

/** After everything was pulled: one cursor for all, the lowest, so that from now on they are asked for together. */
export async function levelCursors(db: LocalDb): Promise<void> {
  const { cursors } = await readMeta(db);
  const values = Object.values(cursors);
  const lowest = Math.min(...values);
  if (values.every((cursor) => cursor === lowest)) return;
  const tx = db.transaction('meta', 'readwrite', relaxed);
  await changeMeta(tx.store, (meta) => ({
    cursors: Object.fromEntries(Object.entries(meta.cursors).map(([entity, cursor]) => [entity, Math.min(cursor, lowest)])),
  }));
  await tx.done;
}

/** Forgets the copy, never the outbox. */
export async function dropCopy(db: LocalDb): Promise<void> {
  const tx = db.transaction(['meta', 'rows'], 'readwrite', strict);
  await tx.objectStore('rows').clear();
  await changeMeta(tx.objectStore('meta'), () => ({ cursors: {}, scopes: '', epoch: '' }));
  await tx.done;
}

const noRows: readonly LocalRow[] = [];

/** The rows of the copy in memory, one list per entity, loaded when first asked for. Lists keep their identity until they change. */
export class Mirror {
  private readonly lists = new Map<string, { byId: Map<string, LocalRow>; list: readonly LocalRow[]; ready: boolean }>();
  private readonly listeners = new Set<() => void>();
  private readonly db: LocalDb;

  constructor(db: LocalDb) {
    this.db = db;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  rows(entity: string): readonly LocalRow[] {
    const held = this.lists.get(entity);
    if (held) return held.list;
    this.lists.set(entity, { byId: new Map(), list: noRows, ready: false });
    void this.load(entity);
    return noRows;
  }

  ready(entity: string): boolean {
    return this.lists.get(entity)?.ready ?? false;
  }

  private async load(entity: string): Promise<void> {
    const found = await this.db.getAll('rows', IDBKeyRange.bound([entity, ''], [entity, '\uffff']));
    this.lists.set(entity, { byId: new Map(found.map((row) => [row.id, row])), list: found, ready: true });
    this.tell();
  }

  /** Reads every list again: another tab wrote, or the copy began anew. */
  async reload(): Promise<void> {
    await Promise.all([...this.lists.keys()].map((entity) => this.load(entity)));
  }

  /** Follows one applied page without reading the database. `anew`: everything copied before it is gone. */
  async follow(page: PullPage, anew: boolean): Promise<void> {
    if (anew) return this.reload();
    const touched = new Set<string>();
    for (const row of page.rows) {
      const held = this.lists.get(row.entity);
      if (!held?.ready) continue;
      held.byId.set(row.id, row);
      touched.add(row.entity);
    }
    for (const gone of page.gone) {
      const held = this.lists.get(gone.entity);
      const row = held?.byId.get(gone.id);
      if (!held || !row || !takes(gone, row)) continue;
      held.byId.delete(gone.id);
      touched.add(gone.entity);
    }
    for (const entity of touched) {
      const held = this.lists.get(entity);
      if (held) this.lists.set(entity, { ...held, list: [...held.byId.values()] });
    }
    if (touched.size > 0) this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
