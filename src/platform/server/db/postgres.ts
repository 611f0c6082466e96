import { spawn } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Account, accountFor, findBinaries } from './postgres-binaries.ts';
import { openCluster, postgresEnvironment } from './postgres-cluster.ts';
import { findProcess, signal, waitUntilGone } from './processes.ts';
import { socketFolder } from './served.ts';

/** How PostgreSQL is to be run. */
export interface PostgresOptions {
  /** Banyan's data folder; the database stands in `postgres` below it. Made if missing. */
  readonly dataDir: string;
  readonly log: (line: string) => void;
  /** False only for tests: a power cut then loses data. Default true. */
  readonly fsync?: boolean;
  /** Folder with another PostgreSQL's `bin/`; default: the one that npm installed. */
  readonly programs?: string;
}

/** A running PostgreSQL. */
export interface Postgres {
  /** How to connect as the superuser, to the database `postgres`. */
  readonly admin: pg.ClientConfig;
  /** True when a server that outlived an earlier run was taken over instead of started. */
  readonly adopted: boolean;
  /** Ends sessions, writes everything out, returns when the server is gone. Again is harmless. */
  stop(): Promise<void>;
}

const startWithinMs = 60_000;
const stopWithinMs = 30_000;
const lookEveryMs = 500;
const restartAfterMs = 3_000;
const keptLogBytes = 8_000_000;

/**
 * Starts PostgreSQL on a data folder, or takes over the one that an earlier run left behind (after kill -9 of Node
 * the server lives on). Listens on a unix socket only that our own user may enter. If the server dies it is started again.
 * @throws Error in words for the operator, when the folder is in use, cannot be entered, or belongs to another version
 */
export async function startPostgres({ dataDir, log, fsync = true, programs }: PostgresOptions): Promise<Postgres> {
  const home = resolve(dataDir);
  const account = accountFor(home);
  mkdirSync(home, { recursive: true, mode: 0o711 });
  // The folder is ours, and PostgreSQL's user must be able to pass through it (it cannot list it).
  if (account && statSync(home).uid === 0) chmodSync(home, statSync(home).mode | 0o011);
  const release = claim(home);
  try {
    const binaries = programs ?? findBinaries(account);
    const { folder, password } = openCluster({ dataDir: home, programs: binaries, account, fsync, log });
    const sockets = socketFolder(folder, account);
    const server: Server = {
      program: join(binaries, 'bin', 'postgres'),
      args: argumentsFor(folder, sockets, fsync),
      folder,
      sockets,
      account,
      logFile: join(home, 'postgres.log'),
    };
    const admin: pg.ClientConfig = { host: sockets, port: 5432, user: 'postgres', password, database: 'postgres' };

    const left = await findLeft(server);
    if (left !== null) await endSessions(admin);
    let pid = left ?? (await launch(server));
    log(left === null ? `PostgreSQL runs as process ${pid}` : `PostgreSQL still ran as process ${pid} and was taken over`);

    let busy = false;
    let restart: Promise<void> = Promise.resolve();
    const guard = setInterval(() => {
      if (busy || findProcess(pid)) return;
      busy = true;
      log('PostgreSQL has gone away; it is started again');
      restart = (async () => {
        try {
          pid = (await findLeft(server)) ?? (await launch(server));
        } catch (error) {
          log(`PostgreSQL cannot be started again, the next try follows: ${(error as Error).message}`);
          await wait(restartAfterMs);
        }
        busy = false;
      })();
    }, lookEveryMs);
    guard.unref();

    let stopped: Promise<void> | null = null;
    const stopOnce = async () => {
      clearInterval(guard);
      await restart;
      await end(pid);
      release();
    };
    return {
      admin,
      adopted: left !== null,
      stop: () => {
        stopped ??= stopOnce();
        return stopped;
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

interface Server {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly sockets: string;
  readonly account: Account | null;
  readonly logFile: string;
}

/**
 * One Banyan per data folder: writes our number and start time into `banyan.pid`; the entry of a process that is gone counts for nothing.
 * @returns gives the folder up
 */
function claim(home: string): () => void {
  const file = join(home, 'banyan.pid');
  const mine = `${process.pid} ${findProcess(process.pid)?.started ?? ''}`;
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid = '', ...started] = readFileSync(file, 'utf8').split(' ');
    if (findProcess(Number(pid))?.started === started.join(' '))
      throw new Error(`The data folder ${home} is in use by Banyan, process ${pid}. Stop that one first, or set BANYAN_DATA to another folder.`);
    rmSync(file, { force: true });
  }
}

function argumentsFor(folder: string, sockets: string, fsync: boolean): string[] {
  const mebibytes = Math.round(Math.min(1024, Math.max(128, totalmem() / 2 ** 20 / 16)));
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: `${mebibytes}MB`,
    wal_compression: 'on',
    max_wal_size: '2GB',
    jit: 'off', // the queries are short; compiling them takes longer than running them
    timezone: 'UTC',
    log_timezone: 'UTC',
    idle_in_transaction_session_timeout: '60s',
    // Statements, parameters and error details hold people's names: they never go into the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_autovacuum_min_duration: '-1',
    // A register that was just imported has no statistics, and plans kept from an empty table are bad ones: both end with the next analyze.
    autovacuum_naptime: '10s',
    ...(fsync
      ? { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }
      : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  };
  return ['-D', folder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/**
 * The server of this cluster that still runs, if it runs just as we would start it; one that runs otherwise is stopped.
 * Leaves `postmaster.pid` such that PostgreSQL starts whenever starting is safe.
 */
async function findLeft(server: Server): Promise<number | null> {
  const file = join(server.folder, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const [first = '', ...others] = readFileSync(file, 'utf8').split('\n');
  const pid = Number(first);
  const running = findProcess(pid);
  if (running?.commandLine.includes(`-D ${server.folder} `)) {
    const asWeWould = running.commandLine === [server.program, ...server.args].join(' ') && others[6]?.trim() === 'ready';
    if (asWeWould) return pid;
    await end(pid);
    return null;
  }
  if (await answers(server)) throw new Error(`Another PostgreSQL is using ${server.folder} (perhaps in another container). Stop it first.`);
  // The number is a zombie's or now belongs to another program, which PostgreSQL would take for a running server. With our own
  // number in its place it only checks that no process still uses the cluster's shared memory, so the file is not simply removed.
  writeFileSync(file, [String(process.pid), ...others].join('\n'));
  rmSync(join(server.sockets, '.s.PGSQL.5432.lock'), { force: true });
  return null;
}

async function answers({ sockets }: Server): Promise<boolean> {
  return new Promise((done) => {
    const socket = createConnection(join(sockets, '.s.PGSQL.5432'));
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Sessions of the run that was killed may still hold locks. */
async function endSessions(admin: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`);
  } finally {
    await client.end();
  }
}

/** Starts the server and waits until it takes connections. Its output goes to a file, which outlives us as the server does. */
async function launch({ program, args, folder, account, logFile }: Server): Promise<number> {
  if (existsSync(logFile) && statSync(logFile).size > keptLogBytes) renameSync(logFile, `${logFile}.old`);
  const handle = openSync(logFile, 'a', 0o600);
  const from = statSync(logFile).size;
  // Detached: Ctrl-C in a terminal reaches us alone, and we stop the database last.
  const child = spawn(program, args, {
    ...account,
    cwd: folder,
    env: postgresEnvironment,
    detached: true,
    stdio: ['ignore', handle, handle],
  });
  closeSync(handle);
  let failed: string | null = null;
  child.once('error', (error) => {
    failed = error.message;
  });
  child.once('exit', (code, name) => {
    failed ??= `it ended with ${name ?? `code ${code}`}`;
  });
  child.unref();
  const file = join(folder, 'postmaster.pid');
  const deadline = Date.now() + startWithinMs;
  while (!isReady(file, child.pid)) {
    if (failed !== null || Date.now() > deadline) {
      if (failed === null && child.pid !== undefined) await end(child.pid);
      const said = readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n').slice(-8).join('\n');
      throw new Error(`PostgreSQL did not start: ${failed ?? `not ready within ${startWithinMs / 1000} s`}\n${said}`);
    }
    await wait(3);
  }
  return child.pid as number;
}

function isReady(file: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

/** Fast shutdown; if that takes too long, immediate shutdown (the next start then replays the log; nothing acknowledged is lost). */
async function end(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitUntilGone(pid, stopWithinMs)) return;
  signal(pid, 'SIGQUIT');
  if (await waitUntilGone(pid, stopWithinMs)) return;
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`);
}
