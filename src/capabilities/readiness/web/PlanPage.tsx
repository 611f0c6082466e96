import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ColourMark, LevelMark } from '../../../platform/web/parts/marks.tsx';
import { useConfirm } from '../../../platform/web/parts/overlays.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { printPage } from '../../../platform/web/parts/PrintSheet.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { useAddress, useGo, usePath } from '../../../platform/web/shell/address.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { When } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { retirePlan } from '../commands.ts';
import { type PlanAction, type PlanId, planId } from '../model.ts';
import { type PlanPage as PlanRow, plan } from '../queries.ts';
import { PlanEditor } from './PlanEditor.tsx';
import styles from './Readiness.module.css';
import { inLanguage, useHazard, useWithin } from './words.ts';

/** One plan: what it does by when, and who answers for each action now. Prints on A4. `/readiness/new` writes a new one. */
export default function PlanPage(): ReactElement {
  const t = useText();
  const path = usePath();
  const id = planId.safeParse(path.plan);
  if (path.plan === 'new') return <NewPlan />;
  return id.success ? <Known id={id.data} /> : <Page title={t('readiness.plan')}>{<Empty title={t('problem.readiness.planGone')} />}</Page>;
}

function NewPlan(): ReactElement {
  const t = useText();
  const go = useGo();
  return (
    <Page title={t('readiness.newPlan')}>
      <PlanEditor onDone={(made) => go(made ? `/readiness/${made}` : '/readiness')} />
    </Page>
  );
}

function Known({ id }: { readonly id: PlanId }): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const hazard = useHazard();
  const [wanted, setWanted] = useAddress('edition');
  const [editing, setEditing] = useState(false);
  const edition = Number(wanted);
  const { rows, loading, problem } = useQueryRows(plan, { id, ...(Number.isInteger(edition) && edition > 0 ? { edition } : {}) });
  const [row] = rows;
  if (!row) {
    return (
      <Page title={t('readiness.plan')}>
        {problem ? (
          <ProblemNote problem={problem} />
        ) : loading ? (
          <Loading />
        ) : (
          <Empty title={t('problem.readiness.planGone')} action={<Go to="/readiness">{t('readiness.plans')}</Go>} />
        )}
      </Page>
    );
  }
  const current = row.editions[0]?.edition === row.edition;
  if (editing) {
    return (
      <Page title={inLanguage(row.title, language)}>
        <PlanEditor before={row} onDone={() => setEditing(false)} />
      </Page>
    );
  }
  return (
    <Page
      title={inLanguage(row.title, language)}
      lead={`${hazard(row.hazard)} · ${t('readiness.editionN', { n: row.edition })}`}
      actions={<Actions row={row} current={current} onEdit={() => setEditing(true)} />}
    >
      <div className="b-line">
        <LevelMark level={row.level} />
        {row.trigger.colours.map((colour) => (
          <ColourMark key={colour} colour={colour} />
        ))}
        <span>
          {row.trigger.words.length === 0 ? t('readiness.byPeople') : t('readiness.byWords', { words: row.trigger.words.join(t('web.comma')) })}
        </span>
      </div>
      {row.source && <p className="b-soft b-small">{t('readiness.ourReading')}</p>}
      <TimeAxis actions={row.actions} />
      <section className="b-noprint b-rows" aria-labelledby="editions">
        <h2 id="editions">{t('readiness.editions')}</h2>
        <ul>
          {row.editions.map((one) => (
            <li key={one.edition} className="b-line">
              <Button variant="subtle" size="compact-sm" disabled={one.edition === row.edition} onClick={() => setWanted(String(one.edition))}>
                {t('readiness.editionN', { n: one.edition })}
              </Button>
              <When at={one.writtenAt} style="full" /> <bdi>{one.note}</bdi>
            </li>
          ))}
        </ul>
      </section>
    </Page>
  );
}

function Actions({ row, current, onEdit }: { readonly row: PlanRow; readonly current: boolean; readonly onEdit: () => void }): ReactElement {
  const t = useText();
  const go = useGo();
  const send = useSend();
  const confirm = useConfirm();
  const [refused, setRefused] = useState<Problem | null>(null);
  const retire = async () => {
    if (!(await confirm({ title: t('readiness.retire'), text: t('readiness.retireText'), action: t('readiness.retire') }))) return;
    const answer = await send(retirePlan, { planId: row.id });
    setRefused(answer.status === 'refused' ? answer.problem : null);
  };
  return (
    <>
      {row.status === 'active' && current && (
        <DutyButton duty="response.command" onClick={() => go(`/response/activate?plan=${row.id}`)}>
          {t('readiness.activate')}
        </DutyButton>
      )}
      {current && (
        <DutyButton duty="readiness.plan" variant="default" leftSection={<Icon name="edit" />} onClick={onEdit}>
          {t('readiness.edit')}
        </DutyButton>
      )}
      {row.status === 'active' && current && (
        <DutyButton duty="readiness.plan" variant="default" onClick={() => void retire()}>
          {t('readiness.retire')}
        </DutyButton>
      )}
      <Button variant="default" leftSection={<Icon name="print" />} onClick={printPage}>
        {t('readiness.print')}
      </Button>
      {refused && <ProblemNote problem={refused} />}
    </>
  );
}

/** Actions along the minutes after activation. The axis is drawn as a square root, so that the first hour is wide. */
function TimeAxis({ actions }: { readonly actions: readonly PlanAction[] }): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const within = useWithin();
  const longest = Math.max(60, ...actions.map((action) => action.withinMin));
  return (
    <section className="b-rows" aria-labelledby="actions">
      <h2 id="actions">{t('readiness.actionsBy', { n: actions.length, first: within(Math.min(...actions.map((action) => action.withinMin))) })}</h2>
      <ol className={styles.timeline}>
        {actions.map((action) => (
          <li key={action.order} className={`b-card ${styles.action}`}>
            <div className="b-line">
              <strong>{within(action.withinMin)}</strong>
              <span>{t(`readiness.kind.${action.kind}`)}</span>
              <span className="b-soft">{t(`readiness.audience.${action.audience}`)}</span>
            </div>
            <div className={styles.track} aria-hidden="true">
              <span
                className={`${styles.mark} ${action.kind === 'notice' ? styles.notice : action.kind === 'round' ? styles.round : ''}`}
                style={{ insetInlineStart: `${Math.sqrt(action.withinMin / longest) * 100}%` }}
              />
            </div>
            <p>
              <bdi>{inLanguage(action.title, language)}</bdi>
            </p>
            {action.text && (
              <p className="b-small">
                <bdi>{inLanguage(action.text, language)}</bdi>
              </p>
            )}
            <DutyNote duty={action.duty} />
          </li>
        ))}
      </ol>
    </section>
  );
}
