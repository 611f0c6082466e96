import { type ReactElement, useState } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type PositionRow, positions } from '../queries.ts';
import { Call } from './Call.tsx';
import { NewPosition } from './PositionForm.tsx';
import { PositionPanel } from './PositionPanel.tsx';

/** Every post with its holder and deputy, and how to call them. */
export default function PositionsPage(): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(positions, { seats: false });
  const [id, open, close] = usePanel('position');
  const shown = rows.find((row) => row.id === id);
  const [adding, setAdding] = useState(false);
  const add = (
    <DutyButton duty="community.manage" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('community.addPosition')}
    </DutyButton>
  );
  const vacant = rows.filter((row) => !row.holder).length;
  const columns: readonly Column<PositionRow>[] = [
    { key: 'title', title: t('community.post'), main: true, filter: 'text', value: (row) => row.title, cell: (row) => <bdi>{row.title}</bdi> },
    {
      key: 'organisation',
      title: t('community.organisation'),
      filter: 'choice',
      value: (row) => row.organisation,
      cell: (row) => <bdi>{row.organisation}</bdi>,
    },
    {
      key: 'holder',
      title: t('community.holder'),
      width: 120,
      filter: 'text',
      value: (row) => row.holder,
      cell: (row) => (row.holder ? <PersonText>{row.holder}</PersonText> : <span className="b-attention">{t('community.vacant')}</span>),
    },
    {
      key: 'phone',
      title: t('community.phone'),
      width: 140,
      value: (row) => row.holderPhone || null,
      cell: (row) => <Call number={row.holderPhone} />,
    },
    {
      key: 'since',
      title: t('community.since'),
      width: 120,
      value: (row) => row.holderSince,
      cell: (row) => row.holderSince && <When at={row.holderSince} style="date" />,
    },
    {
      key: 'deputy',
      title: t('community.deputy'),
      width: 120,
      value: (row) => row.deputy,
      cell: (row) => row.deputy && <PersonText>{row.deputy}</PersonText>,
    },
    {
      key: 'deputyPhone',
      title: t('community.deputyPhone'),
      width: 140,
      value: (row) => row.deputyPhone || null,
      cell: (row) => <Call number={row.deputyPhone} />,
    },
  ];
  return (
    <Page
      title={t('community.positions')}
      actions={add}
      lead={rows.length > 0 ? t('community.positionsLead', { posts: rows.length, vacant }) : undefined}
    >
      <DataTable
        name="positions"
        label={t('community.positions')}
        rows={rows}
        problem={problem}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => open(row.id)}
        loading={loading}
        empty={<Empty title={t('community.noPositions')} text={t('community.noPositionsText')} />}
      />
      {adding ? (
        <SidePanel title={t('community.addPosition')} onClose={() => setAdding(false)}>
          <NewPosition onDone={() => setAdding(false)} />
        </SidePanel>
      ) : (
        shown && <PositionPanel key={shown.id} position={shown} onClose={close} />
      )}
    </Page>
  );
}
