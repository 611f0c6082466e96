import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import type { Actor } from '../../../kernel/command.ts';
import type { CommunityId } from '../../../kernel/ids.ts';
import type { Bus } from '../commands/bus.ts';
import type { Db } from '../db/db.ts';
import type { Files } from '../files/files.ts';
import type { Ask } from '../queries/ask.ts';
import type { Invitations } from '../sessions/invitations.ts';
import type { Session } from '../sessions/sessions.ts';

/** What the routes of a slice may use. They are registered under `/api/v1`. */
export interface RouteContext {
  readonly bus: Bus;
  readonly ask: Ask;
  readonly db: Db;
  readonly files: Files;
  /** Gives people a way in and ends it, after the command that says so was accepted. */
  readonly invitations: Pick<Invitations, 'invite' | 'end'>;
  /** Who is signed in; null when nobody is. */
  readonly session: (request: FastifyRequest) => Session | null;
  /**
   * The signed-in person as an actor of this community.
   * @throws Refusal `http.signInFirst`, or `http.communityGone` for a community one is no member of (or that does not exist)
   */
  readonly member: (request: FastifyRequest, community: string) => { actor: Actor; community: CommunityId };
  /** A pre-handler that lets so many requests a minute through per key (e.g. per door token), then answers `http.tooMany`. */
  readonly rateLimit: (perMinute: number, key: (request: FastifyRequest) => string) => preHandlerAsyncHookHandler;
}

/** How a slice offers routes of its own. */
export type Routes = (app: FastifyInstance, context: RouteContext) => void | Promise<void>;
