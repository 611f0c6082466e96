import type { ReactElement } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { LevelMark } from '../../../platform/web/parts/marks.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { useGo } from '../../../platform/web/shell/address.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type IncidentRow, incidents } from '../queries.ts';
import { ClaimLimit } from './ClaimLimit.tsx';
import { useHazard } from './words.ts';

/** Everything that was activated here, real and as an exercise; what runs stands first. */
export default function IncidentsPage(): ReactElement {
  const t = useText();
  const go = useGo();
  const hazard = useHazard();
  const { rows, loading, problem } = useQueryRows(incidents, {});
  const running = rows.filter((row) => row.closedAt === null).length;
  const columns: readonly Column<IncidentRow>[] = [
    { key: 'title', title: t('response.column.title'), value: (row) => row.title, cell: (row) => <PersonText>{row.title}</PersonText>, main: true },
    { key: 'level', title: t('response.column.level'), value: (row) => row.level, cell: (row) => <LevelMark level={row.level} />, width: 130 },
    { key: 'hazard', title: t('response.column.hazard'), value: (row) => hazard(row.hazard), filter: 'choice', width: 140 },
    {
      key: 'kind',
      title: t('response.column.kind'),
      value: (row) => t(row.exercise ? 'web.exercise' : 'response.real'),
      filter: 'choice',
      width: 110,
    },
    { key: 'opened', title: t('response.column.opened'), value: (row) => row.openedAt, cell: (row) => <When at={row.openedAt} />, width: 170 },
    {
      key: 'closed',
      title: t('response.column.closed'),
      value: (row) => row.closedAt ?? '',
      cell: (row) => (row.closedAt ? <When at={row.closedAt} /> : <strong>{t('response.runs')}</strong>),
      width: 170,
    },
    {
      key: 'reached',
      title: t('response.column.reached'),
      value: (row) => (row.figures && row.figures.doorsAll > 0 ? Math.round((100 * row.figures.doorsReached) / row.figures.doorsAll) : null),
      end: true,
      width: 120,
    },
  ];
  return (
    <Page title={t('response.nav')} lead={!loading && t('response.lead', { n: running })} actions={<Go to="/readiness">{t('response.toPlans')}</Go>}>
      <DataTable
        name="incidents"
        label={t('response.nav')}
        rows={rows}
        problem={problem}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => go(`/response/${row.id}`)}
        loading={loading}
        empty={<Empty title={t('response.none')} text={t('response.noneText')} action={<Go to="/readiness">{t('response.toPlans')}</Go>} />}
        shareable
      />
      <ClaimLimit />
    </Page>
  );
}
