import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';

interface GridKeys {
  readonly ref: RefObject<HTMLTableElement | null>;
  readonly onKeyDown: (event: KeyboardEvent<HTMLTableElement>) => void;
  readonly onFocus: (event: FocusEvent<HTMLTableElement>) => void;
}

/** Rows that Page Up and Page Down go past. */
const page = 10;

/** What takes the focus in a cell: its button, where it has one, or the cell. The corner takes none. */
const stopIn = (cell: Element | undefined): HTMLElement | null =>
  cell instanceof HTMLElement ? (cell.querySelector('button') ?? (cell.tagName === 'TD' ? cell : null)) : null;

/** Rows that are as wide as the table; a title across all columns is passed over. */
const rowsOf = (table: HTMLTableElement): HTMLTableRowElement[] => [...table.rows].filter((row) => row.cells.length > 1);

/**
 * Keys of a table with the role of a grid (WAI-ARIA Authoring Practices 1.2, grid): one element of it is a stop of the tabulator, the one that
 * had the focus last; arrows go to the neighbour as it is seen, Home and End to the ends of the row, with Control to those of the table.
 * Enter and Space press what the cell holds, or the cell.
 */
export function useGridKeys(): GridKeys {
  const ref = useRef<HTMLTableElement>(null);
  // Whatever was drawn anew: there is one way in.
  useEffect(() => {
    const table = ref.current;
    if (!table || table.querySelector('[tabindex="0"]')) return;
    const first = stopIn(table.querySelector('tbody td') ?? undefined);
    if (first) first.tabIndex = 0;
  });
  return {
    ref,
    onFocus: ({ target }) => {
      const stop = stopIn(target.closest('td, th') ?? undefined);
      if (!stop) return;
      for (const old of ref.current?.querySelectorAll<HTMLElement>('[tabindex="0"]') ?? []) old.tabIndex = -1;
      stop.tabIndex = 0;
    },
    onKeyDown: (event) => {
      const table = ref.current;
      const cell = event.target instanceof Element ? event.target.closest<HTMLTableCellElement>('td, th') : null;
      const row = cell?.closest('tr');
      if (!table || !cell || !row || event.altKey || event.metaKey) return;
      if ((event.key === 'Enter' || event.key === ' ') && cell.tagName === 'TD') {
        event.preventDefault();
        cell.click();
        return;
      }
      const rows = rowsOf(table);
      const place = next(event, rows.indexOf(row), cell.cellIndex, rows.length, row.cells.length, getComputedStyle(table).direction === 'rtl');
      if (!place) return;
      event.preventDefault();
      stopIn(rows[place[0]]?.cells[place[1]])?.focus();
    },
  };
}

/** Row and column to go to; null: the key is not one of a grid. Outside of the table nothing is found, and the focus stays. */
function next(
  { key, ctrlKey }: KeyboardEvent,
  row: number,
  column: number,
  rows: number,
  columns: number,
  rightToLeft: boolean,
): readonly [row: number, column: number] | null {
  const on = rightToLeft ? -1 : 1;
  switch (key) {
    case 'ArrowRight':
      return [row, column + on];
    case 'ArrowLeft':
      return [row, column - on];
    case 'ArrowDown':
      return [row + 1, column];
    case 'ArrowUp':
      return [row - 1, column];
    case 'PageDown':
      return [Math.min(rows - 1, row + page), column];
    case 'PageUp':
      return [Math.max(1, row - page), column];
    case 'Home':
      return ctrlKey ? [1, 1] : [row, 1];
    case 'End':
      return ctrlKey ? [rows - 1, columns - 1] : [row, columns - 1];
    default:
      return null;
  }
}
