import { NativeSelect } from '@mantine/core';
import { type ReactElement, useMemo, useState } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { useGo } from '../../../platform/web/shell/address.ts';
import { usePhone } from '../../../platform/web/shell/usePhone.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { network } from '../queries-analysis.ts';
import styles from './Analysis.module.css';
import { Legend, NetworkDrawing, type NetworkRow, networkSize } from './NetworkDrawing.tsx';
import { NetworkMeasures } from './NetworkMeasures.tsx';
import { Picture } from './Picture.tsx';
import { useSince } from './useSince.ts';

type Measured = NetworkRow['declared']['measures']['each'][number];
interface Member {
  readonly id: string;
  readonly name: string;
  readonly sector: string;
  readonly declared: Measured | undefined;
  readonly observed: Measured | undefined;
  readonly cut: boolean;
}

const spans = [30, 90, 365, 1095] as const;
const places = (n: number | undefined): number | null => (n === undefined ? null : Math.round(n * 1000) / 1000);

/** The network of organisations: as declared and as seen at work, one over the other; several measures, and the table behind them. */
export function NetworkTab(): ReactElement {
  const t = useText();
  const go = useGo();
  const phone = usePhone();
  const [days, setDays] = useState<number>(365);
  const since = useSince(days);
  const { rows, loading, problem } = useQueryRows(network, { since }, { keep: true });
  const found = rows[0];
  const members = useMemo(
    (): readonly Member[] =>
      found?.organisations.map((o, i) => ({
        ...o,
        declared: found.declared.measures.each[i],
        observed: found.observed.measures.each[i],
        cut: found.declared.measures.cutPoints.includes(i),
      })) ?? [],
    [found],
  );
  const columns = useMemo(
    (): readonly Column<Member>[] => [
      { key: 'name', title: t('duties.organisation'), value: (row) => row.name, main: true, filter: 'text', width: 220 },
      { key: 'sector', title: t('duties.network.sector'), value: (row) => t(`community.sector.${row.sector}`), filter: 'choice', width: 120 },
      { key: 'declared', title: t('duties.network.declaredTies'), value: (row) => row.declared?.degree ?? 0, end: true, width: 110 },
      { key: 'observed', title: t('duties.network.observedTies'), value: (row) => row.observed?.degree ?? 0, end: true, width: 110 },
      { key: 'betweenness', title: t('duties.network.betweenness'), value: (row) => places(row.declared?.betweenness), end: true, width: 130 },
      { key: 'closeness', title: t('duties.network.closeness'), value: (row) => places(row.declared?.closeness), end: true, width: 110 },
      { key: 'core', title: t('duties.network.core'), value: (row) => row.declared?.core ?? 0, end: true, width: 90 },
      {
        key: 'cut',
        title: t('duties.network.cutPoint'),
        value: (row) => t(row.cut ? 'duties.network.yes' : 'duties.network.no'),
        filter: 'choice',
        width: 110,
      },
    ],
    [t],
  );
  if (loading) return <Loading />;
  if (problem) return <ProblemNote problem={problem} />;
  if (!found || members.length === 0) return <Empty title={t('duties.network.none')} />;
  return (
    <div className="b-rows">
      <div className={`${styles.choices} b-noprint`}>
        <NativeSelect
          label={t('duties.network.since')}
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
          data={spans.map((n) => ({ value: String(n), label: t('duties.network.lastDays', { n }) }))}
        />
      </div>
      <p>{t('duties.network.notOneIndex')}</p>
      <Picture
        title={t('duties.network.title', { n: found.organisations.length, unused: found.unused.length, undeclared: found.undeclared.length })}
        file="duties-network"
        {...networkSize(found, phone)}
        legend={<Legend />}
        table={
          <DataTable
            name="duties-network"
            label={t('duties.tab.network')}
            rows={members}
            rowKey={(row) => row.id}
            columns={columns}
            onOpen={(row) => go(`/duties?organisation=${encodeURIComponent(row.id)}`)}
          />
        }
      >
        <NetworkDrawing found={found} phone={phone} />
      </Picture>
      <NetworkMeasures found={found} />
    </div>
  );
}
