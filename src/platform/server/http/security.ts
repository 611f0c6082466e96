import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isHouseAddress, isHouseName } from '../https/house.ts';
import { refusal } from './problem.ts';

/**
 * What the pages may load. `blob:` workers are maplibre's; inline styles are Mantine's (it sets custom properties
 * at run time); scripts are only our own files
 * (WebAssembly is how the PIN of a device is stretched).
 */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "child-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export interface SecurityOptions {
  /** Public address when known, e.g. `https://renhe.example`; https switches HSTS on. */
  readonly publicUrl: string | null;
}

/** Headers for every answer, and the same-origin rule for every write. */
export function secure(app: FastifyInstance, { publicUrl }: SecurityOptions): void {
  const home = publicUrl ? new URL(publicUrl) : null;
  // A name of the house's network may be another machine's tomorrow: nobody is told to insist on HTTPS for it.
  const inHouse =
    home !== null && (!home.hostname.includes('.') || isHouseName(home.hostname, []) || isHouseAddress(home.hostname.replaceAll(/[[\]]/g, '')));
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('content-security-policy', contentPolicy);
    reply.header('x-frame-options', 'DENY');
    reply.header('cross-origin-opener-policy', 'same-origin');
    reply.header('cross-origin-resource-policy', 'same-origin');
    reply.header('permissions-policy', 'camera=(self), geolocation=(self), microphone=()');
    if (home?.protocol === 'https:' && !inHouse) reply.header('strict-transport-security', 'max-age=31536000');
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    if (!isRead(request.method) && !fromOurPages(request, home)) throw refusal('forbidden', 'http.foreignOrigin');
  });
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'OPTIONS';

/**
 * A browser says where a write comes from (`Origin`, and `Sec-Fetch-Site`); both must be this very host. A program that sends neither
 * carries no ambient cookies of a victim, so it may pass.
 */
function fromOurPages(request: FastifyRequest, home: URL | null): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = request.headers.origin;
  if (origin === undefined) return true;
  if (home) return origin === home.origin;
  try {
    return new URL(origin).host === request.headers.host;
  } catch {
    return false;
  }
}
