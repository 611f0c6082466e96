import { readIdNumber } from '../id-number.ts';
import { cellText } from './cell-text.ts';
import type { Sheet, UnreadReason } from './model.ts';
import { saysVacant } from './person-words.ts';

const subtotal = /^(?:本?[页栋楼户幢组]?(?:小计|合计|总计|共计|累计|汇总)|总人数|总户数|(?:sub|grand )?total|sum|جەمئىي)/iu;
const note = /^(?:注(?:意|解|释)?\s*[:：、.。\d]|注$|备注[:：]|说明[:：]?|填表|填报|制表|审核|统计|note\b|remark\b|ئەسكەرتىش|第\d+页|打印|更新)/iu;

/**
 * Why a row below the header is no resident; `undefined` where it is one.
 * @param named whether the row holds a name
 * @param idText its identity number as written, empty where there is none
 */
export function notAResident(cells: Sheet['rows'][number], named: boolean, idText: string, nameText: string): UnreadReason | 'blank' | undefined {
  let filled = 0;
  let firstText = '';
  let sum = false;
  for (const cell of cells) {
    if (cell === null) continue;
    const text = cellText(cell);
    if (text === '') continue;
    if (filled++ === 0) firstText = text;
    sum ||= text.length <= 24 && subtotal.test(text);
  }
  if (filled === 0) return 'blank';
  if (sum && !readIdNumber(idText).valid) return 'subtotal';
  if (named && !(filled <= 2 && note.test(firstText))) return undefined;
  if (filled <= 3 && (note.test(firstText) || firstText.length > 24)) return 'note';
  if (idText !== '' && /\d{6}/.test(idText)) return undefined;
  if (saysVacant(nameText) || cells.some((cell) => typeof cell === 'string' && saysVacant(cell))) return 'vacant';
  return filled === 1 ? 'note' : 'noName';
}
