import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { foreignTables, importFaults, impurities, roomOf } from '../test/harness/rooms.ts';
import { root } from '../test/harness/source.ts';
import { makeSlice } from './new-slice.ts';

const copy = mkdtempSync(join(tmpdir(), 'banyan-slice-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));
const now = new Date('2026-11-22T08:30:00Z');
const read = (file: string) => readFileSync(join(copy, file), 'utf8');
const run = (program: string, ...args: string[]) => {
  try {
    return execFileSync(process.execPath, [join(root, 'node_modules', program), ...args], {
      cwd: copy,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${stdout}\n${stderr}`, { cause: error });
  }
};

/** The project without its slices, so that what they are busy with does not matter here. */
for (const folder of ['src/kernel', 'src/platform', 'test/harness'])
  cpSync(join(root, folder), join(copy, folder), { recursive: true, filter: (file) => !/\.test\.tsx?$/.test(file) });
for (const file of ['package.json', 'tsconfig.json', 'tsconfig.pure.json', 'vitest.config.ts', 'biome.json', 'src/capabilities.ts'])
  cpSync(join(root, file), join(copy, file));
mkdirSync(join(copy, 'src/apps/server'), { recursive: true });
cpSync(join(root, 'src/apps/server/slices.ts'), join(copy, 'src/apps/server/slices.ts'));
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
const files = makeSlice(copy, { slice: 'parcels', thing: 'parcel', duty: 'community.manage' }, now);
const code = files.filter((file) => /capabilities\/parcels\/.*\.tsx?$/.test(file));

describe('a new slice', () => {
  it('stands in its folder, on the map and on the server', () => {
    expect(files).toContain('src/capabilities/parcels/migrations/202611220830-create-parcel.sql');
    expect(read('src/capabilities.ts')).toContain(`parcels: { phases: ['preparation'], uses: [] },`);
    const server = read('src/apps/server/slices.ts');
    expect(server).toContain(`import * as parcels from '../../capabilities/parcels/server.ts';`);
    expect(server).toMatch(/slices: readonly ServerDoor\[\] = \[[^\]]*\bparcels\b[^\]]*\];/);
    expect(files.filter((file) => /__|\.txt$/.test(file) || /__[a-zA-Z]+__/.test(read(file)))).toEqual([]);
  });

  it('keeps to its rooms', () => {
    expect(code.flatMap((file) => importFaults(file, read(file)))).toEqual([]);
    expect(code.filter((file) => roomOf(file).kind === 'pure').flatMap((file) => impurities(file, read(file)))).toEqual([]);
    expect(files.flatMap((file) => foreignTables(file, 'parcels', read(file)))).toEqual([]);
  });

  it('fits the types', () => {
    writeFileSync(
      join(copy, 'tsconfig.slice.json'),
      JSON.stringify({ extends: './tsconfig.json', include: ['src/capabilities/parcels', 'test/harness/server.ts'] }),
    );
    expect(run('ts7/bin/tsc', '-p', 'tsconfig.slice.json')).toBe('');
    writeFileSync(join(copy, 'tsconfig.slice.json'), JSON.stringify({ extends: './tsconfig.pure.json', include: ['src/capabilities/parcels/*.ts'] }));
    expect(run('ts7/bin/tsc', '-p', 'tsconfig.slice.json')).toBe('');
  });

  it('passes its own tests on PostgreSQL, under the data rules', () => {
    expect(run('vitest/vitest.mjs', 'run', '--project', 'unit', 'src/capabilities/parcels')).toMatch(/Tests\s+3 passed/);
  }, 60_000);

  it('is not made twice, nor with names that will not do', () => {
    expect(() => makeSlice(copy, { slice: 'parcels', thing: 'parcel', duty: 'community.manage' }, now)).toThrow(/exists already/);
    for (const slice of ['', 'Two Words', 'a/b', '../x'])
      expect(() => makeSlice(copy, { slice, thing: 'parcel', duty: 'community.manage' }, now)).toThrow(/one word/);
    expect(existsSync(join(copy, 'src/capabilities/x'))).toBe(false);
  });
});
