import { createHash, randomBytes, randomFillSync, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor, Reply } from '../../kernel/command.ts';
import { type CommandId, type CommunityId, idOf, newUuid } from '../../kernel/ids.ts';
import { httpStatus } from '../../kernel/result.ts';
import { Refusal, refusal } from '../../platform/server/http/problem.ts';
import type { RouteContext } from '../../platform/server/http/route-context.ts';
import { CAP_MAX_BYTES, capText, readCapFile } from './cap-file.server.ts';
import { feedId } from './notice.ts';
import type { AlertRow } from './queries.ts';

const Community = idOf<CommunityId>();
const fresh = (): string => newUuid(Date.now(), randomFillSync);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * `POST warnings/cap?community`: a CAP 1.2 document, from a signed-in person or from a sender with a feed token
 * (`Authorization: Bearer <community>.<secret>`). `GET warnings/:id/cap?community`: the document of an alert as received or issued.
 * `POST warnings/feeds/token`: makes a pushed feed and shows its token, once.
 */
export function routes(app: FastifyInstance, context: RouteContext): void {
  app.addContentTypeParser(
    ['application/xml', 'text/xml', 'application/cap+xml', 'application/octet-stream'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );

  const perSender = context.rateLimit(60, (request) => request.headers.authorization ?? context.session(request)?.account ?? request.ip);
  app.post(
    '/warnings/cap',
    {
      bodyLimit: CAP_MAX_BYTES,
      preHandler: perSender,
      schema: { querystring: z.object({ community: Community.optional(), concernsUs: z.stringbool().default(false) }) },
    },
    async (request, reply) => {
      const query = request.query as { community?: CommunityId; concernsUs: boolean };
      const from = await sender(request, query.community, context);
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const read = await readCapFile(bytes);
      const text = capText(bytes);
      const [first] = read.errors;
      if (first || !text.ok) return reply.code(first ? httpStatus[first.kind] : 422).send({ problem: first, errors: read.errors });
      const alertId = fresh();
      const origin = from.feed === null ? 'file' : 'post';
      const version = await say(context, from, 'warnings.receiveAlert', {
        alertId,
        xml: text.value,
        origin,
        feedId: from.feed,
        concernsUs: query.concernsUs,
      });
      const asked = await context.ask('warnings.alert', from.community, from.actor, { id: alertId });
      const row = asked.ok ? (asked.value.rows[0] as AlertRow | undefined) : undefined;
      return reply
        .code(201)
        .send({ alertId, version, matched: row?.matched ?? [], life: row?.life ?? null, supersededBy: row?.supersededBy ?? null });
    },
  );

  app.get(
    '/warnings/:id/cap',
    { schema: { params: z.object({ id: z.uuid() }), querystring: z.object({ community: Community }) } },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const { community, actor } = context.member(request, (request.query as { community: string }).community);
      const asked = await context.ask('warnings.alert', community, actor, { id });
      if (!asked.ok) throw new Refusal(asked.problem);
      const [row] = asked.value.rows as { xml: string }[];
      if (!row) throw refusal('missing', 'warnings.alertGone');
      return document(reply, row.xml);
    },
  );

  const TokenBody = z.object({ community: Community, feedId, name: z.string().max(200) });
  app.post('/warnings/feeds/token', { schema: { body: TokenBody } }, async (request) => {
    const { community: claimed, feedId: id, name } = request.body as z.infer<typeof TokenBody>;
    const { community, actor } = context.member(request, claimed);
    const secret = randomBytes(32).toString('base64url');
    await say(context, { community, actor }, 'warnings.addFeed', { kind: 'pushed', feedId: id, name, tokenHash: sha256(secret) });
    return { token: `${community}.${secret}` };
  });
}

interface Sender {
  readonly community: CommunityId;
  readonly actor: Actor;
  /** The pushed feed whose token was shown; null: a signed-in person. */
  readonly feed: string | null;
}

/** Who sends the document. A wrong token is answered alike whether the community, the feed or the secret is wrong. */
async function sender(request: FastifyRequest, community: CommunityId | undefined, { session, member, db }: RouteContext): Promise<Sender> {
  const bearer = /^Bearer ([0-9a-f-]{36})\.([A-Za-z0-9_-]{20,100})$/.exec(request.headers.authorization ?? '');
  if (!bearer) {
    if (request.headers.authorization) throw refusal('unauthenticated', 'warnings.wrongToken');
    const memberships = session(request)?.memberships ?? [];
    // Who belongs to one community need not name it.
    const only = memberships.length === 1 ? memberships[0]?.community : undefined;
    return { ...member(request, community ?? only ?? ''), feed: null };
  }
  const named = Community.safeParse(bearer[1]);
  if (!named.success) throw refusal('unauthenticated', 'warnings.wrongToken');
  const hash = Buffer.from(sha256(bearer[2] ?? ''));
  const feeds = await db.as(
    { community: named.data, actor: 'system' },
    (tx) =>
      tx.rows<{ id: string; hash: string }>('select id, token_hash as hash from warnings.feed where token_hash is not null and ended_at is null', []),
    'read only',
  );
  const feed = feeds.find((one) => timingSafeEqual(Buffer.from(one.hash), hash));
  if (!feed) throw refusal('unauthenticated', 'warnings.wrongToken');
  return { community: named.data, actor: { kind: 'system' }, feed: feed.id };
}

/** Says one command for the sender. @throws Refusal with the answer's problem */
async function say(
  { bus }: RouteContext,
  { community, actor }: Pick<Sender, 'community' | 'actor'>,
  name: string,
  payload: unknown,
): Promise<number> {
  const envelope = { id: fresh() as CommandId, name, ver: 1, dseq: 1, claimedAt: new Date().toISOString(), payload };
  const [reply] = (await bus.submit(community, { actor, device: null, commands: [envelope] })) as [Reply];
  if (reply.status === 'refused') throw new Refusal(reply.problem);
  if (reply.status !== 'accepted') throw refusal('tooMany', 'http.tooMany', { seconds: 5 }, 5);
  return reply.version;
}

/** CAP as a file. Such a document may name a style sheet: nothing of it is to be loaded. */
const document = (reply: FastifyReply, xml: string) =>
  reply
    .header('content-type', 'application/cap+xml; charset=utf-8')
    .header('content-disposition', 'attachment; filename="alert.cap.xml"')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(xml);
