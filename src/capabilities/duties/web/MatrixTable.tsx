import { memo, type ReactElement } from 'react';
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
}

/** Duties by organisations as one table with a sticky head and first column. A gap (nobody answers) is ringed and said in words. */
export function MatrixTable({ groups, columns, onDuty, onOrganisation }: Props): ReactElement {
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
              <Line key={row.duty.code} row={row} columns={columns} onDuty={onDuty} />
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
}

const Line = memo(function Line({ row, columns, onDuty }: LineProps): ReactElement {
  const t = useText();
  const { code, critical } = row.duty;
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
            {entries && cellText(entries)}
          </td>
        );
      })}
    </tr>
  );
});
