import type { ReactNode } from 'react';

/** One column of a table. `value` is what it sorts, filters and exports by; `cell` how it looks, where that is more than its value. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly value: (row: Row) => string | number | null;
  readonly cell?: (row: Row) => ReactNode;
  /** Width in px; without one the column shares what is left. */
  readonly width?: number;
  /** Numbers stand at the end of their column. */
  readonly end?: boolean;
  readonly filter?: 'text' | 'choice';
  /** On phones this is the heading of the card. */
  readonly main?: boolean;
}

export interface Arrangement {
  readonly sort: string | null;
  readonly down: boolean;
  readonly filters: Readonly<Record<string, string>>;
}

export const asGiven: Arrangement = { sort: null, down: false, filters: {} };

/** Rows that fit the filters, in the chosen order; ties keep the order given. People's words sort as their language sorts them (Chinese by pinyin). */
export function arrange<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { sort, down, filters }: Arrangement,
  locale: string,
): readonly Row[] {
  const active = columns.filter((column) => filters[column.key]);
  const fits = (row: Row) =>
    active.every((column) => {
      const wanted = filters[column.key] ?? '';
      const value = String(column.value(row) ?? '');
      return column.filter === 'choice' ? value === wanted : fold(value).includes(fold(wanted));
    });
  const kept = active.length > 0 ? rows.filter(fits) : rows;
  const by = columns.find((column) => column.key === sort);
  if (!by) return kept;
  const words = new Intl.Collator(locale, { numeric: true });
  const keyed = kept.map((row) => ({ row, value: by.value(row) }));
  const order = down ? -1 : 1;
  keyed.sort((a, b) => {
    // What is not known stands last, whichever way the table is sorted.
    if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
    const difference =
      typeof a.value === 'number' && typeof b.value === 'number' ? a.value - b.value : words.compare(String(a.value), String(b.value));
    return order * difference;
  });
  return keyed.map(({ row }) => row);
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase();

/** The different values of a column, most frequent first, at most 50: what a filter offers. */
export function choices<Row>(rows: readonly Row[], column: Column<Row>): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = String(column.value(row) ?? '');
    if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 50)
    .map(([value]) => value);
}

/**
 * CSV after RFC 4180 with a byte order mark, so that spreadsheets read the Chinese; a cell that a spreadsheet would take for a
 * formula gets an apostrophe before it.
 */
export function csv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const quote = (value: string | number | null) => {
    if (typeof value === 'number') return String(value);
    const text = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : (value ?? '');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns.map((column) => quote(column.title)), ...rows.map((row) => columns.map((column) => quote(column.value(row))))];
  return `\ufeff${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}
