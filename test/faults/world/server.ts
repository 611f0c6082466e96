import { handlers as dutyHandlers, loadAuthority } from '../../../src/capabilities/duties/server.ts';
import { handlers as readinessHandlers } from '../../../src/capabilities/readiness/server.ts';
import { feeds, handlers as responseHandlers } from '../../../src/capabilities/response/server.ts';
import { type Actor, Push } from '../../../src/kernel/command.ts';
import type { CommunityId } from '../../../src/kernel/ids.ts';
import { type Bus, bus } from '../../../src/platform/server/commands/bus.ts';
import { over } from '../../../src/platform/server/db/db.ts';
import { type Pull, pulling } from '../../../src/platform/server/queries/pull.ts';
import type { Chance, Loop } from './loop.ts';
import { type Backend, type HeadLock, type Weather, Wire } from './wire.ts';

/** Entities of the commands under simulation; devices copy them all. */
export const entities: readonly string[] = feeds.map(({ entity }) => entity);

export interface Answered {
  readonly status: number;
  readonly body: string;
}

export interface ServerParts {
  readonly loop: Loop;
  readonly chance: Chance;
  readonly lock: HeadLock;
  readonly weather: Weather;
  readonly backend: Backend;
  /** Rows of one page of a pull, so that copies come in many pages. */
  readonly pageRows: number;
}

/** One server process: the real bus and the real pull on connections of its own. It dies as a whole. */
export class Server {
  readonly bus: Bus;
  readonly wire: Wire;
  /** Ends of requests that are cut when the process dies. */
  readonly requests = new Set<() => void>();
  private readonly pull: Pull;
  private readonly parts: ServerParts;

  constructor(parts: ServerParts) {
    this.parts = parts;
    this.wire = new Wire(parts);
    const db = over(this.wire.pool);
    const clock = () => new Date(parts.loop.nowMs);
    this.bus = bus({
      db,
      handlers: [...responseHandlers, ...readinessHandlers, ...dutyHandlers],
      reactions: [],
      loadAuthority,
      clock,
      random: parts.chance.fill,
      turn: () => new Promise<void>((done) => void parts.loop.soon(done)),
    });
    this.pull = pulling({ db, feeds, authorities: this.bus.authorities, clock });
  }

  die(): void {
    this.wire.die();
    for (const cut of this.requests) cut();
    this.requests.clear();
  }

  /** What the routes `push` and `pull` do with a request of somebody who is signed in. */
  async handle(community: CommunityId, actor: Actor, path: string, body: string): Promise<Answered> {
    try {
      const url = new URL(path, 'http://server');
      if (url.pathname === '/api/v1/push') {
        const { community: _, ...batch } = Push.parse(JSON.parse(body));
        const decided = await this.bus.decide(community, { actor, ...batch });
        return { status: 200, body: JSON.stringify({ ...decided, now: new Date(this.parts.loop.nowMs).toISOString() }) };
      }
      const asked = url.searchParams;
      const page = await this.pull(community, actor, {
        cursor: Number(asked.get('cursor')),
        scopes: asked.get('scopes') ?? '',
        limit: Math.min(Number(asked.get('limit')), this.parts.pageRows),
        entities: asked.get('entities')?.split(','),
      });
      return page.ok ? { status: 200, body: JSON.stringify(page.value) } : { status: 422, body: JSON.stringify({ problem: page.problem }) };
    } catch {
      // The route's error handler: an unexpected failure says nothing but that.
      return { status: 500, body: JSON.stringify({ problem: { code: 'http.unexpected', kind: 'conflict' } }) };
    }
  }
}
