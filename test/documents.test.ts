import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, textOf } from './harness/source.ts';

/** Every file that git keeps or is about to keep. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(root, file)));
const documents = files.filter((file) => file.endsWith('.md'));
/** This file names what it looks for, so it is not searched. */
const texts = files.filter(
  (file) => file !== 'test/documents.test.ts' && /\.(md|tsx?|mjs|json|sql|css|html|ya?ml|txt|xsd)$|^\.ci\/run$|^LICENSE$/.test(file),
);

/** What a document says is there: links, and names in code marks that look like paths of this project. */
function namedFiles(document: string): string[] {
  const text = textOf(document).replaceAll(/```[\s\S]*?```/g, '');
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => to).filter((to) => !/^[a-z]+:/.test(to));
  const paths = [...text.matchAll(/`((?:src|test|tools|docs|bench|\.ci)\/[^`\s]*|[A-Za-z-]+\.(?:md|json|ts|mjs))`/g)]
    .map(([, name = '']) => name)
    .filter((name) => !/[<>*{}…]/.test(name));
  const from = posix.dirname(document);
  // A bare name means a file of that name wherever it stands.
  const place = (name: string) => (name.includes('/') ? name : (files.find((file) => posix.basename(file) === name) ?? name));
  return [...links.map((to) => posix.join(from, to)), ...paths.map(place)];
}

/** npm commands that a document tells people to type. */
const scriptsIn = (document: string): string[] =>
  [...textOf(document).matchAll(/npm run (?:-s |--silent )?([a-z][a-z:-]*)/g)].map(([, script = '']) => script);

describe('documents', () => {
  it('are there', () => {
    expect(
      ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'WORDS.md', 'LICENSE', 'docs/surprises.md'].filter((file) => !files.includes(file)),
    ).toEqual([]);
  });

  it.each(documents)('%s names only files and commands that exist', (document) => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    expect(namedFiles(document).filter((file) => !existsSync(join(root, file)))).toEqual([]);
    expect(scriptsIn(document).filter((script) => !(script in scripts))).toEqual([]);
  });

  it('of decisions are numbered without gaps and have the four parts', () => {
    const decisions = documents.filter((file) => file.startsWith('docs/decisions/'));
    expect(decisions.map((file) => Number(posix.basename(file).slice(0, 4)))).toEqual(decisions.map((_, i) => i + 1));
    for (const file of decisions)
      expect(
        [...textOf(file).matchAll(/^## (.+)$/gm)].map(([, title]) => title),
        file,
      ).toEqual(['Context', 'Choice', 'What we gave up', 'How we would notice it was wrong']);
  });
});

describe('what goes into the repository', () => {
  const forbidden: Readonly<Record<string, RegExp>> = {
    'path of one machine': /\/work\/(main|shared)|\/home\/[a-z]+\/|\/Users\/[a-z]+\/|\/tmp\/bash_/,
    'address of a package registry': /registry\.npmjs|registry\.yarn|npmmirror|"resolved": "http|deb\.debian\.org|proxy\.golang/,
    secret: /-----BEGIN [A-Z ]*PRIVATE KEY|ghp_[A-Za-z0-9]{20}|AKIA[A-Z0-9]{16}/,
    'note to oneself': /\b(TODO|FIXME|XXX|HACK)\b/,
  };

  it.each(Object.entries(forbidden))('holds no %s', (_, pattern) => {
    const found = texts.flatMap((file) =>
      textOf(file)
        .split('\n')
        .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1} ${line.trim().slice(0, 120)}`] : [])),
    );
    expect(found).toEqual([]);
  });

  it('holds no data, no build and no big files', () => {
    const limitBytes = 2_000_000;
    expect(files.filter((file) => /^(data|dist|coverage|node_modules)\//.test(file))).toEqual([]);
    expect(files.filter((file) => Buffer.byteLength(textOf(file)) > limitBytes)).toEqual([]);
  });
});
