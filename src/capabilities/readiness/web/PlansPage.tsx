import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DataTable } from '../../../platform/web/parts/DataTable.tsx';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { LevelMark } from '../../../platform/web/parts/marks.tsx';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useGo } from '../../../platform/web/shell/address.ts';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Num } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { adoptPlan } from '../commands.ts';
import { planId } from '../model.ts';
import { readyMadePlans } from '../plans.ts';
import { plans } from '../queries.ts';
import TodayProposals from './TodayProposals.tsx';
import { inLanguage, useHazard } from './words.ts';

/** All plans: by hazard and level, the ones that an alert speaks for on top, and the ready-made ones that can be taken over. */
export default function PlansPage(): ReactElement {
  const t = useText();
  const go = useGo();
  const hazard = useHazard();
  const { language } = useLanguage();
  const { rows, loading, problem } = useQueryRows(plans, {});
  const have = new Set(rows.map((row) => row.source));
  const missing = [...readyMadePlans.keys()].filter((code) => !have.has(code));
  const actions = (
    <DutyButton duty="readiness.plan" leftSection={<Icon name="plus" />} onClick={() => go('/readiness/new')}>
      {t('readiness.newPlan')}
    </DutyButton>
  );
  return (
    <Page title={t('readiness.plans')} lead={t('readiness.plansLead')} actions={actions}>
      <TodayProposals />
      {missing.length > 0 && !loading && !problem && <TakeOver codes={missing} />}
      <DataTable
        name="plans"
        label={t('readiness.plans')}
        shareable
        rows={rows}
        problem={problem}
        rowKey={(row) => row.id}
        loading={loading}
        onOpen={(row) => go(`/readiness/${row.id}`)}
        empty={<Empty title={t('readiness.noPlans')} text={t('readiness.noPlansText')} />}
        columns={[
          {
            key: 'title',
            title: t('readiness.planTitle'),
            value: (row) => inLanguage(row.title, language),
            cell: (row) => <bdi>{inLanguage(row.title, language)}</bdi>,
            main: true,
            filter: 'text',
          },
          { key: 'hazard', title: t('readiness.hazard'), value: (row) => hazard(row.hazard), width: 140, filter: 'choice' },
          {
            key: 'level',
            title: t('readiness.level'),
            value: (row) => row.level,
            cell: (row) => <LevelMark level={row.level} />,
            width: 120,
            filter: 'choice',
          },
          {
            key: 'actions',
            title: t('readiness.actions'),
            value: (row) => row.actions,
            cell: (row) => <Num value={row.actions} />,
            width: 90,
            end: true,
          },
          { key: 'edition', title: t('readiness.edition'), value: (row) => row.edition, width: 90, end: true },
          {
            key: 'status',
            title: t('readiness.status'),
            value: (row) => t(`readiness.status.${row.status}`),
            cell: (row) => <StatusMark is={row.status === 'active' ? 'done' : 'stopped'} word={t(`readiness.status.${row.status}`)} />,
            width: 120,
            filter: 'choice',
          },
        ]}
      />
    </Page>
  );
}

function TakeOver({ codes }: { readonly codes: readonly string[] }): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = async () => {
    setBusy(true);
    for (const code of codes) {
      const result = await send(adoptPlan, { planId: planId.parse(freshId()), code });
      if (result.status === 'refused') {
        setProblem(result.problem);
        break;
      }
    }
    setBusy(false);
    toast(t('readiness.saved'));
  };
  return (
    <section className="b-card b-rows">
      <p>{t('readiness.readyMade', { n: codes.length })}</p>
      <p className="b-soft b-small">{t('readiness.ourReading')}</p>
      {problem && <ProblemNote problem={problem} />}
      <div className="b-line">
        <DutyButton duty="readiness.plan" variant="default" loading={busy} onClick={() => void take()}>
          {t('readiness.takeOver')}
        </DutyButton>
      </div>
    </section>
  );
}
