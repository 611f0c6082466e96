import { readFile } from 'node:fs/promises';
import { readCapFile } from '../../capabilities/warnings/server.ts';
import { type CliCommand, exitCode } from './command.ts';

/** Reads a CAP 1.2 file as the server would, without keeping it. */
export const warningsRead: CliCommand = {
  name: 'warnings read',
  args: ['FILE'],
  does: 'cli.warningsRead',
  options: { json: { type: 'boolean' } },
  async run({ words, print }, [file = ''], { json }) {
    const reading = await readCapFile(await readFile(file));
    if (json) print(JSON.stringify(reading));
    else if (reading.alert) for (const info of reading.alert.infos) print(`${info.language ?? ''}  ${info.headline ?? info.event}`);
    else for (const problem of reading.errors) print(words.problem(problem));
    return reading.valid ? 0 : exitCode.invalid;
  },
};
