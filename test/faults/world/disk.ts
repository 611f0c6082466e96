import { fault, type Key, Range, Request, Target, text } from './disk-parts.ts';
import { Store, type StoreData } from './disk-store.ts';
import type { Chance, Loop } from './loop.ts';

// IndexedDB in memory, as far as the web app uses it, with what a disk can do to it: a tab that dies in the middle of a transaction, a
// power cut that takes what was not yet flushed, a full disk. Rules of the W3C's Indexed Database API 3.0: transactions that
// meet run one after the other in the order they were made; one that has nothing to do commits by itself; asking one that
// has is an error. The app's own library (`idb`) runs on it unchanged.

type Undo = () => void;

/** One database on a device: it outlives the tabs. */
export class Disk {
  version = 0;
  readonly stores = new Map<string, StoreData>();
  /** What undoes everything written since the last flush, newest last. */
  unflushed: Undo[] = [];
  readonly live: Transaction[] = [];
  /** No room: what would add anything is refused at its commit. */
  full = false;
  readonly loop: Loop;
  readonly chance: Chance;
  /** Told the stores that a transaction has changed, after its commit. */
  committed: (stores: ReadonlySet<string>) => void = () => undefined;

  constructor(loop: Loop, chance: Chance) {
    this.loop = loop;
    this.chance = chance;
  }

  /** The battery is pulled out: relaxed commits since the last strict one may be gone, from the newest back. */
  powerCut(): void {
    for (const tx of Array.from(this.live)) tx.die();
    const lost = this.chance.below(this.unflushed.length + 1);
    for (let i = 0; i < lost; i++) this.unflushed.pop()?.();
    this.unflushed = [];
  }

  all<T>(store: string): T[] {
    return [...(this.stores.get(store)?.rows.values() ?? [])].map(({ value }) => value as T);
  }

  next(): void {
    for (const tx of this.live) tx.proceed();
  }
}

class Factory {
  readonly disk: Disk;
  readonly alive: () => boolean;
  constructor(disk: Disk, alive: () => boolean) {
    this.disk = disk;
    this.alive = alive;
  }
  open(_name: string, version: number): OpenRequest {
    const request = new OpenRequest();
    const { disk } = this;
    disk.loop.soon(() => {
      if (!this.alive()) return;
      const database = new Database(disk, this.alive);
      request.result = database;
      if (disk.version >= version) return request.settle();
      const tx = new Transaction(database, [], 'versionchange', true);
      disk.live.push(tx);
      request.transaction = tx;
      const before = disk.version;
      disk.version = version;
      tx.active = true;
      tx.addEventListener('complete', () => disk.loop.soon(() => this.alive() && request.settle()));
      request.tell('upgradeneeded', before, version);
      disk.loop.atRest(() => tx.rest());
    });
    return request;
  }
}

class OpenRequest extends Request {
  settle(): void {
    this.readyState = 'done';
    this.tell('success');
  }
}

class Database extends Target {
  readonly disk: Disk;
  readonly alive: () => boolean;
  private closed = false;
  constructor(disk: Disk, alive: () => boolean) {
    super();
    this.disk = disk;
    this.alive = alive;
  }
  createObjectStore(name: string, { keyPath = null }: { keyPath?: string | string[] | null } = {}): Store {
    this.disk.stores.set(name, { keyPath, rows: new Map() });
    const tx = this.disk.live.find((each) => each.mode === 'versionchange');
    if (!tx) throw fault('InvalidStateError');
    return new Store(name, tx);
  }
  transaction(names: string | readonly string[], mode = 'readonly', { durability = 'default' }: { durability?: string } = {}): Transaction {
    if (this.closed) throw fault('InvalidStateError');
    const tx = new Transaction(this, typeof names === 'string' ? [names] : names, mode, durability === 'strict');
    this.disk.live.push(tx);
    tx.active = true;
    this.disk.loop.atRest(() => tx.rest());
    return tx;
  }
  get objectStoreNames(): readonly string[] {
    return [...this.disk.stores.keys()];
  }
  close(): void {
    this.closed = true;
  }
}

export class Transaction extends Target {
  active = false;
  error: Error | null = null;
  readonly mode: string;
  readonly durability: string;
  readonly db: Database;
  readonly objectStoreNames: readonly string[];
  readonly touched = new Set<string>();
  private readonly waiting: { readonly request: Request; readonly work: () => unknown }[] = [];
  private readonly undo: Undo[] = [];
  private state: 'waiting' | 'busy' | 'over' = 'waiting';
  /** Rows added less rows deleted: what needs room. */
  private grown = 0;

  constructor(db: Database, names: readonly string[], mode: string, strict: boolean) {
    super();
    this.db = db;
    this.objectStoreNames = names;
    this.mode = mode;
    this.durability = strict ? 'strict' : 'relaxed';
  }

  objectStore(name: string): Store {
    if (this.state === 'over') throw fault('InvalidStateError');
    if (this.mode !== 'versionchange' && !this.objectStoreNames.includes(name)) throw fault('NotFoundError');
    return new Store(name, this);
  }

  ask(work: () => unknown): Request {
    if (!this.active || this.state === 'over') throw fault('TransactionInactiveError');
    const request = new Request();
    request.transaction = this;
    this.waiting.push({ request, work });
    return request;
  }

  write(store: string, key: Key, value: unknown): void {
    if (this.mode === 'readonly') throw fault('ReadOnlyError');
    const data = this.db.disk.stores.get(store) as StoreData;
    const name = text(key);
    const before = data.rows.get(name);
    this.undo.push(() => {
      if (before) data.rows.set(name, before);
      else data.rows.delete(name);
    });
    this.touched.add(store);
    if (value !== undefined) {
      if (!before) this.grown += 1;
      data.rows.set(name, { key, value });
    } else if (data.rows.delete(name)) this.grown -= 1;
  }

  abort(): void {
    this.fail(fault('AbortError'));
  }

  /** The callbacks of a request, or of making this transaction, have run. */
  rest(): void {
    this.active = false;
    this.proceed();
  }

  /** The next request, or the commit, once those before are done. */
  proceed(): void {
    if (this.state !== 'waiting' || this.active || this.blocked()) return;
    this.state = 'busy';
    this.db.disk.loop.soon(() => this.step());
  }

  /** The tab is gone: nothing of this happened, and nobody is told. */
  die(): void {
    if (this.state === 'over') return;
    this.back();
    this.finish();
  }

  private step(): void {
    if (this.state === 'over') return;
    if (!this.db.alive()) return this.die();
    const next = this.waiting.shift();
    if (!next) return this.commit();
    const { request, work } = next;
    try {
      request.result = work();
      request.readyState = 'done';
      this.state = 'waiting';
      this.active = true;
      request.tell('success');
      this.db.disk.loop.atRest(() => this.rest());
    } catch (error) {
      request.error = error as Error;
      request.tell('error');
      this.fail(error as Error);
    }
  }

  private commit(): void {
    const { disk } = this.db;
    if (disk.full && this.grown > 0) return this.fail(fault('QuotaExceededError'));
    if (this.durability === 'strict') disk.unflushed = [];
    else if (this.undo.length > 0) disk.unflushed.push(() => this.back());
    this.finish();
    if (this.touched.size > 0) disk.committed(this.touched);
    this.tell('complete');
  }

  private fail(error: Error): void {
    if (this.state === 'over') return;
    this.error = error;
    this.back();
    for (const { request } of this.waiting.splice(0)) {
      request.error = fault('AbortError');
      request.tell('error');
    }
    this.finish();
    this.tell('abort');
  }

  private back(): void {
    for (const undo of this.undo.toReversed()) undo();
  }

  private finish(): void {
    this.state = 'over';
    const { disk } = this.db;
    disk.live.splice(disk.live.indexOf(this), 1);
    disk.next();
  }

  private blocked(): boolean {
    for (const other of this.db.disk.live) {
      if (other === this) return false;
      const meet =
        other.mode === 'versionchange' ||
        this.mode === 'versionchange' ||
        this.objectStoreNames.some((name) => other.objectStoreNames.includes(name));
      if (meet && !(this.mode === 'readonly' && other.mode === 'readonly')) return true;
    }
    return false;
  }
}

class Index {}
class Cursor {}

/** Puts this IndexedDB where the app's library looks for one. */
export function installDisks(): void {
  Object.assign(globalThis, {
    IDBRequest: Request,
    IDBOpenDBRequest: OpenRequest,
    IDBDatabase: Database,
    IDBTransaction: Transaction,
    IDBObjectStore: Store,
    IDBIndex: Index,
    IDBCursor: Cursor,
    IDBKeyRange: Range,
  });
}

/** The `indexedDB` of one tab. */
export const factoryOf = (disk: Disk, alive: () => boolean): Factory => new Factory(disk, alive);
