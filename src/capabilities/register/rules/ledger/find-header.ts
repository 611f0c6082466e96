import { readAddress } from '../door.ts';
import { readIdNumber } from '../id-number.ts';
import { cellText } from './cell-text.ts';
import { readDate } from './dates.ts';
import { headingMeaning } from './heading-words.ts';
import type { Cell, Sheet } from './model.ts';
import { readPhones } from './phones.ts';

/** A table inside a sheet: headings and the rows below them. Rows and columns are zero-based. */
export interface Section {
  /** Headings by column, outermost first; empty where a column has none. */
  readonly headings: readonly (readonly string[])[];
  /** Rows of the header and of its repetitions. */
  readonly headerRows: readonly number[];
  readonly firstRow: number;
  /** One past the last row. */
  readonly endRow: number;
}

interface RowLook {
  readonly filled: number;
  readonly strong: number;
  readonly known: number;
  readonly data: boolean;
  /** Whether a cell is a heading of names or identity numbers. */
  readonly people: boolean;
}

function lookAt(row: readonly Cell[]): RowLook {
  let [filled, strong, known, data, people] = [0, 0, 0, false, false];
  for (const cell of row) {
    if (cell === null) continue;
    if (typeof cell === 'number') {
      filled++;
      data ||= cell > 31;
      continue;
    }
    const text = cellText(cell);
    if (text === '') continue;
    filled++;
    const meaning = headingMeaning(text);
    if (meaning) known++;
    people ||= meaning?.field === 'name' || meaning?.field === 'idNumber';
    if (meaning?.strong) strong++;
    else if (/\d{6}/.test(text) && (readIdNumber(text).valid || readPhones(text).length > 0 || readDate(text) !== null)) data = true;
  }
  return { filled, strong, known, data, people };
}

/** A heading row names at least two columns by words that are never values, and more columns than it leaves unexplained. */
const isHeaderRow = (look: RowLook): boolean =>
  !look.data && look.strong >= 2 && look.known * 2 >= look.filled && (look.people || look.strong * 2 >= look.filled);

/**
 * Rows without a digit run of six and with few cells are the only candidates; looking at the first cells of each row keeps the search quick.
 */
function couldBeHeader(row: readonly Cell[]): boolean {
  let texts = 0;
  for (const cell of row) {
    if (typeof cell === 'number' && cell > 31) return false;
    if (typeof cell === 'string' && cell !== '') {
      if (cell.length >= 11 && /^\d/.test(cell)) return false;
      texts++;
    }
  }
  return texts >= 2;
}

/** A second header line: it explains cells of the line above and holds nothing but headings. */
function continuesHeader(above: readonly Cell[], row: readonly Cell[], look: RowLook): boolean {
  if (look.filled === 0 || look.data) return false;
  if (look.known < look.filled && !(look.strong >= 2 && look.known * 2 >= look.filled)) return false;
  return row.some((cell, column) => cellText(cell) !== '' && cellText(above[column]) === '') || isHeaderRow(look);
}

/** A line of group names above the headings (`住址`, `基本信息`): several short words, more than one, no title. */
function isGroupRow(row: readonly Cell[], look: RowLook): boolean {
  return (
    look.filled >= 2 && !look.data && row.every((cell) => typeof cell !== 'number' && cellText(cell).length <= 24 && !/[:：]/.test(cellText(cell)))
  );
}

/** Text of each column from header lines; a group name reaches over the empty cells to its right that have a heading below them. */
function headingsOf(sheet: Sheet, lines: readonly number[]): string[][] {
  const width = Math.max(...lines.map((line) => sheet.rows[line]?.length ?? 0));
  const bottom = lines.at(-1);
  return Array.from({ length: width }, (_, column) => {
    const path: string[] = [];
    for (const line of lines) {
      const own = cellText(sheet.rows[line]?.[column]);
      const text = own || (line === bottom ? '' : groupName(sheet, line, column, lines));
      if (text !== '' && text !== path.at(-1)) path.push(text);
    }
    return path;
  });
}

function groupName(sheet: Sheet, line: number, column: number, lines: readonly number[]): string {
  const below = lines.filter((other) => other > line);
  if (!below.some((other) => cellText(sheet.rows[other]?.[column]) !== '')) return '';
  const merge = sheet.merges?.find(([top, left, bottom, right]) => top <= line && line <= bottom && left <= column && column <= right);
  if (merge) return cellText(sheet.rows[merge[0]]?.[merge[1]]);
  for (let left = column - 1; left >= 0; left--) {
    const text = cellText(sheet.rows[line]?.[left]);
    if (text === '') continue;
    return below.some((other) => cellText(sheet.rows[other]?.[left]) !== '') ? text : '';
  }
  return '';
}

/** Splits a sheet into its tables. A repeated header begins a new table only where its columns mean something else. */
export function findSections(sheet: Sheet): Section[] {
  const sections: { headings: string[][]; headerRows: number[]; firstRow: number; endRow: number }[] = [];
  const { rows } = sheet;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? [];
    if (!couldBeHeader(row) || !isHeaderRow(lookAt(row))) continue;
    const lines = [at];
    const above = rows[at - 1];
    if (above && sections.length === 0 && isGroupRow(above, lookAt(above))) lines.unshift(at - 1);
    for (let next = at + 1; next < Math.min(at + 3, rows.length); next++) {
      const candidate = rows[next] ?? [];
      if (!continuesHeader(rows[next - 1] ?? [], candidate, lookAt(candidate))) break;
      lines.push(next);
    }
    const headings = headingsOf(sheet, lines);
    const last = sections.at(-1);
    const end = (lines.at(-1) ?? at) + 1;
    if (last && sameColumns(last.headings, headings)) last.headerRows.push(...lines);
    else {
      if (last) last.endRow = lines[0] ?? at;
      sections.push({ headings, headerRows: lines, firstRow: end, endRow: rows.length });
    }
    at = end - 1;
  }
  if (sections.length > 0) return sections;
  // In a table of unknown headings one that names people is enough.
  const plain = rows.slice(0, 30).findIndex((row) => couldBeHeader(row) && !lookAt(row).data && lookAt(row).people);
  if (plain >= 0) return [{ headings: headingsOf(sheet, [plain]), headerRows: [plain], firstRow: plain + 1, endRow: rows.length }];
  return rows.length > 0 ? [{ headings: [], headerRows: [], firstRow: 0, endRow: rows.length }] : [];
}

/** The meaning of a column by its headings: the innermost that is known. */
export function meaningOfHeadings(path: readonly string[]): ReturnType<typeof headingMeaning> {
  const own = path.at(-1) ?? '';
  const group = path.length > 1 ? path.slice(0, -1).join('') : '';
  // A refused group (`政治面貌` over `党员 | 群众`) refuses all its columns.
  for (const text of path) {
    const meaning = headingMeaning(text);
    if (meaning && (meaning.field === 'ethnicity' || meaning.field === 'politicalStanding' || meaning.field === 'religion')) return meaning;
  }
  const joined = group === '' ? undefined : headingMeaning(group + own);
  const personOfGroup =
    joined && (joined.field === 'contactName' || joined.field === 'contactPhone' || joined.field === 'ignored') ? joined : undefined;
  return personOfGroup ?? headingMeaning(own) ?? joined ?? headingMeaning(group);
}

function sameColumns(known: readonly (readonly string[])[], repeated: readonly (readonly string[])[]): boolean {
  return repeated.every((path, column) => {
    const before = meaningOfHeadings(known[column] ?? []);
    const now = meaningOfHeadings(path);
    return !now || (before?.field === now.field && before.need === now.need);
  });
}

/** Values of merged areas by row and column, for the cells that a merge left empty. */
export function mergedValues(sheet: Sheet): ReadonlyMap<number, Cell> {
  const values = new Map<number, Cell>();
  for (const [top, left, bottom, right] of sheet.merges ?? []) {
    // Only downwards: a cell merged sideways is a title or a note.
    if (right !== left || bottom === top) continue;
    const value = sheet.rows[top]?.[left] ?? null;
    if (value === null) continue;
    for (let row = top + 1; row <= Math.min(bottom, sheet.rows.length - 1); row++) values.set(mergeKey(row, left), value);
  }
  return values;
}

/** Key of a cell in `mergedValues`; sheets are at most 16,384 columns wide. */
export const mergeKey = (row: number, column: number): number => row * 16_384 + column;

/** The one building that the name or title of a sheet speaks of (`3号楼居民登记表`). */
export function buildingNamed(titles: readonly string[]): string | undefined {
  for (const title of titles) {
    // `1-13号楼` names many buildings and therefore none.
    if (/[号#]?楼|[栋幢]|\d#/u.test(title) && !/\d\s*(?:号楼|[栋幢#])?\s*[-~至到、,]\s*\d/u.test(title)) {
      const { building } = readAddress(title);
      if (building) return building;
    }
  }
  return undefined;
}
