import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from '../test/harness/chromium.ts';
import { buildWeb } from './build-web.ts';

// What `npm test` runs: cheap checks first, each stage with its time, ending at the first that fails.
// The last line says how many tests passed, failed and were skipped over all stages.

const root = join(import.meta.dirname, '..');
const results = join(root, '.test');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
/** Debian's PostgreSQL, the oldest that our SQL is written for. */
const oldPostgres = '/usr/lib/postgresql/15';

interface Stage {
  readonly name: string;
  /** False: failed, and has said why. */
  readonly run: () => boolean;
}

const command = (program: string, args: readonly string[], env: Record<string, string> = {}): boolean =>
  spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }).status === 0;
const node = (file: string, args: readonly string[]) => command(process.execPath, [join(root, 'node_modules', file), ...args]);
const vitest = (name: string, args: readonly string[], env: Record<string, string> = {}) =>
  command(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${join(results, `${name}.json`)}`,
      ...args,
    ],
    env,
  );

/** All processors; by itself vitest leaves one idle, which of two is half. */
const unit = ['--project', 'unit', `--maxWorkers=${availableParallelism()}`];

const stages: readonly Stage[] = [
  { name: 'types', run: () => node('ts7/bin/tsc', ['-p', 'tsconfig.json']) },
  { name: 'types of pure files', run: () => node('ts7/bin/tsc', ['-p', 'tsconfig.pure.json']) },
  { name: 'lint', run: () => command(bin('oxlint'), ['--deny-warnings']) },
  { name: 'format', run: () => command(bin('biome'), ['check', '--log-level=warn', 'src', 'test', 'tools', 'bench']) },
  { name: 'unused files, exports and packages', run: () => node('knip/bin/knip.js', ['--no-progress']) },
  { name: 'rules, slices and platform', run: () => vitest('unit', unit) },
  ...(existsSync(oldPostgres)
    ? [
        {
          name: 'slices on PostgreSQL 15',
          run: () => vitest('postgres-15', [...unit, ...databaseTests()], { BANYAN_TEST_POSTGRES: oldPostgres }),
        },
      ]
    : []),
  {
    name: 'web app',
    run: () => {
      buildWeb(() => undefined);
      return true;
    },
  },
  {
    name: 'browser',
    run: () => {
      ensureChromium((line) => console.log(line));
      return true;
    },
  },
  { name: 'journeys', run: () => vitest('journeys', ['--project', 'journeys']) },
];

/** Test files that ask for a database. */
function databaseTests(): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file, 'utf8').includes('freshDatabase('))
    .map((file) => file.slice(root.length + 1));
}

/** Sums the results that vitest wrote; what else lies there is pictures of failed journeys. */
function count(): { passed: number; failed: number; skipped: number } {
  const sums = { passed: 0, failed: 0, skipped: 0 };
  for (const file of readdirSync(results).filter((name) => name.endsWith('.json'))) {
    const said = JSON.parse(readFileSync(join(results, file), 'utf8')) as Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests', number>;
    sums.passed += said.numPassedTests;
    sums.failed += said.numFailedTests;
    sums.skipped += said.numPendingTests;
  }
  return sums;
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
let broken: string | null = null;
for (const { name, run } of stages) {
  const from = performance.now();
  let good = false;
  try {
    good = run();
  } catch (error) {
    console.error((error as Error).message);
  }
  console.log(`${good ? '✓' : '✗'} ${name} ${((performance.now() - from) / 1000).toFixed(1)} s`);
  if (!good) {
    broken = name;
    break;
  }
}
const { passed, failed, skipped } = count();
if (broken !== null) console.error(`Stopped at: ${broken}`);
console.log(`${passed} passed, ${failed + (broken !== null && failed === 0 ? 1 : 0)} failed, ${skipped} skipped`);
process.exit(broken === null ? 0 : 1);
