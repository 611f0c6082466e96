import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const built = join(root, 'dist', 'web');
const stamp = join(root, 'dist', 'web.stamp');

/** Parts of the build itself. */
const ownPlugins = ['tools/vite-words.ts', 'tools/vite-lean-zod.ts'];
/** Server-only and test files change often and are no part of the web app. */
const notWeb = /\.(test\.tsx?|server\.ts|sql|md)$|[\\/](platform[\\/]server|apps[\\/](server|cli))[\\/]|[\\/](server|seeds\.server)\.ts$/;

/**
 * Builds the web app into `dist/web` unless it stands there built from exactly these sources.
 * The old one is swapped for the new one when that is complete, so a running server never serves half of it.
 * @returns whether it was built now
 * @throws Error with what the build said
 */
export function buildWeb(log: (line: string) => void): boolean {
  const hash = hashOfSources();
  if (existsSync(join(built, 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  log('Building the web app …');
  const next = `${built}.next`;
  const old = `${built}.old`;
  rmSync(next, { recursive: true, force: true });
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn', '--outDir', next, '--emptyOutDir'], {
    cwd: root,
    encoding: 'utf8',
    // Whoever asks, the same app: a test runner's own NODE_ENV would bring React's development half.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  // Its warnings are about its own plugins; what it says matters when it fails.
  if (status !== 0) throw new Error(`${stdout}${stderr}\nThe web app cannot be built.`);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(built)) renameSync(built, old);
  renameSync(next, built);
  writeFileSync(stamp, hash);
  rmSync(old, { recursive: true, force: true });
  return true;
}

function hashOfSources(): string {
  const files = ['index.html', 'vite.config.ts', 'package-lock.json', ...ownPlugins, ...filesBelow('src')].filter((file) => !notWeb.test(file));
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
