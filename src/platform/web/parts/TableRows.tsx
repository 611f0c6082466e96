import { memo, type ReactElement } from 'react';
import styles from './DataTable.module.css';
import type { Arrangement, Column } from './table-logic.ts';

interface HeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly arrangement: Arrangement;
  readonly change: (next: Arrangement) => void;
  readonly template: string;
  readonly minWidth: number;
}

/** The column titles; each sorts: up, down, as given. */
export function HeadRow<Row>({ columns, arrangement, change, template, minWidth }: HeadProps<Row>): ReactElement {
  const sort = (key: string) => {
    if (arrangement.sort !== key) change({ ...arrangement, sort: key, down: false });
    else if (!arrangement.down) change({ ...arrangement, down: true });
    else change({ ...arrangement, sort: null, down: false });
  };
  return (
    <div role="rowgroup" className={styles.head} style={{ minInlineSize: minWidth }}>
      <div role="row" aria-rowindex={1} className={styles.line} style={{ gridTemplateColumns: template }}>
        {columns.map((column) => {
          const active = arrangement.sort === column.key;
          return (
            <div
              key={column.key}
              role="columnheader"
              aria-sort={active ? (arrangement.down ? 'descending' : 'ascending') : 'none'}
              className={column.end ? styles.end : undefined}
            >
              <button type="button" className={styles.sort} onClick={() => sort(column.key)}>
                {column.title}
                <span aria-hidden="true">{active ? (arrangement.down ? ' ↓' : ' ↑') : ''}</span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface RowProps<Row> {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  readonly index: number;
  readonly startPx: number;
  readonly template: string;
  readonly focusable: boolean;
  readonly measure: ((node: Element | null) => void) | undefined;
  readonly onFocus: (index: number) => void;
  readonly onOpen: ((row: Row) => void) | undefined;
}

const cellOf = <Row,>(column: Column<Row>, row: Row) => (column.cell ? column.cell(row) : <bdi>{column.value(row) ?? '–'}</bdi>);

function DeskRow<Row>({ row, columns, index, startPx, template, focusable, onFocus, onOpen }: RowProps<Row>): ReactElement {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      tabIndex={focusable ? 0 : -1}
      className={`${styles.line} ${styles.row} ${onOpen ? styles.opens : ''}`}
      style={{ gridTemplateColumns: template, transform: `translateY(${startPx}px)` }}
      onFocus={() => onFocus(index)}
      onClick={onOpen && (() => onOpen(row))}
    >
      {columns.map((column) => (
        <div key={column.key} role="gridcell" className={column.end ? styles.end : undefined}>
          {cellOf(column, row)}
        </div>
      ))}
    </div>
  );
}

function PhoneRow<Row>({ row, columns, index, startPx, focusable, measure, onFocus, onOpen }: RowProps<Row>): ReactElement {
  const main = columns.find((column) => column.main) ?? columns[0];
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      data-index={index}
      ref={measure}
      tabIndex={focusable ? 0 : -1}
      className={`${styles.card} ${onOpen ? styles.opens : ''}`}
      style={{ transform: `translateY(${startPx}px)` }}
      onFocus={() => onFocus(index)}
      onClick={onOpen && (() => onOpen(row))}
    >
      <div className={styles.inner}>
        {main && (
          <div role="gridcell" className={styles.main}>
            {cellOf(main, row)}
          </div>
        )}
        {columns.map((column) =>
          column === main || (column.value(row) ?? '') === '' ? null : (
            <div key={column.key} role="gridcell" className={styles.pair}>
              <span className="b-soft b-small">{column.title}</span> <span>{cellOf(column, row)}</span>
            </div>
          ),
        )}
      </div>
    </div>
  );
}

// While one scrolls, most rows stay as they are and only the few new ones are drawn.

/** A row of the desk's table. */
export const Line = memo(DeskRow) as typeof DeskRow;
/** The same row on a phone: a card with its main column as heading. */
export const Card = memo(PhoneRow) as typeof PhoneRow;
