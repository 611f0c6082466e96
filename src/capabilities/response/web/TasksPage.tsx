import { lazy, type ReactElement, Suspense, useId, useMemo } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useLocal, useNetwork, usePending } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useNow } from '../../../platform/web/text/clock.ts';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useRichText, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { Urgency } from '../model.ts';
import { running } from '../queries.ts';
import type { HandoverRow } from '../queries-handovers.ts';
import styles from './field.module.css';
import { partIn, waitingFor } from './handovers.ts';
import { isMine, type LocalTask, replayTasks } from './local.ts';
import { TaskCard } from './TaskCard.tsx';

/** With its field for words it is fetched when there is one to show. */
const HandoverCard = lazy(async () => ({ default: (await import('./HandoverCard.tsx')).HandoverCard }));

const soonest: Readonly<Record<Urgency, number>> = { now: 0, today: 1, later: 2 };

/** What this person does and can do: mine, waiting for somebody, done. Works from the copy on the device. */
export default function TasksPage(): ReactElement {
  const t = useText();
  const rich = useRichText();
  const me = useMe();
  const { rows, ready } = useLocal<LocalTask>('response.task');
  const pending = usePending('response.claimTask', 'response.acceptTask', 'response.releaseTask', 'response.closeTask');
  const { rows: handovers } = useLocal<HandoverRow>('response.handover');
  const now = useNow(60_000);
  const [offers, unanswered] = useMemo(() => {
    const waiting = waitingFor(handovers, me, now);
    const ours = waiting.filter((row) => partIn(row, me) === 'answers');
    return [ours, waiting.filter((row) => !ours.includes(row))];
  }, [handovers, me, now]);
  const { refused } = useNetwork();
  const tasks = useMemo(
    () =>
      replayTasks(rows, pending, me.person).toSorted(
        (a, b) => soonest[a.urgency] - soonest[b.urgency] || (a.deadlineAt ?? '~').localeCompare(b.deadlineAt ?? '~') || a.effortMin - b.effortMin,
      ),
    [rows, pending, me.person],
  );
  const problems = useMemo(
    () =>
      new Map(
        refused.flatMap(({ envelope, progress }) =>
          progress.at === 'refused' && envelope.name.startsWith('response.')
            ? [[(envelope.payload as { taskId?: string }).taskId ?? '', progress.problem]]
            : [],
        ),
      ),
    [refused],
  );
  const live = tasks.filter((task) => task.state === 'open' || task.state === 'claimed');
  const mine = live.filter((task) => isMine(task, me));
  const open = me.may('response.volunteer') ? live.filter((task) => task.state === 'open' && task.scope === 'tasks' && !isMine(task, me)) : [];
  const contested = live.filter((task) => problems.has(task.id) && !mine.includes(task) && !open.includes(task));
  const done = tasks.filter((task) => task.state === 'done' && task.closedBy === me.person).slice(0, 20);
  const { rows: incidents } = useQueryRows(running, {});
  const newcomer = me.may('response.volunteer') && mine.length === 0 && done.length === 0;
  const lists = [
    { key: 'mine', list: mine },
    { key: 'contested', list: contested },
    { key: 'open', list: open },
    { key: 'done', list: done },
  ] as const;
  return (
    <Page
      title={t('response.tasks.title')}
      lead={
        me.may('response.dispatch') &&
        incidents.length > 0 && (
          <div className="b-line">
            {incidents.map(({ id, title }) => (
              <Go key={id} to={`/response/${id}?tab=tasks`}>
                {rich('response.tasks.allOf', { title: <PersonText key="title">{title}</PersonText> })}
              </Go>
            ))}
          </div>
        )
      }
    >
      {newcomer && (
        <section className="b-card" aria-labelledby="first-day">
          <h2 id="first-day">{t('response.tasks.firstDay')}</h2>
          <ol className={styles.steps}>
            {[1, 2, 3, 4].map((step) => (
              <li key={step}>{t(`response.tasks.step${step}`)}</li>
            ))}
          </ol>
        </section>
      )}
      {!ready && <Loading />}
      {ready && mine.length + open.length + offers.length + unanswered.length === 0 && (
        <Empty title={t('response.tasks.none')} text={t('response.tasks.noneText')} />
      )}
      <Offers heading={t('response.handover.askedOfUs')} rows={offers} />
      <Offers heading={t('response.handover.unanswered')} rows={unanswered} />
      {lists.map(
        ({ key, list }) =>
          list.length > 0 && (
            <section key={key} aria-labelledby={`tasks-${key}`}>
              <h2 id={`tasks-${key}`}>{t(`response.tasks.${key}`)}</h2>
              <ul className={styles.list}>
                {list.map((task) => (
                  <TaskCard key={task.id} task={task} mine={key === 'mine'} problem={problems.get(task.id) ?? null} />
                ))}
              </ul>
            </section>
          ),
      )}
    </Page>
  );
}

/** Hand-overs that wait for this person. */
function Offers({ heading, rows }: { readonly heading: string; readonly rows: readonly HandoverRow[] }): ReactElement | null {
  const id = useId();
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      <ul className={styles.list}>
        {rows.map((row) => (
          <li key={row.id}>
            <Suspense fallback={<Loading />}>
              <HandoverCard row={row} />
            </Suspense>
          </li>
        ))}
      </ul>
    </section>
  );
}
