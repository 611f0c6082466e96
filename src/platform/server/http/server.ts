import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import Fastify, { type FastifyInstance, type FastifyReply, LogController } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { admit, lateness } from './admission.ts';
import { strictJson } from './body.ts';
import { limit } from './limits.ts';
import { logAnswers } from './logging.ts';
import { describeApi } from './openapi.ts';
import type { ServerParts } from './parts.ts';
import { outcomeOf, Refusal, refusal } from './problem.ts';
import { member, readSessions } from './request-session.ts';
import type { RouteContext } from './route-context.ts';
import { commandRoutes } from './routes/commands.ts';
import { entryRoutes } from './routes/entry.ts';
import { fileRoutes } from './routes/files.ts';
import { healthRoutes } from './routes/health.ts';
import { hintRoutes } from './routes/hints.ts';
import { meRoutes } from './routes/me.ts';
import { signInRoutes } from './routes/sign-in.ts';
import { webRoutes } from './routes/web.ts';
import { secure } from './security.ts';

/** Usual bound on a JSON body, in bytes; push and uploads state their own. */
const bodyBytes = 256 * 1024;

const notHttp = (() => {
  const body = JSON.stringify(outcomeOf(refusal('invalid', 'http.badRequest')).body);
  return `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
})();

/** Puts the HTTP server together. It does not listen yet: tests use `inject`, the app main `listen`. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const app = Fastify({
    https: parts.tls ? { ...parts.tls, minVersion: 'TLSv1.2' } : null,
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyBytes,
    trustProxy: parts.trustProxy.length > 0 ? [...parts.trustProxy] : false,
    return503OnClosing: true,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    clientErrorHandler: (error, socket) => {
      // Not HTTP, or headers beyond all bounds: there is no request to answer, only a line to close.
      if (socket.writable && (error as { code?: string }).code !== 'ECONNRESET') socket.end(notHttp);
      else socket.destroy();
    },
    frameworkErrors: (error, _request, reply: FastifyReply) => {
      const { status, body } = outcomeOf(error);
      void reply.code(status).send(body);
    },
  }) as unknown as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setErrorHandler((error, request, reply) => {
    const { status, body, retryAfterS } = outcomeOf(error);
    if (status >= 500 && !(error instanceof Refusal)) request.log.error({ err: error, req: request }, 'failed');
    if (retryAfterS !== null) reply.header('retry-after', retryAfterS);
    return reply.code(status).type('application/json; charset=utf-8').send(body);
  });
  const lateMs = lateness(app);
  const inService = admit(app, { lateMs, chance: Math.random, turnedAway: parts.metrics.turnedAway });
  parts.metrics.gauge('banyan_requests_in_service', 'Requests being served now', inService);
  parts.metrics.gauge('banyan_event_loop_late_ms', 'Milliseconds by which the event loop runs late', lateMs);
  strictJson(app);
  secure(app, { publicUrl: parts.publicUrl });
  readSessions(app, parts.sessions);
  logAnswers(app);
  parts.metrics.watch(app);
  await limit(app, parts.limits.perAccount);
  await app.register(compress, {
    threshold: 1024,
    encodings: ['br', 'gzip'],
    // Quality 4 compresses JSON nearly as well as 11 in a tenth of the time.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  await describeApi(app, parts);

  healthRoutes(app, parts);
  signInRoutes(app, parts);
  await app.register(
    async (scope) => {
      const api = scope.withTypeProvider<ZodTypeProvider>();
      commandRoutes(api, parts);
      hintRoutes(api, parts);
      meRoutes(api, parts);
      entryRoutes(api, parts);
      await fileRoutes(api, parts);
      for (const routes of parts.routes) await scope.register(async (inner) => routes(inner, contextFor(inner, parts)));
    },
    { prefix: '/api/v1' },
  );
  await webRoutes(app, parts.webRoot);
  await app.ready();
  return app;
}

function contextFor(app: FastifyInstance, { bus, ask, db, files, sessions }: ServerParts): RouteContext {
  return {
    bus,
    ask,
    db,
    files,
    invitations: sessions.invitations,
    session: (request) => request.session,
    member,
    rateLimit: (perMinute, key) => {
      const check = app.createRateLimit({ max: perMinute, timeWindow: 60_000, keyGenerator: key });
      return async (request) => {
        const state = await check(request);
        if (!state.isAllowed && state.isExceeded) throw refusal('tooMany', 'http.tooMany', { seconds: state.ttlInSeconds }, state.ttlInSeconds);
      };
    },
  };
}
