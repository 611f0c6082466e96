import { strFromU8, strToU8, type Unzipped, unzipSync, zipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/universal';
import { ok, type Problem, type Result, refuse } from '../../kernel/result.ts';
import type { Cell, Merge, Sheet } from './rules/ledger/model.ts';

/** Bounds of what is opened; a ledger of 100,000 residents stays well inside. */
export interface LedgerLimits {
  readonly fileMb: number;
  /** Sum of the unpacked parts; a small file that unpacks to more is a bomb. */
  readonly unpackedMb: number;
  readonly parts: number;
  readonly sheets: number;
  readonly rows: number;
}

interface SheetEntry {
  readonly tag: string;
  readonly hidden: boolean;
  readonly relation: string;
}

const attribute = (tag: string, name: string): string => new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1] ?? '';

function sheetEntries(workbook: string): SheetEntry[] {
  return Array.from(workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g), ([tag]) => ({
    tag,
    hidden: /^(?:hidden|veryHidden)$/.test(attribute(tag, 'state')),
    relation: attribute(tag, 'id'),
  }));
}

/** Paths of the sheets' parts by relation id, as the workbook's relations name them. */
function pathsByRelation(relations: string): ReadonlyMap<string, string> {
  return new Map(
    Array.from(relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g), ([tag]) => {
      const target = attribute(tag, 'Target');
      return [attribute(tag, 'Id'), target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`];
    }),
  );
}

function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number - 1;
}

/** Merged areas of a sheet. `read-excel-file` does not tell them; they stand after the cells, so only the end of the part is looked at. */
function mergesOf(part: Uint8Array): Merge[] {
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  const from = bytes.lastIndexOf('mergeCells>');
  const start = from < 0 ? -1 : bytes.lastIndexOf('<mergeCells', from) >= 0 ? bytes.lastIndexOf('<mergeCells', from) : bytes.indexOf(':mergeCells');
  if (start < 0) return [];
  return Array.from(bytes.toString('latin1', start).matchAll(/mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g), (match) => [
    Number(match[2]) - 1,
    columnNumber(match[1] ?? 'A'),
    Number(match[4]) - 1,
    columnNumber(match[3] ?? 'A'),
  ]);
}

/** Number of the last row as the part writes it; rows stand in ascending order. */
function lastRow(part: Uint8Array): number {
  const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  const at = bytes.lastIndexOf('row ');
  return at < 0 ? 0 : Number(/\br="(\d+)"/.exec(bytes.toString('latin1', at, at + 200))?.[1] ?? 0);
}

type CellOfFile = string | number | boolean | Date | null;
const plainCell = (cell: CellOfFile): Cell => (cell instanceof Date ? (Number.isNaN(cell.getTime()) ? null : cell.toISOString().slice(0, 10)) : cell);

/** Unpacks within the limits. The sizes that the archive declares are checked first and bind: nothing is unpacked beyond them. */
function unpack(bytes: Uint8Array, limits: LedgerLimits): Result<Unzipped> {
  let size = 0;
  let count = 0;
  const within = (): boolean => size <= limits.unpackedMb * 1_048_576 && count <= limits.parts;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        size += originalSize;
        count++;
        return within() && /\.(?:xml|rels)$/.test(name) && !/^xl\/(?:drawings|media|charts|comments|printerSettings)/.test(name);
      },
    });
    if (!within()) return refuse('tooLarge', 'register.ledgerUnpacksTooLarge', { maxMb: limits.unpackedMb });
    return files['xl/workbook.xml'] ? ok(files) : refuse('invalid', 'register.ledgerNotSpreadsheet');
  } catch {
    return refuse('invalid', 'register.ledgerDamaged');
  }
}

/**
 * The visible sheets of an xlsx file. Hidden sheets are taken out before any cell is read. Formulas are never evaluated: a formula cell
 * holds the value that the spreadsheet program stored last. External links, macros, pictures and entities are not looked at.
 */
export async function openXlsx(bytes: Uint8Array, limits: LedgerLimits): Promise<Result<Sheet[]>> {
  const unpacked = unpack(bytes, limits);
  if (!unpacked.ok) return unpacked;
  const files = unpacked.value;
  const workbook = strFromU8(files['xl/workbook.xml'] ?? new Uint8Array());
  const entries = sheetEntries(workbook);
  if (entries.length > limits.sheets) return refuse('tooLarge', 'register.ledgerTooManySheets', { count: entries.length, max: limits.sheets });
  const paths = pathsByRelation(strFromU8(files['xl/_rels/workbook.xml.rels'] ?? new Uint8Array()));
  const visible = entries.filter(({ hidden }) => !hidden);
  const parts = visible.map(({ relation }) => files[paths.get(relation) ?? ''] ?? new Uint8Array());
  if (parts.some((part) => lastRow(part) > limits.rows)) return refuse('tooLarge', 'register.ledgerTooManyRows', { max: limits.rows });
  if (visible.length === 0) return ok([]);
  for (const { relation } of entries.filter(({ hidden }) => hidden)) delete files[paths.get(relation) ?? ''];
  files['xl/workbook.xml'] = strToU8(entries.filter(({ hidden }) => hidden).reduce((text, { tag }) => text.replace(tag, ''), workbook));
  try {
    const repacked = zipSync(files, { level: 0 });
    const sheets = await readXlsxFile(repacked.slice().buffer);
    return ok(
      sheets.map(({ sheet, data }, index) => ({
        name: sheet,
        rows: (data ?? []).map((row) => row.map((cell) => plainCell(cell as CellOfFile))),
        merges: mergesOf(parts[index] ?? new Uint8Array()),
      })),
    );
  } catch {
    return refuse('invalid', 'register.ledgerDamaged');
  }
}

/** Text of a CSV file: UTF-8 or UTF-16 with a mark, else UTF-8 where it is valid, else GB18030 (which contains GBK and GB2312). */
function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes.includes(0)) return undefined;
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not this encoding.
    }
  }
  return undefined;
}

/** Cells of comma-, semicolon- or tab-separated text (RFC 4180: quoted cells may hold separators, doubled quotes and line breaks). */
export function parseCsv(text: string): string[][] {
  const firstLine = text.slice(0, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n'));
  const separator = [',', '\t', ';', '|'].reduce((best, one) => (firstLine.split(one).length > firstLine.split(best).length ? one : best), ',');
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const c = text.charAt(at);
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text.charAt(at + 1) === '"') cell += text.charAt(++at);
      else quoted = false;
    } else if (c === '"' && cell === '') quoted = true;
    else if (c === separator) {
      row.push(cell);
      cell = '';
    } else if (c === '\n') {
      row.push(cell);
      rows.push(row);
      row = [];
      cell = '';
    } else if (c !== '\r') cell += c;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/** A CSV file as one sheet. */
export function openCsv(bytes: Uint8Array, limits: LedgerLimits): Result<Sheet[]> {
  const text = decodeText(bytes);
  if (text === undefined) return refuse('invalid', 'register.ledgerNotSpreadsheet');
  const rows = parseCsv(text);
  if (rows.length > limits.rows) return refuse('tooLarge', 'register.ledgerTooManyRows', { max: limits.rows });
  if (!rows.some((row) => row.length > 1)) return refuse('invalid', 'register.ledgerNotSpreadsheet');
  return ok([{ name: 'CSV', rows }]);
}

export type FileKind = 'xlsx' | 'csv';

/** What the first bytes say the file is. Old .xls files and encrypted xlsx files share one container format. */
export function fileKind(bytes: Uint8Array): FileKind | Problem {
  const starts = (...magic: number[]): boolean => magic.every((byte, index) => bytes[index] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) return 'xlsx';
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return { code: 'register.ledgerOldFormat', kind: 'invalid' };
  if (bytes.length === 0 || starts(0x25, 0x50, 0x44, 0x46) || starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff))
    return { code: 'register.ledgerNotSpreadsheet', kind: 'invalid' };
  return 'csv';
}
