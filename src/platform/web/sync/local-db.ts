import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { CommunityId, DeviceId, PersonId } from '../../../kernel/ids.ts';
import { freshId } from './fresh-id.ts';
import type { Item } from './outbox.ts';

/** A row of the local copy, as the pull brought it. Further fields are the entity's own. */
export interface LocalRow {
  readonly entity: string;
  readonly id: string;
  readonly version: number;
  readonly scope: string;
}

/** What the device knows of itself and of its copy. */
export interface Meta {
  /** Names this browser profile, for one person in one community, to the server. */
  readonly device: DeviceId;
  /** The last running number given to a command. */
  readonly lastDseq: number;
  /** Community version up to which the copy is complete. */
  readonly cursor: number;
  /** Names the set of scopes the copy was made for; empty before the first page. */
  readonly scopes: string;
  /** Changes when the server's database was restored from a backup. */
  readonly epoch: string;
  /** Which tab pushes, and until when it may believe so (device clock, ms). */
  readonly pusher: { readonly tab: string; readonly untilMs: number };
}

interface Shape extends DBSchema {
  meta: { key: string; value: Meta };
  rows: { key: [string, string]; value: LocalRow };
  outbox: { key: string; value: Item };
}
export type LocalDb = IDBPDatabase<Shape>;

/** Written to disk before it counts: "saved" is said only after such a transaction completed. */
export const strict = { durability: 'strict' } as const;

const self = 'self';

/** One database per person and community: a shared phone never mixes two people's numbers or copies. */
export async function openLocalDb(community: CommunityId, person: PersonId): Promise<LocalDb> {
  const db = await openDB<Shape>(`banyan ${community} ${person}`, 1, {
    upgrade(fresh) {
      fresh.createObjectStore('meta');
      fresh.createObjectStore('rows', { keyPath: ['entity', 'id'] });
      fresh.createObjectStore('outbox', { keyPath: 'envelope.id' });
    },
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });
  const tx = db.transaction('meta', 'readwrite', strict);
  if (!(await tx.store.get(self))) await tx.store.put(newMeta(), self);
  await tx.done;
  return db;
}

const newMeta = (): Meta => ({ device: freshId() as DeviceId, lastDseq: 0, cursor: 0, scopes: '', epoch: '', pusher: { tab: '', untilMs: 0 } });

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
