import type { ReactElement } from 'react';
import { LevelMark } from '../../../platform/web/parts/marks.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, Num } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { running } from '../queries.ts';
import { isMine, type LocalTask } from './local.ts';

/** On Today: what runs, and what of it waits for this person. */
export default function TodayRunning(): ReactElement | null {
  const t = useText();
  const me = useMe();
  const { rows } = useQueryRows(running, {});
  const { rows: tasks } = useLocal<LocalTask>('response.task');
  const mine = tasks.filter((task) => (task.state === 'open' || task.state === 'claimed') && isMine(task, me));
  if (rows.length === 0 && mine.length === 0) return null;
  return (
    <section className="b-card b-rows" aria-labelledby="today-running">
      <h2 id="today-running">{t('response.today.title')}</h2>
      {rows.map((row) => (
        <Go key={row.id} to={`/response/${row.id}`} className="b-line">
          <LevelMark level={row.level} />
          <bdi>{row.title}</bdi>
          {row.exercise && <strong>{t('web.exercise')}</strong>}
          <span className="b-soft">
            <Ago at={row.openedAt} />
          </span>
        </Go>
      ))}
      {mine.length > 0 && (
        <Go to="/tasks" className="b-line">
          {t('response.today.tasks')} <Num value={mine.length} />
        </Go>
      )}
      {me.may('response.checkIn') && rows.length > 0 && <Go to="/doors">{t('response.today.doors')}</Go>}
    </section>
  );
}
