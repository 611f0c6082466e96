import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Problem } from '../../kernel/result.ts';

export const languages = ['zh', 'en', 'ug'] as const;
export type Language = (typeof languages)[number];

/** Texts in one language, for what the server itself writes: command line, print, messages to people. */
export interface Words {
  /** The text of a key with its slots filled; the key itself when nobody wrote a text. */
  text(key: string, slots?: Readonly<Record<string, string | number>>): string;
  /** What a refusal means. */
  problem(problem: Problem): string;
}

const source = join(import.meta.dirname, '../..');

const kept = new Map<Language, Words>();

/** The texts of the platform and of all slices in one language; read once. */
export function wordsIn(language: Language): Words {
  const known = kept.get(language);
  if (known) return known;
  const files = globSync(
    [`{platform,platform/web,capabilities/*,apps/*}/messages/${language}.json`, `capabilities/*/messages/desk/${language}.json`],
    { cwd: source },
  );
  const messages: Record<string, string> = {};
  for (const file of files) Object.assign(messages, JSON.parse(readFileSync(join(source, file), 'utf8')) as Record<string, string>);
  const words: Words = {
    text: (key, slots) => {
      const message = messages[key];
      // Node has no Uyghur locale data either; its numbers are written as in Chinese.
      return message === undefined ? key : String(new IntlMessageFormat(message, language === 'ug' ? 'zh' : language).format(slots));
    },
    problem: ({ code, params }) => {
      // A refusal names a duty by its code; people read its title.
      const title = typeof params?.duty === 'string' ? messages[`duty.${params.duty}`] : undefined;
      return words.text(`problem.${code}`, title === undefined ? params : { ...params, duty: title });
    },
  };
  kept.set(language, words);
  return words;
}

/** The reader's language from an `Accept-Language` header or a POSIX `LANG`; Chinese when it names none of ours. */
export function languageOf(wish: string | undefined): Language {
  const wished = (wish ?? '').toLowerCase();
  const found = languages.map((language) => ({ language, at: wished.search(new RegExp(`(^|[,;\\s])${language}`)) })).filter(({ at }) => at >= 0);
  found.sort((a, b) => a.at - b.at);
  return found[0]?.language ?? 'zh';
}
