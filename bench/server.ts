import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { CommunityId, PersonId } from '../src/kernel/ids.ts';
import { connect, type Db } from '../src/platform/server/db/db.ts';
import { install } from '../src/platform/server/db/install.ts';
import { startPostgres } from '../src/platform/server/db/postgres.ts';
import { findServed } from '../src/platform/server/db/served.ts';
import { openSessions, type Sessions } from '../src/platform/server/sessions/sessions.ts';
import { demoPassword } from '../tools/demo/load.ts';

/** What `/api/v1/me` says, as far as it is needed here. */
export interface Me {
  readonly memberships: readonly { readonly community: CommunityId; readonly person: PersonId }[];
}

/** A real server in its own process on a data folder of its own, with fsync on, holding the demo community. */
export interface BenchServer {
  readonly port: number;
  /** The same database past HTTP, as the application role. */
  readonly db: Db;
  readonly director: Client;
  /** Who the director is in the demo community. */
  readonly home: Me['memberships'][number];
  /** Signs in; the returned client keeps its connections open. */
  signIn(username: string, password: string): Promise<Client>;
  createAccount: Sessions['createAccount'];
  stop(): Promise<void>;
}

/** What came back, also when it was not what was asked for. */
export interface Answered<T> {
  readonly status: number;
  readonly retryAfterS: number;
  /** null unless the status is 200. */
  readonly value: T | null;
}

export interface Client {
  /** As `post`, for those who reckon with being turned away. */
  tryPost<T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered<T>>;
  post<T>(path: string, body: unknown): Promise<T>;
  get<T>(path: string): Promise<{ value: T; bytes: number }>;
}

/** Says first on what machine it runs. @param words what else is to be said there */
export async function startBenchServer(words: string): Promise<BenchServer> {
  console.log(`${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores, Node ${process.version}; ${words}`);
  const port = 20_000 + (process.pid % 20_000);
  const dataDir = mkdtempSync('/tmp/banyan-bench-');
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/apps/server/main.ts')], {
    env: {
      ...process.env,
      BANYAN_PORT: String(port),
      BANYAN_DATA: dataDir,
      BANYAN_LOG: 'warn',
      BANYAN_REQUESTS_PER_MINUTE: '10000000',
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await ready(child, port);
  const served = findServed(dataDir);
  if (!served) throw new Error('the server does not serve its data folder');
  const { app, sessions: database } = await install(served);
  const db = connect({ ...app, max: 4 });
  const sessions = openSessions({ database, secret: randomBytes(24).toString('hex'), https: false, sendSms: async () => undefined });
  const director = await signIn(port, 'director', demoPassword);
  const { value: me } = await director.get<Me>('/api/v1/me');
  const [home] = me.memberships;
  if (!home) throw new Error('the director is in no community');
  return {
    port,
    db,
    director,
    home,
    signIn: (username, password) => signIn(port, username, password),
    createAccount: (account) => sessions.createAccount(account),
    async stop() {
      await db.close();
      await sessions.close();
      child.kill('SIGTERM');
      await Promise.race([once(child, 'exit'), wait(15_000).then(() => child.kill('SIGKILL'))]);
      await (await startPostgres({ dataDir, log: () => undefined })).stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function ready(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline && child.exitCode === null) {
    if (
      await fetch(`http://127.0.0.1:${port}/readyz`).then(
        (r) => r.ok,
        () => false,
      )
    )
      return;
    await wait(100);
  }
  throw new Error('the server did not become ready');
}

interface Received {
  readonly status: number;
  readonly body: Buffer;
  /** Bytes as they came, before unpacking. */
  readonly sent: number;
  readonly retryAfterS: number;
}

async function received(response: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const body = response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  return { status: response.statusCode ?? 0, body, sent: bytes.length, retryAfterS: Number(response.headers['retry-after'] ?? 0) };
}

export async function signIn(port: number, username: string, password: string): Promise<Client> {
  const origin = `http://127.0.0.1:${port}`;
  const answer = await fetch(`${origin}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`sign-in failed: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ');
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const call = (method: string, path: string, body?: string, more: Readonly<Record<string, string>> = {}): Promise<Received> =>
    new Promise((done, fail) => {
      const headers = {
        ...more,
        cookie,
        origin,
        'accept-encoding': method === 'GET' ? 'gzip' : 'identity',
        ...(body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {}),
      };
      const asked = request({ host: '127.0.0.1', port, path, method, agent, headers }, (response) => {
        received(response).then(done, fail);
      });
      asked.on('error', fail);
      asked.end(body);
    });
  const read = <T>({ status, body }: { status: number; body: Buffer }): T => {
    if (status !== 200) throw new Error(`answer ${status}: ${body.toString('utf8').slice(0, 300)}`);
    return JSON.parse(body.toString('utf8')) as T;
  };
  return {
    tryPost: async <T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>) => {
      const { status, retryAfterS, body: bytes } = await call('POST', path, JSON.stringify(body), headers);
      return { status, retryAfterS, value: status === 200 ? (JSON.parse(bytes.toString('utf8')) as T) : null };
    },
    post: async (path, body) => read(await call('POST', path, JSON.stringify(body))),
    get: async (path) => {
      const answered = await call('GET', path);
      return { value: read(answered), bytes: answered.sent };
    },
  };
}
