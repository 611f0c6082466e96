import { pinyin } from 'pinyin-pro';

export interface SearchName {
  /** Full pinyin without tones or blanks: `zhangguilan`; other scripts as they are, in lower case. */
  readonly pinyin: string;
  /** First letters: `zgl`. */
  readonly initials: string;
}

const han = /\p{Script=Han}/u;

/** How a name is found by typing letters. The first character is read as a surname (单 is shan, 曾 is zeng). */
export function searchName(name: string): SearchName {
  if (!han.test(name)) return { pinyin: '', initials: initialsOf(name.toLowerCase().split(/[\s·•.-]+/)) };
  const syllables = pinyin(name.replace(/[\s·•.]/g, ''), { toneType: 'none', type: 'array', surname: 'head', v: true });
  return { pinyin: syllables.join('').toLowerCase(), initials: initialsOf(syllables) };
}

const initialsOf = (parts: readonly string[]): string =>
  parts
    .map((part) => part[0] ?? '')
    .join('')
    .toLowerCase();
