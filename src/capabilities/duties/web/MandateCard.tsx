import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { declineMandate, endMandate, lastDayOf, leaveMandate, type MandateRow, signMandate, withdrawMandate } from '../../community/index.ts';
import styles from './Duties.module.css';
import { MandateReviewForm } from './MandateReviewForm.tsx';
import { MandateTermsFacts } from './MandateTermsFacts.tsx';
import { NamesUnder, WordsUnder } from './NamesUnder.tsx';
import { ReasonForm } from './ReasonForm.tsx';
import { useDoing } from './useDoing.ts';

type Doing = 'decline' | 'end' | 'leave' | 'review';

const ended = (row: MandateRow): boolean => row.endedAt !== null && row.endedAt < row.until;
/** What became of it: offered, in force, to come, over, declined or taken back. */
const stateOf = (row: MandateRow): [Status, string] => {
  if (row.state === 'offered') return ['todo', 'offered'];
  if (row.state !== 'agreed') return ['stopped', row.state];
  if (row.inForce) return ['done', 'inForce'];
  return row.since > new Date().toISOString() && !ended(row) ? ['doing', 'toCome'] : ['stopped', 'over'];
};

/** One mandate: its terms, both names under it, its reviews, and what the reader may do about it. */
export function MandateCard({ row }: { readonly row: MandateRow }): ReactElement {
  const t = useText();
  const { doing, begin, stop, refused, tell } = useDoing<Doing>();
  const [mark, word] = stateOf(row);
  const [signs] = row.maySign;
  const [leaves] = row.mayLeave;
  return (
    <li className="b-card b-rows">
      <div className="b-line">
        <StatusMark is={mark} word={t(`duties.mandate.state.${word}`)} />
        <span>
          <When at={row.since} style="date" /> – <When at={lastDayOf(ended(row) && row.endedAt ? row.endedAt : row.until)} style="date" />
        </span>
      </div>
      <p className={styles.words}>
        <PersonText>{row.scope}</PersonText>
      </p>
      <dl className={styles.facts}>
        <MandateTermsFacts terms={row} />
        <WordsUnder title={t('duties.mandate.costRule')} words={row.costRule} />
        <NamesUnder
          put={[t('duties.mandate.forCommunity'), row.offered]}
          answered={[t(row.state === 'declined' ? 'duties.mandate.declinedBy' : 'duties.mandate.forOrganisation'), row.answered]}
          reason={row.answerReason || row.endReason}
        />
      </dl>
      {row.reviews.map((review) => (
        <p key={review.at} className="b-small">
          <strong>{t(`duties.mandate.verdict.${review.verdict}`)}</strong> <PersonText>{review.note}</PersonText>{' '}
          <span className="b-soft">
            <bdi>{`${review.organisation} · ${review.title}`}</bdi> <When at={review.at} style="date" />
            {review.nextAt && (
              <>
                {' · '}
                {t('duties.mandate.nextReview')} <When at={review.nextAt} style="date" />
              </>
            )}
          </span>
        </p>
      ))}
      {refused && <ProblemNote problem={refused} />}
      {doing === 'review' ? (
        <MandateReviewForm row={row} onDone={stop} />
      ) : doing ? (
        <ReasonForm
          label={t('duties.mandate.why')}
          action={t(`duties.mandate.${doing}`)}
          onCancel={stop}
          onSubmit={(reason) => {
            if (doing === 'end') return tell(endMandate, { mandateId: row.id, reason, on: null });
            const post = doing === 'leave' ? leaves : signs;
            if (!post) return Promise.resolve(null);
            const named = { mandateId: row.id, positionId: post.positionId, reason };
            return doing === 'leave' ? tell(leaveMandate, { ...named, on: null }) : tell(declineMandate, named);
          }}
        />
      ) : (
        <div className="b-line b-noprint">
          {signs && (
            <>
              <Button onClick={() => void tell(signMandate, { mandateId: row.id, positionId: signs.positionId })}>
                {t('duties.mandate.signAs', { post: `${signs.organisation} · ${signs.title}` })}
              </Button>
              <Button variant="default" onClick={() => begin('decline')}>
                {t('duties.mandate.decline')}
              </Button>
            </>
          )}
          {row.state === 'offered' && (
            <DutyButton duty="duties.assign" variant="default" onClick={() => void tell(withdrawMandate, { mandateId: row.id })}>
              {t('duties.mandate.withdraw')}
            </DutyButton>
          )}
          {row.inForce && (
            <>
              <DutyButton duty="duties.assign" variant="default" onClick={() => begin('review')}>
                {t('duties.mandate.review')}
              </DutyButton>
              <DutyButton duty="duties.assign" variant="default" onClick={() => begin('end')}>
                {t('duties.mandate.end')}
              </DutyButton>
            </>
          )}
          {leaves && (
            <Button variant="default" onClick={() => begin('leave')}>
              {t('duties.mandate.leave')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
