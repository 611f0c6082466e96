import ts from 'typescript';
import { capabilities } from '../../src/capabilities.ts';
import { importsOf, nodesOf, treeOf } from './source.ts';

/** Where a file lives, read off its path alone (ARCHITECTURE.md, "Rooms"). */
export interface Room {
  readonly kind:
    | 'kernel'
    | 'map'
    | 'pure'
    | 'server'
    | 'web'
    | 'platform/server'
    | 'platform/web'
    | 'platform/messages'
    | 'apps/server'
    | 'apps/web'
    | 'apps/cli'
    | 'words'
    | 'test'
    | 'outside';
  /** The slice, for the rooms inside slices. */
  readonly slice?: string;
  /** `index`, `server` or `web`: the file is one of the three doors of its slice. */
  readonly door?: 'index' | 'server' | 'web';
}

/** The room of a path such as `src/capabilities/response/store.server.ts`. */
export function roomOf(file: string): Room {
  if (/\.test\.tsx?$/.test(file)) return { kind: 'test' };
  const [top, area = '', slice = '', ...rest] = file.split('/');
  if (top !== 'src') return { kind: 'outside' };
  if (area === 'kernel') return { kind: 'kernel' };
  if (area === 'capabilities.ts') return { kind: 'map' };
  if (area === 'platform' || area === 'apps') return { kind: `${area}/${slice}` as Room['kind'] };
  const [name = ''] = rest;
  if (name === 'messages' || name === 'resources') return { kind: 'words', slice };
  if (name === 'web.ts') return { kind: 'web', slice, door: 'web' };
  if (name === 'web') return { kind: 'web', slice };
  if (name === 'server.ts') return { kind: 'server', slice, door: 'server' };
  if (/\.server\.tsx?$/.test(rest.at(-1) ?? '')) return { kind: 'server', slice };
  return name === 'index.ts' ? { kind: 'pure', slice, door: 'index' } : { kind: 'pure', slice };
}

/** Rooms of the same slice and of the platform that each room may enter. */
const mayEnter: Readonly<Record<Room['kind'], readonly Room['kind'][]>> = {
  kernel: ['kernel'],
  map: [],
  pure: ['kernel', 'pure'],
  server: ['kernel', 'pure', 'server', 'words', 'platform/server'],
  web: ['kernel', 'pure', 'web', 'words', 'platform/web'],
  'platform/server': ['kernel', 'platform/server', 'platform/messages'],
  'platform/web': ['kernel', 'platform/web', 'platform/messages'],
  'platform/messages': [],
  'apps/server': ['kernel', 'map', 'pure', 'server', 'words', 'platform/server', 'platform/messages', 'apps/server'],
  'apps/web': ['kernel', 'map', 'pure', 'web', 'words', 'platform/web', 'platform/messages', 'apps/web'],
  'apps/cli': ['kernel', 'map', 'pure', 'server', 'words', 'platform/server', 'platform/messages', 'apps/server', 'apps/cli'],
  words: [],
  test: [],
  outside: [],
};

/** Doors of another slice that a room may use, if the map says so. */
const mayUseDoor: Partial<Record<Room['kind'], readonly NonNullable<Room['door']>[]>> = {
  pure: ['index'],
  server: ['index', 'server'],
  web: ['index', 'web'],
  'apps/server': ['index', 'server'],
  'apps/web': ['index', 'web'],
  'apps/cli': ['index', 'server'],
};

const onlyZod = /^zod$/;
const browserPackages =
  /^(zod|react|react-dom|intl-messageformat|uuid|idb|hash-wasm|dayjs|qrcode|pinyin-pro|maplibre-gl|geojson|workbox-[a-z-]+|@mantine\/.+|@tanstack\/.+|@fontsource\/.+)(\/.*)?$/;
const onlyInBrowser = /^(react|react-dom|idb|hash-wasm|maplibre-gl|workbox-[a-z-]+|@mantine\/.+|@tanstack\/.+|@fontsource\/.+)(\/.*)?$/;

function packageFault({ kind, slice }: Room, name: string): string | null {
  switch (kind) {
    case 'kernel':
      return onlyZod.test(name) ? null : 'the kernel may import only zod';
    case 'map':
      return 'the map imports nothing';
    case 'pure':
      return onlyZod.test(name) || capabilities[slice ?? '']?.libraries?.includes(name)
        ? null
        : 'pure files may import only zod and the libraries that the map names';
    case 'web':
    case 'platform/web':
    case 'apps/web':
      return browserPackages.test(name) || name.startsWith('virtual:') ? null : 'the web may not import it';
    default:
      return onlyInBrowser.test(name) ? 'the server may not import it' : null;
  }
}

/** Why a file may not import this (a path from the project's folder, or a package's name); null when it may. */
export function importFault(file: string, imported: string): string | null {
  const from = roomOf(file);
  if (from.kind === 'test' || from.kind === 'outside') return null;
  if (!imported.startsWith('src/') && !/^[./]/.test(imported)) return imported === 'package.json' ? null : packageFault(from, imported);
  const to = roomOf(imported);
  // The demo community is made by a tool; only the mains that load it may reach it.
  if (imported.startsWith('tools/demo/') && (from.kind === 'apps/server' || from.kind === 'apps/cli')) return null;
  if (to.kind === 'test' || to.kind === 'outside') return 'the program may not import tests or tools';
  const sameSlice = from.slice !== undefined && from.slice === to.slice;
  if (to.slice === undefined || sameSlice) return mayEnter[from.kind].includes(to.kind) ? null : `${from.kind} may not import ${to.kind}`;
  if (to.kind === 'words') return mayEnter[from.kind].includes('words') && from.slice === undefined ? null : `messages of ${to.slice} are its own`;
  const map = capabilities[from.slice ?? ''];
  if (file.endsWith('/reactions.server.ts') && map?.reactsTo?.includes(to.slice) && to.door === 'index') return null;
  if (from.slice !== undefined && !map?.uses.includes(to.slice)) return `the map does not let ${from.slice} use ${to.slice}`;
  const doors = mayUseDoor[from.kind] ?? [];
  if (to.door && doors.includes(to.door)) return null;
  return doors.length === 0
    ? `${from.kind} may not import slices`
    : `only the doors of ${to.slice} may be used here: ${doors.map((door) => `${door}.ts`).join(', ')}`;
}

/** All import faults of a file, as `file → import: why`. */
export const importFaults = (file: string, text?: string): string[] =>
  importsOf(file, text).flatMap((imported) => {
    const why = importFault(file, imported);
    return why === null ? [] : [`${file} → ${imported}: ${why}`];
  });

const impureNames = new Set([
  'process',
  'fetch',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'localStorage',
  'navigator',
  'window',
  'document',
  'globalThis',
  'require',
  'console',
]);

/** Uses of clock, chance, network and machine in a file that must be pure, as `file:line name`. */
export function impurities(file: string, text?: string): string[] {
  const tree = treeOf(file, text);
  const found: string[] = [];
  for (const node of nodesOf(tree)) {
    const what = impurity(node);
    if (what) found.push(`${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${what}`);
  }
  return found;
}

function impurity(node: ts.Node): string | null {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) return 'new Date()';
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'Date()';
  if (ts.isPropertyAccessExpression(node) && ['Date.now', 'Math.random'].includes(node.getText())) return node.getText();
  if (!ts.isIdentifier(node) || !impureNames.has(node.text)) return null;
  const { parent } = node;
  // `row.process`, `{ document: … }`, a type's member or a local variable of that name is something else.
  const isName =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isBindingElement(parent) ||
      ts.isParameter(parent) ||
      ts.isVariableDeclaration(parent)) &&
      parent.name === node) ||
    ts.isTypeReferenceNode(parent);
  return isName ? null : node.text;
}

const schemas = [...Object.keys(capabilities), 'platform', 'sessions', 'installation', 'jobs'];
const tableAfter = 'from|join|into|update|table|references|on|truncate|lock';
const namedTable = new RegExp(
  `\\b(?:${tableAfter})\\s+(?:only\\s+|if\\s+(?:not\\s+)?exists\\s+)?"?(${schemas.join('|')})"?\\.("?[a-z_][a-z0-9_]*)`,
  'gi',
);

/** Tables of other schemas that SQL in a slice's file names, as `file: schema.table`. */
export function foreignTables(file: string, slice: string, text: string): string[] {
  return [...text.matchAll(namedTable)]
    .filter(([, schema]) => schema?.toLowerCase() !== slice)
    .map(([, schema, table]) => `${file}: ${schema}.${table}`);
}

/** The texts of a file's string and template literals: where its SQL stands. */
export function literalsOf(file: string, text?: string): string[] {
  return [...nodesOf(treeOf(file, text))].flatMap((node) => (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) ? [node.getText()] : []));
}
