import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServerParts } from '../parts.ts';
import { refusal } from '../problem.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** Alive, ready, figures. */
export function healthRoutes(app: FastifyInstance, { ready, hints, metrics, metricsToken }: ServerParts): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'alive' }));

  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    const fine = hints.connected() && (await ready().catch(() => false));
    if (!fine) return reply.code(503).send({ problem: { code: 'http.notReady', kind: 'unavailable' } });
    return { status: 'ready' };
  });

  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!mayRead(request, metricsToken)) throw refusal('missing', 'http.unknownRoute');
    return reply.header('content-type', metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

/** From this machine without a proxy in between, or with the token. */
function mayRead(request: FastifyRequest, token: string | null): boolean {
  if (token !== null && request.headers.authorization === `Bearer ${token}`) return true;
  return (
    loopback.has(request.socket.remoteAddress ?? '') && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined
  );
}
