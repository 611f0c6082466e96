import { findDuplicates } from './duplicates.ts';
import { findSections } from './find-header.ts';
import { mapColumns } from './map-columns.ts';
import {
  type ColumnChoice,
  type ColumnMapping,
  type LedgerField,
  type LedgerReading,
  type LedgerResident,
  refusedFields,
  type Sheet,
  type SheetReading,
  type UnreadRow,
} from './model.ts';
import { readRows } from './read-rows.ts';

export interface LedgerOptions {
  /** Columns that a person decided; they win over what was recognised, except that refused columns stay refused. */
  readonly mapping?: readonly ColumnChoice[];
  /** `YYYY-MM-DD`: ages are counted back from its year. */
  readonly today: string;
  /** Rows read so far and rows in all, told every 500 rows and at the end. */
  readonly onProgress?: (done: number, total: number) => void;
}

const person: ReadonlySet<LedgerField> = new Set(['name', 'idNumber']);
const refused: ReadonlySet<LedgerField> = new Set(refusedFields);

/**
 * Reads a community's resident ledger from plain grids: finds the headers, understands the columns by their words and values, fills merged
 * and ditto cells, skips sums and notes, and proposes duplicates. Nothing is decided for a person: the reading says what was taken for what.
 */
export function readLedger(sheets: readonly Sheet[], options: LedgerOptions): LedgerReading {
  const total = sheets.reduce((sum, { rows }) => sum + rows.length, 0);
  let done = 0;
  const onRow = (): void => {
    if (++done % 500 === 0) options.onProgress?.(done, total);
  };
  const read: SheetReading[] = [];
  const sheetsWithoutTable: string[] = [];
  const residents: LedgerResident[] = [];
  const unreadRows: UnreadRow[] = [];
  const columnsNotImported = new Set<string>();
  for (const sheet of sheets) {
    const columns: ColumnMapping[] = [];
    const headerRows: number[] = [];
    const before = residents.length;
    const unreadBefore = unreadRows.length;
    for (const section of findSections(sheet)) {
      const mapped = mapColumns(sheet, section, options.mapping);
      if (!mapped.some(({ field }) => person.has(field))) continue;
      const rows = readRows(sheet, section, mapped, options.today, onRow);
      if (rows.residents.length === 0 && section.headerRows.length === 0) continue;
      columns.push(...mapped.filter((one) => !columns.some((known) => known.column === one.column && known.field === one.field)));
      headerRows.push(...section.headerRows.map((row) => row + 1));
      for (const one of rows.residents) residents.push(one);
      for (const one of rows.unread) unreadRows.push(one);
      for (const { field, heading, column } of mapped) if (refused.has(field)) columnsNotImported.add(lastHeading(heading) || columnLetter(column));
    }
    if (columns.length === 0 || (residents.length === before && unreadRows.length === unreadBefore)) sheetsWithoutTable.push(sheet.name);
    else read.push({ name: sheet.name, headerRows, columns, residents: residents.length - before });
  }
  options.onProgress?.(total, total);
  return {
    sheets: read,
    sheetsWithoutTable,
    residents,
    ...findDuplicates(residents),
    unreadRows,
    columnsNotImported: Array.from(columnsNotImported),
  };
}

const lastHeading = (heading: string): string => heading.split(' / ').at(-1) ?? '';

/** `A`, `B`, … `AA` as spreadsheet programs name columns; `column` is zero-based. */
export function columnLetter(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26));
  return column < 26 ? letter : columnLetter(Math.floor(column / 26) - 1) + letter;
}
