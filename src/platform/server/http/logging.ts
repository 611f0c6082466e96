import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Logs without personal data, by construction: of a request only method and route *pattern* (never the address with its
 * query or token), of an error only its class, code and stack frames. Messages of database errors quote values, so
 * they are left out.
 */
export function makeLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { req: requestLine, res: (reply: FastifyReply) => ({ status: reply.statusCode }), err: errorLine },
    redact: { paths: ['*.password', '*.phone', '*.phoneNumber', '*.name', '*.token', 'password', 'phone', 'token'], remove: true },
  };
  return destination ? pino(options, destination) : pino(options);
}

const requestLine = (request: FastifyRequest) => ({ id: request.id, method: request.method, route: request.routeOptions?.url ?? null });

interface DatabaseError {
  readonly code?: unknown;
  readonly schema?: unknown;
  readonly table?: unknown;
  readonly constraint?: unknown;
}

/** An error without its message: class, code, where in the code, and which constraint of which table. */
export function errorLine(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, schema, table, constraint } = error as DatabaseError;
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  const cause = error.cause instanceof Error ? errorLine(error.cause) : undefined;
  return Object.fromEntries(
    Object.entries({ type: error.name, faultCode: code, schema, table, constraint, frames, cause }).filter(([, value]) => value !== undefined),
  );
}

/** One line per answered request. */
export function logAnswers(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const line = { req: request, res: reply, ms: Math.round(reply.elapsedTime * 10) / 10 };
    // 503 is said on purpose: there is no room now. It is counted, and logging each would make the shortage worse.
    if (reply.statusCode >= 500 && reply.statusCode !== 503) request.log.error(line, 'answered');
    else request.log.debug(line, 'answered');
  });
}
