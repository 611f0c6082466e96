import type { ReactElement } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { KeyFigure, KeyFigures } from '../../../platform/web/parts/KeyFigure.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, Num, Share } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type Room, tasks } from '../queries.ts';
import { ActionsGantt } from './ActionsGantt.tsx';
import { DoorsPerHour } from './DoorsPerHour.tsx';
import { HandoverList } from './HandoverList.tsx';
import { LateTasks } from './LateTasks.tsx';

/** How it stands: figures that open, doors per hour, what is late and who answers, grid by grid. */
export function Overview({ room }: { readonly room: Room }): ReactElement {
  const t = useText();
  const { rows } = useQueryRows(tasks, { incidentId: room.id as never, live: true });
  const { rows: grids } = useLocal<{ readonly id: string; readonly name: string; readonly number: number }>('community.grid');
  const gridOf = new Map(grids.map((grid) => [grid.id, grid]));
  const perGrid = room.perGrid.toSorted((a, b) => (gridOf.get(a.grid)?.number ?? 0) - (gridOf.get(b.grid)?.number ?? 0));
  const here = `/response/${room.id}?tab=`;
  const columns: readonly Column<Room['perGrid'][number]>[] = [
    {
      key: 'grid',
      title: t('response.report.column.grid'),
      value: (row) => gridOf.get(row.grid)?.number ?? 0,
      cell: (row) => <bdi>{gridOf.get(row.grid)?.name ?? '—'}</bdi>,
      main: true,
    },
    { key: 'all', title: t('response.report.column.all'), value: (row) => row.all, end: true },
    { key: 'reached', title: t('response.report.column.reached'), value: (row) => row.reached, end: true },
    { key: 'help', title: t('response.report.column.help'), value: (row) => row.help, end: true },
    { key: 'noAnswer', title: t('response.report.column.noAnswer'), value: (row) => row.noAnswer, end: true },
  ];
  return (
    <div className="b-rows">
      <KeyFigures>
        <KeyFigure
          label={t('response.figure.doors')}
          to={`${here}doors`}
          value={<Share of={room.doorsReached} all={room.doorsAll} />}
          note={t('response.figure.noAnswer', { n: room.doorsNoAnswer })}
        />
        <KeyFigure
          label={t('response.figure.requests')}
          to={`${here}requests`}
          value={<Num value={room.requestsOpen} />}
          note={
            room.oldestOpenAt ? (
              <>
                {t('response.band.oldest')} <Ago at={room.oldestOpenAt} />
              </>
            ) : (
              t('response.figure.noneWaits')
            )
          }
        />
        <KeyFigure
          label={t('response.figure.tasks')}
          to={`${here}tasks`}
          value={<Share of={room.tasksDone} all={room.tasksAll} />}
          note={t('response.figure.late', { n: room.tasksLate })}
        />
        <KeyFigure
          label={t('response.figure.vulnerable')}
          to={`${here}doors`}
          value={<Num value={room.vulnerableUnvisited} />}
          note={t('response.figure.vulnerableOf', { n: room.vulnerableAll })}
        />
      </KeyFigures>
      <HandoverList incident={room.id} />
      <LateTasks tasks={rows} />
      <ActionsGantt room={room} />
      <DoorsPerHour perHour={room.perHour} />
      {room.perGrid.length > 0 && (
        <section aria-labelledby="per-grid">
          <h2 id="per-grid">{t('response.perGrid')}</h2>
          <DataTable name="grids" label={t('response.perGrid')} rows={perGrid} rowKey={(row) => row.grid} columns={columns} shareable />
        </section>
      )}
    </div>
  );
}
