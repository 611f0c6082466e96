import type { IDBPTransaction } from 'idb';
import { type Asked, type CopyMeta, type Gone, noMeta, type PullPage, takes, wholeIn } from './copy.ts';
import { changeMeta, type LocalDb, type LocalRow, readMeta, relaxed, type Shape, strict } from './local-db.ts';
import type { Sealed, Sealer } from './seal.ts';

/** Where the copy stands: sealed on this device, or, without a PIN, only in the memory of the page. */
export interface Shelf {
  /** Does the copy outlive the page? */
  readonly lasting: boolean;
  meta(): Promise<CopyMeta>;
  /**
   * Takes one page and moves the cursors of its entities, both or neither.
   * @returns how the page was taken; null, and nothing written, when a cursor has moved meanwhile: the page may be older than the copy
   */
  apply(page: PullPage, asked: Asked): Promise<{ readonly anew: boolean } | null>;
  /** After everything was pulled: one cursor for all, the lowest, so that from now on they are asked for together. */
  level(): Promise<void>;
  /** All rows of one entity. @throws {@link Unreadable} */
  rows(entity: string): Promise<ReadonlyMap<string, LocalRow>>;
  /** Forgets the copy, never the outbox. */
  drop(): Promise<void>;
}

/** The copy on the disk does not open with the key there is: it is damaged, or was made under another key. */
export class Unreadable extends Error {}

interface Content {
  readonly rows: readonly LocalRow[];
  readonly gone: readonly Gone[];
}

/** Rows of one chunk: small enough to be opened between two frames, large enough that ten thousand rows are five of them. */
const chunkRows = 2_000;
/** So many chunks of one entity are written anew as few. */
const manyChunks = 24;

const replay = (rows: Map<string, LocalRow>, content: Content): void => {
  for (const row of content.rows) rows.set(row.id, row);
  for (const gone of content.gone) {
    const row = rows.get(gone.id);
    if (row && takes(gone, row)) rows.delete(gone.id);
  }
};

/** Cursors after a page, and whether everything before it is to be forgotten; null when a cursor is not where the page began. */
export function moved(meta: CopyMeta, page: PullPage, { entities, from }: Asked): (CopyMeta & { readonly anew: boolean }) | null {
  if (entities.some((entity) => (meta.cursors[entity] ?? 0) !== from)) return null;
  // What was copied for other scopes may hold what this person may no longer see, of any entity. A copy without scopes was dropped,
  // maybe by another tab: what is still in memory of it must go.
  const anew = page.restart || meta.scopes !== page.scopes;
  const others = Object.entries(meta.cursors).map(([entity, cursor]) => [entity, anew ? 0 : cursor] as const);
  const here = entities.map((entity) => [entity, page.cursor] as const);
  const whole = new Set([...(anew ? [] : wholeIn(meta)), ...(page.more ? [] : entities)]);
  return { cursors: Object.fromEntries([...others, ...here]), whole: [...whole], epoch: page.epoch, scopes: page.scopes, anew };
}

/** All cursors at the lowest. */
export function levelled({ cursors }: CopyMeta): CopyMeta['cursors'] {
  const lowest = Math.min(...Object.values(cursors));
  return Object.fromEntries(Object.keys(cursors).map((entity) => [entity, lowest]));
}

const isLevel = ({ cursors }: CopyMeta): boolean => new Set(Object.values(cursors)).size < 2;

/** A page by entity, in chunks. */
function cut(page: PullPage): { readonly entity: string; readonly content: Content }[] {
  const byEntity = Map.groupBy(page.rows, (row) => row.entity);
  const gone = Map.groupBy(page.gone, (each) => each.entity);
  return [...new Set([...byEntity.keys(), ...gone.keys()])].flatMap((entity) => chunksOf(entity, byEntity.get(entity) ?? [], gone.get(entity) ?? []));
}

function chunksOf(entity: string, rows: readonly LocalRow[], gone: readonly Gone[]): { readonly entity: string; readonly content: Content }[] {
  const count = Math.max(1, Math.ceil(rows.length / chunkRows));
  return Array.from({ length: count }, (_, i) => ({
    entity,
    content: { rows: rows.slice(i * chunkRows, (i + 1) * chunkRows), gone: i === count - 1 ? gone : [] },
  }));
}

const rangeOf = (entity: string) => IDBKeyRange.bound([entity, 0], [entity, Number.MAX_SAFE_INTEGER]);

/** The copy sealed in IndexedDB, page by page as it was pulled: after a power cut it stands where its cursors say. */
export function sealedShelf(db: LocalDb, sealer: Sealer): Shelf {
  const sealAll = (parts: ReturnType<typeof cut>) =>
    Promise.all(parts.map(async ({ entity, content }) => ({ entity, sealed: await sealer.seal(`copy ${entity}`, content) })));

  /** Writes the chunks of an entity anew, unless something was added meanwhile. */
  const compact = async (entity: string, numbers: readonly number[], rows: ReadonlyMap<string, LocalRow>) => {
    const fresh = await sealAll(chunksOf(entity, [...rows.values()], []));
    const tx = db.transaction(['meta', 'chunks'], 'readwrite', relaxed);
    const chunks = tx.objectStore('chunks');
    const now = await chunks.getAllKeys(rangeOf(entity));
    if (now.length === numbers.length && now.every(([, number], i) => number === numbers[i])) {
      await chunks.delete(rangeOf(entity));
      await put(tx, fresh);
    }
    await tx.done;
  };

  const put = async (
    tx: IDBPTransaction<Shape, ('meta' | 'chunks')[], 'readwrite'>,
    sealed: readonly { readonly entity: string; readonly sealed: Sealed }[],
  ) => {
    const { lastChunk } = await changeMeta(tx.objectStore('meta'), (meta) => ({ lastChunk: (meta.lastChunk ?? 0) + sealed.length }));
    const chunks = tx.objectStore('chunks');
    await Promise.all(sealed.map((each, i) => chunks.put({ entity: each.entity, number: lastChunk - sealed.length + 1 + i, ...each.sealed })));
  };

  return {
    lasting: true,
    meta: () => readMeta(db),
    async apply(page, asked) {
      const sealed = await sealAll(cut(page));
      const tx = db.transaction(['meta', 'chunks'], 'readwrite', relaxed);
      const next = moved(await changeMeta(tx.objectStore('meta'), () => ({})), page, asked);
      if (next) {
        const { anew, ...meta } = next;
        if (anew) await tx.objectStore('chunks').clear();
        await changeMeta(tx.objectStore('meta'), () => meta);
        await put(tx, sealed);
      }
      await tx.done;
      return next && { anew: next.anew };
    },
    async level() {
      if (isLevel(await readMeta(db))) return;
      const tx = db.transaction('meta', 'readwrite', relaxed);
      await changeMeta(tx.store, (meta) => ({ cursors: levelled(meta) }));
      await tx.done;
    },
    async rows(entity) {
      const chunks = await db.getAll('chunks', rangeOf(entity));
      const rows = new Map<string, LocalRow>();
      for (const chunk of chunks) {
        const content = await sealer.open<Content>(`copy ${entity}`, chunk);
        if (!content) throw new Unreadable(entity);
        replay(rows, content);
      }
      if (chunks.length > manyChunks)
        await compact(
          entity,
          chunks.map(({ number }) => number),
          rows,
        );
      return rows;
    },
    drop: () => dropCopy(db),
  };
}

/** Destroys whatever of the copy stands on this device; the outbox stays. */
export async function dropCopy(db: LocalDb): Promise<void> {
  const tx = db.transaction(['meta', 'chunks'], 'readwrite', strict);
  await tx.objectStore('chunks').clear();
  await changeMeta(tx.objectStore('meta'), () => noMeta);
  await tx.done;
}

/** The copy in memory alone: what is online work's, gone with the page. */
export function memoryShelf(): Shelf {
  let meta: CopyMeta = noMeta;
  const held = new Map<string, Map<string, LocalRow>>();
  return {
    lasting: false,
    meta: async () => meta,
    async apply(page, asked) {
      const next = moved(meta, page, asked);
      if (!next) return null;
      const { anew, ...rest } = next;
      if (anew) held.clear();
      for (const { entity, content } of cut(page)) {
        const rows = held.get(entity) ?? new Map<string, LocalRow>();
        held.set(entity, rows);
        replay(rows, content);
      }
      meta = rest;
      return { anew };
    },
    async level() {
      if (!isLevel(meta)) meta = { ...meta, cursors: levelled(meta) };
    },
    rows: async (entity) => new Map(held.get(entity)),
    async drop() {
      held.clear();
      meta = noMeta;
    },
  };
}
