import type { FastifyInstance } from 'fastify';
import type { ServerParts } from '../parts.ts';
import { Refusal } from '../problem.ts';

/** `/api/auth/*`: every way in and out. Limited per address; the pace per name and number is kept by the doors themselves. */
export function signInRoutes(app: FastifyInstance, { sessions, limits }: ServerParts): void {
  app.post(
    '/api/auth/*',
    {
      bodyLimit: 16 * 1024,
      schema: { hide: true },
      config: { urgency: 'life', rateLimit: { max: limits.signIn, timeWindow: 60_000, keyGenerator: (request) => `sign-in ${request.ip}` } },
    },
    async (request, reply) => {
      const path = `/${(request.params as { '*': string })['*']}`;
      const answer = await sessions.door(path, request.headers.cookie, request.body);
      if (!answer.ok) throw new Refusal(answer.problem, answer.retryAfterS);
      for (const cookie of answer.cookies) reply.header('set-cookie', cookie);
      return answer.body;
    },
  );
}
