import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { possibleKeys } from './messages.ts';
import { filesBelow, importsOf, root, textOf } from './source.ts';

/** These name every page there is and load each when it is opened. */
const lists = /^(src\/capabilities\/[a-z]+\/web\.ts|src\/platform\/web\/shell\/router\.tsx)$/;

/** Pages that work on a phone or for anybody, by the module that each loads: `field: true` or `public: true` stand in the same braces as `load`. */
function phonePages(): string[] {
  const doors = ['src/platform/web/shell/router.tsx', ...filesBelow('src/capabilities').filter((file) => lists.test(file))];
  return doors.flatMap((file) =>
    textOf(file)
      .split(/\bpath: '/)
      .slice(1)
      .flatMap((door) => {
        const module = /import\('([^']+)'\)/.exec(door)?.[1];
        return module && /\b(field|public): true\b/.test(door) ? [join(dirname(file), module)] : [];
      }),
  );
}

/** Every file that such a page or the frame around it may load, themselves included. */
function phoneFiles(): Set<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file) || !/\.tsx?$/.test(file) || !existsSync(join(root, file))) return;
    found.add(file);
    const imported = importsOf(file);
    const opened = lists.test(file)
      ? new Set([...textOf(file).matchAll(/import\('([^']+)'\)/g)].map(([, module = '']) => join(dirname(file), module)))
      : null;
    for (const other of imported) if (!opened?.has(other)) visit(other);
  };
  const below = filesBelow('src/capabilities');
  const bands = below.filter((file) => /\/web\/\w*Band\.tsx$/.test(file));
  for (const file of ['src/apps/web/main.tsx', ...below.filter((name) => lists.test(name)), ...bands, ...phonePages()]) visit(file);
  return found;
}

/** Which keys may be asked for on such a page: whole, or by their beginning. */
export function phoneKeys(): (key: string) => boolean {
  const whole = new Set<string>();
  const beginnings = new Set<string>();
  for (const file of phoneFiles()) {
    const found = possibleKeys(file);
    for (const text of found.whole) whole.add(text);
    for (const text of found.beginnings) if (text.includes('.')) beginnings.add(text);
  }
  return (key) => whole.has(key) || [...beginnings].some((beginning) => key.startsWith(beginning));
}
