import type { ReactElement } from 'react';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { startPlans } from '../start.ts';

/** On Today, while nobody but its keeper is in the matrix: the way to choose one to begin from. */
export default function TodayStart(): ReactElement | null {
  const t = useText();
  const { rows } = useQueryRows(startPlans, {});
  if (rows.length === 0) return null;
  return (
    <section className="b-card b-rows" aria-labelledby="today-start">
      <h2 id="today-start">{t('duties.startToday')}</h2>
      <p>{t('duties.startTodayText')}</p>
      <Go to="/duties">{t('duties.startTodayGo')}</Go>
    </section>
  );
}
