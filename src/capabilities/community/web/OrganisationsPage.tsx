import { type ReactElement, useState } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Num } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type OrganisationRow, organisations } from '../queries.ts';
import { Call } from './Call.tsx';
import { useKindName } from './kinds.ts';
import { OrganisationForm } from './OrganisationForm.tsx';
import { OrganisationPanel } from './OrganisationPanel.tsx';

/** Every organisation that takes part, what it is, and how to call it. */
export default function OrganisationsPage(): ReactElement {
  const t = useText();
  const kindName = useKindName('kind');
  const { rows, loading, problem } = useQueryRows(organisations, {});
  const [id, open, close] = usePanel('organisation');
  const [adding, setAdding] = useState(false);
  const shown = rows.find((row) => row.id === id);
  const columns: readonly Column<OrganisationRow>[] = [
    { key: 'name', title: t('community.name'), main: true, filter: 'text', value: (row) => row.name, cell: (row) => <bdi>{row.name}</bdi> },
    { key: 'kind', title: t('community.kind'), width: 150, filter: 'choice', value: (row) => kindName(row.kind) },
    { key: 'sector', title: t('community.sector'), width: 120, filter: 'choice', value: (row) => t(`community.sector.${row.sector}`) },
    { key: 'posts', title: t('community.posts'), width: 80, end: true, value: (row) => row.posts, cell: (row) => <Num value={row.posts} /> },
    { key: 'vacant', title: t('community.vacant'), width: 80, end: true, value: (row) => row.vacant, cell: (row) => <Num value={row.vacant} /> },
    { key: 'seats', title: t('community.members'), width: 80, end: true, value: (row) => row.seats, cell: (row) => <Num value={row.seats} /> },
    { key: 'phone', title: t('community.phone'), width: 140, value: (row) => row.phone || null, cell: (row) => <Call number={row.phone} /> },
    { key: 'status', title: t('community.status'), width: 90, filter: 'choice', value: (row) => t(`community.status.${row.status}`) },
  ];
  const add = (
    <DutyButton duty="community.manage" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('community.addOrganisation')}
    </DutyButton>
  );
  return (
    <Page title={t('community.organisations')} actions={add}>
      <DataTable
        name="organisations"
        label={t('community.organisations')}
        rows={rows}
        problem={problem}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => open(row.id)}
        loading={loading}
        shareable
        empty={<Empty title={t('community.noOrganisations')} text={t('community.noOrganisationsText')} />}
      />
      {adding ? (
        <SidePanel title={t('community.addOrganisation')} onClose={() => setAdding(false)}>
          <OrganisationForm onDone={() => setAdding(false)} />
        </SidePanel>
      ) : (
        shown && <OrganisationPanel key={shown.id} organisation={shown} onClose={close} />
      )}
    </Page>
  );
}
