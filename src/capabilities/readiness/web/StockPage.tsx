import { type ReactElement, useState } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Num, When } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { stock } from '../queries.ts';
import { coverOf, shortfallOf } from '../rules/cover.ts';
import { ItemForm } from './ItemForm.tsx';
import { StockPanel } from './StockPanel.tsx';
import { inLanguage } from './words.ts';

/** What is kept for an emergency: how much, how long it lasts, what runs out of date. Every balance opens to its ledger. */
export default function StockPage(): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const { rows, loading, problem } = useQueryRows(stock, {});
  const [id, open, close] = usePanel('item');
  const [adding, setAdding] = useState(false);
  const shown = rows.find((row) => row.id === id);
  const actions = (
    <DutyButton duty="readiness.stock" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('readiness.addItem')}
    </DutyButton>
  );
  return (
    <Page title={t('readiness.stock')} lead={t('readiness.stockLead')} actions={actions}>
      <DataTable
        name="stock"
        label={t('readiness.stock')}
        shareable
        rows={rows}
        problem={problem}
        rowKey={(row) => row.id}
        loading={loading}
        onOpen={(row) => open(row.id)}
        empty={<Empty title={t('readiness.noStock')} text={t('readiness.noStockText')} />}
        columns={[
          {
            key: 'name',
            title: t('readiness.item'),
            value: (row) => inLanguage(row.name, language),
            cell: (row) => <bdi>{inLanguage(row.name, language)}</bdi>,
            main: true,
            filter: 'text',
          },
          {
            key: 'balance',
            title: t('readiness.balance'),
            value: (row) => row.balance,
            cell: (row) => (
              <>
                <Num value={row.balance} /> <bdi>{row.unit}</bdi>
              </>
            ),
            width: 130,
            end: true,
          },
          {
            key: 'cover',
            title: t('readiness.cover'),
            value: (row) => coverOf(row).days,
            cell: (row) => {
              const { days, by } = coverOf(row);
              return days === null ? (
                <span className="b-soft">{t('readiness.coverUnknown')}</span>
              ) : (
                <span>{t(`readiness.coverDays.${by}`, { n: Math.floor(days * 10) / 10 })}</span>
              );
            },
            width: 220,
          },
          {
            key: 'expiry',
            title: t('readiness.nextExpiry'),
            value: (row) => row.nextExpiry,
            cell: (row) => (row.nextExpiry ? <When at={row.nextExpiry} style="date" /> : <span className="b-soft">{t('readiness.noExpiry')}</span>),
            width: 150,
          },
          {
            key: 'state',
            title: t('readiness.status'),
            value: (row) => (row.expired > 0 ? 2 : row.expiringSoon > 0 ? 1 : 0),
            cell: (row) => {
              if (row.expired > 0) return <StatusMark is="late" word={t('readiness.expired', { n: row.expired })} />;
              return row.expiringSoon > 0 && <StatusMark is="doing" word={t('readiness.expiringSoon', { n: row.expiringSoon })} />;
            },
            width: 190,
          },
          {
            key: 'minimum',
            title: t('readiness.minimum'),
            value: (row) => shortfallOf(row),
            cell: (row) => {
              const short = shortfallOf(row);
              if (short === null) return <span className="b-soft">{t('readiness.minimumUnset')}</span>;
              return <StatusMark is={short > 0 ? 'late' : 'done'} word={short > 0 ? t('readiness.short', { n: short }) : t('readiness.enough')} />;
            },
            width: 180,
          },
        ]}
      />
      {adding && (
        <SidePanel title={t('readiness.addItem')} onClose={() => setAdding(false)}>
          <ItemForm onDone={() => setAdding(false)} />
        </SidePanel>
      )}
      {!adding && shown && <StockPanel key={shown.id} row={shown} onClose={close} />}
    </Page>
  );
}
