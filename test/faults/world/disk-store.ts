import type { Transaction } from './disk.ts';
import { frozen, type Key, pathOf, Range, type Request, text } from './disk-parts.ts';

export interface StoreData {
  readonly keyPath: string | readonly string[] | null;
  rows: Map<string, { readonly key: Key; readonly value: unknown }>;
}
/** An object store as one transaction sees it. */
export class Store {
  readonly name: string;
  readonly transaction: Transaction;
  constructor(name: string, transaction: Transaction) {
    this.name = name;
    this.transaction = transaction;
  }
  private get data(): StoreData {
    return this.transaction.db.disk.stores.get(this.name) as StoreData;
  }
  get(key: Key): Request {
    return this.transaction.ask(() => this.data.rows.get(text(key))?.value);
  }
  private within(range: Range | undefined) {
    return [...this.data.rows]
      .filter(([key]) => !range || (key >= range.from && key <= range.to))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, row]) => row);
  }
  getAll(range?: Range): Request {
    return this.transaction.ask(() => this.within(range).map(({ value }) => value));
  }
  getAllKeys(range?: Range): Request {
    return this.transaction.ask(() => this.within(range).map(({ key }) => key));
  }
  count(): Request {
    return this.transaction.ask(() => this.data.rows.size);
  }
  put(value: unknown, key?: Key): Request {
    const own = frozen(value);
    return this.transaction.ask(() => {
      const at = key ?? pathOf(own, this.data.keyPath);
      this.transaction.write(this.name, at, own);
      return at;
    });
  }
  delete(key: Key | Range): Request {
    return this.transaction.ask(() => {
      if (!(key instanceof Range)) return this.transaction.write(this.name, key, undefined);
      for (const row of this.within(key)) this.transaction.write(this.name, row.key, undefined);
    });
  }
  clear(): Request {
    return this.transaction.ask(() => {
      for (const { key } of Array.from(this.data.rows.values())) this.transaction.write(this.name, key, undefined);
    });
  }
}
