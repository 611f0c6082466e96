import type { ReactElement } from 'react';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { everyPostHolds } from '../catalogue.ts';
import type { CellRow } from '../queries.ts';
import { cellText, type MatrixGroup } from '../rules/matrix.ts';
import styles from './Duties.module.css';

interface Props {
  readonly groups: readonly MatrixGroup<CellRow>[];
  readonly onDuty: (code: string) => void;
  readonly onOrganisation: (id: string) => void;
  readonly onCell: (duty: string, organisation: string) => void;
}

/** The matrix on a phone: one card per duty, with those who hold it; their letters open the cell. */
export function MatrixList({ groups, onDuty, onOrganisation, onCell }: Props): ReactElement {
  const t = useText();
  return (
    <div className="b-rows">
      {groups.map((group) => (
        <section key={group.link} className="b-rows" aria-label={t(`duties.link.${group.link}`)}>
          <h2>{t(`duties.link.${group.link}`)}</h2>
          {group.rows.map(({ duty, cells, gap }) => (
            <div key={duty.code} className="b-card">
              <button type="button" className={styles.dutyName} onClick={() => onDuty(duty.code)}>
                {t(`duty.${duty.code}`)}
              </button>
              {duty.code === everyPostHolds && <div className="b-small b-soft">{t('duties.everyPost')}</div>}
              {gap && <span className={styles.gap}>{t('duties.gap')}</span>}
              <ul className={styles.holders}>
                {[...cells].map(([id, entries]) => (
                  <li key={id}>
                    <button
                      type="button"
                      className={styles.letters}
                      data-role={entries[0]?.role}
                      data-lost={entries[0] && !entries[0].carried ? '' : undefined}
                      aria-label={`${t(`duty.${duty.code}`)} · ${entries[0]?.organisation ?? ''} · ${cellText(entries)}`}
                      onClick={() => onCell(duty.code, id)}
                    >
                      {cellText(entries)}
                    </button>
                    <button type="button" className={styles.plain} onClick={() => onOrganisation(id)}>
                      <bdi>{entries[0]?.organisation}</bdi>
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}
