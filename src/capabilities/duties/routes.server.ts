import type { FastifyInstance } from 'fastify';
import { type CommunityId, idOf } from '../../kernel/ids.ts';
import { Refusal, refusal } from '../../platform/server/http/problem.ts';
import type { RouteContext } from '../../platform/server/http/route-context.ts';
import { findRemedy, readSituation } from './analysis.server.ts';
import { RemedyArgs } from './queries-analysis.ts';
import { buildAuthority } from './rules/authority.ts';
import { readSnapshot } from './store.server.ts';
import { dutiesHere } from './store-estimates.server.ts';

const Body = RemedyArgs.extend({ community: idOf<CommunityId>() });

/** Communities whose remedy is being sought: one each, and few at a time, for each takes a processor and a thread's memory. */
const atOnce = 2;
const seeking = new Set<string>();

/** The remedy takes seconds, so it is no query: what it is made of is read first, and sought without holding the database. */
export function routes(app: FastifyInstance, context: RouteContext): void {
  app.post('/duties/remedy', async (request) => {
    const parsed = Body.safeParse(request.body);
    if (!parsed.success)
      throw refusal('invalid', 'http.wrongShape', { path: parsed.error.issues[0]?.path.map(String).join('.').slice(0, 80) || '-' });
    const { level, hazard, residents, keepIn, keepOut, seconds } = parsed.data;
    const { actor, community } = context.member(request, parsed.data.community);
    const now = new Date();
    const who = { community, actor: actor.kind === 'person' ? actor.person : actor.kind };
    const [situation, duties] = await context.db.as(
      who,
      async (tx) => {
        const allowed = buildAuthority(await readSnapshot(tx, now), now).may(actor, 'duties.assign');
        if (!allowed.ok) throw new Refusal(allowed.problem);
        return Promise.all([readSituation(tx, now, residents), dutiesHere(tx)]);
      },
      'read only',
    );
    if (seeking.has(community) || seeking.size >= atOnce) throw refusal('tooMany', 'duties.remedyRunning');
    seeking.add(community);
    try {
      const found = await findRemedy(situation, duties, { occasion: { level, hazard }, keepIn, keepOut }, seconds);
      if (!found.ok) throw new Refusal(found.problem);
      return found.value;
    } finally {
      seeking.delete(community);
    }
  });
}
