import type { ReactElement } from 'react';
import { LevelMark } from '../../../platform/web/parts/marks.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useNow } from '../../../platform/web/text/clock.ts';
import { Ago, Num, PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { requests, running } from '../queries.ts';
import type { HandoverRow } from '../queries-handovers.ts';
import { partIn, waitingFor } from './handovers.ts';
import { isMine, type LocalTask } from './local.ts';
import { useTaskTitle } from './words.ts';

/** On Today: what runs, and what of it waits for this person. */
export default function TodayRunning(): ReactElement | null {
  const t = useText();
  const me = useMe();
  const titleOf = useTaskTitle();
  const { rows } = useQueryRows(running, {});
  const { rows: tasks } = useLocal<LocalTask>('response.task');
  const mine = tasks.filter((task) => (task.state === 'open' || task.state === 'claimed') && isMine(task, me));
  const now = useNow(60_000);
  const { rows: handovers } = useLocal<HandoverRow>('response.handover');
  const offers = waitingFor(handovers, me, now);
  const { rows: asked } = useQueryRows(requests, { incidentId: null, live: true }, { when: me.may('response.triage') });
  const unanswered = asked.filter(({ state }) => state === 'open').length;
  if (rows.length === 0 && mine.length === 0 && unanswered === 0 && offers.length === 0) return null;
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
      {offers.map((row) => (
        <Go key={row.id} to={partIn(row, me) === 'answers' ? '/tasks' : row.incident ? `/response/${row.incident}` : '/tasks'} className="b-line">
          {new Date(row.dueAt) <= now && <StatusMark is="late" word={t('response.handover.late')} />}
          {t(partIn(row, me) === 'answers' ? 'response.handover.today' : 'response.handover.todayLate')} <PersonText>{titleOf(row)}</PersonText>
          {row.door && <bdi dir="ltr">{row.door}</bdi>}
          <span className="b-soft">
            <Ago at={row.dueAt} />
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
