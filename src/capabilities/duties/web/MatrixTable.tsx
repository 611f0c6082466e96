import { type MouseEvent, memo, type ReactElement } from 'react';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { everyPostHolds } from '../catalogue.ts';
import type { CellRow } from '../queries.ts';
import { cellText, type MatrixColumn, type MatrixGroup, type MatrixRow } from '../rules/matrix.ts';
import styles from './Duties.module.css';
import matrix from './Matrix.module.css';
import { useGridKeys } from './useGridKeys.ts';

interface Props {
  readonly groups: readonly MatrixGroup<CellRow>[];
  readonly columns: readonly MatrixColumn[];
  readonly onDuty: (code: string) => void;
  readonly onOrganisation: (id: string) => void;
  /** A cell was chosen, filled or empty. */
  readonly onCell: (duty: string, organisation: string) => void;
}

/**
 * Duties by organisations as a grid (WAI-ARIA Authoring Practices, grid pattern): one stop for the tabulator, arrows go from cell to cell, Enter
 * opens one. A gap (nobody answers) is ringed and said in words. Its head and first column stay in sight.
 */
export function MatrixTable({ groups, columns, onDuty, onOrganisation, onCell }: Props): ReactElement {
  const t = useText();
  const keys = useGridKeys();
  const onClick = (event: MouseEvent<HTMLTableElement>) => {
    const cell = event.target instanceof Element ? event.target.closest('td') : null;
    const duty = cell?.parentElement?.dataset.duty;
    const organisation = cell?.dataset.organisation;
    if (!cell || !duty || !organisation) return;
    // A click on a cell that takes no text does not always focus it: the panel gives the focus back to where it was.
    cell.focus({ preventScroll: true });
    onCell(duty, organisation);
  };
  return (
    <div className={matrix.scroll}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- the grid pattern on a table, so that head and cells are tied by the browser */}
      <table role="grid" className={matrix.matrix} aria-label={t('duties.nav')} aria-describedby="matrix-keys" onClick={onClick} {...keys}>
        <caption className="b-hidden" id="matrix-keys">
          {t('duties.gridKeys')}
        </caption>
        <thead>
          <tr>
            <th scope="col" className={matrix.corner}>
              {t('duties.duty')}
            </th>
            {columns.map((column) => (
              <th key={column.id} scope="col" className={matrix.columnHead} aria-label={column.name}>
                <button type="button" tabIndex={-1} className={matrix.columnName} title={column.name} onClick={() => onOrganisation(column.id)}>
                  <bdi>{column.name}</bdi>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.link}>
            <tr>
              <th scope="rowgroup" colSpan={columns.length + 1} className={matrix.groupHead}>
                <span className={matrix.groupName}>{t(`duties.link.${group.link}`)}</span>
              </th>
            </tr>
            {group.rows.map((row) => (
              <Line key={row.duty.code} row={row} columns={columns} onDuty={onDuty} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

interface LineProps {
  readonly row: MatrixRow<CellRow>;
  readonly columns: readonly MatrixColumn[];
  readonly onDuty: (code: string) => void;
}

const Line = memo(function Line({ row, columns, onDuty }: LineProps): ReactElement {
  const t = useText();
  const { code, critical } = row.duty;
  const title = t(`duty.${code}`);
  const nothing = t('duties.cellEmpty');
  return (
    <tr data-duty={code}>
      <th scope="row" className={matrix.rowHead}>
        <button type="button" tabIndex={-1} className={styles.dutyName} onClick={() => onDuty(code)}>
          {title}
        </button>
        {critical && (
          <span className={matrix.critical} title={t('duties.critical')}>
            <span aria-hidden="true">●</span>
            <span className="b-hidden">{t('duties.critical')}</span>
          </span>
        )}
        {code === everyPostHolds && <div className="b-small b-soft">{t('duties.everyPost')}</div>}
        {row.gap && <span className={styles.gap}>{t('duties.gap')}</span>}
      </th>
      {columns.map(({ id, name }) => {
        const entries = row.cells.get(id);
        const first = entries?.[0];
        const text = entries ? cellText(entries) : '';
        return (
          <td
            key={id}
            // The one stop of the tabulator is set by hand, so that going from cell to cell draws nothing anew.
            tabIndex={-1}
            className={matrix.cell}
            data-organisation={id}
            data-role={first?.role}
            data-backup={first && first.rank > 1 ? '' : undefined}
            data-lost={first && !first.carried ? '' : undefined}
            aria-label={`${title} · ${name} · ${text || nothing}${first && !first.carried ? ` · ${t('duties.uncarried')}` : ''}`}
          >
            {text}
          </td>
        );
      })}
    </tr>
  );
});
