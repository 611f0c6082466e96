import { type ReactElement, useState } from 'react';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { SidePanel, usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import type { Column } from '../../../platform/web/parts/table-logic.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Num, When } from '../../../platform/web/text/parts.tsx';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { lastDayOf, mandateRule } from '../../community/index.ts';
import { type MandateStandingRow, standings } from '../queries-mandates.ts';
import { MandateRuleForm } from './MandateRuleForm.tsx';
import { MandatesPanel } from './MandatesPanel.tsx';
import { StageMark } from './StageMark.tsx';

/** The place of every organisation: which take part by law, which by a mandate, which have none, and what ends soon. */
export default function MandatesPage(): ReactElement {
  const t = useText();
  const has = useHasText();
  const { rows, loading, problem } = useQueryRows(standings, {});
  const [rule] = useQueryRows(mandateRule, {}).rows;
  const [id, open, close] = usePanel('organisation');
  const [setting, setSetting] = useState(false);
  const shown = rows.find((row) => row.organisationId === id);
  const kind = (word: string): string => (has(`community.kind.${word}`) ? t(`community.kind.${word}`) : word.replaceAll('_', ' '));
  const columns: readonly Column<MandateStandingRow>[] = [
    { key: 'name', title: t('community.organisation'), main: true, filter: 'text', value: (row) => row.name, cell: (row) => <bdi>{row.name}</bdi> },
    { key: 'kind', title: t('community.kind'), width: 150, filter: 'choice', value: (row) => kind(row.kind) },
    {
      key: 'stage',
      title: t('duties.mandate.stage'),
      width: 230,
      filter: 'choice',
      value: (row) => t(`community.stage.${row.stage}`),
      cell: (row) => <StageMark stage={row.stage} />,
    },
    {
      key: 'until',
      title: t('duties.mandate.until'),
      width: 130,
      value: (row) => row.until,
      cell: (row) => row.until && <When at={lastDayOf(row.until)} style="date" />,
    },
    {
      key: 'insured',
      title: t('duties.mandate.insured'),
      width: 130,
      value: (row) => row.assessment?.insuredUntil ?? null,
      cell: (row) => row.assessment?.insuredUntil && <When at={row.assessment.insuredUntil} style="date" />,
    },
    { key: 'holds', title: t('duties.mandate.holds'), width: 90, end: true, value: (row) => row.holds, cell: (row) => <Num value={row.holds} /> },
    { key: 'lost', title: t('duties.mandate.lost'), width: 110, end: true, value: (row) => row.lost, cell: (row) => <Num value={row.lost} /> },
  ];
  const from = rule?.bindFrom ?? null;
  return (
    <Page title={t('duties.mandates')} lead={t('duties.mandate.lead')}>
      {rule && (
        <div className="b-line">
          <span>
            {from === null ? (
              t('duties.mandate.ruleNone')
            ) : (
              <>
                {t('duties.mandate.ruleFrom')} <When at={from} style="date" />
              </>
            )}
          </span>
          <DutyButton duty="duties.assign" variant="default" size="xs" onClick={() => setSetting(true)}>
            {t('duties.mandate.ruleChange')}
          </DutyButton>
        </div>
      )}
      <DataTable
        name="mandates"
        label={t('duties.mandates')}
        rows={rows}
        problem={problem}
        rowKey={(row) => row.organisationId}
        columns={columns}
        onOpen={(row) => open(row.organisationId)}
        loading={loading}
        shareable
        empty={<Empty title={t('duties.mandate.none')} text={t('duties.mandate.noneText')} />}
      />
      {setting ? (
        <SidePanel title={t('duties.mandate.ruleTitle')} onClose={() => setSetting(false)}>
          <MandateRuleForm from={from} onDone={() => setSetting(false)} />
        </SidePanel>
      ) : (
        shown && <MandatesPanel key={shown.organisationId} standing={shown} onClose={close} />
      )}
    </Page>
  );
}
