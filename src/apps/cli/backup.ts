import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkBackup, writeBackup } from '../../platform/server/backup/backup-file.ts';
import { restoreBackup } from '../../platform/server/backup/restore.ts';
import { adminOf } from '../../platform/server/db/install.ts';
import { startPostgres } from '../../platform/server/db/postgres.ts';
import { findServed } from '../../platform/server/db/served.ts';
import { migrationFolders, programVersion } from '../server/program.ts';
import { type CliCommand, exitCode } from './command.ts';
import { openDatabase } from './open.ts';
import { passphraseFor, passphraseOptions } from './passphrase.ts';

const mebibytes = (bytes: number): number => Math.round((bytes / 2 ** 20) * 10) / 10;

/** Makes a backup beside a running server or without one. */
export const backupMake: CliCommand = {
  name: 'backup',
  args: ['FILE'],
  options: { ...passphraseOptions, over: { type: 'boolean' }, json: { type: 'boolean' } },
  does: 'cli.backup',
  async run(terminal, [file = ''], options) {
    const { words, environment, print, tell } = terminal;
    const passphrase = await passphraseFor(terminal, options, { twice: true });
    if (passphrase === null) return exitCode.invalid;
    const database = await openDatabase(environment);
    if (!database) {
      tell(words.text('cli.noData'));
      return exitCode.missing;
    }
    try {
      let told = 0;
      const from = performance.now();
      const written = await writeBackup({
        file,
        passphrase,
        over: options.over === true,
        admin: database.installed.admin,
        dataDir: resolve(environment.BANYAN_DATA ?? 'data'),
        program: programVersion(),
        now: new Date(),
        onProgress: (bytes) => {
          if (bytes - told < 64 * 2 ** 20) return;
          told = bytes;
          tell(words.text('cli.backupWriting', { mb: mebibytes(bytes) }));
        },
      });
      if (!written.ok) {
        tell(words.problem(written.problem));
        return exitCode[written.problem.kind];
      }
      const { tables, rows, files, fileBytes } = written.value;
      const seconds = Math.round((performance.now() - from) / 100) / 10;
      if (options.json) print(JSON.stringify({ file, seconds, ...written.value }));
      else print(words.text('cli.backupMade', { file, tables, rows, files, mb: mebibytes(fileBytes), seconds }));
      // Sessions are signed with this secret; without it everybody signs in again.
      if (environment.BANYAN_SECRET) tell(words.text('cli.secretElsewhere'));
      return 0;
    } finally {
      await database.close();
    }
  },
};

/** Reads a backup from end to end and writes nothing. */
export const backupVerify: CliCommand = {
  name: 'backup verify',
  args: ['FILE'],
  options: { ...passphraseOptions, json: { type: 'boolean' } },
  does: 'cli.backupVerify',
  async run(terminal, [file = ''], options) {
    const { words, print, tell } = terminal;
    const passphrase = await passphraseFor(terminal, options, { twice: false });
    if (passphrase === null) return exitCode.invalid;
    const found = await checkBackup(file, passphrase);
    if (!found.ok) {
      tell(words.problem(found.problem));
      return exitCode[found.problem.kind];
    }
    const { manifest, tables, rows, files } = found.value;
    if (options.json)
      print(JSON.stringify({ file, tables, rows, files, madeAt: manifest.madeAt, program: manifest.program, postgres: manifest.postgres }));
    else print(words.text('cli.backupWhole', { file, tables, rows, files, madeAt: manifest.madeAt }));
    return 0;
  },
};

/** Restores a backup into an empty data folder, or over what is there. */
export const restore: CliCommand = {
  name: 'restore',
  args: ['FILE'],
  options: { ...passphraseOptions, over: { type: 'boolean' }, 'sign-out': { type: 'boolean' }, json: { type: 'boolean' } },
  does: 'cli.restore',
  async run(terminal, [file = ''], options) {
    const { words, environment, print, tell } = terminal;
    const dataDir = resolve(environment.BANYAN_DATA ?? 'data');
    if (findServed(dataDir)) {
      tell(words.text('cli.serverRuns'));
      return exitCode.conflict;
    }
    if (!existsSync(file)) {
      tell(words.text('problem.platform.backupMissing'));
      return exitCode.missing;
    }
    const passphrase = await passphraseFor(terminal, options, { twice: false });
    if (passphrase === null) return exitCode.invalid;
    const server = await openServer(environment, dataDir);
    try {
      const from = performance.now();
      const restored = await restoreBackup({
        ...server,
        file,
        passphrase,
        dataDir,
        over: options.over === true,
        signOut: options['sign-out'] === true,
        now: new Date(),
        migrationFolders: migrationFolders(),
        log: () => undefined,
      });
      if (!restored.ok) {
        tell(words.problem(restored.problem));
        return exitCode[restored.problem.kind];
      }
      const { manifest, tables, rows, files, journals, jobsDropped } = restored.value;
      const seconds = Math.round((performance.now() - from) / 100) / 10;
      const entries = journals.reduce((sum, journal) => sum + journal.entries, 0);
      if (options.json)
        print(JSON.stringify({ file, seconds, madeAt: manifest.madeAt, tables, rows, files, communities: journals.length, entries, jobsDropped }));
      else {
        print(words.text('cli.restored', { file, madeAt: manifest.madeAt, tables, rows, files, communities: journals.length, entries, seconds }));
        if (jobsDropped > 0) print(words.text('cli.jobsDropped', { jobs: jobsDropped }));
      }
      return 0;
    } finally {
      await server.close();
    }
  },
};

async function openServer(environment: NodeJS.ProcessEnv, dataDir: string) {
  const url = environment.BANYAN_DATABASE_URL;
  if (url) {
    const { database, ...admin } = adminOf(url);
    return { admin: { ...admin, database }, database, ownServer: false, close: async () => undefined };
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const postgres = await startPostgres({ dataDir, log: () => undefined });
  return { admin: postgres.admin, database: 'banyan', ownServer: true, close: () => postgres.stop() };
}
