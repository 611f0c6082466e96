import type { ReactElement } from 'react';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Ago, PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { TaskRow } from '../queries.ts';
import { useTaskTitle } from './words.ts';

/** Live tasks that are late or that nobody answers for, with the way to whoever could. Nothing when all is in time. */
export function LateTasks({ tasks }: { readonly tasks: readonly TaskRow[] }): ReactElement | null {
  const t = useText();
  const titleOf = useTaskTitle();
  const wanting = tasks.filter((task) => task.late || (task.kind === 'plan' && task.ownerOrganisation === null));
  if (wanting.length === 0) return null;
  return (
    <section aria-labelledby="late-tasks">
      <h2 id="late-tasks">{t('response.lateTitle', { n: wanting.length })}</h2>
      <ul className="b-rows">
        {wanting.map((task) => (
          <li key={task.id} className="b-card">
            <div className="b-line">
              <StatusMark is="late" word={t(task.late ? 'response.late' : 'response.nobody')} />
              <strong>
                <PersonText>{titleOf(task)}</PersonText>
              </strong>
              {task.deadlineAt && (
                <span className="b-soft">
                  {t('response.deadline')} <Ago at={task.deadlineAt} />
                </span>
              )}
              {task.organisation && <bdi>{task.position ? `${task.organisation} · ${task.position}` : task.organisation}</bdi>}
            </div>
            {task.duty && <DutyNote duty={task.duty} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
