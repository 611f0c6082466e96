import { Fragment, type ReactElement } from 'react';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { Num, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { characteristics } from '../queries-analysis.ts';
import { partKey } from '../rules/analysis/words.ts';
import styles from './Analysis.module.css';

export type CharacteristicRow = (typeof characteristics)['row']['_output'];
type Part = CharacteristicRow['parts'][number];

/** Two places after the point, as every part of 0 to 1 is said. */
export const hundredths: Intl.NumberFormatOptions = { minimumFractionDigits: 2, maximumFractionDigits: 2 };

/** The part that holds a characteristic down most: what is said beside its figure, which never stands alone. */
export const weakestPart = ({ parts }: CharacteristicRow): (Part & { readonly value: number }) | undefined =>
  parts.flatMap((part) => (part.value === null ? [] : [{ ...part, value: part.value }])).toSorted((a, b) => a.value - b.value)[0];

/** Where a part is mended: a tab of the analysis or a page. Parts that an older page does not know have no such link. */
const mends: Readonly<Record<string, { readonly tab: string } | { readonly page: string }>> = {
  oneAccountable: { tab: 'findings' },
  severalSectors: { page: '/duties/proposals?propose=add' },
  togetherObserved: { tab: 'network' },
  togetherDeclared: { page: '/duties/agreements' },
  handoversAcknowledged: { page: '/response' },
  survivesPerson: { tab: 'losses' },
  survivesOrganisation: { tab: 'losses' },
  survivesAny: { tab: 'remedy' },
};

interface Props {
  readonly row: CharacteristicRow;
  readonly names: ReadonlyMap<string, string>;
  /** Address of the analysis for the same occasion, to which a tab is added. */
  readonly here: string;
}

/** The parts of one characteristic: what each counts, the records that hold it down, and where it is mended. */
export function CharacteristicPart({ row, names, here }: Props): ReactElement {
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
            </tr>
          </thead>
          <tbody>
            {row.parts.map((part) => {
              const mend = part.value === 1 ? undefined : mends[part.code];
              const more = part.against.length > 0 || mend !== undefined;
              return (
                <Fragment key={part.code}>
                  <tr className={more ? styles.joined : undefined}>
                    <th scope="row">
                      {t(partKey(part.code))}
                      <div className="b-small b-soft">{t(`duties.partIs.${part.code}`)}</div>
                    </th>
                    <td className={styles.end}>
                      {part.value === null ? (
                        <span className="b-soft">{t('duties.analysis.notCounted')}</span>
                      ) : (
                        <Num value={part.value} format={hundredths} />
                      )}
                    </td>
                  </tr>
                  {more && (
                    <tr>
                      <td colSpan={2}>
                        <Records part={part} names={names} />
                        {mend && (
                          <div className="b-small b-noprint">
                            <Go to={'tab' in mend ? `${here}&tab=${mend.tab}` : mend.page}>{t(`duties.partMend.${part.code}`)}</Go>
                          </div>
                        )}
                      </td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Records({ part, names }: { readonly part: Part; readonly names: ReadonlyMap<string, string> }): ReactElement | null {
  const t = useText();
  if (part.against.length === 0) return null;
  return (
    <details>
      <summary>
        {t('duties.analysis.against')}: {t('duties.analysis.records', { n: part.against.length, of: part.of })}
      </summary>
      <ul className={styles.records}>
        {part.against.map((one) => (
          <li key={one.kind === 'incident' ? `${one.id} ${one.at}` : one.id}>
            {one.kind === 'incident' ? (
              <Go to={one.id === null ? '/response' : `/response/${one.id}`}>
                {t('duties.partIs.handover')} <When at={one.at} style="full" />
              </Go>
            ) : (
              <Go to={`/duties?${one.kind}=${encodeURIComponent(one.id)}`}>
                {one.kind === 'duty' ? t(`duty.${one.id}`) : <bdi>{names.get(one.id) ?? one.id}</bdi>}
              </Go>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
