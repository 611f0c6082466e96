import { type ReactElement, useMemo } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { useGo } from '../../../platform/web/shell/address.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { load, type OccasionArgs } from '../queries-analysis.ts';
import { LoadBars } from './LoadBars.tsx';
import { Picture } from './Picture.tsx';
import { useFindingText } from './useFindingText.ts';

export type LoadRow = (typeof load)['row']['_output'];

const tenth = (n: number): number => Math.round(n * 10) / 10;

/** The work of a level against the hours there are: organisations as bars, all of it as a table. */
export function LoadTab({ args }: { readonly args: OccasionArgs }): ReactElement {
  const t = useText();
  const go = useGo();
  const { titleOf } = useFindingText();
  const { rows, loading, problem } = useQueryRows(load, args, { keep: true });
  const columns = useMemo((): readonly Column<LoadRow>[] => {
    const most = (row: LoadRow): string =>
      row.duties
        .slice(0, 3)
        .map((d) => titleOf(d.duty))
        .join(' · ');
    return [
      {
        key: 'name',
        title: t('duties.load.who'),
        value: (row) => (row.kind === 'nobody' ? t('duties.load.nobody') : row.name),
        main: true,
        filter: 'text',
        width: 220,
      },
      { key: 'kind', title: t('duties.load.kind'), value: (row) => t(`duties.load.kind.${row.kind}`), filter: 'choice', width: 150 },
      { key: 'hours', title: t('duties.load.hours'), value: (row) => tenth(row.hours), end: true, width: 110 },
      { key: 'available', title: t('duties.load.available'), value: (row) => tenth(row.available), end: true, width: 110 },
      { key: 'people', title: t('duties.load.people'), value: (row) => row.people, end: true, width: 90 },
      { key: 'over', title: t('duties.load.over'), value: (row) => Math.max(0, tenth(row.hours - row.available)), end: true, width: 110 },
      { key: 'most', title: t('duties.load.most'), value: most, width: 320 },
    ];
  }, [t, titleOf]);
  const houses = useMemo(() => rows.filter((row) => row.kind === 'organisation'), [rows]);
  if (loading) return <Loading />;
  if (problem) return <ProblemNote problem={problem} />;
  if (houses.length === 0) return <Empty title={t('duties.load.none')} />;
  const over = houses.filter((row) => row.hours > row.available).length;
  return (
    <LoadBars rows={houses}>
      {(size, bars) => (
        <Picture
          title={t('duties.load.title', { n: over, of: houses.length, level: args.level })}
          file="duties-load"
          {...size}
          legend={<p className="b-small b-soft">{t('duties.load.legend')}</p>}
          table={
            <DataTable
              name="duties-load"
              label={t('duties.tab.load')}
              rows={rows}
              rowKey={(row) => `${row.kind} ${row.id}`}
              columns={columns}
              onOpen={(row) => row.kind === 'organisation' && go(`/duties?organisation=${encodeURIComponent(row.id)}`)}
            />
          }
        >
          {bars}
        </Picture>
      )}
    </LoadBars>
  );
}
