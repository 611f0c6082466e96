import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';

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

self.addEventListener('message', ({ data }) => {
  if (data === 'take over') void self.skipWaiting();
});
