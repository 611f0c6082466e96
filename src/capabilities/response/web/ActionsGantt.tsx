import { type ReactElement, useEffect, useState } from 'react';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { sayDuration, sayMoment, sayNumber } from '../../../platform/web/text/moments.ts';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { type Room, type TaskRow, tasks } from '../queries.ts';
import { type GanttLine, ganttOf, type Standing } from '../rules/gantt.ts';
import styles from './gantt.module.css';
import { useTaskTitle } from './words.ts';

const shapeOf: Readonly<Record<Standing, Status>> = { done: 'done', doneLate: 'late', dropped: 'stopped', late: 'late', running: 'doing' };
const redrawMs = 60_000;

/**
 * The plan's actions against the clock: a bar from when each was given out until it was done or now, a mark at its deadline, and what is
 * over it hatched. Shape and word tell what colour tells; the same stands below as a table.
 */
export function ActionsGantt({ room }: { readonly room: Room }): ReactElement | null {
  const t = useText();
  const { language } = useLanguage();
  const titleOf = useTaskTitle();
  const { rows } = useQueryRows(tasks, { incidentId: room.id as never, live: false });
  const now = useNow(room.closedAt === null);
  const actions = rows.filter((row) => row.kind === 'plan');
  if (actions.length === 0) return null;
  const { lines, ticks, now: nowAt, count } = ganttOf(actions, new Date(room.openedAt), room.closedAt === null ? now : new Date(room.closedAt));
  const finding = { all: actions.length, done: count.done + count.doneLate, late: count.late, doneLate: count.doneLate };
  const title = t(count.late > 0 ? 'response.gantt.late' : 'response.gantt.inTime', finding);
  const who = ({ organisation, position }: TaskRow) => [organisation, position].filter(Boolean).join(' · ') || t('response.nobody');
  return (
    <section aria-labelledby="gantt">
      <h2 id="gantt">{title}</h2>
      <figure className={styles.gantt} aria-label={t('response.gantt.label')}>
        <div className={styles.axis} aria-hidden="true">
          {ticks.map(({ hours, at }) => (
            <span key={hours} style={{ insetInlineStart: `${at * 100}%` }} data-last={at > 0.92 || undefined}>
              {hours === 0 ? sayMoment(language, new Date(room.openedAt), 'time') : `+${sayDuration(language, hours * 3_600_000)}`}
            </span>
          ))}
        </div>
        <ol>
          {lines.map((line) => (
            <li key={line.action.id}>
              <div className={styles.name}>
                <StatusMark
                  is={shapeOf[line.standing]}
                  word={t(`response.gantt.is.${line.standing}`, { over: sayDuration(language, line.overMs) })}
                />
                <PersonText>{titleOf(line.action)}</PersonText>
                <bdi className="b-soft b-small">{who(line.action)}</bdi>
              </div>
              <div className={styles.track}>
                <Bar line={line} now={nowAt} ticks={ticks.map(({ at }) => at)} />
              </div>
            </li>
          ))}
        </ol>
      </figure>
      <details>
        <summary>{t('response.asTable')}</summary>
        <div className={styles.table}>
          <table>
            <thead>
              <tr>
                {(['task', 'owner', 'state'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`response.column.${column}`)}
                  </th>
                ))}
                <th scope="col">{t('response.deadline')}</th>
                <th scope="col">{t('response.gantt.finished')}</th>
                <th scope="col">{t('response.gantt.over')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ action, standing, overMs }) => (
                <tr key={action.id}>
                  <th scope="row">
                    <PersonText>{titleOf(action)}</PersonText>
                  </th>
                  <td>
                    <bdi>{who(action)}</bdi>
                  </td>
                  <td>{t(`response.gantt.is.${standing}`, { over: sayDuration(language, overMs) })}</td>
                  <td>{action.deadlineAt ? <When at={action.deadlineAt} /> : '—'}</td>
                  <td>{action.closedAt ? <When at={action.closedAt} /> : '—'}</td>
                  <td>{overMs > 0 ? sayDuration(language, overMs) : sayNumber(language, 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

/** Stretches to whatever width there is: only lines and rectangles, whose strokes do not scale. */
function Bar({ line, now, ticks }: { readonly line: GanttLine<TaskRow>; readonly now: number; readonly ticks: readonly number[] }): ReactElement {
  const { from, to, deadline, standing } = line;
  const inTime = deadline === null ? to : Math.min(to, Math.max(deadline, from));
  const least = 0.004;
  return (
    <svg viewBox="0 0 1 20" preserveAspectRatio="none" className={styles.bar} data-is={standing} aria-hidden="true">
      {ticks.map((at) => (
        <line key={at} x1={at} x2={at} y1="0" y2="20" className={styles.tick} />
      ))}
      <rect x={from} y="6" width={Math.max(inTime - from, least)} height="8" className={styles.work} />
      {to > inTime && <rect x={inTime} y="4" width={to - inTime} height="12" className={styles.over} />}
      {deadline !== null && <line x1={deadline} x2={deadline} y1="1" y2="19" className={styles.deadline} />}
      <line x1={now} x2={now} y1="0" y2="20" className={styles.now} />
    </svg>
  );
}

/** The present, minute by minute while something runs. */
function useNow(live: boolean): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (!live) return;
    const clock = setInterval(() => setNow(new Date()), redrawMs);
    return () => clearInterval(clock);
  }, [live]);
  return now;
}
