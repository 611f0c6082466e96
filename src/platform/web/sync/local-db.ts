import { type DBSchema, type IDBPDatabase, unwrap } from 'idb';
import type { CommunityId, DeviceId, PersonId } from '../../../kernel/ids.ts';
import { freshIdIn } from './fresh-id.ts';
import type { Keyring } from './keyring.ts';
import type { StoredItem } from './outbox-store.ts';
import type { StoredPhoto } from './photos.ts';
import type { Sealed } from './seal.ts';
import { browser, type Surroundings } from './surroundings.ts';

/** A row of the local copy, as the pull brought it. Further fields are the entity's own. */
export interface LocalRow {
  readonly entity: string;
  readonly id: string;
  readonly version: number;
  readonly scope: string;
}

export type Cursors = Readonly<Record<string, number>>;

/** What the device knows of itself and of its copy. */
export interface Meta {
  /** Names this browser profile, for one person in one community, to the server. */
  readonly device: DeviceId;
  /** The last running number given to a command. */
  readonly lastDseq: number;
  /** The entities copied, each with the community version up to which its copy is complete. */
  readonly cursors: Cursors;
  /** Those of them whose first copy has come to its end: nothing of what there was is missing. Missing in what an older version has left behind. */
  readonly whole?: readonly string[];
  /** Names the set of scopes the copy was made for; empty before the first page. */
  readonly scopes: string;
  /** Changes when the server's database was restored from a backup. */
  readonly epoch: string;
  /** How many commands were ever said here: their order, whatever their running numbers became. Missing in what an older version has left behind. */
  readonly lastOrder?: number;
  /** Epoch of the server that agreed to what the outbox holds; empty before it was known. Outlives the copy. */
  readonly agreedWith?: string;
  /** The server's time (ms) as it was last told, about a minute old at most, and what the clock of the device said then. */
  readonly told?: { readonly serverMs: number; readonly hereMs: number };
  /** The last number given to a chunk of the copy. */
  readonly lastChunk: number;
  /** Which tab pushes, and until when it may believe so (device clock, ms). */
  readonly pusher: { readonly tab: string; readonly untilMs: number };
}

/** Rows of one entity and what became of others, as one page of a pull brought them, sealed. Replayed in order they are the copy. */
export interface Chunk extends Sealed {
  readonly entity: string;
  readonly number: number;
}

export interface Shape extends DBSchema {
  meta: { key: string; value: Meta };
  chunks: { key: [string, number]; value: Chunk };
  outbox: { key: string; value: StoredItem };
  keys: { key: string; value: Keyring };
  photos: { key: string; value: StoredPhoto };
}
export type LocalDb = IDBPDatabase<Shape>;

/** For rows that the server still has: after a power cut they are fetched again, from where the cursor in the same transaction says. */
export const relaxed = { durability: 'relaxed' } as const;
/** Written to disk before it counts: "saved" is said only after such a transaction completed. */
export const strict = { durability: 'strict' } as const;

const self = 'self';

/** One database per person and community: a shared phone never mixes two people's numbers or copies. */
export async function openLocalDb(community: CommunityId, person: PersonId, here: Surroundings): Promise<LocalDb> {
  const db = await here.openDB<Shape>(`banyan ${community} ${person}`, 4, {
    async upgrade(fresh, before, _now, tx) {
      fresh.createObjectStore('photos', { keyPath: 'origin' });
      if (before === 3) return;
      fresh.createObjectStore('chunks', { keyPath: ['entity', 'number'] });
      fresh.createObjectStore('keys');
      if (before === 0) {
        fresh.createObjectStore('meta');
        fresh.createObjectStore('outbox', { keyPath: 'envelope.id' });
        return;
      }
      // Until version 2 rows stood here in clear: the copy is made anew, the outbox and the device's numbers stay.
      unwrap(fresh).deleteObjectStore('rows');
      await changeMeta(tx.objectStore('meta'), () => ({ cursors: {}, scopes: '', epoch: '', lastChunk: 0 }));
    },
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });
  const tx = db.transaction('meta', 'readwrite', strict);
  if (!(await tx.store.get(self))) await tx.store.put(newMeta(here), self);
  await tx.done;
  return db;
}

const newMeta = (here: Surroundings = browser): Meta => ({
  device: freshIdIn(here) as DeviceId,
  lastDseq: 0,
  cursors: {},
  scopes: '',
  epoch: '',
  lastChunk: 0,
  pusher: { tab: '', untilMs: 0 },
});

/** Community version up to which everything copied is complete; 0 when nothing is. An entity whose first copy is still to come does not count. */
export const completeTo = (cursors: Cursors): number => {
  const begun = Object.values(cursors).filter((cursor) => cursor > 0);
  return begun.length > 0 ? Math.min(...begun) : 0;
};

export const readMeta = async (db: LocalDb): Promise<Meta> => (await db.get('meta', self)) ?? newMeta();

interface MetaStore {
  get(key: string): Promise<Meta | undefined>;
  put(value: Meta, key: string): Promise<string>;
}

/** Changes the device's own record within a running transaction; returns it as it is afterwards. */
export async function changeMeta(store: MetaStore, change: (meta: Meta) => Partial<Meta>): Promise<Meta> {
  const meta = (await store.get(self)) ?? newMeta();
  const next = { ...meta, ...change(meta) };
  await store.put(next, self);
  return next;
}
