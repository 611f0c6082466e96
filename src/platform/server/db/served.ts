import { createHash } from 'node:crypto';
import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type pg from 'pg';
import { type Account, accountFor } from './postgres-binaries.ts';
import { findProcess } from './processes.ts';

/**
 * How to reach the PostgreSQL of a data folder that another Banyan process serves right now.
 * @returns null when no other process does
 */
export function findServed(dataDir: string): pg.ClientConfig | null {
  const home = resolve(dataDir);
  const file = join(home, 'banyan.pid');
  if (!existsSync(file)) return null;
  const [pid = '', ...started] = readFileSync(file, 'utf8').split(' ');
  if (findProcess(Number(pid))?.started !== started.join(' ')) return null;
  const account = accountFor(home);
  const password = readFileSync(join(home, 'postgres-password'), 'utf8').trim();
  return { host: socketFolder(realpathSync(join(home, 'postgres')), account), port: 5432, user: 'postgres', password, database: 'postgres' };
}

/** A socket's path may have about 100 bytes, so below a long data folder it stands in the temporary folder. */
export function socketFolder(folder: string, account: Account | null): string {
  if (Buffer.byteLength(`${folder}/.s.PGSQL.5432.lock`) < 100) return folder;
  const owner = account?.uid ?? process.getuid?.() ?? 0;
  const short = join(tmpdir(), `banyan-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
  if (!existsSync(short)) {
    mkdirSync(short, { mode: 0o700 });
    if (account) chownSync(short, account.uid, account.gid);
  }
  const found = lstatSync(short);
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0)
    throw new Error(`${short} exists but is not ours alone. Remove it and start again.`);
  return short;
}
