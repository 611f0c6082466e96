import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Account, blockedAt, makeOpenPlace, openPlace } from './postgres-binaries.ts';

/** PostgreSQL's own folder: where it stands and the superuser's password. */
export interface Cluster {
  readonly folder: string;
  readonly password: string;
}

interface Making {
  readonly dataDir: string;
  /** Folder with `bin/` of the PostgreSQL that makes and runs the cluster. */
  readonly programs: string;
  readonly account: Account | null;
  readonly fsync: boolean;
  readonly log: (line: string) => void;
}

/** Opens the cluster of a data folder, making it first if there is none. */
export function openCluster(making: Making): Cluster {
  const { dataDir, account } = making;
  finishUpgrade(dataDir);
  const passwordFile = passwordFileOf(dataDir);
  const link = join(dataDir, 'postgres');
  if (!existsSync(link)) {
    // A password without a cluster is left over from a start that was cut short.
    const password = randomBytes(24).toString('base64url');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    chmodSync(passwordFile, 0o600);
    make(making, link, password);
  }
  const folder = realpathSync(link);
  if (account) ensureReachable(folder, account);
  ensureSameMajor(folder, making.programs);
  try {
    return { folder, password: readFileSync(passwordFile, 'utf8').trim() };
  } catch {
    throw new Error(
      `${passwordFile} is missing: it holds the password of the PostgreSQL in ${folder}. Restore it with the data folder it belongs to.`,
    );
  }
}

export const passwordFileOf = (dataDir: string): string => join(dataDir, 'postgres-password');

/** Where a newer PostgreSQL gets its cluster while one of this major version still stands in its place. */
export const upgradeFolder = (dataDir: string, fromMajor: number): string => join(dataDir, `upgrading-${fromMajor}`);

/** Stands in the upgrade folder when the new cluster holds everything. */
export const upgradeVerified = (folder: string): string => join(folder, 'verified');

/**
 * Lets a verified new cluster take the old one's place, which is kept beside it. Called at every start, so that a power cut in between leaves
 * neither an old cluster in use nor none at all.
 * @returns the folder in which the old cluster is kept; null when there was nothing to finish
 */
export function finishUpgrade(dataDir: string): string | null {
  if (!existsSync(dataDir)) return null;
  const name = readdirSync(dataDir).find((entry) => /^upgrading-\d+$/.test(entry) && existsSync(upgradeVerified(join(dataDir, entry))));
  if (name === undefined) return null;
  const [from, to] = [join(dataDir, name, 'postgres'), join(dataDir, 'postgres')];
  const kept = join(dataDir, `postgres-${name.split('-')[1]}`);
  if (lstatSync(from, { throwIfNoEntry: false })) {
    if (lstatSync(to, { throwIfNoEntry: false })) renameSync(to, kept);
    renameSync(from, to);
  }
  rmSync(join(dataDir, name), { recursive: true });
  syncFolder(dataDir);
  return kept;
}

/**
 * initdb works beside the final place and the finished cluster is renamed into it, so a cluster exists whole or not at all.
 * Under a folder that PostgreSQL's user may not pass (such as /root) the cluster stands in root's open place, with a link to it.
 */
function make({ dataDir, programs, account, fsync, log }: Making, link: string, password: string): void {
  let folder = link;
  if (account && blockedAt(link, account) !== null) {
    makeOpenPlace();
    folder = join(openPlace, `data-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
    log(`PostgreSQL may not run as root, and its user cannot enter ${blockedAt(link, account)}: its files stand in ${folder}, linked from ${link}.`);
    if (existsSync(folder))
      throw new Error(
        `${folder} exists already but ${link} does not lead to it. If it belongs to this data folder, make that link; otherwise move it away.`,
      );
  }
  // A dangling link: the cluster it led to is gone.
  if (lstatSync(link, { throwIfNoEntry: false }))
    throw new Error(`${link} leads nowhere: the PostgreSQL folder it names is gone. Restore it, or remove the link to begin anew.`);
  const half = `${folder}.new`;
  const secret = `${folder}.secret`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  writeFileSync(secret, password, { mode: 0o600 });
  if (account) {
    chownSync(half, account.uid, account.gid);
    chownSync(secret, account.uid, account.gid);
  }
  const major = majorOf(programs);
  // With LANG unset initdb would choose SQL_ASCII, and then Chinese has no letters: no trigrams, no search.
  const locale = major >= 17 ? ['--locale-provider=builtin', '--locale=C.UTF-8'] : ['--locale=C.UTF-8'];
  const options = ['--encoding=UTF8', ...locale, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-instructions'];
  try {
    execFileSync(join(programs, 'bin', 'initdb'), ['-D', half, ...options, ...(fsync ? ['--data-checksums'] : ['--no-sync'])], {
      ...account,
      cwd: half,
      env: postgresEnvironment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    throw new Error(`initdb could not make ${half}: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`);
  } finally {
    rmSync(secret, { force: true });
  }
  renameSync(half, folder);
  if (folder !== link) symlinkSync(folder, link);
  if (fsync) syncFolder(dataDir);
}

/** What PostgreSQL's processes see: never our own environment, which may hold secrets, LANG or PG* variables. */
export const postgresEnvironment: NodeJS.ProcessEnv = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' };

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function ensureReachable(folder: string, account: Account): void {
  const { uid } = statSync(folder);
  if (uid !== account.uid) {
    throw new Error(
      `${folder} belongs to user number ${uid}, but PostgreSQL would run as ${account.uid}. Give it back: chown -R ${account.uid}:${account.gid} ${folder}`,
    );
  }
  const closed = blockedAt(folder, account);
  if (closed !== null)
    throw new Error(
      `PostgreSQL runs as user number ${account.uid}, which may not enter ${closed}. Open the way (chmod o+x ${closed}) or set BANYAN_DATA to another folder.`,
    );
}

function ensureSameMajor(folder: string, programs: string): void {
  const made = Number(readFileSync(join(folder, 'PG_VERSION'), 'utf8'));
  const major = majorOf(programs);
  if (made !== major)
    throw new Error(
      made < major
        ? `${folder} was made by PostgreSQL ${made}; this program carries PostgreSQL ${major}. Move the data once with: npm run -s banyan -- upgrade`
        : `${folder} was made by PostgreSQL ${made}; this program carries PostgreSQL ${major}, which is older. Start the newer version of this program again.`,
    );
}

/** Major version of the PostgreSQL programs in a folder. */
export function majorOf(programs: string): number {
  const said = execFileSync(join(programs, 'bin', 'postgres'), ['--version'], { encoding: 'utf8', env: postgresEnvironment });
  return Number(/\) (\d+)/.exec(said)?.[1]);
}
