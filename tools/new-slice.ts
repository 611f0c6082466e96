import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What a new slice is to be called. */
export interface NewSlice {
  /** One word, lower case: folder, database schema and first word of every name: `hazards`. */
  readonly slice: string;
  /** The first thing it keeps, singular, one word: `report`. */
  readonly thing: string;
  /** Duty that its command and query take. */
  readonly duty: string;
}

const templates = join(import.meta.dirname, 'slice');

/**
 * Makes a slice that works: one table, one command, one query, one page, texts in three languages, tests. Adds it to the map
 * and to the server; the web app finds it by itself.
 * @param root the project's folder
 * @returns paths of the files made and changed, from the project's folder
 * @throws Error when a name will not do or the slice exists
 */
export function makeSlice(root: string, { slice, thing, duty }: NewSlice, now: Date): string[] {
  if (!/^[a-z]{3,20}$/.test(slice)) throw new Error('The slice needs one word in small letters: hazards');
  if (!/^[a-z]{3,20}$/.test(thing) || thing === slice) throw new Error('The thing it keeps needs one other word in small letters, singular: report');
  if (!/^[a-z]+\.[a-zA-Z]+$/.test(duty)) throw new Error('The duty is a code of the catalogue: community.manage');
  const folder = join(root, 'src/capabilities', slice);
  if (existsSync(folder)) throw new Error(`src/capabilities/${slice} exists already`);
  const stamp = now.toISOString().replaceAll(/\D/g, '').slice(0, 12);
  const fill = (text: string) =>
    text
      .replaceAll('__slice__', slice)
      .replaceAll('__thing__', thing)
      .replaceAll('__Thing__', `${thing.charAt(0).toUpperCase()}${thing.slice(1)}`)
      .replaceAll('__duty__', duty)
      .replaceAll('__stamp__', stamp);
  const made = readdirSync(templates, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const template = join(entry.parentPath, entry.name);
      const file = join(folder, fill(relative(templates, template)).replace(/\.txt$/, ''));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, fill(readFileSync(template, 'utf8')));
      return file;
    });
  const map = change(root, 'src/capabilities.ts', (text) => text.replace(/\n};\n$/, `\n  ${slice}: { phases: ['preparation'], uses: [] },\n};\n`));
  const server = change(root, 'src/apps/server/slices.ts', (text) =>
    text
      .replace(
        /(\nimport \* as [a-z]+ from '..\/..\/capabilities\/[a-z]+\/server.ts';)(?![\s\S]*\nimport \* as [a-z]+ from '..\/..\/capabilities)/,
        `$1\nimport * as ${slice} from '../../capabilities/${slice}/server.ts';`,
      )
      .replace(/(export const slices: readonly ServerDoor\[\] = \[[^\]]*?),?\s*\];/, `$1, ${slice}];`),
  );
  return [...made, map, server].map((file) => relative(root, file)).sort();
}

function change(root: string, name: string, edit: (text: string) => string): string {
  const file = join(root, name);
  const before = readFileSync(file, 'utf8');
  const after = edit(before);
  if (after === before) throw new Error(`${name} does not look as expected; add the slice there by hand`);
  writeFileSync(file, after);
  return file;
}

if (import.meta.main) {
  const [slice = '', thing = '', duty = 'community.manage'] = process.argv.slice(2);
  try {
    const root = join(import.meta.dirname, '..');
    const files = makeSlice(root, { slice, thing, duty }, new Date());
    console.log(`${files.join('\n')}\n\nNext: the README, the phases in src/capabilities.ts, the texts, then npm run format and npm test.`);
  } catch (error) {
    console.error(`${(error as Error).message}\nusage: npm run new-slice -- SLICE THING [DUTY]`);
    process.exitCode = 1;
  }
}
