import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../test/harness/source.ts';

const place = mkdtempSync(join(tmpdir(), 'banyan run '));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const lock = (version: string) =>
  JSON.stringify({ packages: { '': {}, 'node_modules/needed': { version }, 'node_modules/elsewhere': { version: '1.0.0', optional: true } } });
const write = (file: string, text: string) => writeFileSync(join(place, file), text);
/** Stands for npm: notes how it was called and installs what the lock file says. */
const npm = `const { writeFileSync, readFileSync } = require('node:fs');
writeFileSync('npm-was-called', JSON.stringify({ args: process.argv.slice(2), omit: process.env.npm_config_omit ?? null, env: process.env.NODE_ENV ?? null }));
if (process.env.NPM_FAILS) process.exit(1);
writeFileSync('node_modules/.package-lock.json', readFileSync('package-lock.json'));`;

const environment = (more: Record<string, string> = {}) => ({ ...process.env, npm_execpath: join(place, 'npm.js'), ...more });
const run = (args: readonly string[], more: Record<string, string> = {}) =>
  spawnSync(process.execPath, [join(place, 'tools/run.mjs'), ...args], { encoding: 'utf8', cwd: tmpdir(), env: environment(more) });

beforeEach(() => {
  rmSync(place, { recursive: true, force: true });
  for (const folder of ['tools', 'node_modules', 'src/apps/cli']) mkdirSync(join(place, folder), { recursive: true });
  cpSync(join(root, 'tools/run.mjs'), join(place, 'tools/run.mjs'));
  write('npm.js', npm);
  write('package-lock.json', lock('2.0.0'));
  write('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/needed': { version: '2.0.0' } } }));
  write(
    'tools/test.ts',
    `const said: string[] = [process.version, process.cwd(), ...process.argv.slice(2)]; console.log(JSON.stringify(said)); process.exit(3);`,
  );
  write('src/apps/cli/main.ts', 'console.log(process.cwd());');
  write(
    'tools/start.ts',
    `process.on('SIGTERM', () => { console.log('stopped in order'); process.exit(0); }); setInterval(() => undefined, 1000); console.log('started');`,
  );
});

describe('the way in', () => {
  it('goes on under Node 24 in the project, with the arguments, and ends as the program ends', () => {
    const { status, stdout } = run(['test', '--only', 'a b']);
    const [version = '', cwd, ...args] = JSON.parse(stdout) as string[];
    expect(Number(version.slice(1).split('.')[0])).toBeGreaterThanOrEqual(24);
    expect([cwd, ...args]).toEqual([place, '--only', 'a b']);
    expect(status).toBe(3);
  });

  it('installs nothing when the packages are those of the lock file, other systems aside', () => {
    run(['test']);
    expect(existsSync(join(place, 'npm-was-called'))).toBe(false);
  });

  it.each([
    ['are of another version', JSON.stringify({ packages: { 'node_modules/needed': { version: '1.9.0' } } })],
    ['are missing', JSON.stringify({ packages: {} })],
    ['were never installed', null],
  ])('installs when packages %s, development packages too, whatever the settings around it', (_, installed) => {
    if (installed === null) rmSync(join(place, 'node_modules/.package-lock.json'));
    else write('node_modules/.package-lock.json', installed);
    expect(run(['test'], { NODE_ENV: 'production', npm_config_omit: 'dev' }).status).toBe(3);
    const called = JSON.parse(readFileSync(join(place, 'npm-was-called'), 'utf8')) as { args: string[]; omit: unknown; env: unknown };
    expect(called.args).toEqual(expect.arrayContaining(['install', '--no-save', '--include=dev', '--ignore-scripts', '--loglevel=error']));
    expect([called.omit, called.env]).toEqual([null, null]);
  });

  it('says so when that fails', () => {
    rmSync(join(place, 'node_modules/.package-lock.json'));
    const { status, stderr } = run(['test'], { NPM_FAILS: 'yes' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/npm install failed/);
  });

  it('runs the command line where it was called', () => {
    expect(run(['banyan'], { INIT_CWD: root }).stdout.trim()).toBe(root);
  });

  it('names its verbs', () => {
    const { status, stderr } = run(['dance']);
    expect(status).toBe(1);
    expect(stderr).toContain('start|test|banyan|bench');
  });

  it('passes on the wish to stop', async () => {
    const child = spawn(process.execPath, [join(place, 'tools/run.mjs'), 'start'], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
    });
    await expect.poll(() => said, { timeout: 10_000 }).toContain('started');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(said).toContain('stopped in order');
  });
});
