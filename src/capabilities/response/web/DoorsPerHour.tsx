import type { ReactElement } from 'react';
import { sayMoment, sayNumber } from '../../../platform/web/text/moments.ts';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { Room } from '../queries.ts';
import styles from './room.module.css';

const shownHours = 48;
/** The first hour is one bar among many, not a wall. */
const leastSlots = 12;

/** Doors visited in each hour, as bars; the same as a table for those who do not look at pictures. */
export function DoorsPerHour({ perHour }: { readonly perHour: Room['perHour'] }): ReactElement | null {
  const t = useText();
  const { language } = useLanguage();
  const hours = perHour.slice(-shownHours);
  if (hours.length === 0) return null;
  const most = Math.max(...hours.map((hour) => hour.doors));
  const best = hours.find((hour) => hour.doors === most);
  const title = t('response.perHour', { n: most, at: sayMoment(language, new Date(best?.at ?? 0), 'time') });
  const width = 100 / Math.max(hours.length, leastSlots);
  return (
    <figure className={styles.chart}>
      <figcaption>
        <h2>{title}</h2>
      </figcaption>
      <svg viewBox="0 0 100 30" preserveAspectRatio="none" role="img" aria-label={title}>
        {hours.map((hour, index) => (
          <rect
            key={hour.at}
            x={index * width + width * 0.1}
            y={30 - (28 * hour.doors) / most}
            width={width * 0.8}
            height={(28 * hour.doors) / most}
            fill="var(--b-primary)"
          >
            <title>{`${sayMoment(language, new Date(hour.at), 'short')}: ${sayNumber(language, hour.doors)}`}</title>
          </rect>
        ))}
      </svg>
      <details>
        <summary>{t('response.asTable')}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('response.hour')}</th>
              <th scope="col">{t('response.tab.doors')}</th>
            </tr>
          </thead>
          <tbody>
            {hours.map((hour) => (
              <tr key={hour.at}>
                <td>{sayMoment(language, new Date(hour.at), 'short')}</td>
                <td>{sayNumber(language, hour.doors)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
