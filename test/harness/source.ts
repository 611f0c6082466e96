import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

/** The project's folder. */
export const root = join(import.meta.dirname, '../..');

/** Files below a folder of the project, as paths from the project's folder with `/`, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

const parsed = new Map<string, ts.SourceFile>();
/** The syntax tree of a file (or of a text given for it). */
export function treeOf(file: string, text?: string): ts.SourceFile {
  const known = text === undefined ? parsed.get(file) : undefined;
  if (known) return known;
  const tree = ts.createSourceFile(
    file,
    text ?? textOf(file),
    ts.ScriptTarget.ESNext,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  if (text === undefined) parsed.set(file, tree);
  return tree;
}

/** Every node of a tree, parents before children. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

/** What a file imports, statically or not, types too: a path from the project's folder, or the package's name as written. */
export function importsOf(file: string, text = textOf(file)): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => (fileName.startsWith('.') ? posix.join(posix.dirname(file), fileName) : fileName));
}
