import { NativeSelect } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { useConfirm, useToast } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { type StartName, startNames } from '../catalogue/starts.ts';
import { assignmentId } from '../model.ts';
import { byStrength } from '../rules/matrix.ts';
import { type StartPlanRow, takeOverStart } from '../start.ts';
import styles from './Duties.module.css';

/** A matrix that nobody but its keeper is in: choose one of three to begin from, see what it would give to whom and who is missing, and take it over. */
export function StartPart({ plans }: { readonly plans: readonly StartPlanRow[] }): ReactElement {
  const t = useText();
  const send = useSend();
  const confirm = useConfirm();
  const toast = useToast();
  const [chosen, setChosen] = useState<StartName>('ordinary');
  const [refused, setRefused] = useState<Problem | null>(null);
  const plan = plans.find((row) => row.start === chosen);
  const houses = new Map((plan?.lines ?? []).map((line) => [line.organisationId, line.organisation]));
  const takeOver = async () => {
    if (!plan) return;
    const sure = await confirm({
      title: t('duties.start.sure', { n: plan.lines.length, organisations: houses.size }),
      text: t('duties.start.sureText'),
      action: t('duties.start.take'),
    });
    if (!sure) return;
    const lines = plan.lines.map(({ organisation: _o, title: _t, ...line }) => ({ ...line, id: assignmentId.parse(freshId()) }));
    const result = await send(takeOverStart, { start: plan.start, lines });
    setRefused(result.status === 'refused' ? result.problem : null);
    if (result.status !== 'refused') toast(t('duties.start.taken'));
  };
  return (
    <section className="b-card b-rows" aria-label={t('duties.start')}>
      <h2>{t('duties.start')}</h2>
      <p>{t('duties.start.lead')}</p>
      <NativeSelect
        label={t('duties.start.which')}
        value={chosen}
        onChange={(event) => setChosen(startNames.find((name) => name === event.currentTarget.value) ?? 'ordinary')}
        data={startNames.map((name) => ({ value: name, label: t(`duties.start.${name}`) }))}
      />
      <p className="b-soft">{t(`duties.start.${chosen}.text`)}</p>
      {plan && (
        <>
          <h3>{t('duties.start.would', { n: plan.lines.length, organisations: houses.size })}</h3>
          <div>
            {[...houses].map(([id, name]) => (
              <HouseLines key={id} name={name} lines={plan.lines.filter((line) => line.organisationId === id)} />
            ))}
          </div>
          <Missing plan={plan} />
          {refused && <ProblemNote problem={refused} />}
          {houses.size < 2 && (
            <p>
              {t('duties.start.alone')} <Go to="/organisations">{t('duties.start.organisations')}</Go>
            </p>
          )}
          <div>
            <DutyButton duty="duties.assign" disabled={houses.size < 2} onClick={() => void takeOver()}>
              {t('duties.start.take')}
            </DutyButton>
          </div>
        </>
      )}
    </section>
  );
}

/** What one organisation would get: how much of each role, and which duties when opened. */
function HouseLines({ name, lines }: { readonly name: string; readonly lines: StartPlanRow['lines'] }): ReactElement {
  const t = useText();
  const count = (role: string): number => lines.filter((line) => line.role === role).length;
  return (
    <details>
      <summary>
        <strong>
          <bdi>{name}</bdi>
        </strong>{' '}
        <span className="b-soft">{t('duties.start.counts', { a: count('A'), r: count('R'), c: count('C'), i: count('I') })}</span>
      </summary>
      <ul className={styles.startLines}>
        {[...lines].sort(byStrength).map((line) => (
          <li key={`${line.duty} ${line.role}`}>
            <span className={styles.letters} data-role={line.role}>
              {line.role}
              {line.rank > 1 && line.rank}
            </span>{' '}
            {t(`duty.${line.duty}`)}
            {line.title && (
              <span className="b-soft">
                {' '}
                · <bdi>{line.title}</bdi>
              </span>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The kinds of organisation that are not ready, why, and who answers in the meantime. */
function Missing({ plan }: { readonly plan: StartPlanRow }): ReactElement | null {
  const t = useText();
  const has = useHasText();
  if (plan.missing.length === 0) return null;
  const kindName = (kind: string): string => (has(`community.kind.${kind}`) ? t(`community.kind.${kind}`) : kind.replaceAll('_', ' '));
  return (
    <>
      <h3>{t('duties.start.missing')}</h3>
      <ul>
        {plan.missing.map(({ kind, why, duties }) => (
          <li key={`${kind} ${why}`}>
            {kindName(kind)}: {t(`duties.start.why.${why}`)} <span className="b-soft">{t('duties.start.waiting', { n: duties.length })}</span>
          </li>
        ))}
      </ul>
      {plan.standsIn.length > 0 && (
        <p>{t('duties.start.standsIn', { n: plan.standsIn.length, list: plan.standsIn.map((code) => t(`duty.${code}`)).join(' · ') })}</p>
      )}
    </>
  );
}
