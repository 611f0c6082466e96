import { readFileSync } from 'node:fs';
import type { Terminal } from './command.ts';

/** Options of every command that needs the passphrase of a backup. */
export const passphraseOptions = { 'passphrase-file': { type: 'string', value: 'FILE' } } as const;

/**
 * The passphrase of a backup: from a file (its first line), from `BANYAN_PASSPHRASE`, or asked on the terminal, where it is not shown. Never an
 * argument: arguments stand in the list of processes for everyone to read.
 * @param twice ask again, because nobody can mend a slip of the hand in a new passphrase
 * @returns null when there is none, or the two did not agree; that was told already
 */
export async function passphraseFor(
  { environment, words, tell }: Terminal,
  options: Readonly<Record<string, string | boolean | undefined>>,
  { twice }: { twice: boolean },
): Promise<string | null> {
  const file = options['passphrase-file'];
  if (typeof file === 'string') return readFileSync(file, 'utf8').split(/\r?\n/)[0] ?? '';
  if (environment.BANYAN_PASSPHRASE) return environment.BANYAN_PASSPHRASE;
  if (!process.stdin.isTTY) {
    tell(words.text('cli.noPassphrase'));
    return null;
  }
  const first = await ask(words.text('cli.askPassphrase'));
  if (twice && (await ask(words.text('cli.askAgain'))) !== first) {
    tell(words.text('cli.notTheSame'));
    return null;
  }
  return first;
}

/** Reads one line from the terminal without showing it. Ctrl-C ends the program as anywhere. */
function ask(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(`${question} `);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((done) => {
    let typed = '';
    const finish = () => {
      stdin.setRawMode(false);
      stdin.pause();
      stdin.off('data', hear);
      stderr.write('\n');
    };
    const hear = (text: string) => {
      for (const letter of text) {
        if (letter === '\u0003') {
          finish();
          process.kill(process.pid, 'SIGINT');
          return;
        }
        if (letter === '\r' || letter === '\n' || letter === '\u0004') {
          finish();
          done(typed);
          return;
        }
        typed = letter === '\u007f' || letter === '\b' ? [...typed].slice(0, -1).join('') : typed + letter;
      }
    };
    stdin.on('data', hear);
  });
}
