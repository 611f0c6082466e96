import type { Cell } from './model.ts';

const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;
const needsNormalising = /[^\x21-\x7e\u4e00-\u9fff]/;

/** A cell as text: full-width forms and odd spaces made plain, ends trimmed. Empty for an empty cell. */
export function cellText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') {
    if (!needsNormalising.test(cell)) return cell;
    return cell.normalize('NFKC').replace(invisible, '').trim();
  }
  // Number.toString would give 9.9e+17 for an identity number typed as a number.
  if (typeof cell === 'number') return Number.isInteger(cell) ? BigInt(cell).toString() : String(cell);
  return cell ? 'TRUE' : 'FALSE';
}

const ditto = /^(?:同上|同前|上同|〃|″|"|''|′′|〞|”|“|々|↑|⬆|ditto|do\.|same(?: as above)?|يۇقىرىقىدەك|ئوخشاش)$/iu;
/** Whether the cell says "as above". */
export const isDitto = (text: string): boolean => text.length <= 14 && ditto.test(text);

const nothing = /^(?:[-—–_/\\.·*×xX?？]+|无|没有|不详|未知|未填|未提供|暂无|暂缺|缺|空|n\/?a|none|null|nil|unknown|يوق)$/iu;
/** Whether the words in the cell say that there is nothing to say. */
export const saysNothing = (text: string): boolean => text === '' || nothing.test(text);

const yes = /^(?:[√✓✔☑☒■●◯○〇▲★☆*+v1yt]|是|有|对|属|属于|已|yes|true|ok|ھەئە|شۇنداق|بار)$/iu;
const no = /^(?:[×✗✘xn0□☐fo\-—–/\\]|否|无|不是|没有|没|非|no|false|none|ياق|يوق)$/iu;
/** What a mark under a yes-column says; `undefined` for words that are neither. */
export function markMeaning(text: string): boolean | undefined {
  if (text === '' || no.test(text)) return false;
  return yes.test(text) ? true : undefined;
}
