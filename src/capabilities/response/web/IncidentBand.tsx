import type { ReactElement } from 'react';
import { LevelMark } from '../../../platform/web/parts/marks.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, Num, Share } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { running } from '../queries.ts';
import styles from './band.module.css';

/** Stands across the top of every page while something runs, and leads into its room. Real incidents come before exercises. */
export default function IncidentBand(): ReactElement | null {
  const t = useText();
  const { rows } = useQueryRows(running, {});
  if (rows.length === 0) return null;
  return (
    <>
      {rows.map((row) => (
        <Go key={row.id} to={`/response/${row.id}`} className={row.exercise ? `${styles.band} ${styles.exercise}` : styles.band}>
          {row.exercise && <strong>{t('web.exercise')}</strong>}
          <LevelMark level={row.level} />
          <strong>
            <bdi>{row.title}</bdi>
          </strong>
          <span>
            {t('response.band.since')} <Ago at={row.openedAt} />
          </span>
          <span>
            {t('response.band.doors')} <Share of={row.doorsReached} all={row.doorsAll} />
          </span>
          <span>
            {t('response.band.requests')} <Num value={row.requestsOpen} />
          </span>
          {row.oldestOpenAt && (
            <span>
              {t('response.band.oldest')} <Ago at={row.oldestOpenAt} />
            </span>
          )}
          {row.tasksLate > 0 && (
            <span className={styles.late}>
              {t('response.band.late')} <Num value={row.tasksLate} />
            </span>
          )}
        </Go>
      ))}
    </>
  );
}
