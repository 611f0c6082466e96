import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import type { KeyMessage } from '../../platform/web/sync/handover.ts';
import type { Keys } from '../../platform/web/sync/vault.ts';

/** The part of the worker's global scope that is used here; the pages are checked against the window's types. */
interface WorkerScope {
  readonly __WB_MANIFEST: Parameters<typeof precacheAndRoute>[0];
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'activate', listener: (event: { waitUntil(work: Promise<void>): void }) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'fetch', listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void): void;
}
declare const self: WorkerScope;

cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);

// Pages open from the device: a stairwell with half a signal must not wait for a network that will not come.
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.mode !== 'navigate' || origin !== self.location.origin || pathname.startsWith('/api/')) return;
  event.respondWith(matchPrecache('/index.html').then((page) => page ?? fetch(request)));
});

// From the first visit on: who signs in at the office and walks into a stairwell does not open the app twice before.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** Keys that a page left for the one after it: in memory only, and only until the browser ends this worker. */
const left = new Map<string, Keys>();
const isKeyMessage = (data: unknown): data is KeyMessage => typeof data === 'object' && data !== null && 'about' in data && 'name' in data;

self.addEventListener('message', ({ data, ports: [answer] }) => {
  if (data === 'take over') void self.skipWaiting();
  else if (!isKeyMessage(data)) return;
  else if (data.about === 'give keys') answer?.postMessage(left.get(data.name) ?? null);
  else if (data.keys) left.set(data.name, data.keys);
  else left.delete(data.name);
});
