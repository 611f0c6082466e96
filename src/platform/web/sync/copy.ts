import { unwrap } from 'idb';
import type { LocalDb, LocalRow } from './local-db.ts';
import { changeMeta, strict } from './local-db.ts';

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

/**
 * Writes one page and moves the cursor, in one transaction: after a power cut the copy stands where its cursor says.
 * @param from the cursor with which the page was asked for
 * @returns false, and nothing written, when another tab has moved the cursor meanwhile: the page may be older than the copy
 */
export async function applyPage(db: LocalDb, page: PullPage, from: number): Promise<boolean> {
  const tx = db.transaction(['meta', 'rows'], 'readwrite', strict);
  const before = await changeMeta(tx.objectStore('meta'), () => ({}));
  if (before.cursor !== from) {
    await tx.done;
    return false;
  }
  const rows = tx.objectStore('rows');
  if (page.restart) await rows.clear();
  // Without a promise for each row: an imported register comes as one page of twenty thousand.
  const plain = unwrap(rows);
  for (const row of page.rows) plain.put(row);
  for (const gone of page.gone) {
    const row = await rows.get([gone.entity, gone.id]);
    if (row && takes(gone, row)) await rows.delete([gone.entity, gone.id]);
  }
  await changeMeta(tx.objectStore('meta'), () => ({ cursor: page.cursor, epoch: page.epoch, scopes: page.scopes }));
  await tx.done;
  return true;
}

/** Forgets the copy, never the outbox. */
export async function dropCopy(db: LocalDb): Promise<void> {
  const tx = db.transaction(['meta', 'rows'], 'readwrite', strict);
  await tx.objectStore('rows').clear();
  await changeMeta(tx.objectStore('meta'), () => ({ cursor: 0, scopes: '', epoch: '' }));
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

  /** Follows one applied page without reading the database. */
  async follow(page: PullPage): Promise<void> {
    if (page.restart) return this.reload();
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
