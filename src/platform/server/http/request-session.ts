import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../../../kernel/command.ts';
import type { CommunityId } from '../../../kernel/ids.ts';
import { actorIn, type Session, type Sessions } from '../sessions/sessions.ts';
import { refusal } from './problem.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in; null when nobody is. Set before anything else looks at a request under `/api/`. */
    session: Session | null;
  }
}

/** Finds out who a request comes from, and renews the cookies of a session in use. */
export function readSessions(app: FastifyInstance, sessions: Sessions): void {
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/api/')) return;
    const found = await sessions.of(request.headers.cookie);
    request.session = found?.session ?? null;
    for (const cookie of found?.cookies ?? []) reply.header('set-cookie', cookie);
  });
}

/** @throws Refusal `http.signInFirst` */
export function signedIn(request: FastifyRequest): Session {
  if (!request.session) throw refusal('unauthenticated', 'http.signInFirst');
  return request.session;
}

/**
 * The signed-in person as an actor of this community. The community in a request is a claim: membership comes from the session.
 * @throws Refusal `http.signInFirst`; `http.communityGone` for a community one is no member of and for one that does not exist, alike
 */
export function member(request: FastifyRequest, community: string): { actor: Actor & { kind: 'person' }; community: CommunityId } {
  const actor = actorIn(signedIn(request), community);
  if (actor?.kind !== 'person') throw refusal('missing', 'http.communityGone');
  return { actor, community: community as CommunityId };
}
