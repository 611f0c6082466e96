import { Select, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SayButton } from '../../../platform/web/parts/SayButton.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { useLocal, useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { type Me, useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { fileAddress } from '../../../platform/web/sync/upload.ts';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { assignTask, dropTask } from '../commands.ts';
import { type TaskRow, tasks } from '../queries.ts';
import { HandOver } from './HandOver.tsx';
import { statusOf } from './TaskCard.tsx';
import { useTaskTitle } from './words.ts';

/** All tasks of an incident, the late ones first, each with who answers for it. */
export function TaskList({ incident }: { readonly incident: string }): ReactElement {
  const t = useText();
  const titleOf = useTaskTitle();
  const { rows, loading, problem } = useQueryRows(tasks, { incidentId: incident as never, live: false });
  const { rows: grids } = useLocal<{ readonly id: string; readonly name: string }>('community.grid');
  const [id, open, close] = usePanel('task');
  const chosen = rows.find((row) => row.id === id);
  const where = (row: TaskRow) => row.door ?? (row.grid ? (grids.find((grid) => grid.id === row.grid)?.name ?? '') : '');
  const owner = (row: TaskRow) => (row.organisation ? (row.position ? `${row.organisation} · ${row.position}` : row.organisation) : '');
  const columns: readonly Column<TaskRow>[] = [
    {
      key: 'title',
      title: t('response.column.task'),
      value: titleOf,
      cell: (row) => <PersonText>{titleOf(row)}</PersonText>,
      main: true,
      filter: 'text',
    },
    { key: 'where', title: t('response.column.where'), value: where, cell: (row) => <bdi>{where(row)}</bdi>, width: 130, filter: 'text' },
    {
      key: 'state',
      title: t('response.column.state'),
      value: (row) => t(`response.taskState.${row.state}`),
      cell: (row) => (
        <StatusMark
          is={statusOf(row.state, row.late)}
          word={t(row.late && row.state !== 'done' ? 'response.late' : `response.taskState.${row.state}`)}
        />
      ),
      filter: 'choice',
      width: 150,
    },
    {
      key: 'owner',
      title: t('response.column.owner'),
      value: (row) => owner(row) || (row.kind === 'plan' ? t('response.nobody') : (row.takenBy ?? '')),
      cell: (row) =>
        owner(row) ? (
          <bdi>{owner(row)}</bdi>
        ) : row.kind === 'plan' ? (
          <StatusMark is="late" word={t('response.nobody')} />
        ) : (
          <bdi>{row.takenBy ?? ''}</bdi>
        ),
      filter: 'text',
      width: 240,
    },
    {
      key: 'deadline',
      title: t('response.deadline'),
      value: (row) => row.deadlineAt ?? '',
      cell: (row) => row.deadlineAt && <When at={row.deadlineAt} />,
      width: 160,
    },
  ];
  return (
    <>
      <DataTable
        name="tasks"
        label={t('response.tab.tasks')}
        rows={rows}
        problem={problem}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => open(row.id)}
        loading={loading}
        empty={<Empty title={t('response.tasks.noneYet')} />}
        shareable
      />
      {chosen && (
        <SidePanel title={<PersonText>{titleOf(chosen)}</PersonText>} onClose={close}>
          <TaskPanel key={chosen.id} task={chosen} />
        </SidePanel>
      )}
    </>
  );
}

/** Does this person answer for it: by the post or the organisation that owns it? Who took it from the list sees it among their own tasks. */
function holdsTask(task: TaskRow, { positions }: Pick<Me, 'positions'>): boolean {
  const posts = positions.filter(({ seat }) => !seat);
  return posts.some(({ id, organisationId }) =>
    task.ownerPosition === null ? organisationId === task.ownerOrganisation : id === task.ownerPosition,
  );
}

interface LocalPosition {
  readonly id: string;
  readonly organisationId: string;
  readonly title: string;
  readonly until: string | null;
}

function TaskPanel({ task }: { readonly task: TaskRow }): ReactElement {
  const t = useText();
  const send = useSend();
  const me = useMe();
  const { community, may } = me;
  const { rows: positions } = useLocal<LocalPosition>('community.position');
  const { rows: organisations } = useLocal<{ readonly id: string; readonly name: string }>('community.organisation');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const live = task.state === 'open' || task.state === 'claimed';
  const names = new Map(organisations.map((organisation) => [organisation.id, organisation.name]));
  const assign = async (positionId: string | null) => {
    const position = positions.find((each) => each.id === positionId);
    if (!position) return;
    const answer = await send(assignTask, {
      taskId: task.id as never,
      organisationId: position.organisationId as never,
      positionId: position.id as never,
      personId: null,
    });
    setProblem(answer.status === 'refused' ? answer.problem : null);
  };
  return (
    <div className="b-rows">
      <StatusMark is={statusOf(task.state, task.late)} word={t(`response.taskState.${task.state}`)} />
      {task.takenBy && (
        <p>
          {t('response.tasks.onTheWay')} <bdi>{task.takenBy}</bdi>
        </p>
      )}
      {task.lapsed > 0 && <p className="b-attention">{t('response.tasks.lapsed', { n: task.lapsed })}</p>}
      {task.note && (
        <p>
          <PersonText>{task.note}</PersonText>
        </p>
      )}
      {task.photo && <img src={fileAddress(community.id, task.photo)} alt={t('response.tasks.photo')} style={{ maxInlineSize: '100%' }} />}
      {task.extraWork > 0 && <p>{t('response.tasks.extra', { n: task.extraWork })}</p>}
      {live && <HandOver taskId={task.id} urgency={task.urgency} holds={holdsTask(task, me)} />}
      {problem && <ProblemNote problem={problem} />}
      {live && may('response.dispatch') && (
        <>
          <Select
            label={t('response.tasks.assign')}
            searchable
            value={task.ownerPosition}
            onChange={(positionId) => void assign(positionId)}
            data={positions
              .filter((position) => position.until === null)
              .map((position) => ({ value: position.id, label: `${names.get(position.organisationId) ?? ''} · ${position.title}` }))}
          />
          <TextInput
            label={t('response.tasks.dropReason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={300}
          />
          <SayButton command={dropTask} payload={{ taskId: task.id as never, reason }} size="sm" disabled={reason.trim() === ''}>
            {t('response.tasks.drop')}
          </SayButton>
        </>
      )}
      {task.duty && <DutyNote duty={task.duty} />}
    </div>
  );
}
