import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { type CommunityId, idOf } from '../../../../kernel/ids.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { actorIn } from '../../sessions/sessions.ts';
import type { Api } from '../api.ts';
import type { ServerParts } from '../parts.ts';
import { member } from '../request-session.ts';

/** A comment is sent this often, so that proxies keep the line open and dead phones are noticed. */
const beatMs = 20_000;
/** A client that has not taken what was sent within this time is dropped; it comes back and asks what it missed. */
const patienceMs = 30_000;
/** A stopping server asks its listeners to come back after this long, spread over as much again and more. */
const leastReturnMs = 1_000;
const spreadReturnMs = 4_000;

/** `GET hints?community`: server-sent events `data: {"version": n}`; 0 means "look again". */
export function hintRoutes(api: Api, { hints, db, sessions }: ServerParts): void {
  const open = new Set<ServerResponse>();
  api.addHook('preClose', async () => {
    // Every line comes back by itself, each after a moment of its own, so that not all stand at the door when the server is up again.
    for (const stream of open) stream.end(`retry: ${Math.round(leastReturnMs + Math.random() * spreadReturnMs)}\n\n`);
  });

  api.get(
    '/hints',
    {
      config: { lasting: true },
      schema: {
        querystring: z.object({ community: idOf<CommunityId>() }),
        summary: 'A hint whenever the community moves on (server-sent events)',
        tags: ['commands'],
      },
    },
    async (request, reply) => {
      const { community } = request.query;
      const { actor } = member(request, community);
      const { cookie } = request.headers;
      let latest: number | null = null;
      let flush = () => undefined as void;
      // Only the newest version matters, so a slow reader costs one number and not a queue. Listening begins before the head is read: a commit
      // between the two would be neither in what was read nor heard of.
      const stop = hints.listen(community, (version) => {
        latest = version;
        flush();
      });
      const stream = reply.raw;
      stream.once('close', stop);
      const [head] = await db.as(
        { community, actor: actor.person },
        (tx) => tx.rows<{ version: number }>('select version from platform.head', []),
        'read only',
      );
      latest ??= head?.version ?? 0;

      const kept = Object.entries(reply.getHeaders()).flatMap(([name, header]) => (header === undefined ? [] : [[name, header] as const]));
      reply.hijack();
      // Gone while we read: nothing would ever end what begins here.
      if (stream.destroyed) return;
      stream.writeHead(200, { ...Object.fromEntries(kept), 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
      open.add(stream);

      let stuckSince: number | null = null;
      flush = () => {
        if (latest === null || stuckSince !== null) return;
        const text = `data: {"version":${latest}}\n\n`;
        latest = null;
        if (!stream.write(text)) stuckSince = Date.now();
      };
      stream.on('drain', () => {
        stuckSince = null;
        flush();
      });
      const beat = setInterval(() => {
        if (stuckSince !== null && Date.now() - stuckSince > patienceMs) stream.destroy();
        else if (stuckSince === null && !stream.write(': still here\n\n')) stuckSince = Date.now();
        void mayStay(sessions, cookie, community).then((may) => {
          if (!may) stream.end();
        });
      }, beatMs);
      stream.on('close', () => {
        clearInterval(beat);
        open.delete(stream);
      });
      stream.on('error', () => stream.destroy());
      flush();
    },
  );
}

/** Signed out or no longer a member: the line ends at the next beat. When that cannot be found out now, it stays. */
const mayStay = (sessions: Sessions, cookie: string | undefined, community: string): Promise<boolean> =>
  sessions.of(cookie).then(
    (found) => found !== null && actorIn(found.session, community) !== null,
    () => true,
  );
