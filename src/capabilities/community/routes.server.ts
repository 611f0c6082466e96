import { randomFillSync } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CommandId, type CommunityId, idOf, newUuid, type PersonId } from '../../kernel/ids.ts';
import { Refusal, refusal } from '../../platform/server/http/problem.ts';
import type { RouteContext } from '../../platform/server/http/route-context.ts';
import { e164 } from '../../platform/server/sessions/auth.ts';
import { endAccess, giveAccess, waysIn } from './commands-access.ts';
import { personId } from './model.ts';
import { findPerson } from './reading.server.ts';

const Give = z.object({ community: idOf<CommunityId>(), personId, by: z.enum(waysIn) });
const End = z.object({ community: idOf<CommunityId>(), personId });

/**
 * `POST community/access`: gives a person a way to sign in; the answer holds the one-time code, which is shown nowhere else.
 * `POST community/access/end`: signs the person out and ends it. Both say a command first, so nothing happens that is not in the journal.
 */
export function routes(app: FastifyInstance, context: RouteContext): void {
  const { db, invitations } = context;
  const perKeeper = context.rateLimit(20, (request) => `access ${context.session(request)?.account ?? request.ip}`);

  app.post('/community/access', { preHandler: perKeeper, bodyLimit: 1024, schema: { body: Give } }, async (request) => {
    const { community, personId: person, by } = request.body as z.infer<typeof Give>;
    await say(context, request, community, giveAccess.name, { personId: person, by });
    if (by === 'code') return invitations.invite({ community, person }, { by });
    const known = await db.as({ community, actor: person }, (tx) => findPerson(tx, person), 'read only');
    const phone = e164(known?.phone ?? '');
    if (!phone) throw refusal('invalid', 'community.mobileNeeded');
    return invitations.invite({ community, person }, { by, phone });
  });

  app.post('/community/access/end', { preHandler: perKeeper, bodyLimit: 1024, schema: { body: End } }, async (request) => {
    const { community, personId: person } = request.body as z.infer<typeof End>;
    await say(context, request, community, endAccess.name, { personId: person });
    await invitations.end({ community, person });
    return { ended: true };
  });
}

/** @throws Refusal with the problem of the refused command */
async function say(
  { member, bus }: RouteContext,
  request: FastifyRequest,
  claimed: string,
  name: string,
  payload: { personId: PersonId; by?: string },
): Promise<void> {
  const { community, actor } = member(request, claimed);
  const envelope = { id: newUuid(Date.now(), randomFillSync) as CommandId, name, ver: 1, dseq: 1, claimedAt: new Date().toISOString(), payload };
  const [reply] = await bus.submit(community, { actor, device: null, commands: [envelope] });
  if (reply?.status === 'refused') throw new Refusal(reply.problem);
  if (reply?.status !== 'accepted') throw refusal('tooMany', 'http.tooMany', { seconds: 5 }, 5);
}
