import { createHash, randomBytes, randomFillSync } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor, Reply } from '../../kernel/command.ts';
import { type CommandId, type CommunityId, type DwellingId, idOf, newUuid } from '../../kernel/ids.ts';
import { Refusal, refusal } from '../../platform/server/http/problem.ts';
import type { RouteContext } from '../../platform/server/http/route-context.ts';
import { readAbout } from '../community/server.ts';
import type { DoorView, FollowedRequest } from './door-view.ts';
import { HelpKind, incidentId, requestId, Urgency } from './model.ts';
import { communityOfDoorToken, doorToken } from './rules/door-link.ts';
import { findDoorOfToken } from './store-doors.server.ts';

const fresh = (): string => newUuid(Date.now(), randomFillSync);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const Said = z.discriminatedUnion('say', [
  z.object({ say: z.literal('safe'), commandId: idOf<CommandId>() }),
  z.object({
    say: z.literal('help'),
    commandId: idOf<CommandId>(),
    requestId,
    /** Named only by those who play along in an exercise. */
    incidentId: incidentId.nullable().default(null),
    kind: HelpKind,
    urgency: Urgency.default('today'),
    words: z.string().trim().max(500).default(''),
    follow: z.string().max(20),
  }),
]);
type Said = z.infer<typeof Said>;

interface Door {
  readonly community: CommunityId;
  readonly dwelling: DwellingId;
  readonly door: string;
}

/**
 * `GET door/:token`: what the door's page shows. `POST door/:token/follow`: the same with what became of the requests whose codes are given.
 * `POST door/:token`: "we are safe" or "we need help", for that door alone. Both without an account.
 * `POST response/door-links`: makes links for the doors of one building and shows them once, for printing.
 */
export function routes(app: FastifyInstance, context: RouteContext): void {
  const perDoor = context.rateLimit(30, (request) => `door ${(request.params as { token: string }).token}`);
  const params = z.object({ token: z.string().max(80) });

  app.get('/door/:token', { preHandler: perDoor, schema: { params } }, async (request, reply): Promise<DoorView> => {
    const door = await open(request, context);
    reply.header('cache-control', 'no-store');
    return view(door, [], context);
  });

  const Follow = z.object({ codes: z.array(z.string().max(20)).max(20) });
  app.post(
    '/door/:token/follow',
    { preHandler: perDoor, bodyLimit: 4 * 1024, schema: { params, body: Follow } },
    async (request, reply): Promise<DoorView> => {
      const door = await open(request, context);
      reply.header('cache-control', 'no-store');
      return view(door, (request.body as z.infer<typeof Follow>).codes, context);
    },
  );

  app.post(
    '/door/:token',
    { config: { urgency: 'byBody' }, preHandler: perDoor, bodyLimit: 16 * 1024, schema: { params, body: Said } },
    async (request) => {
      request.isUrgent((request.body as Said).say === 'help' ? 'life' : 'checkIn');
      const door = await open(request, context);
      const { name, payload, commandId } = commandOf(request.body as Said, door.dwelling);
      const [reply] = await context.bus.submit(door.community, {
        actor: { kind: 'door', dwelling: door.dwelling },
        device: null,
        commands: [{ id: commandId, name, ver: 1, dseq: 1, claimedAt: new Date().toISOString(), payload }],
      });
      return { version: versionOf(reply) };
    },
  );

  const Links = z.object({ community: idOf<CommunityId>(), dwellings: z.array(idOf<DwellingId>()).min(1).max(400) });
  app.post('/response/door-links', { schema: { body: Links } }, async (request, reply) => {
    const { community: claimed, dwellings } = request.body as z.infer<typeof Links>;
    const { community, actor } = context.member(request, claimed);
    const made = dwellings.map((dwellingId) => ({ dwellingId, token: doorToken(community, randomBytes(16).toString('base64url')) }));
    const payload = { tokens: made.map(({ dwellingId, token }) => ({ dwellingId, hash: sha256(token) })) };
    const [answer] = await say(context, community, actor, 'response.issueDoorTokens', payload);
    versionOf(answer);
    reply.header('cache-control', 'no-store');
    return { links: made };
  });
}

/** The door behind a token. Never issued, revoked and another community's are answered alike. */
async function open(request: FastifyRequest, { db }: RouteContext): Promise<Door> {
  const { token } = request.params as { token: string };
  const community = idOf<CommunityId>().safeParse(communityOfDoorToken(token));
  if (!community.success) throw refusal('missing', 'response.doorLinkGone');
  const found = await db.as({ community: community.data, actor: 'door' }, (tx) => findDoorOfToken(tx, sha256(token)), 'read only');
  if (!found) throw refusal('missing', 'response.doorLinkGone');
  return { community: community.data, ...found };
}

const view = (door: Door, codes: readonly string[], { db }: RouteContext): Promise<DoorView> =>
  db.as(
    { community: door.community, actor: 'door' },
    async (tx) => {
      const [about, running, requests] = await Promise.all([
        readAbout(tx),
        tx.rows<DoorView['running'][number]>(
          `select i.id, i.title, i.level, i.exercise,
                  exists (select 1 from response.round r where r.incident = i.id and r.closed_at is null) as "asksDoors"
             from response.incident i where i.closed_at is null order by i.exercise, i.opened_at limit 5`,
          [],
        ),
        tx.rows<FollowedRequest>(
          `select distinct q.id, q.kind, q.state, q.asked_at as "askedAt", q.taken_at as "takenAt", q.done_at as "doneAt", q.closed_at as "closedAt", q.reply
             from response.follow f join response.request q on q.id = f.request and q.community = f.community
            where f.dwelling = $1 and f.code_hash in (select sha256(convert_to(code, 'UTF8')) from unnest($2::text[]) as code)
            order by q.asked_at desc limit 20`,
          [door.dwelling, codes],
        ),
      ]);
      const { name, nameEn, nameUg } = about ?? { name: '', nameEn: '', nameUg: '' };
      return { community: { name, nameEn, nameUg }, door: door.door, running, requests };
    },
    'read only',
  );

function commandOf(said: Said, dwellingId: DwellingId): { name: string; commandId: CommandId; payload: unknown } {
  if (said.say === 'safe') return { name: 'response.sayDoorSafe', commandId: said.commandId, payload: { dwellingId } };
  const { say: _say, commandId, ...rest } = said;
  return { name: 'response.askForHelp', commandId, payload: { ...rest, dwellingId, source: 'door' } };
}

const say = ({ bus }: RouteContext, community: CommunityId, actor: Actor, name: string, payload: unknown): Promise<Reply[]> =>
  bus.submit(community, {
    actor,
    device: null,
    commands: [{ id: fresh() as CommandId, name, ver: 1, dseq: 1, claimedAt: new Date().toISOString(), payload }],
  });

/** @throws Refusal with the answer's problem */
function versionOf(reply: Reply | undefined): number {
  if (reply?.status === 'accepted') return reply.version;
  if (reply?.status === 'refused') throw new Refusal(reply.problem);
  throw refusal('tooMany', 'http.tooMany', { seconds: 5 }, 5);
}
