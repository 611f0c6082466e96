import { parseArgs } from 'node:util';
import { languageOf, wordsIn } from '../../platform/server/words.ts';
import { backupMake, backupVerify, restore } from './backup.ts';
import { cityReport } from './city.ts';
import { clusterPrepare } from './cluster.ts';
import { type CliCommand, type Terminal, usageOf } from './command.ts';
import { doctor } from './doctor.ts';
import { journalVerify } from './journal.ts';
import { registerImport, registerPreview } from './register.ts';
import { upgradePostgres } from './upgrade.ts';
import { warningsRead } from './warnings.ts';

const commands: readonly CliCommand[] = [
  registerPreview,
  registerImport,
  warningsRead,
  journalVerify,
  backupVerify,
  backupMake,
  restore,
  upgradePostgres,
  doctor,
  clusterPrepare,
  cityReport,
];

const wrongUsage = 2;

async function main(argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const words = wordsIn(languageOf(environment.BANYAN_LANG ?? environment.LC_ALL ?? environment.LANG));
  const terminal: Terminal = {
    words,
    environment,
    print: (text) => void process.stdout.write(`${text}\n`),
    tell: (text) => void process.stderr.write(`${text}\n`),
  };
  const overview = commands.map((c) => `  banyan ${usageOf(c)}\n      ${words.text(c.does)}`).join('\n');
  if (argv[0] === 'help' || argv[0] === '--help') {
    terminal.print(`${words.text('cli.usage')}\n${overview}`);
    return 0;
  }
  const command = commands.find((c) => c.name.split(' ').every((word, i) => argv[i] === word));
  if (!command) {
    terminal.tell(`${words.text(argv.length === 0 ? 'cli.usage' : 'cli.unknown')}\n${overview}`);
    return wrongUsage;
  }
  const read = readArguments(command, argv.slice(command.name.split(' ').length));
  if (!read) {
    terminal.tell(`${words.text('cli.wrongUsage')}\n  banyan ${usageOf(command)}`);
    return wrongUsage;
  }
  return command.run(terminal, read.positionals, read.values);
}

/** @returns null when something is missing, unknown or too much */
function readArguments(command: CliCommand, args: string[]) {
  try {
    const { positionals, values } = parseArgs({ args, options: command.options, allowPositionals: true });
    const missing = Object.entries(command.options).some(([option, { needed }]) => needed && values[option] === undefined);
    if (missing || positionals.length !== command.args.length) return null;
    return { positionals, values: values as Readonly<Record<string, string | boolean | undefined>> };
  } catch {
    return null;
  }
}

try {
  process.exitCode = await main(process.argv.slice(2), process.env);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
