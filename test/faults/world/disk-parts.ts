// Keys, values, events and ranges of the simulated IndexedDB.

type Part = string | number;
export type Key = Part | readonly Part[];
type Listener = (event: { readonly type: string; readonly target: unknown; readonly oldVersion: number; readonly newVersion: number }) => void;

export class Target {
  private readonly listeners = new Map<string, Listener[]>();
  addEventListener(type: string, listener: Listener): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }
  removeEventListener(type: string, listener: Listener): void {
    this.listeners.set(
      type,
      (this.listeners.get(type) ?? []).filter((each) => each !== listener),
    );
  }
  tell(type: string, oldVersion = 0, newVersion = 0): void {
    for (const listener of this.listeners.get(type) ?? []) listener({ type, target: this, oldVersion, newVersion });
  }
}

const digits = String(Number.MAX_SAFE_INTEGER).length;
/** A key as a text that sorts as IndexedDB sorts keys, for the keys we use: texts, whole numbers from 0, lists of them. */
export const text = (key: Key): string =>
  Array.isArray(key) ? key.map(text).join('\u0001') : typeof key === 'number' ? String(key).padStart(digits, '0') : String(key);
export const fault = (name: string): Error => Object.assign(new Error(name), { name });

/** Values are copied when they are put, and cannot be changed afterwards: what is read is what was written. */
export function frozen(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozen));
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, frozen(inner)])));
}

export class Request extends Target {
  result: unknown = undefined;
  error: Error | null = null;
  transaction: unknown = null;
  readyState = 'pending';
}

export class Range {
  readonly from: string;
  readonly to: string;
  constructor(from: string, to: string) {
    this.from = from;
    this.to = to;
  }
  static bound(from: Key, to: Key): Range {
    return new Range(text(from), text(to));
  }
}

export function pathOf(value: unknown, keyPath: string | readonly string[] | null): Key {
  const at = (path: string): Part => path.split('.').reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], value) as Part;
  if (keyPath === null) throw fault('DataError');
  return typeof keyPath === 'string' ? at(keyPath) : keyPath.map(at);
}
