import { z } from 'zod';
import { Push } from '../../../../kernel/command.ts';
import { type CommunityId, idOf } from '../../../../kernel/ids.ts';
import type { Problem, Result } from '../../../../kernel/result.ts';
import type { Api } from '../api.ts';
import type { ServerParts } from '../parts.ts';
import { Refusal } from '../problem.ts';
import { member } from '../request-session.ts';

/** Largest batch of commands, in bytes. */
const pushBytes = 1024 * 1024;

const PullArgs = z.object({
  community: idOf<CommunityId>(),
  cursor: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  /** Name of the set of scopes of the last page; empty at first. */
  scopes: z.string().max(64).default(''),
  limit: z.coerce.number().int().min(1).max(5_000).default(2_000),
  /** Names of entities with commas between; all when absent. */
  entities: z
    .string()
    .max(2_000)
    .transform((names) => names.split(','))
    .optional(),
});

export const QueryBody = z.object({ community: idOf<CommunityId>(), args: z.unknown().optional() });

const value = <T>(result: Result<T, Problem>): T => {
  if (!result.ok) throw new Refusal(result.problem);
  return result.value;
};

/** Writes, copies and questions. */
export function commandRoutes(api: Api, { bus, ask, pull, minimumApp = null }: ServerParts): void {
  api.post(
    '/push',
    {
      bodyLimit: pushBytes,
      config: { textCheckedLater: true, urgency: 'byBody' },
      schema: { body: Push, summary: 'Say up to 50 commands, in order', tags: ['commands'] },
    },
    async (request) => {
      const { community, ...batch } = request.body;
      request.isUrgent(bus.isLife(batch.commands) ? 'life' : 'field');
      const { actor } = member(request, community);
      const decided = await bus.decide(community, { actor, ...batch });
      return { ...decided, now: new Date().toISOString() };
    },
  );

  api.get(
    '/pull',
    { config: { urgency: 'checkIn' }, schema: { querystring: PullArgs, summary: 'Rows that changed after the cursor', tags: ['commands'] } },
    async (request) => {
      const { community, ...rest } = request.query;
      return { ...value(await pull(community, member(request, community).actor, rest)), minimumApp };
    },
  );

  api.post('/query/:name', { schema: { params: z.object({ name: z.string().max(80) }), body: QueryBody, hide: true } }, async (request) => {
    const { community, args } = request.body;
    return value(await ask(request.params.name, community, member(request, community).actor, args));
  });
}
