/** The languages of the screens. Chinese is written first, the others say the same. */
export const languages = ['zh', 'en', 'ug'] as const;
export type Language = (typeof languages)[number];

/** What each language calls itself. */
export const ownName: Readonly<Record<Language, string>> = { zh: '中文', en: 'English', ug: 'ئۇيغۇرچە' };

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ug' ? 'rtl' : 'ltr');

/**
 * The locale whose plural and number rules the browser is asked for. Chromium ships no Uyghur data and would fall back to
 * the machine's own language; English has the same plural classes (one, other) and the same digits and separators as CLDR's `ug`.
 */
export const formattingLocale: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB', ug: 'en-GB' };

export const isLanguage = (value: unknown): value is Language => languages.some((language) => language === value);

/** The first of the reader's languages that we speak; Chinese where none is. */
export function chooseLanguage(stored: string | null, wanted: readonly string[]): Language {
  if (isLanguage(stored)) return stored;
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0];
    if (isLanguage(primary)) return primary;
  }
  return 'zh';
}
