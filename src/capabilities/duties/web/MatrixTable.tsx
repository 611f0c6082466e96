import { type KeyboardEvent, memo, type ReactElement } from 'react';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { everyPostHolds } from '../catalogue.ts';
import type { CellRow } from '../queries.ts';
import { cellText, type MatrixGroup, type MatrixRow } from '../rules/matrix.ts';
import styles from './Duties.module.css';

interface Props {
  readonly groups: readonly MatrixGroup<CellRow>[];
  readonly columns: readonly { readonly id: string; readonly name: string }[];
  readonly onDuty: (code: string) => void;
  readonly onOrganisation: (id: string) => void;
  /** A cell was chosen, to propose a change of what stands in it. */
  readonly onCell: (entry: CellRow) => void;
}

/** Duties by organisations as one table with a sticky head and first column. A gap (nobody answers) is ringed and said in words. */
export function MatrixTable({ groups, columns, onDuty, onOrganisation, onCell }: Props): ReactElement {
  const t = useText();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard (axe: scrollable-region-focusable)
    <section className={styles.scroll} tabIndex={0} aria-label={t('duties.nav')}>
      <table className={styles.matrix}>
        <caption className="b-hidden">{t('duties.legend')}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              {t('duties.duty')}
            </th>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={styles.columnHead} aria-label={column.name}>
                <button type="button" className={styles.columnName} onClick={() => onOrganisation(column.id)}>
                  <bdi>{column.name}</bdi>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.link}>
            <tr>
              <th scope="rowgroup" colSpan={columns.length + 1} className={styles.groupHead}>
                <span className={styles.groupName}>{t(`duties.link.${group.link}`)}</span>
              </th>
            </tr>
            {group.rows.map((row) => (
              <Line key={row.duty.code} row={row} columns={columns} onDuty={onDuty} onCell={onCell} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

interface LineProps {
  readonly row: MatrixRow<CellRow>;
  readonly columns: Props['columns'];
  readonly onDuty: (code: string) => void;
  readonly onCell: Props['onCell'];
}

const Line = memo(function Line({ row, columns, onDuty, onCell }: LineProps): ReactElement {
  const t = useText();
  const { code, critical } = row.duty;
  const firstOfRow = columns.map(({ id }) => row.cells.get(id)?.[0]).find((entry) => entry !== undefined);
  return (
    <tr>
      <th scope="row" className={styles.rowHead}>
        <button type="button" className={styles.dutyName} onClick={() => onDuty(code)}>
          {t(`duty.${code}`)}
        </button>
        {critical && (
          <span className={styles.critical} title={t('duties.critical')}>
            <span aria-hidden="true">●</span>
            <span className="b-hidden">{t('duties.critical')}</span>
          </span>
        )}
        {code === everyPostHolds && <div className="b-small b-soft">{t('duties.everyPost')}</div>}
        {row.gap && <span className={styles.gap}>{t('duties.gap')}</span>}
      </th>
      {columns.map(({ id }) => {
        const entries = row.cells.get(id);
        const first = entries?.[0];
        return (
          <td
            key={id}
            className={styles.cell}
            data-role={first?.role}
            data-backup={first && first.rank > 1 ? '' : undefined}
            data-lost={first && !first.carried ? '' : undefined}
          >
            {entries && first && (
              <button
                type="button"
                // One stop for the tabulator in each row; the arrows go on from there.
                tabIndex={first === firstOfRow ? 0 : -1}
                className={styles.cellButton}
                aria-label={`${cellText(entries)} · ${first.organisation} · ${t('duties.propose')}`}
                onClick={() => onCell(first)}
                onKeyDown={moveByArrows}
              >
                {cellText(entries)}
              </button>
            )}
          </td>
        );
      })}
    </tr>
  );
});

const steps: Readonly<Record<string, readonly [across: number, down: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** From a filled cell to the next filled one in the direction of the arrow; left and right are as one sees them. */
function moveByArrows(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = steps[event.key];
  const cell = event.currentTarget.closest('td');
  const row = cell?.closest('tr');
  const table = cell?.closest('table');
  if (!step || !cell || !row || !table) return;
  event.preventDefault();
  const towards = getComputedStyle(table).direction === 'rtl' ? -step[0] : step[0];
  const rows = [...table.rows];
  const at = rows.indexOf(row);
  const places = towards === 0 ? rows.slice(...(step[1] > 0 ? [at + 1] : [0, at])) : [row];
  const wanted =
    towards === 0
      ? (step[1] > 0 ? places : places.reverse()).map((one) => one.cells[cell.cellIndex])
      : towards > 0
        ? [...row.cells].slice(cell.cellIndex + 1)
        : [...row.cells].slice(0, cell.cellIndex).reverse();
  wanted
    .find((one) => one?.tagName === 'TD' && one.querySelector('button'))
    ?.querySelector('button')
    ?.focus();
}
