import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, type ReactNode, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { usePhone } from '../shell/usePhone.ts';
import { formattingLocale } from '../text/languages.ts';
import { useLanguage } from '../text/TextProvider.tsx';
import styles from './DataTable.module.css';
import { Loading } from './Loading.tsx';
import { ProblemNote } from './ProblemNote.tsx';
import { TableBar } from './TableBar.tsx';
import { Card, HeadRow, Line } from './TableRows.tsx';
import { arrange, type Column } from './table-logic.ts';
import { useArrangement } from './useArrangement.ts';

interface Props<Row> {
  /** Names the table in addresses and in the exported file: `households`. */
  readonly name: string;
  /** What it lists, in words. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  readonly onOpen?: (row: Row) => void;
  readonly loading?: boolean;
  /** Why the rows could not be had; said instead of `empty`, which would then be untrue. */
  readonly problem?: Problem | null;
  /** Shown instead of the table when there are no rows at all. */
  readonly empty?: ReactNode;
  /** Keeps sort and filters in the address. Only for tables without personal data. */
  readonly shareable?: boolean;
  /** May it be exported? Registers with personal data say no to those without the duty. */
  readonly exportable?: boolean;
}

const lineHeightPx = 40;

/** A table for up to some ten thousand rows: only those in sight are drawn. Sorts, filters, exports; arrows move, Enter opens. On phones each row is a card. */
export function DataTable<Row>(props: Props<Row>): ReactElement {
  const { name, label, rows, rowKey, columns, onOpen, loading = false, problem = null, empty, shareable = false, exportable = true } = props;
  const phone = usePhone();
  const { language } = useLanguage();
  const [arrangement, change] = useArrangement(name, shareable);
  const wanted = useDeferredValue(arrangement);
  const shown = useMemo(() => arrange(rows, columns, wanted, formattingLocale[language]), [rows, columns, wanted, language]);
  const [at, setAt] = useState(0);
  const body = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => body.current,
    estimateSize: () => (phone ? 96 : lineHeightPx),
    getItemKey: (index) => {
      const row = shown[index];
      return row ? rowKey(row) : index;
    },
    overscan: phone ? 6 : 12,
  });
  useEffect(() => setAt((index) => Math.min(index, Math.max(0, shown.length - 1))), [shown.length]);

  if (rows.length === 0) return problem ? <ProblemNote problem={problem} /> : <>{loading ? <Loading /> : empty}</>;

  const move = (to: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, to));
    setAt(next);
    virtual.scrollToIndex(next);
    // The row may have to be drawn first.
    requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus({ preventScroll: true }));
  };
  const onKey = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.dataset.row === undefined) return;
    const page = Math.floor((body.current?.clientHeight ?? 400) / lineHeightPx) - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: shown.length - 1 }[event.key];
    const row = shown[at];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if ((event.key === 'Enter' || event.key === ' ') && row && onOpen) {
      event.preventDefault();
      onOpen(row);
    }
  };

  const template = columns.map(({ width }) => (width ? `minmax(${width}px, ${width}fr)` : 'minmax(140px, 240fr)')).join(' ');
  const minWidth = columns.reduce((sum, { width }) => sum + (width ?? 140), 0);
  const drawn = virtual.getVirtualItems().flatMap((item) => {
    const row = shown[item.index];
    return row === undefined ? [] : [{ item, row }];
  });
  const Row = phone ? Card : Line;
  return (
    <div className={styles.table}>
      {problem && <ProblemNote problem={problem} />}
      <TableBar
        name={name}
        columns={columns}
        rows={rows}
        shown={shown}
        arrangement={arrangement}
        change={change}
        phone={phone}
        exportable={exportable}
        loading={loading}
      />
      <div ref={body} className={styles.scroll} role="grid" aria-label={label} aria-rowcount={shown.length + 1} aria-busy={loading} onKeyDown={onKey}>
        {!phone && <HeadRow columns={columns} arrangement={arrangement} change={change} template={template} minWidth={minWidth} />}
        <div role="rowgroup" className={styles.body} style={{ blockSize: virtual.getTotalSize(), minInlineSize: phone ? undefined : minWidth }}>
          {drawn.map(({ item, row }) => (
            <Row
              key={item.key}
              row={row}
              columns={columns}
              index={item.index}
              startPx={item.start}
              template={template}
              focusable={item.index === at}
              measure={phone ? virtual.measureElement : undefined}
              onFocus={setAt}
              onOpen={onOpen}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
