import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CommunityId, idOf } from '../../../../kernel/ids.ts';
import type { Api } from '../api.ts';
import type { ServerParts } from '../parts.ts';
import { Refusal, refusal } from '../problem.ts';
import { signedIn } from '../request-session.ts';

const Code = z.string().min(8).max(40);
const Look = z.object({ code: Code });
const Enter = z.object({ code: Code, username: z.string().max(60).default(''), password: z.string().max(1000) });
const Answer = z.object({ community: idOf<CommunityId>(), accept: z.boolean() });

/** For people whom a community gave a way in: by a one-time code, or by their telephone. */
export function entryRoutes(api: Api, { db, entered, limits, profile, sessions }: ServerParts): void {
  const rateLimit = { max: limits.signIn, timeWindow: 60_000, keyGenerator: (request: FastifyRequest) => `entry ${request.ip}` };
  const { invitations } = sessions;

  api.post(
    '/entry/look',
    { config: { rateLimit }, bodyLimit: 1024, schema: { body: Look, summary: 'Who is this one-time code for?', tags: ['me'] } },
    async (request) => {
      const invited = await invitations.behind(request.body.code);
      const known =
        invited && (await db.as({ community: invited.community, actor: invited.person }, (tx) => profile(tx, invited.person), 'read only'));
      if (!known) throw refusal('missing', 'sessions.codeGone');
      return { community: known.name, person: known.personName, username: invited.username };
    },
  );

  api.post(
    '/entry',
    {
      config: { rateLimit },
      bodyLimit: 4096,
      schema: { body: Enter, summary: 'Use a one-time code: set my password and sign in', tags: ['me'] },
    },
    async (request, reply) => {
      const { code, username, password } = request.body;
      const made = await invitations.enter(code, { username, password });
      if (!made.ok) throw new Refusal(made.problem);
      await entered(made.value);
      const door = await sessions.door('/sign-in/username', undefined, { username: made.value.username, password });
      for (const cookie of door.ok ? door.cookies : []) reply.header('set-cookie', cookie);
      return { username: made.value.username };
    },
  );

  api.get('/invitations', { schema: { summary: 'Communities that invite the telephone I signed in with', tags: ['me'] } }, async (request) => {
    const waiting = await invitations.waiting(signedIn(request).id);
    const named = await Promise.all(
      waiting.map(async ({ community, person }) => {
        const known = await db.as({ community, actor: person }, (tx) => profile(tx, person), 'read only');
        return known && { community, name: known.name };
      }),
    );
    return { invitations: named.filter((one) => one !== null) };
  });

  api.post('/invitations', { schema: { body: Answer, summary: 'Accept or decline one of them', tags: ['me'] } }, async (request) => {
    const session = signedIn(request);
    const { community, accept } = request.body;
    const answered = await invitations.answer(session.id, session.account, community, accept);
    if (!answered.ok) throw new Refusal(answered.problem);
    if (answered.value) await entered(answered.value);
    return { joined: answered.value !== null };
  });
}
