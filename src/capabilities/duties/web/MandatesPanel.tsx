import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Num, PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { mandateRequests, mandates, needsMandate, signingPosts } from '../../community/index.ts';
import type { MandateStandingRow } from '../queries-mandates.ts';
import { AssessmentForm } from './AssessmentForm.tsx';
import styles from './Duties.module.css';
import { MandateCard } from './MandateCard.tsx';
import { MandateOfferForm } from './MandateOfferForm.tsx';
import { MandateRequestCard } from './MandateRequestCard.tsx';
import { MandateRequestForm } from './MandateRequestForm.tsx';
import { StageMark } from './StageMark.tsx';

/** One organisation's place: its stage, what it is able to do, the mandates it had and has, and the next step. */
export function MandatesPanel({ standing, onClose }: { readonly standing: MandateStandingRow; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const ofOne = { organisationId: standing.organisationId };
  const { rows, loading, problem } = useQueryRows(mandates, ofOne);
  const requests = useQueryRows(mandateRequests, ofOne);
  const posts = useQueryRows(signingPosts, {});
  const own = posts.rows.filter((post) => post.organisationId === standing.organisationId);
  const [writing, setWriting] = useState<'assessment' | 'offer' | 'request' | null>(null);
  const done = () => setWriting(null);
  const needs = needsMandate(standing);
  const last = rows.find((row) => row.state === 'agreed');
  const waits = rows.some((row) => row.state === 'offered');
  const asked = requests.rows.find((row) => row.state === 'offered');
  return (
    <SidePanel title={<bdi>{standing.name}</bdi>} onClose={onClose}>
      <div className="b-line">
        <StageMark stage={standing.stage} />
        <Go to={`/duties?organisation=${standing.organisationId}`}>
          {t('duties.mandate.holdsLine')} <Num value={standing.holds} />
        </Go>
        {standing.lost > 0 && (
          <span className="b-attention">
            {t('duties.mandate.lost')} <Num value={standing.lost} />
          </span>
        )}
      </div>
      <p className="b-soft b-small">{t(`duties.mandate.next.${standing.stage}`)}</p>
      {problem && <ProblemNote problem={problem} />}
      {writing === 'assessment' ? (
        <AssessmentForm standing={standing} onDone={done} />
      ) : writing === 'offer' ? (
        <MandateOfferForm standing={standing} begins={asked ?? last} onDone={done} />
      ) : writing === 'request' ? (
        <MandateRequestForm posts={own} begins={requests.rows[0] ?? last} onDone={done} />
      ) : (
        <>
          <Assessed standing={standing} />
          {needs && !loading && !requests.loading && (
            <div className="b-line b-noprint">
              <DutyButton duty="community.manage" variant="default" onClick={() => setWriting('assessment')}>
                {t(standing.assessment ? 'duties.mandate.assessAgain' : 'duties.mandate.assess')}
              </DutyButton>
              {own.length > 0 && !waits && !asked && (
                <Button variant={last ? 'default' : 'filled'} onClick={() => setWriting('request')}>
                  {t(last ? 'duties.request.askAnew' : 'duties.request.ask')}
                </Button>
              )}
              {standing.assessment && !waits && !asked && (
                <DutyButton duty="duties.assign" variant={last ? 'default' : 'filled'} onClick={() => setWriting('offer')}>
                  {t(last ? 'duties.mandate.renew' : 'duties.mandate.offer')}
                </DutyButton>
              )}
            </div>
          )}
          {requests.rows.length > 0 && <h3>{t('duties.requests')}</h3>}
          <ul className={styles.cards}>
            {requests.rows.map((row) => (
              <MandateRequestCard key={row.id} row={row} assessed={standing.assessment !== null} onOffer={() => setWriting('offer')} />
            ))}
          </ul>
          {loading && <Loading />}
          {rows.length > 0 && <h3>{t('duties.mandates')}</h3>}
          <ul className={styles.cards}>
            {rows.map((row) => (
              <MandateCard key={row.id} row={row} />
            ))}
          </ul>
        </>
      )}
    </SidePanel>
  );
}

function Assessed({ standing: { assessment } }: { readonly standing: MandateStandingRow }): ReactElement | null {
  const t = useText();
  const has = useHasText();
  if (!assessment) return null;
  const skill = (word: string): string => (has(`community.skill.${word}`) ? t(`community.skill.${word}`) : word.replaceAll('_', ' '));
  return (
    <dl className={styles.facts}>
      <dt>{t('duties.mandate.capabilities')}</dt>
      <dd>{assessment.capabilities.map(skill).join(' · ') || '—'}</dd>
      <dt>{t('duties.mandate.people')}</dt>
      <dd>
        <Num value={assessment.people} />
      </dd>
      <dt>{t('duties.mandate.insured')}</dt>
      <dd>
        {assessment.insuredUntil ? (
          <When at={assessment.insuredUntil} style="date" />
        ) : (
          <span className="b-attention">{t('duties.mandate.uninsured')}</span>
        )}
      </dd>
      <dt>{t('duties.mandate.contact24')}</dt>
      <dd>
        <a href={`tel:${assessment.contact24}`} dir="ltr">
          {assessment.contact24}
        </a>
      </dd>
      {assessment.note && (
        <>
          <dt>{t('duties.mandate.note')}</dt>
          <dd>
            <PersonText>{assessment.note}</PersonText>
          </dd>
        </>
      )}
      <dt>{t('duties.mandate.assessedAt')}</dt>
      <dd>
        <When at={assessment.at} style="date" />
      </dd>
    </dl>
  );
}
