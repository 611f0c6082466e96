import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { askedKeys, possibleKeys, refusalCodes, slotsOf } from './harness/messages.ts';
import { phoneKeys } from './harness/phone-words.ts';
import { filesBelow, root, textOf } from './harness/source.ts';

const languages = ['zh', 'en', 'ug'] as const;
type Language = (typeof languages)[number];
type Messages = Readonly<Record<string, string>>;

const files = filesBelow('src');
const code = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
const folders = [
  ...new Set(files.filter((file) => /\/messages\/(desk\/)?[a-z]+\.json$/.test(file)).map((file) => file.replace(/\/[a-z]+\.json$/, ''))),
];
const read = (folder: string, language: Language): Messages =>
  existsSync(join(root, folder, `${language}.json`)) ? JSON.parse(textOf(`${folder}/${language}.json`)) : {};
const all: Messages = Object.assign({}, ...folders.map((folder) => read(folder, 'zh')));
const keys = Object.keys(all);

/** First words of the keys of a slice, apart from `problem.`: its name; names of duties are asked for by every slice, under a word of their own. */
const wordsOf = (folder: string): string =>
  folder.includes('/duties/')
    ? 'duties|duty'
    : (folder
        .replace(/\/desk$/, '')
        .split('/')
        .at(-2) ?? '');

describe.each(folders)('%s', (folder) => {
  const [zh, en, ug] = languages.map((language) => read(folder, language)) as [Messages, Messages, Messages];

  it('says the same things in Chinese, English and Uyghur', () => {
    const keysOf = (messages: Messages) => Object.keys(messages).sort();
    expect(keysOf(en)).toEqual(keysOf(zh));
    expect(keysOf(ug)).toEqual(keysOf(zh));
  });

  it('has the same slots in every language', () => {
    const slots = (messages: Messages) => Object.fromEntries(Object.entries(messages).map(([key, message]) => [key, slotsOf(message).join(' ')]));
    expect(slots(en)).toEqual(slots(zh));
    expect(slots(ug)).toEqual(slots(zh));
  });

  it('is written in the letters of its language', () => {
    // What is left when slots and tags are taken away, if there are words in it at all.
    const words = (message: string) => message.replaceAll(/\{[^{}]*\}|<[^>]*>/g, '');
    const wrong = (messages: Messages, letters: RegExp) =>
      Object.entries(messages).filter(([, message]) => /\p{L}{4}/u.test(words(message)) && !letters.test(message));
    expect(wrong(zh, /\p{Script=Han}/u)).toEqual([]);
    expect(wrong(en, /[A-Za-z]/)).toEqual([]);
    expect(wrong(ug, /\p{Script=Arabic}/u)).toEqual([]);
    expect(
      Object.entries(en).filter(
        ([, message]) => /[\p{Script=Han}\p{Script=Arabic}]/u.test(message.replaceAll(/“[^”]*”/g, '')) && !/榕|中文|ئۇيغۇرچە/.test(message),
      ),
    ).toEqual([]);
  });

  it('keeps what runs left to right in one piece where the line runs right to left', () => {
    const loose = /(?<![\u2066\w-])(\d+-\d+-\d+|\.(?:xlsx|xls|csv|xml))(?![\w-])/;
    expect(Object.entries(ug).filter(([, text]) => loose.test(text))).toEqual([]);
  });

  it('has keys that begin with its own name', () => {
    const own = folder.includes('/capabilities/') ? new RegExp(`^(problem\\.)?(${wordsOf(folder)})\\.`) : /^(problem\.)?[a-z]+\./;
    expect(Object.keys(zh).filter((key) => !own.test(key))).toEqual([]);
  });
});

describe('keys', () => {
  it('stand in one place each', () => {
    const seen = folders.flatMap((folder) => Object.keys(read(folder, 'zh')));
    expect(seen.filter((key, i) => seen.indexOf(key) !== i)).toEqual([]);
  });

  it('that code asks for have a text', () => {
    const asked = code.flatMap((file) => askedKeys(file));
    const known = new Set(keys);
    expect(
      asked.filter(({ key, whole }) => (whole ? !known.has(key) : !keys.some((other) => other.startsWith(key)))).map(({ key, at }) => `${at} ${key}`),
    ).toEqual([]);
  });

  it('of the desk are asked for by no page that is made for the phone or for everybody, nor by the frame around it', () => {
    const onPhone = phoneKeys();
    const desk = folders.filter((folder) => folder.endsWith('/desk')).flatMap((folder) => Object.keys(read(folder, 'zh')));
    expect(desk.length).toBeGreaterThan(100);
    expect(desk.filter(onPhone)).toEqual([]);
  });

  it('of refusals have a text, so that everyone is told why', () => {
    const known = new Set(keys);
    expect([
      ...new Set(
        code
          .flatMap((file) => refusalCodes(file))
          .filter(({ key }) => !known.has(key))
          .map(({ key, at }) => `${at} ${key}`),
      ),
    ]).toEqual([]);
  });

  it('are all asked for by somebody', () => {
    const whole = new Set<string>();
    const beginnings = new Set<string>();
    for (const file of [...code, ...filesBelow('tools').filter((name) => name.endsWith('.ts'))]) {
      const found = possibleKeys(file);
      for (const text of found.whole) whole.add(text);
      for (const text of found.beginnings) if (text.includes('.')) beginnings.add(text);
    }
    const unused = keys.filter(
      (key) => !key.startsWith('problem.') && !whole.has(key) && ![...beginnings].some((beginning) => key.startsWith(beginning)),
    );
    const silent = keys.filter((key) => key.startsWith('problem.') && !whole.has(key.slice('problem.'.length)));
    expect([...unused, ...silent]).toEqual([]);
  });

  it('are found in code however they are put', () => {
    const text =
      't(`a.b.${x}`); t(open ? "a.c" : "a.d"); words.text("a.e", { n }); const t2 = "a.f"; refuse("missing", x ? "a.g" : "a.h"); ({ kind: "invalid", code: "a.i" })';
    expect(askedKeys('src/x.ts', text).map(({ key }) => key)).toEqual(['a.b.', 'a.c', 'a.d', 'a.e']);
    expect(refusalCodes('src/x.ts', text).map(({ key }) => key)).toEqual(['problem.a.g', 'problem.a.h', 'problem.a.i']);
  });

  it('with broken ICU are noticed', () => {
    expect(() => slotsOf('{count, plural, one {x}}')).toThrow();
    expect(slotsOf('{who} took <b>{n, number}</b> {n, plural, other {# {thing}}}')).toEqual(['<b>', 'n', 'thing', 'who']);
  });
});
