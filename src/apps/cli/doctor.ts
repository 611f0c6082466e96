import { resolve } from 'node:path';
import { type CliCommand, exitCode } from './command.ts';
import { checkDatabase } from './doctor-database.ts';
import { checkClock, checkFolder, checkHttps, checkLastBackup, checkPort, checkSpace } from './doctor-machine.ts';
import type { Finding } from './finding.ts';

const marks = { ok: '✓', warning: '!', fault: '✗' } as const;

/** Looks at everything that this installation stands on, changes nothing, and says what to do. */
export const doctor: CliCommand = {
  name: 'doctor',
  args: [],
  options: { json: { type: 'boolean' } },
  does: 'cli.doctor',
  async run({ words, environment, print }, _, { json }) {
    const dataDir = resolve(environment.BANYAN_DATA ?? 'data');
    const now = new Date();
    const found: Finding[] = [
      checkFolder(dataDir),
      await checkSpace(dataDir),
      checkClock(now),
      ...(await checkDatabase({ dataDir, url: environment.BANYAN_DATABASE_URL, now })),
      await checkPort(environment),
      checkHttps(dataDir, now, environment.BANYAN_HTTPS === 'on'),
      await checkLastBackup(dataDir, now),
    ].flat();
    if (json) print(JSON.stringify(found));
    else for (const { check, state, said, slots } of found) print(`${marks[state]} ${words.text(`doctor.${check}.${said}`, slots)}`);
    const faults = found.filter(({ state }) => state === 'fault').length;
    const warnings = found.filter(({ state }) => state === 'warning').length;
    if (!json) print(words.text('doctor.sum', { faults, warnings }));
    return faults > 0 ? exitCode.conflict : 0;
  },
};
