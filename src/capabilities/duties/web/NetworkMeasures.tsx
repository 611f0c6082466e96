import type { ReactElement } from 'react';
import { Num } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import styles from './Analysis.module.css';
import { hundredths } from './CharacteristicPart.tsx';
import type { NetworkRow } from './NetworkDrawing.tsx';

type Measures = NetworkRow['declared']['measures'];
const counts = ['ties', 'isolates'] as const;
const shares = ['density', 'fragmentation', 'distanceFragmentation'] as const;
const central = ['degree', 'betweenness', 'closeness'] as const;

/** Several measures side by side, declared and observed; whose loss would part the network most; ties on one side only. */
export function NetworkMeasures({ found }: { readonly found: NetworkRow }): ReactElement {
  const t = useText();
  const { organisations, declared, observed } = found;
  const name = (i: number): string => organisations[i]?.name ?? '';
  const nameOf = new Map(organisations.map((o) => [o.id, o.name]));
  const rows: readonly (readonly [key: string, of: (m: Measures) => number | null, whole: boolean])[] = [
    ...counts.map((key) => [key, (m: Measures) => m[key], true] as const),
    ['components', (m: Measures) => m.components.length, true],
    ...shares.map((key) => [key, (m: Measures) => m[key], false] as const),
    ...central.map((key) => [`centralisation.${key}`, (m: Measures) => m.centralisation?.[key] ?? null, false] as const),
    ['sectors', (m: Measures) => m.sectors?.index ?? null, false],
    ['core', (m: Measures) => m.largestCore.k, true],
  ];
  const cell = (value: number | null, whole: boolean) => (value === null ? '–' : <Num value={value} {...(whole ? {} : { format: hundredths })} />);
  return (
    <>
      <section className="b-card b-rows">
        <h2>{t('duties.network.measures')}</h2>
        <div className={styles.narrow}>
          <table className={styles.parts}>
            <thead>
              <tr>
                <th scope="col">{t('duties.network.measure')}</th>
                <th scope="col" className={styles.end}>
                  {t('duties.network.declared')}
                </th>
                <th scope="col" className={styles.end}>
                  {t('duties.network.observed')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([key, of, whole]) => (
                <tr key={key}>
                  <th scope="row">
                    {t(`duties.network.measure.${key}`)}
                    <div className="b-small b-soft">{t(`duties.network.measure.${key}.is`)}</div>
                  </th>
                  <td className={styles.end}>{cell(of(declared.measures), whole)}</td>
                  <td className={styles.end}>{cell(of(observed.measures), whole)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <div className={styles.measures}>
        {declared.measures.keyPlayers.length > 0 && (
          <section className="b-card b-rows">
            <h2>{t('duties.network.keyPlayers')}</h2>
            {declared.measures.keyPlayers.some((set) => !set.exact) && <p className="b-small b-soft">{t('duties.network.sought')}</p>}
            <ul>
              {declared.measures.keyPlayers.map((set) => (
                <li key={set.nodes.join(' ')}>
                  <bdi>{set.nodes.map(name).join(' + ')}</bdi>
                  <div className="b-small b-soft">
                    {t('duties.network.without', {
                      n: Math.round(set.distanceFragmentation * 100),
                      now: Math.round(declared.measures.distanceFragmentation * 100),
                    })}
                  </div>
                </li>
              ))}
            </ul>
          </section>
        )}
        {(['undeclared', 'unused'] as const).map(
          (side) =>
            found[side].length > 0 && (
              <section key={side} className="b-card b-rows">
                <h2>{t(`duties.network.${side}`, { n: found[side].length })}</h2>
                <p className="b-small b-soft">{t(`duties.network.${side}.so`)}</p>
                <details open={found[side].length <= 6}>
                  <summary>{t('duties.network.show')}</summary>
                  <ul>
                    {found[side].map((tie) => (
                      <li key={tie.between.join(' ')}>
                        <bdi>{nameOf.get(tie.between[0])}</bdi> – <bdi>{nameOf.get(tie.between[1])}</bdi>
                      </li>
                    ))}
                  </ul>
                </details>
              </section>
            ),
        )}
      </div>
    </>
  );
}
