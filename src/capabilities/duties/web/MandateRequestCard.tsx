import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { declineRequest, type RequestRow, withdrawRequest } from '../../community/index.ts';
import styles from './Duties.module.css';
import { MandateTermsFacts } from './MandateTermsFacts.tsx';
import { NamesUnder, WordsUnder } from './NamesUnder.tsx';
import { ReasonForm } from './ReasonForm.tsx';
import { useDoing } from './useDoing.ts';

const mark: Readonly<Record<RequestRow['state'], Status>> = { offered: 'todo', agreed: 'done', declined: 'stopped', withdrawn: 'stopped' };

interface Props {
  readonly row: RequestRow;
  /** Somebody has looked at the organisation, so that it can be offered a mandate. */
  readonly assessed: boolean;
  readonly onOffer: () => void;
}

/** A mandate that an organisation asked for: for what, why, who answered and how; and what the reader may do about it. */
export function MandateRequestCard({ row, assessed, onOffer }: Props): ReactElement {
  const t = useText();
  const { doing, begin, stop, refused, tell } = useDoing<'decline'>();
  const [withdraws] = row.mayWithdraw;
  return (
    <li className="b-card b-rows">
      <StatusMark is={mark[row.state]} word={t(`duties.request.state.${row.state}`)} />
      <p className={styles.words}>
        <PersonText>{row.scope}</PersonText>
      </p>
      <dl className={styles.facts}>
        <WordsUnder title={t('duties.request.why')} words={row.why} />
        <MandateTermsFacts terms={row} />
        <NamesUnder
          put={[t('duties.request.asked'), row.asked]}
          answered={row.answered && [t('duties.request.answered'), row.answered]}
          reason={row.answerReason}
        />
      </dl>
      {refused && <ProblemNote problem={refused} />}
      {doing ? (
        <ReasonForm
          label={t('duties.mandate.why')}
          action={t('duties.mandate.decline')}
          onCancel={stop}
          onSubmit={(reason) => tell(declineRequest, { requestId: row.id, reason })}
        />
      ) : (
        row.state === 'offered' && (
          <div className="b-line b-noprint">
            {withdraws ? (
              <Button variant="default" onClick={() => void tell(withdrawRequest, { requestId: row.id, positionId: withdraws.positionId })}>
                {t('duties.mandate.withdraw')}
              </Button>
            ) : (
              <>
                {assessed ? (
                  <DutyButton duty="duties.assign" onClick={onOffer}>
                    {t('duties.request.offer')}
                  </DutyButton>
                ) : (
                  <span className="b-small b-soft">{t('duties.request.assessFirst')}</span>
                )}
                <DutyButton duty="duties.assign" variant="default" onClick={() => begin('decline')}>
                  {t('duties.mandate.decline')}
                </DutyButton>
              </>
            )}
          </div>
        )
      )}
    </li>
  );
}
