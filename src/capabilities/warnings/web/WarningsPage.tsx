import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { useGo } from '../../../platform/web/shell/address.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { type AlertRow, alerts } from '../queries.ts';
import { AlertCard } from './AlertCard.tsx';
import { Headline, headlineOf, LifeMark, WarningColour } from './AlertMarks.tsx';
import { AlertPanel } from './AlertPanel.tsx';
import { UploadAlert } from './UploadAlert.tsx';
import styles from './Warnings.module.css';

/** What is in force for this community first, then everything on record. */
export default function WarningsPage(): ReactElement {
  const t = useText();
  const go = useGo();
  const { rows, loading, problem, refetch } = useQueryRows(alerts, { show: 'all', limit: 500 });
  const [refused, setRefused] = useState<Problem | null>(null);
  const [id, open, close] = usePanel('alert');
  const columns = useColumns();
  const inForce = rows.filter((row) => row.matched.length > 0 && (row.life === 'current' || row.life === 'coming'));
  // The panel would stand over what is wrong with the file.
  const refuse = (why: Problem | null) => {
    setRefused(why);
    if (why) close();
  };
  const received = (alertId: string) => {
    refetch();
    open(alertId);
  };
  const actions = (
    <>
      <UploadAlert onReceived={received} onProblem={refuse} />
      <DutyButton duty="warnings.publish" variant="default" leftSection={<Icon name="warning" />} onClick={() => go('/warnings/publish')}>
        {t('warnings.publish.open')}
      </DutyButton>
      <DutyButton duty="warnings.publish" leftSection={<Icon name="bell" />} onClick={() => go('/warnings/notices/new')}>
        {t('warnings.compose')}
      </DutyButton>
    </>
  );
  return (
    <Page title={t('warnings.nav')} actions={actions} lead={!loading && t('warnings.lead', { n: inForce.length })}>
      {refused && <ProblemNote problem={refused} />}
      {inForce.length > 0 && (
        <section className="b-rows" aria-labelledby="warnings-now">
          <h2 id="warnings-now">{t('warnings.now')}</h2>
          <div className={styles.cards}>
            {inForce.map((row) => (
              <AlertCard key={row.id} row={row} onOpen={() => open(row.id)} />
            ))}
          </div>
        </section>
      )}
      <section className="b-rows" aria-labelledby="warnings-all">
        <h2 id="warnings-all">{t('warnings.earlier')}</h2>
        <DataTable
          name="alerts"
          label={t('warnings.earlier')}
          rows={rows}
          problem={problem}
          rowKey={(row) => row.id}
          columns={columns}
          onOpen={(row) => open(row.id)}
          loading={loading}
          shareable
          empty={<Empty title={t('warnings.noneTitle')} text={t('warnings.noneText')} />}
        />
      </section>
      {id && <AlertPanel key={id} id={id} onClose={close} onOpen={open} />}
    </Page>
  );
}

function useColumns(): readonly Column<AlertRow>[] {
  const t = useText();
  const { language } = useLanguage();
  return [
    {
      key: 'colour',
      title: t('warnings.column.colour'),
      width: 150,
      filter: 'choice',
      value: (row) => (row.colour ? t(`web.colour.${row.colour}`) : t('warnings.noColour')),
      cell: (row) => <WarningColour row={row} />,
    },
    {
      key: 'headline',
      title: t('warnings.column.headline'),
      main: true,
      filter: 'text',
      value: (row) => headlineOf(row, language),
      cell: (row) => <Headline row={row} />,
    },
    { key: 'hazard', title: t('warnings.column.hazard'), width: 110, filter: 'choice', value: (row) => t(`warnings.hazard.${row.hazard}`) },
    {
      key: 'life',
      title: t('warnings.column.life'),
      width: 140,
      filter: 'choice',
      value: (row) => t(`warnings.life.${row.life}`),
      cell: (row) => <LifeMark life={row.life} />,
    },
    {
      key: 'ours',
      title: t('warnings.column.ours'),
      width: 110,
      filter: 'choice',
      value: (row) => t(row.matched.length > 0 ? 'warnings.ours.yes' : 'warnings.ours.no'),
    },
    {
      key: 'sender',
      title: t('warnings.column.sender'),
      width: 200,
      filter: 'text',
      value: (row) => row.alert.sender,
      cell: (row) => <bdi>{row.alert.sender}</bdi>,
    },
    { key: 'received', title: t('warnings.column.received'), width: 150, value: (row) => row.receivedAt, cell: (row) => <Ago at={row.receivedAt} /> },
  ];
}
