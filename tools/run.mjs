// The way in for `npm start`, `npm test`, `npm run banyan` and `npm run bench` on a machine that has only Node 20 and npm:
// installs the packages if they are not those of package-lock.json, then goes on under Node 24, which is one of them.
// Runs under Node 20 and before anything is installed, so: no dependencies, no TypeScript.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const neededMajor = 24;
const programs = {
  start: ['tools/start.ts'],
  test: ['tools/test.ts'],
  banyan: ['src/apps/cli/main.ts'],
  bench: ['bench/main.ts'],
  simulate: ['tools/simulate.ts'],
  torture: ['test/torture/main.ts'],
  'bench:storm': ['bench/storm.ts'],
  'bench:city': ['bench/city.ts'],
  'bench:offline': ['bench/offline.ts'],
};

const [verb = '', ...args] = process.argv.slice(2);
const program = programs[verb];
if (!program) fail(`usage: node tools/run.mjs ${Object.keys(programs).join('|')} [arguments]`);

if (!isInstalled()) install();
const child = spawn(findNode(), [...program.map((file) => join(root, file)), ...args], {
  // The command line takes files relative to where it is called; npm tells where that was.
  cwd: verb === 'banyan' ? (process.env.INIT_CWD ?? process.cwd()) : root,
  stdio: 'inherit',
  // What was compiled once is kept: measured, a command of the command line starts in 0.8 s instead of 1.4.
  env: { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'), ...process.env },
});
// Ctrl-C reaches the child too; it decides how to end, and we end with it.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => fail(`Cannot run Node: ${error.message}`));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

/** Are the packages in node_modules those of package-lock.json? npm writes what it installed into a lock file of its own. */
function isInstalled() {
  const wanted = readLock('package-lock.json');
  const found = readLock('node_modules/.package-lock.json');
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => path === '' || (found[path] ? found[path].version === version : optional));
}

function readLock(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return null;
  }
}

function install() {
  console.error('Installing packages (about a minute, once) …');
  // Not `npm ci`: it refuses a lock file that lacks packages for other systems, and a lock file made against a registry that does
  // not carry those does lack them. `npm install --no-save` installs the locked versions just the same and changes no file of ours.
  const options = [
    'install',
    '--no-save',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
  ];
  // npm tells where it is when it runs us.
  const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  // Without npm's own settings of the script that runs us: `--silent`, a prefix, or `omit=dev` would change what is installed.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config_(loglevel|local_prefix|prefix|omit|production)|package_|lifecycle_)/.test(name)),
  );
  delete env.NODE_ENV;
  const { status, error } = spawnSync(npm[0], [...npm.slice(1), ...options], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (error || status !== 0) fail(`npm install failed${error ? `: ${error.message}` : ''}. Is the network there?`);
}

function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= neededMajor) return process.execPath;
  const packed = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(packed)) return packed;
  return fail(`Banyan needs Node ${neededMajor}. There is no package of it for ${process.platform}-${process.arch}: install it by hand.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
