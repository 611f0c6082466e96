import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Result, refuse } from '../../../kernel/result.ts';
import { connected } from '../db/install.ts';
import { type Postgres, startPostgres } from '../db/postgres.ts';
import { accountFor, findBinaries } from '../db/postgres-binaries.ts';
import { finishUpgrade, majorOf, passwordFileOf, upgradeFolder, upgradeVerified } from '../db/postgres-cluster.ts';
import { BackupFault, refusing } from './fault.ts';
import { type Loaded, load } from './load.ts';
import { makeBackup } from './make.ts';
import { readRecords } from './records.ts';

export interface UpgradeOrder {
  readonly dataDir: string;
  /** Folder with `bin/` of the PostgreSQL that made the cluster; null: looked for where systems install it. */
  readonly oldPrograms: string | null;
  /** Folder with `bin/` of the PostgreSQL to move to; null: the one that npm installed. */
  readonly newPrograms?: string | undefined;
  readonly program: string;
  readonly now: Date;
  readonly migrationFolders: readonly string[];
  readonly log: (line: string) => void;
}

export interface Upgraded extends Omit<Loaded, 'installed' | 'files'> {
  readonly from: number;
  readonly to: number;
  /** Where the old cluster stands, untouched, until somebody removes it. */
  readonly kept: string;
}

/** Where Debian, Red Hat, Alpine, Homebrew and PostgreSQL's own installer for macOS put the programs of one major version. */
const usualPlaces = (major: number): string[] => [
  `/usr/lib/postgresql/${major}`,
  `/usr/pgsql-${major}`,
  `/usr/libexec/postgresql${major}`,
  `/opt/homebrew/opt/postgresql@${major}`,
  `/usr/local/opt/postgresql@${major}`,
  `/Library/PostgreSQL/${major}`,
];

/** Major version of the cluster of a data folder; null when there is none. */
export function clusterMajor(dataDir: string): number | null {
  const file = join(dataDir, 'postgres', 'PG_VERSION');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : null;
}

/**
 * Moves a data folder to another major version of PostgreSQL: both run side by side, every table goes from one to the other as in a backup and a restore,
 * everything is read back and verified, and only then the new cluster takes the old one's place. The old one is kept beside it.
 * Refuses: `platform.upgradeNothing`, `platform.upgradeNewer`, `platform.upgradeNoPrograms`.
 */
export function upgrade({ dataDir, oldPrograms, newPrograms, program, now, migrationFolders, log }: UpgradeOrder): Promise<Result<Upgraded>> {
  return refusing(async () => {
    finishUpgrade(dataDir);
    const from = clusterMajor(dataDir);
    if (from === null) throw new BackupFault(refuse('missing', 'platform.upgradeNothing').problem);
    const to = majorOf(newPrograms ?? findBinaries(accountFor(dataDir)));
    if (to <= from) throw new BackupFault(refuse('conflict', 'platform.upgradeNewer', { major: from, ours: to }).problem);
    const programs = oldPrograms ?? usualPlaces(from).find((place) => existsSync(join(place, 'bin', 'postgres')));
    if (!programs || majorOf(programs) !== from) throw new BackupFault(refuse('missing', 'platform.upgradeNoPrograms', { major: from }).problem);

    const folder = upgradeFolder(dataDir, from);
    const discard = async () => {
      const cluster = join(folder, 'postgres');
      // As root the cluster may stand elsewhere, with a link to it.
      if (existsSync(cluster)) await rm(realpathSync(cluster), { recursive: true });
      await rm(folder, { recursive: true, force: true });
    };
    await discard();
    await mkdir(folder, { mode: 0o711 });
    // The data folder is claimed by this start, so no server can begin to write into the old cluster meanwhile.
    const old = await startPostgres({ dataDir, log, programs });
    let fresh: Postgres | null = null;
    try {
      fresh = await startPostgres({ dataDir: folder, log, ...(newPrograms ? { programs: newPrograms } : {}) });
      const records = readRecords(makeBackup({ admin: { ...old.admin, database: 'banyan' }, dataDir: null, program, now }));
      const { manifest, tables, rows, journals } = await load(records, {
        admin: fresh.admin,
        database: 'banyan',
        folder: null,
        migrationFolders,
        log,
      });
      // The data folder's password then fits both clusters, and there is no moment at which it fits neither.
      const password = readFileSync(passwordFileOf(dataDir), 'utf8').trim();
      await connected(fresh.admin, (client) => client.query(`alter role postgres password ${pg.escapeLiteral(password)}`));
      await fresh.stop();
      await old.stop();
      await writeFile(upgradeVerified(folder), String(from), { mode: 0o600, flush: true });
      return { manifest, tables, rows, journals, from, to, kept: finishUpgrade(dataDir) ?? '' };
    } catch (error) {
      await fresh?.stop();
      await discard();
      throw error;
    } finally {
      await old.stop();
    }
  });
}
