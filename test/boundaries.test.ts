import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capabilities } from '../src/capabilities.ts';
import { foreignTables, importFault, importFaults, impurities, literalsOf, roomOf } from './harness/rooms.ts';
import { filesBelow, root, textOf } from './harness/source.ts';

const files = filesBelow('src');
const code = files.filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !/\.test\.tsx?$/.test(file));
const slices = readdirSync(join(root, 'src/capabilities')).filter((name) => files.some((file) => file.startsWith(`src/capabilities/${name}/`)));
const longestFile = 300;
/** A test may be longer: it is a table of cases, read one at a time. */
const longestTest = 400;

/** What every slice has, so that who knows one knows them all. */
const everySliceHas = [
  'README.md',
  'model.ts',
  'commands.ts',
  'queries.ts',
  'index.ts',
  'store.server.ts',
  'queries.server.ts',
  'server.ts',
  'web.ts',
  'messages/zh.json',
  'messages/en.json',
  'messages/ug.json',
];
/** What a slice may have besides: words of its own in kebab case, split off when a file grows; pages in `web`. */
const sliceMayHave =
  /^([a-z][a-z0-9-]*(\.server)?(\.test)?\.ts|(rules|commands|queries|catalogue|plans)\/([a-z-]+\/)?[a-z0-9-]+(\.test)?\.ts|web\/([a-z-]+\/)?([A-Z][A-Za-z0-9]*(\.test)?\.tsx|[A-Za-z][A-Za-z0-9-]*\.module\.css|[a-z][A-Za-z0-9-]*(\.test)?\.tsx?)|migrations\/\d{12}-[a-z0-9-]+\.sql|messages\/desk\/(zh|en|ug)\.json|resources\/.+)$/;

describe('rooms', () => {
  it('are read off the path', () => {
    expect(roomOf('src/capabilities/response/rules/due.ts')).toEqual({ kind: 'pure', slice: 'response' });
    expect(roomOf('src/capabilities/response/store.server.ts')).toEqual({ kind: 'server', slice: 'response' });
    expect(roomOf('src/capabilities/response/server.ts')).toEqual({ kind: 'server', slice: 'response', door: 'server' });
    expect(roomOf('src/capabilities/response/web/DoorsPage.tsx')).toEqual({ kind: 'web', slice: 'response' });
    expect(roomOf('src/platform/server/db/db.ts')).toEqual({ kind: 'platform/server' });
  });

  it.each([
    ['src/capabilities/response/commands.ts', 'node:fs'],
    ['src/capabilities/response/commands.ts', 'src/capabilities/response/store.server.ts'],
    ['src/capabilities/response/commands.ts', 'src/capabilities/register/model.ts'],
    ['src/capabilities/community/commands.ts', 'src/capabilities/response/index.ts'],
    ['src/capabilities/response/store.server.ts', 'src/capabilities/register/store.server.ts'],
    ['src/capabilities/response/web/DoorsPage.tsx', 'src/platform/server/db/db.ts'],
    ['src/capabilities/response/web/DoorsPage.tsx', 'pg'],
    ['src/capabilities/response/web/DoorsPage.tsx', 'src/capabilities/response/store.server.ts'],
    ['src/capabilities/response/server.ts', 'react'],
    ['src/platform/server/db/db.ts', 'src/capabilities/community/index.ts'],
    ['src/kernel/ids.ts', 'src/platform/server/db/db.ts'],
    ['src/kernel/ids.ts', 'pg'],
    ['src/apps/web/main.tsx', 'src/capabilities/community/server.ts'],
    ['src/apps/server/main.ts', 'src/capabilities/community/store.server.ts'],
    ['src/kernel/ids.ts', 'test/harness/database.ts'],
    ['src/capabilities/warnings/store.server.ts', 'src/capabilities/response/index.ts'],
    ['src/capabilities/warnings/reactions.server.ts', 'src/capabilities/response/server.ts'],
  ])('do not let %s import %s', (file, imported) => {
    expect(importFault(file, imported)).not.toBeNull();
  });

  it.each([
    ['src/capabilities/response/commands.ts', 'src/capabilities/register/index.ts'],
    ['src/capabilities/response/store.server.ts', 'src/capabilities/register/server.ts'],
    ['src/capabilities/response/store.server.ts', 'src/platform/server/db/db.ts'],
    ['src/capabilities/response/web/DoorsPage.tsx', '@mantine/core'],
    ['src/capabilities/response/web/DoorsPage.tsx', 'src/capabilities/response/model.ts'],
    ['src/apps/server/main.ts', 'src/capabilities/community/server.ts'],
    ['src/capabilities/warnings/reactions.server.ts', 'src/capabilities/response/index.ts'],
    ['src/capabilities/response/commands.test.ts', 'src/capabilities/register/store.server.ts'],
  ])('let %s import %s', (file, imported) => {
    expect(importFault(file, imported)).toBeNull();
  });

  it('are kept by every file', () => {
    expect(code.flatMap((file) => importFaults(file))).toEqual([]);
  });
});

describe('pure files', () => {
  it.each([
    'const t = Date.now();',
    'const d = new Date();',
    'Math.random()',
    'process.env.HOME',
    'await fetch(url)',
    'crypto.randomUUID()',
    'setTimeout(f, 1)',
    'console.log(1)',
    'globalThis.x',
  ])('may not say %s', (text) => {
    expect(impurities('src/kernel/x.ts', text)).toHaveLength(1);
  });

  it.each([
    'const d = new Date(now.getTime());',
    '// Date.now() is not allowed',
    `const s = 'fetch(me)';`,
    'row.process.done',
    'const x = { document: 1 };',
    'Math.max(1, 2)',
  ])('may say %s', (text) => {
    expect(impurities('src/kernel/x.ts', text)).toEqual([]);
  });

  it('know no clock, chance, network or machine', () => {
    expect(code.filter((file) => ['kernel', 'map', 'pure'].includes(roomOf(file).kind)).flatMap((file) => impurities(file))).toEqual([]);
  });
});

describe('slices', () => {
  it('stand on the map, each of them, and nothing else does', () => {
    expect(Object.keys(capabilities).sort()).toEqual(slices);
  });

  it('lean on each other in no circle', () => {
    const reach = (slice: string, path: readonly string[]): void => {
      expect(path, `${[...path, slice].join(' → ')}`).not.toContain(slice);
      for (const used of capabilities[slice]?.uses ?? []) {
        expect(capabilities, `${slice} uses ${used}`).toHaveProperty(used);
        reach(used, [...path, slice]);
      }
    };
    for (const slice of slices) reach(slice, []);
  });

  it.each(slices)('%s has the files that every slice has, and no others', (slice) => {
    const here = files.filter((file) => file.startsWith(`src/capabilities/${slice}/`)).map((file) => file.slice(`src/capabilities/${slice}/`.length));
    expect(everySliceHas.filter((name) => !here.includes(name))).toEqual([]);
    expect(here.filter((name) => !everySliceHas.includes(name) && !sliceMayHave.test(name))).toEqual([]);
    expect(existsSync(join(root, `src/capabilities/${slice}/migrations`))).toBe(true);
  });

  it('see the tables of others in SQL', () => {
    expect(foreignTables('x', 'response', 'select * from response.task t join register.household h on h.id = t.household')).toEqual([
      'x: register.household',
    ]);
    expect(foreignTables('x', 'response', 'update "register"."household" set size = 1')).toHaveLength(1);
    expect(foreignTables('x', 'response', `select t.id from response.task t order by t.id`)).toEqual([]);
  });

  it.each(slices)('%s touches only its own tables', (slice) => {
    const here = files.filter((file) => file.startsWith(`src/capabilities/${slice}/`));
    const inCode = here
      .filter((file) => roomOf(file).kind === 'server')
      .flatMap((file) => literalsOf(file).flatMap((text) => foreignTables(file, slice, text)));
    const inMigrations = here
      .filter((file) => file.endsWith('.sql'))
      .flatMap((file) => foreignTables(file, slice, textOf(file).replaceAll(/--.*$/gm, '')));
    expect([...inCode, ...inMigrations]).toEqual([]);
  });
});

describe('files', () => {
  it(`have at most ${longestFile} lines, tests ${longestTest}`, () => {
    const own = [...files, ...filesBelow('test'), ...filesBelow('tools'), ...filesBelow('bench')].filter((file) =>
      /\.(tsx?|mjs|sql|css)$/.test(file),
    );
    const long = own.map((file) => ({ file, lines: textOf(file).split('\n').length - 1 }));
    expect(long.filter(({ file, lines }) => lines > (/\.test\.tsx?$/.test(file) ? longestTest : longestFile))).toEqual([]);
  });

  it('have names that say something', () => {
    expect(files.filter((file) => /(^|[/.-])(utils?|helpers?|common|misc|manager)([/.-]|$)/i.test(file))).toEqual([]);
  });
});
