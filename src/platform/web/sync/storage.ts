/** How much room the browser gives us: `enough`, `gettingFull` from four fifths on or below 200 MB, `full` from 95 % on or below 50 MB. */
export type Room = 'enough' | 'gettingFull' | 'full';

/** What the browser keeps for this app. Bytes. */
export interface Storage {
  readonly used: number;
  readonly quota: number;
  /** The browser promised not to clear it by itself. */
  readonly persisted: boolean;
  readonly room: Room;
}

const mega = 1_000_000;

/** A year of field work on one phone is some 20 MB: the bounds leave time to act, also where the browser gives much. */
export function roomOf(used: number, quota: number): Room {
  const left = quota - used;
  if (used > quota * 0.95 || left < 50 * mega) return 'full';
  return used > quota * 0.8 || left < 200 * mega ? 'gettingFull' : 'enough';
}

/** Null where the browser tells nothing: without a secure context. */
export async function readStorage(): Promise<Storage | null> {
  const storage: StorageManager | undefined = navigator.storage;
  if (!storage) return null;
  const [{ usage = 0, quota = 0 }, persisted] = await Promise.all([storage.estimate(), storage.persisted()]);
  return { used: usage, quota, persisted, room: roomOf(usage, quota) };
}

/** Asks the browser to keep what we keep. @returns its answer; null where it cannot be asked */
export async function askToPersist(): Promise<boolean | null> {
  const storage: StorageManager | undefined = navigator.storage;
  return storage ? storage.persist() : null;
}
