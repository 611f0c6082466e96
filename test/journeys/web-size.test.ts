import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildWeb } from '../../tools/build-web.ts';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const kB = 1000;
const budgets = { today: 250 * kB, field: 200 * kB };
const slices = join(import.meta.dirname, '../../src/capabilities');

buildWeb(() => undefined);
const web = join(import.meta.dirname, '../../dist/web');
const manifest = JSON.parse(readFileSync(join(web, '.vite/manifest.json'), 'utf8')) as Readonly<Record<string, Chunk>>;

/** What stands on every signed-in page, whoever opens it. */
const always = ['index.html', 'src/apps/web/messages/zh.ts', ...having(/\/web\/\w*Band\.tsx$/)];

function having(pattern: RegExp): string[] {
  return Object.keys(manifest).filter((key) => pattern.test(key));
}

/** Gzipped bytes of everything that these modules import, each file once. */
function bytes(modules: readonly string[]): number {
  const files = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`${key} is not in the build`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  modules.forEach(visit);
  return [...files]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(web, file)), { level: 9 }).length, 0);
}

/** Pages that the slices mark as made for the phone: the module that each loads. */
function fieldPages(): { path: string; module: string }[] {
  const folders = [...new Set(having(/^src\/capabilities\//).map((key) => key.split('/')[2] ?? ''))];
  return folders.flatMap((slice) => {
    const file = join(slices, slice, 'web.ts');
    if (!existsSync(file)) return [];
    // One door after the other; `field: true` and its `load` stand in the same braces.
    const doors = readFileSync(file, 'utf8')
      .split(/\bpath: '/)
      .slice(1);
    return doors.flatMap((door) => {
      const [path = ''] = door.split("'");
      const module = /import\('\.\/(web\/[^']+)'\)/.exec(door)?.[1];
      return /\bfield: true\b/.test(door) && module ? [{ path, module: `src/capabilities/${slice}/${module}` }] : [];
    });
  });
}

const report = (name: string, size: number, budget: number) => console.log(`${name}: ${(size / kB).toFixed(1)} kB of ${budget / kB} kB (gzip)`);

describe('JavaScript that a first visit downloads', () => {
  it('fits the budget for Today with all its cards', () => {
    const size = bytes([...always, ...having(/\/(web|pages)\/Today\w+\.tsx$/)]);
    report('/', size, budgets.today);
    expect(size).toBeLessThanOrEqual(budgets.today);
  });

  it('fits the smaller budget for each page made for the phone', () => {
    const pages = fieldPages().map(({ path, module }) => ({ path, size: bytes([...always, module]) }));
    for (const { path, size } of pages) report(path, size, budgets.field);
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter(({ size }) => size > budgets.field)).toEqual([]);
  });
});
