import { resolve } from 'node:path';
import { upgrade } from '../../platform/server/backup/upgrade.ts';
import { findServed } from '../../platform/server/db/served.ts';
import { migrationFolders, programVersion } from '../server/program.ts';
import { type CliCommand, exitCode } from './command.ts';

/** Moves the data folder to the major version of PostgreSQL that this program carries. */
export const upgradePostgres: CliCommand = {
  name: 'upgrade',
  args: [],
  options: { 'old-postgres': { type: 'string', value: 'FOLDER' }, json: { type: 'boolean' } },
  does: 'cli.upgrade',
  async run({ words, environment, print, tell }, _, { 'old-postgres': oldPrograms, json }) {
    const dataDir = resolve(environment.BANYAN_DATA ?? 'data');
    if (findServed(dataDir)) {
      tell(words.text('cli.serverRuns'));
      return exitCode.conflict;
    }
    const from = performance.now();
    const moved = await upgrade({
      dataDir,
      oldPrograms: typeof oldPrograms === 'string' ? resolve(oldPrograms) : null,
      program: programVersion(),
      now: new Date(),
      migrationFolders: migrationFolders(),
      log: () => undefined,
    });
    if (!moved.ok) {
      tell(words.problem(moved.problem));
      return exitCode[moved.problem.kind];
    }
    const { journals, tables, rows, kept, ...versions } = moved.value;
    const seconds = Math.round((performance.now() - from) / 100) / 10;
    if (json) print(JSON.stringify({ from: versions.from, to: versions.to, tables, rows, communities: journals.length, kept, seconds }));
    else print(words.text('cli.upgraded', { from: versions.from, to: versions.to, tables, rows, kept, seconds }));
    return 0;
  },
};
