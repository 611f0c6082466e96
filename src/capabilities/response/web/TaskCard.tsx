import { Button } from '@mantine/core';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SayButton } from '../../../platform/web/parts/SayButton.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useNow } from '../../../platform/web/text/clock.ts';
import { Ago, Num, PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { acceptTask, claimTask, extendTask, releaseTask } from '../commands/tasks.ts';
import type { TaskStep } from '../model.ts';
import styles from './field.module.css';
import { HandOver } from './HandOver.tsx';
import type { LocalTask } from './local.ts';
import { useTaskTitle } from './words.ts';

/** Fields and camera are fetched when the first task is closed. */
const CloseForm = lazy(() => import('./CloseForm.tsx'));

export const statusOf = (state: TaskStep, late: boolean): Status =>
  state === 'done' ? 'done' : state === 'dropped' ? 'stopped' : late ? 'late' : state === 'claimed' ? 'doing' : 'todo';

const extraMinutes = 30;

interface Props {
  readonly task: LocalTask & { readonly waiting: boolean };
  readonly mine: boolean;
  /** Why something said here about this task was refused. */
  readonly problem: Problem | null;
}

/** One task on a phone: what, where, how heavy; take it, give it back, close it with a photo. */
export function TaskCard({ task, mine, problem }: Props): ReactElement {
  const t = useText();
  const { person } = useMe();
  const titleOf = useTaskTitle();
  const now = useNow(60_000);
  const [closing, setClosing] = useState(false);
  const taskId = task.id as never;
  const late = task.deadlineAt !== null && task.state !== 'done' && new Date(task.deadlineAt) < now;
  const owned = task.scope === 'community';
  const claimed = task.state === 'claimed' && task.claimedBy === person;
  return (
    <li className={styles.door} aria-busy={task.waiting}>
      <div className={styles.where}>
        <strong>
          <PersonText>{titleOf(task)}</PersonText>
        </strong>
        {task.exercise && <strong>{t('web.exercise')}</strong>}
        <StatusMark is={statusOf(task.state, late)} word={t(late ? 'response.late' : `response.taskState.${task.state}`)} />
        {task.waiting && <span className="b-soft b-small">{t('response.waiting')}</span>}
      </div>
      <div className={styles.where}>
        {task.door && (
          <bdi dir="ltr" className={styles.number}>
            {task.door}
          </bdi>
        )}
        <span>{t('response.tasks.effort', { minutes: task.effortMin })}</span>
        {task.loadKg > 0 && (
          <span>
            <Num value={task.loadKg} /> kg
          </span>
        )}
        <span>{t(`response.urgency.${task.urgency}`)}</span>
        {task.deadlineAt && (
          <span className="b-soft">
            {t('response.deadline')} <When at={task.deadlineAt} />
          </span>
        )}
        {claimed && task.dueAt && (
          <span className="b-soft">
            {t('response.tasks.dueBack')} <Ago at={task.dueAt} />
          </span>
        )}
      </div>
      {problem && <ProblemNote problem={problem} />}
      {closing ? (
        <Suspense fallback={<Loading />}>
          <CloseForm taskId={task.id} onDone={() => setClosing(false)} />
        </Suspense>
      ) : (
        <div className={styles.three}>
          {task.state === 'open' && (
            <SayButton command={owned ? acceptTask : claimTask} payload={{ taskId }} className={styles.big} variant="filled" size="sm">
              {t(owned ? 'response.accept' : 'response.claim')}
            </SayButton>
          )}
          {(claimed || (mine && task.state !== 'done')) && (
            <Button className={styles.big} variant={claimed ? 'filled' : 'default'} onClick={() => setClosing(true)}>
              {t('response.close')}
            </Button>
          )}
          {claimed && (
            <>
              <SayButton command={extendTask} payload={{ taskId, minutes: extraMinutes }} className={styles.big} size="sm">
                {t('response.extend', { minutes: extraMinutes })}
              </SayButton>
              <SayButton command={releaseTask} payload={{ taskId }} className={styles.big} size="sm">
                {t('response.release')}
              </SayButton>
            </>
          )}
        </div>
      )}
      {(task.state === 'open' || task.state === 'claimed') && !closing && (
        <HandOver taskId={task.id} urgency={task.urgency} holds={claimed || (mine && task.state === 'open')} />
      )}
    </li>
  );
}
