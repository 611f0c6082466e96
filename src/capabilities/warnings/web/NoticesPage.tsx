import type { ReactElement } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { useGo } from '../../../platform/web/shell/address.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, Num } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { deliveryStates, wordsFor } from '../notice.ts';
import { type NoticeRow, notices } from '../queries.ts';
import { NoticePanel } from './NoticePanel.tsx';

/** Notices sent, and of each how many know. */
export default function NoticesPage(): ReactElement {
  const t = useText();
  const go = useGo();
  const { rows, loading, problem } = useQueryRows(notices, { limit: 200 });
  const [id, open, close] = usePanel('notice');
  const columns = useColumns();
  const shown = rows.find((row) => row.id === id);
  const compose = (
    <DutyButton duty="warnings.publish" leftSection={<Icon name="bell" />} onClick={() => go('/warnings/notices/new')}>
      {t('warnings.compose')}
    </DutyButton>
  );
  return (
    <Page title={t('warnings.notices')} actions={compose}>
      <DataTable
        name="notices"
        label={t('warnings.notices')}
        rows={rows}
        problem={problem}
        rowKey={(row) => row.id}
        columns={columns}
        onOpen={(row) => open(row.id)}
        loading={loading}
        empty={<Empty title={t('warnings.noNoticesTitle')} text={t('warnings.noNoticesText')} />}
      />
      {shown && <NoticePanel key={shown.id} notice={shown} onClose={close} />}
    </Page>
  );
}

function useColumns(): readonly Column<NoticeRow>[] {
  const t = useText();
  const { language } = useLanguage();
  const title = (row: NoticeRow) => `${row.exercise ? `${t('web.exercise')} · ` : ''}${wordsFor(row.title, language)}`;
  return [
    { key: 'title', title: t('warnings.column.title'), main: true, filter: 'text', value: title, cell: (row) => <bdi>{title(row)}</bdi> },
    { key: 'sent', title: t('warnings.column.sent'), width: 150, value: (row) => row.sentAt, cell: (row) => <Ago at={row.sentAt} /> },
    ...deliveryStates.map(
      (state): Column<NoticeRow> => ({
        key: state,
        title: t(`warnings.state.${state}`),
        width: 120,
        end: true,
        value: (row) => row[state],
        cell: (row) => <Num value={row[state]} />,
      }),
    ),
  ];
}
