import { Button, Checkbox, TextInput } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { LevelMark } from '../../../platform/web/parts/marks.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useAddress, useGo } from '../../../platform/web/shell/address.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useLocal, useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { sayMoment } from '../../../platform/web/text/moments.ts';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { activatePlan } from '../commands.ts';
import { type PreviewRow, preview } from '../queries.ts';
import { inLanguage } from './words.ts';

/**
 * The second of the two clicks: `/response/activate?plan=…&alert=…`. Shows what will happen and who answers for each action,
 * with the name filled in, so that one button is all it takes.
 */
export default function ActivatePage(): ReactElement {
  const t = useText();
  const [plan] = useAddress('plan');
  const { rows, loading, problem } = useQueryRows(preview, { planId: plan ?? '' }, { when: plan !== null });
  const [found] = rows;
  if (problem) return <Page title={t('response.activate.title')}>{<ProblemNote problem={problem} />}</Page>;
  if (!found) {
    return (
      <Page title={t('response.activate.title')}>
        {loading ? <Loading /> : <Empty title={t('response.activate.noPlan')} action={<Go to="/readiness">{t('response.toPlans')}</Go>} />}
      </Page>
    );
  }
  return <Activate planId={plan ?? ''} found={found} />;
}

function Activate({ planId, found }: { readonly planId: string; readonly found: PreviewRow }): ReactElement {
  const t = useText();
  const go = useGo();
  const send = useSend();
  const { language } = useLanguage();
  const [alert] = useAddress('alert');
  const [asked] = useAddress('exercise');
  const [exercise, setExercise] = useState(asked !== null && asked !== 'false');
  const [title, setTitle] = useState(() => `${inLanguage(found.title, language)} · ${sayMoment(language, new Date(), 'date')}`.slice(0, 120));
  const [incidentId] = useState(freshId);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const activate = async () => {
    setBusy(true);
    const answer = await send(activatePlan, { incidentId: incidentId as never, planId, alertId: alert, exercise, title });
    setBusy(false);
    if (answer.status === 'accepted') go(`/response/${incidentId}`);
    else if (answer.status === 'refused') setProblem(answer.problem);
  };
  const unowned = found.actions.filter((action) => action.parts.some((part) => part.organisation === null));
  return (
    <Page title={t('response.activate.title')} lead={<bdi>{inLanguage(found.title, language)}</bdi>} exercise={exercise}>
      <section className="b-card b-rows">
        <div className="b-line">
          <LevelMark level={found.level} />
          <span>{t('response.activate.actions', { n: found.actions.length })}</span>
        </div>
        <TextInput label={t('response.activate.name')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} maxLength={120} />
        <Checkbox label={t('response.activate.exercise')} checked={exercise} onChange={(event) => setExercise(event.currentTarget.checked)} />
        <p>{t(exercise ? 'response.activate.willExercise' : 'response.activate.will')}</p>
        {(exercise ? found.exercise : found.real) && <ProblemNote problem={{ code: 'response.alreadyRunning', kind: 'conflict' }} />}
        {problem && <ProblemNote problem={problem} />}
        <div className="b-line">
          <Button size="lg" loading={busy} disabled={title.trim() === ''} onClick={() => void activate()}>
            {t(exercise ? 'response.activate.startExercise' : 'response.activate.start')}
          </Button>
        </div>
      </section>
      {unowned.length > 0 && <p className="b-attention">{t('response.activate.unowned', { n: unowned.length })}</p>}
      <Actions actions={found.actions} />
    </Page>
  );
}

function Actions({ actions }: { readonly actions: PreviewRow['actions'] }): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const { rows: grids } = useLocal<{ readonly id: string; readonly name: string }>('community.grid');
  const gridName = (id: string | null) => (id === null ? '' : (grids.find((grid) => grid.id === id)?.name ?? ''));
  const within = (minutes: number) =>
    minutes >= 120 && minutes % 60 === 0 ? t('response.activate.withinHours', { hours: minutes / 60 }) : t('response.activate.within', { minutes });
  return (
    <ol className="b-rows">
      {actions.map((action) => (
        <li key={action.order} className="b-card">
          <div className="b-line">
            <strong>
              <bdi>{inLanguage(action.title, language)}</bdi>
            </strong>
            <span className="b-soft">{within(action.withinMin)}</span>
            <span className="b-soft">{t(`response.actionKind.${action.kind}`)}</span>
          </div>
          <ul className="b-rows">
            {action.parts.map((part) => (
              <li key={part.grid ?? 'all'} className="b-line">
                {part.grid && <bdi>{gridName(part.grid)}</bdi>}
                {part.organisation ? (
                  <bdi>{part.position ? `${part.organisation} · ${part.position}` : part.organisation}</bdi>
                ) : (
                  <StatusMark is="late" word={t('response.nobody')} />
                )}
              </li>
            ))}
          </ul>
          {action.parts.every((part) => part.organisation === null) && <DutyNote duty={action.duty} />}
        </li>
      ))}
    </ol>
  );
}
