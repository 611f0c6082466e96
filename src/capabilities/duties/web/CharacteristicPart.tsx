import type { ReactElement } from 'react';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { Num } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { findDuty } from '../catalogue.ts';
import type { characteristics } from '../queries-analysis.ts';
import { partKey } from '../rules/analysis/words.ts';
import styles from './Analysis.module.css';

export type CharacteristicRow = (typeof characteristics)['row']['_output'];

/** Two places after the point, as every part of 0 to 1 is said. */
export const hundredths: Intl.NumberFormatOptions = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** The parts of one characteristic, each with the records that hold it down. */
export function CharacteristicPart({ row, names }: { readonly row: CharacteristicRow; readonly names: ReadonlyMap<string, string> }): ReactElement {
  const t = useText();
  return (
    <section className="b-card b-rows">
      <h2>{t(`duties.characteristic.${row.code}`)}</h2>
      <p className="b-small b-soft">{t(`duties.characteristic.${row.code}.how`)}</p>
      <div className={styles.narrow}>
        <table className={styles.parts}>
          <thead>
            <tr>
              <th scope="col">{t('duties.analysis.part')}</th>
              <th scope="col" className={styles.end}>
                {t('duties.analysis.value')}
              </th>
              <th scope="col">{t('duties.analysis.against')}</th>
            </tr>
          </thead>
          <tbody>
            {row.parts.map((part) => (
              <tr key={part.code}>
                <th scope="row">{t(partKey(part.code))}</th>
                <td className={styles.end}>
                  {part.value === null ? (
                    <span className="b-soft">{t('duties.analysis.notCounted')}</span>
                  ) : (
                    <Num value={part.value} format={hundredths} />
                  )}
                </td>
                <td>
                  {part.against.length > 0 && (
                    <details>
                      <summary>{t('duties.analysis.records', { n: part.against.length, of: part.of })}</summary>
                      <ul className={styles.records}>
                        {part.against.map((id) => (
                          <li key={id}>
                            {findDuty(id) ? (
                              <Go to={`/duties?duty=${encodeURIComponent(id)}`}>{t(`duty.${id}`)}</Go>
                            ) : (
                              <Go to={`/duties?organisation=${encodeURIComponent(id)}`}>
                                <bdi>{names.get(id) ?? id}</bdi>
                              </Go>
                            )}
                          </li>
                        ))}
                      </ul>
                    </details>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
