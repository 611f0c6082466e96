import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { refusal } from './problem.ts';

/** Whom a request counts for: the account, or the address when nobody is signed in. */
const whose = (request: { session: { account: string } | null; ip: string }): string =>
  request.session ? `account ${request.session.account}` : `address ${request.ip}`;

/** One limit over everything under `/api/`; single routes tighten it by `config.rateLimit` or with a pre-handler. */
export async function limit(app: FastifyInstance, perMinute: number): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: perMinute,
    timeWindow: 60_000,
    cache: 20_000,
    keyGenerator: whose,
    allowList: (request) => !request.url.startsWith('/api/'),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (_request, { ttl }) => {
      const seconds = Math.max(1, Math.ceil(ttl / 1000));
      return refusal('tooMany', 'http.tooMany', { seconds }, seconds);
    },
  });
}
