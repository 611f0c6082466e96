import { SegmentedControl } from '@mantine/core';
import { type ReactElement, useMemo, useState } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { losses, type OccasionArgs } from '../queries-analysis.ts';
import { useFindingText } from './useFindingText.ts';

type LossRow = (typeof losses)['row']['_output'];

const keyOf = (row: LossRow): string => row.lost.map((one) => one.id).join('+') || 'already';

/** What each single loss breaks, the worst first, with the reason in plain words; or the ten worst pairs. */
export function LossesTab({ args }: { readonly args: OccasionArgs }): ReactElement {
  const t = useText();
  const { titleOf } = useFindingText();
  const [pairs, setPairs] = useState(false);
  const [opened, open, close] = usePanel('loss');
  const { rows, loading, problem } = useQueryRows(losses, { ...args, pairs });
  const columns = useMemo((): readonly Column<LossRow>[] => {
    const count = (row: LossRow, loses: 'A' | 'R'): number => new Set(row.damage.filter((d) => d.loses === loses).map((d) => d.duty)).size;
    return [
      {
        key: 'lost',
        title: t('duties.losses.lost'),
        value: (row) => row.lost.map((one) => one.name).join(' + ') || t('duties.losses.already'),
        main: true,
        filter: 'text',
        width: 260,
      },
      {
        key: 'kind',
        title: t('duties.load.kind'),
        value: (row) => (row.lost[0] ? t(`duties.load.kind.${row.lost[0].kind}`) : '–'),
        filter: 'choice',
        width: 150,
      },
      { key: 'all', title: t('duties.losses.all'), value: (row) => new Set(row.damage.map((d) => d.duty)).size, end: true, width: 120 },
      { key: 'unanswered', title: t('duties.losses.unanswered'), value: (row) => count(row, 'A'), end: true, width: 120 },
      { key: 'undone', title: t('duties.losses.undone'), value: (row) => count(row, 'R'), end: true, width: 120 },
      {
        key: 'which',
        title: t('duties.losses.which'),
        value: (row) => [...new Set(row.damage.map((d) => titleOf(d.duty)))].join(' · '),
        filter: 'text',
        width: 420,
      },
    ];
  }, [t, titleOf]);
  const shown = rows.find((row) => keyOf(row) === opened);
  return (
    <div className="b-rows">
      <p>{t('duties.losses.lead')}</p>
      <div className="b-noprint">
        <SegmentedControl
          aria-label={t('duties.tab.losses')}
          value={pairs ? 'pairs' : 'single'}
          onChange={(value) => setPairs(value === 'pairs')}
          data={[
            { value: 'single', label: t('duties.losses.single') },
            { value: 'pairs', label: t('duties.losses.pairs') },
          ]}
        />
      </div>
      {loading ? (
        <Loading />
      ) : problem ? (
        <ProblemNote problem={problem} />
      ) : (
        <DataTable
          name="duties-losses"
          label={t('duties.tab.losses')}
          rows={rows}
          rowKey={keyOf}
          columns={columns}
          onOpen={(row) => open(keyOf(row))}
          empty={<Empty title={t('duties.losses.none')} text={t('duties.losses.noneText')} />}
        />
      )}
      {shown && (
        <SidePanel title={<bdi>{shown.lost.map((one) => one.name).join(' + ') || t('duties.losses.already')}</bdi>} onClose={close}>
          <ul className="b-rows">
            {shown.damage.map((one) => (
              <li key={`${one.duty} ${one.loses}`}>
                <Go to={`/duties?duty=${encodeURIComponent(one.duty)}`}>{titleOf(one.duty)}</Go>
                <p className="b-small">
                  {one.loses === 'A' ? t('duties.losses.nobodyAnswers') : one.because ? reason(one.because) : t('duties.losses.tooFew')}
                  {one.gridNumbers && ` · ${t('duties.inGrids', { grids: one.gridNumbers.join(', ') })}`}
                </p>
              </li>
            ))}
          </ul>
        </SidePanel>
      )}
    </div>
  );

  /** Hall's condition in plain words: these together need more than everyone able to do them can give. */
  function reason({ duties: together, need, supply }: NonNullable<LossRow['damage'][number]['because']>): string {
    return together.length > 1
      ? t('duties.losses.together', { n: together.length, list: together.map(titleOf).join(' · '), need, supply })
      : t('duties.losses.alone', { need, supply });
  }
}
