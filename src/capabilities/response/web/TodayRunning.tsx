import type { ReactElement } from 'react';
import { LevelMark } from '../../../platform/web/parts/marks.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, Num } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { requests, running } from '../queries.ts';
import { isMine, type LocalTask } from './local.ts';

/** On Today: what runs, and what of it waits for this person. */
export default function TodayRunning(): ReactElement | null {
  const t = useText();
  const me = useMe();
  const { rows } = useQueryRows(running, {});
  const { rows: tasks } = useLocal<LocalTask>('response.task');
  const mine = tasks.filter((task) => (task.state === 'open' || task.state === 'claimed') && isMine(task, me));
  const { rows: asked } = useQueryRows(requests, { incidentId: null, live: true }, { when: me.may('response.triage') });
  const unanswered = asked.filter(({ state }) => state === 'open').length;
  if (rows.length === 0 && mine.length === 0 && unanswered === 0) return null;
  return (
    <section className="b-card b-rows" aria-labelledby="today-running">
      <h2 id="today-running">{t(rows.length > 0 ? 'response.today.title' : 'response.today.waiting')}</h2>
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
      {unanswered > 0 && (
        <Go to="/requests" className="b-line">
          {t('response.band.requests')} <Num value={unanswered} />
        </Go>
      )}
      {mine.length > 0 && (
        <Go to="/tasks" className="b-line">
          {t('response.today.tasks')} <Num value={mine.length} />
        </Go>
      )}
      {me.may('response.checkIn') && rows.length > 0 && <Go to="/doors">{t('response.today.doors')}</Go>}
    </section>
  );
}
