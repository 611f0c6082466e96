import { execFile } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../../src/apps/cli/main.ts');

/** What a command of the command line did. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `banyan …` in a process of its own, in English. */
export const banyan = (args: readonly string[], env: Record<string, string>): Promise<Said> =>
  new Promise((done) => {
    const options = { env: { ...process.env, BANYAN_LANG: 'en', ...env }, maxBuffer: 2 ** 24 };
    execFile(process.execPath, [main, ...args], options, (error, out, err) => {
      done({ code: error ? Number(error.code ?? 1) : 0, out, err });
    });
  });

/** Does every journal of a data folder hold? Asked of a running server or of the folder at rest. */
export async function journals(dataDir: string): Promise<{ holds: boolean; entries: number }[]> {
  const said = await banyan(['journal', 'verify', '--json'], { BANYAN_DATA: dataDir });
  return JSON.parse(said.out) as { holds: boolean; entries: number }[];
}
