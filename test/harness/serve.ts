import { randomBytes, randomFillSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll } from 'vitest';
import type { Authority } from '../../src/kernel/authority.ts';
import { type Bus, bus } from '../../src/platform/server/commands/bus.ts';
import type { Handler, Reaction } from '../../src/platform/server/commands/handler.ts';
import type { Tx } from '../../src/platform/server/db/db.ts';
import { fileStore } from '../../src/platform/server/files/files.ts';
import { incoming } from '../../src/platform/server/files/incoming.ts';
import { openHints } from '../../src/platform/server/hints/hints.ts';
import { makeLogger } from '../../src/platform/server/http/logging.ts';
import { makeMetrics } from '../../src/platform/server/http/metrics.ts';
import { type ServerParts, usualLimits } from '../../src/platform/server/http/parts.ts';
import { buildServer } from '../../src/platform/server/http/server.ts';
import type { Answer } from '../../src/platform/server/queries/answer.ts';
import { asking } from '../../src/platform/server/queries/ask.ts';
import { type Feed, pulling } from '../../src/platform/server/queries/pull.ts';
import { openSessions, type Sessions } from '../../src/platform/server/sessions/sessions.ts';
import { freshDatabase, freshId, type TestDatabase } from './database.ts';

/** The doors of a slice, as its `server.ts` exports them. */
export interface Doors {
  readonly handlers?: readonly Handler[];
  readonly answers?: readonly Answer[];
  readonly feeds?: readonly Feed[];
  readonly reactions?: readonly Reaction[];
  readonly routes?: ServerParts['routes'][number];
}

export interface Served {
  readonly database: TestDatabase;
  readonly db: TestDatabase['db'];
  readonly app: FastifyInstance;
  readonly bus: Bus;
  readonly sessions: Sessions;
  /** Lines of the log, as written. */
  readonly logged: string[];
  /** Text messages "sent". */
  readonly sms: { to: string; text: string }[];
  /** Makes an account that is `person` in `community` and signs it in. @returns the cookie header */
  readonly signIn: (community: string, person: string) => Promise<string>;
}

/**
 * The whole server on a database of this test file's own, with the doors given. It does not listen: use `app.inject`, or `app.listen`.
 * The text message gateway is the one thing that is not real.
 */
export async function serve(
  doors: readonly Doors[],
  loadAuthority: (tx: Tx, now: Date) => Promise<Authority>,
  change: Partial<ServerParts> = {},
): Promise<Served> {
  const database = await freshDatabase();
  const { db } = database;
  const logged: string[] = [];
  const sms: { to: string; text: string }[] = [];
  const log = makeLogger('debug', { write: (line: string) => logged.push(line) });
  const metrics = makeMetrics();
  const all = <T>(pick: (door: Doors) => readonly T[] | undefined): T[] => doors.flatMap((door) => pick(door) ?? []);
  const decided = bus({
    db,
    handlers: all((door) => door.handlers),
    reactions: all((door) => door.reactions),
    loadAuthority,
    clock: () => new Date(),
    random: randomFillSync,
    onReply: metrics.command,
  });
  const asked = { db, authorities: decided.authorities, clock: () => new Date() };
  const sessions = openSessions({
    database: database.sessions,
    secret: randomBytes(32).toString('hex'),
    https: false,
    sendSms: async (to, text) => {
      sms.push({ to, text });
    },
  });
  const hints = await openHints(database.app, pino({ level: 'silent' }));
  const root = mkdtempSync(join(tmpdir(), 'banyan-files-'));
  const files = fileStore(db, root);
  const app = await buildServer({
    db,
    bus: decided,
    ask: asking({ ...asked, answers: all((door) => door.answers) }),
    pull: pulling({ ...asked, feeds: all((door) => door.feeds) }),
    answers: all((door) => door.answers),
    sessions,
    files,
    incoming: incoming(db, files, join(root, 'incoming')),
    hints,
    profile: async () => ({ name: 'Test', personName: '', positions: [] }),
    entered: async () => undefined,
    routes: all((door) => (door.routes ? [door.routes] : [])),
    setup: null,
    ready: async () => (await db.pool.query('select 1')).rowCount === 1,
    webRoot: null,
    publicUrl: null,
    trustProxy: [],
    metricsToken: null,
    metrics,
    limits: { ...usualLimits, perAccount: 100_000, signIn: 100_000 },
    log,
    version: '0.0.0',
    ...change,
  });
  afterAll(async () => {
    await app.close();
    await hints.close();
    await decided.idle();
    await sessions.close();
    rmSync(root, { recursive: true, force: true });
  });
  return {
    database,
    db,
    app,
    bus: decided,
    sessions,
    logged,
    sms,
    async signIn(community, person) {
      const username = `u${freshId().replaceAll('-', '')}`;
      const made = await sessions.createAccount({ username, password: 'long enough', memberships: [{ community, person }] });
      if (!made.ok) throw new Error(made.problem.code);
      const answer = await app.inject({ method: 'POST', url: '/api/auth/sign-in/username', payload: { username, password: 'long enough' } });
      return cookieOf(answer);
    },
  };
}

/** What a browser would send back. */
export const cookieOf = ({ cookies }: { cookies: { name: string; value: string }[] }): string =>
  cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
