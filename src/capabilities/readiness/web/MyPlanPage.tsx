import { NativeSelect } from '@mantine/core';
import { type ReactElement, useMemo } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { LevelMark } from '../../../platform/web/parts/marks.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { useAddress } from '../../../platform/web/shell/address.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { isLanguage, languages, ownName } from '../../../platform/web/text/languages.ts';
import { InLanguage, useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { ownActions, type PlanHere } from '../rules/own-actions.ts';
import styles from './MyPlan.module.css';
import { inLanguage, useWithin } from './words.ts';

/**
 * What this person's posts do in each plan, and by when: from the copy on the device, before anything is activated. It is in the reader's
 * language, or in the one that is chosen to show it to somebody else.
 */
export default function MyPlanPage(): ReactElement {
  const t = useText();
  const reader = useLanguage();
  const [wanted, want] = useAddress('lang');
  const { may } = useMe();
  const { rows, ready } = useLocal<PlanHere>('readiness.plan');
  const mine = useMemo(() => ownActions(rows, may), [rows, may]);
  const language = isLanguage(wanted) ? wanted : reader.language;
  return (
    <Page title={t('readiness.mine')} lead={t('readiness.mineLead')} actions={<Go to="/tasks">{t('readiness.mineTasks')}</Go>}>
      {!ready && <Loading />}
      {ready && mine.length === 0 && <Empty title={t('readiness.mineNone')} text={t('readiness.mineNoneText')} />}
      {mine.length > 0 && (
        <>
          <NativeSelect
            className="b-noprint"
            label={t('readiness.mineLanguage')}
            value={language}
            onChange={(event) => want(event.currentTarget.value)}
            data={languages.map((one) => ({ value: one, label: ownName[one] }))}
          />
          <InLanguage language={language} meanwhile={<Loading />}>
            <Plans plans={mine} />
          </InLanguage>
        </>
      )}
    </Page>
  );
}

function Plans({ plans }: { readonly plans: readonly PlanHere[] }): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const within = useWithin();
  return (
    <>
      {plans.map((plan) => (
        <details key={plan.id} className={styles.plan} open={plans.length < 4}>
          <summary>
            <LevelMark level={plan.level} />
            <bdi>{inLanguage(plan.title, language)}</bdi>
            <span className={`b-soft b-small ${styles.count}`}>{t('readiness.mineCount', { n: plan.actions.length })}</span>
          </summary>
          <ol className={styles.actions}>
            {plan.actions.map((action) => (
              <li key={action.order}>
                <strong>{within(action.withinMin)}</strong>
                <bdi>{inLanguage(action.title, language)}</bdi>
              </li>
            ))}
          </ol>
        </details>
      ))}
    </>
  );
}
