import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type RequestRow, requests } from '../queries.ts';
import { NewRequest } from './NewRequest.tsx';
import { RequestPanel } from './RequestPanel.tsx';
import { RequestsHere, requestShape } from './RequestsHere.tsx';

/** Requests, those nobody has answered first and the oldest of them at the top; the chosen one beside the list. */
export function RequestList({ incident, live }: { readonly incident: string | null; readonly live: boolean }): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(requests, { incidentId: incident as never, live });
  const [id, open, close] = usePanel('request');
  const [adding, setAdding] = useState(false);
  // Without a network: what the copy on this phone knows. The words of a request stay with the server.
  if (live && problem?.code === 'web.serverAway') return <RequestsHere />;
  const chosen = rows.find((row) => row.id === id);
  const columns: readonly Column<RequestRow>[] = [
    {
      key: 'door',
      title: t('response.column.door'),
      value: (row) => row.door,
      cell: (row) => <bdi dir="ltr">{row.door}</bdi>,
      main: true,
      filter: 'text',
      width: 120,
    },
    { key: 'kind', title: t('response.column.kind'), value: (row) => t(`response.kind.${row.kind}`), filter: 'choice', width: 140 },
    { key: 'urgency', title: t('response.column.urgency'), value: (row) => t(`response.urgency.${row.urgency}`), filter: 'choice', width: 110 },
    {
      key: 'state',
      title: t('response.column.state'),
      value: (row) => t(`response.requestState.${row.state}`),
      cell: (row) => <StatusMark is={requestShape[row.state]} word={t(`response.requestState.${row.state}`)} />,
      filter: 'choice',
      width: 150,
    },
    { key: 'asked', title: t('response.column.asked'), value: (row) => row.askedAt, cell: (row) => <Ago at={row.askedAt} />, width: 150 },
    { key: 'source', title: t('response.column.source'), value: (row) => t(`response.source.${row.source}`), filter: 'choice', width: 110 },
    { key: 'times', title: t('response.column.times'), value: (row) => row.times, end: true, width: 90 },
  ];
  return (
    <>
      <div className="b-line">
        <Button variant="default" onClick={() => setAdding(true)}>
          {t('response.requests.add')}
        </Button>
      </div>
      <DataTable
        name="requests"
        label={t('response.requests.nav')}
        rows={rows}
        problem={problem}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => open(row.id)}
        loading={loading}
        empty={<Empty title={t('response.requests.none')} text={t('response.requests.noneText')} />}
        exportable={false}
      />
      {adding && <NewRequest incident={incident} onClose={() => setAdding(false)} />}
      {chosen && (
        <SidePanel title={<bdi dir="ltr">{chosen.door}</bdi>} onClose={close}>
          <RequestPanel key={chosen.id} request={chosen} />
        </SidePanel>
      )}
    </>
  );
}
