import type { Keys } from './vault.ts';

/** What a page says to the service worker about keys. */
export type KeyMessage =
  | { readonly about: 'keep keys'; readonly name: string; readonly keys: Keys | null }
  | { readonly about: 'give keys'; readonly name: string };

const worker = () => navigator.serviceWorker?.controller ?? null;
const waitMs = 500;

/**
 * Leaves the keys in the memory of the service worker, which the browser ends half a minute after the last page is gone: a page that is
 * loaded again, or opened beside this one, need not ask for the PIN. On the disk they never stand.
 */
export function leaveKeys(name: string, keys: Keys | null): void {
  worker()?.postMessage({ about: 'keep keys', name, keys } satisfies KeyMessage);
}

/** The keys that another page left; null when there are none. */
export function findKeys(name: string): Promise<Keys | null> {
  const to = worker();
  if (!to) return Promise.resolve(null);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const timer = setTimeout(() => resolve(null), waitMs);
    port1.onmessage = ({ data }: MessageEvent<Keys | null>) => {
      clearTimeout(timer);
      resolve(data);
    };
    to.postMessage({ about: 'give keys', name } satisfies KeyMessage, [port2]);
  });
}
