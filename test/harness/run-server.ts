import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startPostgres } from '../../src/platform/server/db/postgres.ts';

const main = join(import.meta.dirname, '../../src/apps/server/main.ts');
// The demo community is loaded at the first start: seconds alone, minutes beside other tests.
const readyWithinMs = 300_000;

/** The real server in a process of its own. */
export interface App {
  /** `http://127.0.0.1:…`, or `https:` */
  readonly url: string;
  readonly dataDir: string;
  /** What the server printed so far: addresses, demo sign-ins, log lines. */
  output(): string;
  /** Asks it to end (SIGTERM) and waits; the data stays. */
  stop(): Promise<void>;
  /** kill -9: the process is gone at once, its PostgreSQL lives on. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port, and waits until it is ready. */
  restart(): Promise<void>;
}

/** One that is not tidied up by itself. */
export interface Running extends App {
  /** The number of its process; null when it has ended. */
  pid(): number | null;
  /** Starts its process and does not wait. */
  launch(): void;
  /** @throws when it ends before it is ready, with what it said last */
  ready(): Promise<void>;
  /** Ends it and its PostgreSQL and removes the data folder. */
  remove(): Promise<void>;
}

/**
 * Starts the server on a free port and an empty data folder of its own and waits until it is ready.
 * @param env settings beside port and data, e.g. `{ BANYAN_DEMO: 'off' }`
 */
export async function runServer(env: Record<string, string> = {}): Promise<Running> {
  const port = await freePort();
  const dataDir = mkdtempSync(join('/tmp', 'banyan-app-'));
  chmodSync(dataDir, 0o711);
  const url = `${env.BANYAN_HTTPS === 'on' ? 'https' : 'http'}://127.0.0.1:${port}`;
  let said = '';
  let child: ChildProcess;

  const launch = () => {
    child = spawn(process.execPath, [main], {
      env: { ...process.env, NODE_ENV: 'production', BANYAN_PORT: String(port), BANYAN_DATA: dataDir, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const hear = (bytes: Buffer) => {
      said += bytes.toString('utf8');
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
  };
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ready = async () => {
    const deadline = Date.now() + readyWithinMs;
    while (!(await isReady(url))) {
      if (hasEnded() || Date.now() > deadline) throw new Error(`the server is not ready:\n${said.slice(-4000)}`);
      await wait(50);
    }
  };
  const start = async () => {
    launch();
    await ready();
  };
  const end = async (signal: NodeJS.Signals) => {
    if (hasEnded()) return;
    child.kill(signal);
    await once(child, 'exit');
  };

  const remove = async () => {
    await end('SIGKILL');
    // Taking the data folder over stops the PostgreSQL that the killed server left behind.
    const left = await startPostgres({ dataDir, log: () => undefined });
    await left.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    url,
    dataDir,
    output: () => said,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    restart: start,
    pid: () => (hasEnded() ? null : (child.pid ?? null)),
    launch,
    ready,
    remove,
  };
}

async function isReady(url: string): Promise<boolean> {
  if (url.startsWith('https:'))
    // Whether its certificate may be trusted is for the test to ask.
    return new Promise((done) => {
      get(`${url}/readyz`, { rejectUnauthorized: false, agent: false }, (answer) => done(answer.resume().statusCode === 200)).once('error', () =>
        done(false),
      );
    });
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
