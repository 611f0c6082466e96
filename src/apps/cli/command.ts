import type { Problem } from '../../kernel/result.ts';
import type { Words } from '../../platform/server/words.ts';

/** What a command of the command line may use. */
export interface Terminal {
  readonly words: Words;
  readonly environment: NodeJS.ProcessEnv;
  /** Writes to standard output: results, and nothing else. */
  readonly print: (text: string) => void;
  /** Writes to standard error: progress and problems. */
  readonly tell: (text: string) => void;
}

/** One thing that `banyan` does. */
export interface CliCommand {
  /** The words by which it is called: `register preview`. */
  readonly name: string;
  /** Names of its arguments, in order, all needed: `FILE`. */
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, { readonly type: 'boolean' | 'string'; readonly needed?: true; readonly value?: string }>>;
  /** Key of the sentence that says what it does. */
  readonly does: string;
  /** @returns the exit code: 0 done, else by `exitCode` */
  readonly run: (terminal: Terminal, args: readonly string[], options: Readonly<Record<string, string | boolean | undefined>>) => Promise<number>;
}

/** `register import FILE --community CODE [--json]`. */
export function usageOf({ name, args, options }: CliCommand): string {
  const flags = Object.entries(options).map(([option, { type, needed, value }]) => {
    const flag = type === 'string' ? `--${option} ${value ?? option.toUpperCase()}` : `--${option}`;
    return needed ? flag : `[${flag}]`;
  });
  return [name, ...args, ...flags].join(' ');
}

/** Exit codes by kind of problem, as kernel/result.ts maps them to HTTP; 1 stays for faults of our own, 2 for wrong usage. */
export const exitCode: Readonly<Record<Problem['kind'], number>> = {
  invalid: 3,
  forbidden: 4,
  missing: 5,
  conflict: 6,
  unauthenticated: 7,
  tooLarge: 8,
  tooMany: 9,
  busy: 10,
};
