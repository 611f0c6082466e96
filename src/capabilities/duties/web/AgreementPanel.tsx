import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import type { PositionId } from '../../../kernel/ids.ts';
import { Form, LongTextField, YesField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import {
  type AgreementRow,
  acceptAgreement,
  declineAgreement,
  endAgreement,
  lastDayOf,
  testAgreement,
  withdrawAgreement,
} from '../../community/index.ts';
import { AgreementMark } from './AgreementMark.tsx';
import styles from './Duties.module.css';
import { NamesUnder } from './NamesUnder.tsx';
import { ReasonForm } from './ReasonForm.tsx';
import { SignedBy } from './SignedBy.tsx';
import { useDoing } from './useDoing.ts';
import { useSaid } from './useSaid.ts';

/** One agreement: its words, both names, when it was tried, and what the reader's post may do about it. */
export function AgreementPanel({ row, onClose }: { readonly row: AgreementRow; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const { doing, begin, stop, refused, tell } = useDoing<'decline' | 'end' | 'test'>();
  const [answers] = row.mayAnswer;
  const [withdraws] = row.mayWithdraw;
  const [keeps] = row.mayKeep;
  return (
    <SidePanel
      title={
        <>
          <bdi>{row.organisation}</bdi> – <bdi>{row.partner}</bdi>
        </>
      }
      onClose={onClose}
    >
      <div className="b-line">
        <AgreementMark row={row} />
        <span className="b-soft">{t(`duties.agreement.kind.${row.kind}`)}</span>
      </div>
      <p className={styles.words}>
        <PersonText>{row.terms}</PersonText>
      </p>
      <dl className={styles.facts}>
        <dt>{t('duties.mandate.firstDay')}</dt>
        <dd>
          <When at={row.since} style="date" />
        </dd>
        <dt>{t('duties.mandate.lastDay')}</dt>
        <dd>{row.endedAt || row.until ? <When at={lastDayOf(row.endedAt ?? row.until ?? '')} style="date" /> : t('duties.agreement.open')}</dd>
        <NamesUnder
          put={[<bdi key="put">{row.organisation}</bdi>, row.offered]}
          answered={[<bdi key="answered">{row.partner}</bdi>, row.answered]}
          reason={row.answerReason || row.endReason}
        />
        <dt>{t('duties.agreement.nextTest')}</dt>
        <dd>{row.nextTestAt ? <When at={row.nextTestAt} style="date" /> : t('duties.agreement.never')}</dd>
      </dl>
      {refused && <ProblemNote problem={refused} />}
      {doing === 'test' && keeps ? (
        <TestForm row={row} positionId={keeps.positionId} onDone={stop} />
      ) : doing === 'decline' && answers ? (
        <ReasonForm
          label={t('duties.mandate.why')}
          action={t('duties.mandate.decline')}
          onCancel={stop}
          onSubmit={(reason) => tell(declineAgreement, { agreementId: row.id, positionId: answers.positionId, reason })}
        />
      ) : doing === 'end' && keeps ? (
        <ReasonForm
          label={t('duties.mandate.why')}
          action={t('duties.agreement.end')}
          onCancel={stop}
          onSubmit={(reason) => tell(endAgreement, { agreementId: row.id, positionId: keeps.positionId, reason })}
        />
      ) : (
        <div className="b-line b-noprint">
          {answers && (
            <>
              <Button onClick={() => void tell(acceptAgreement, { agreementId: row.id, positionId: answers.positionId })}>
                {t('duties.mandate.signAs', { post: `${answers.organisation} · ${answers.title}` })}
              </Button>
              <Button variant="default" onClick={() => begin('decline')}>
                {t('duties.mandate.decline')}
              </Button>
            </>
          )}
          {withdraws && (
            <Button variant="default" onClick={() => void tell(withdrawAgreement, { agreementId: row.id, positionId: withdraws.positionId })}>
              {t('duties.mandate.withdraw')}
            </Button>
          )}
          {keeps && (
            <>
              <Button onClick={() => begin('test')}>{t('duties.agreement.test')}</Button>
              <Button variant="default" onClick={() => begin('end')}>
                {t('duties.agreement.end')}
              </Button>
            </>
          )}
        </div>
      )}
      {row.tests.length > 0 && (
        <section>
          <h3>{t('duties.agreement.tests')}</h3>
          <ul className={styles.cards}>
            {row.tests.map((test) => (
              <li key={test.at} className="b-rows">
                <div className="b-line">
                  <StatusMark is={test.worked ? 'done' : 'late'} word={t(test.worked ? 'duties.agreement.worked' : 'duties.agreement.failed')} />
                  <SignedBy signed={test} />
                </div>
                {test.note && <PersonText>{test.note}</PersonText>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </SidePanel>
  );
}

const Tried = z.object({ worked: z.boolean().default(false), note: z.string().trim().max(600).default('') });

function TestForm({
  row,
  positionId,
  onDone,
}: {
  readonly row: AgreementRow;
  readonly positionId: PositionId;
  readonly onDone: () => void;
}): ReactElement {
  const t = useText();
  const say = useSaid(onDone);
  const form = useForm(Tried, { worked: true });
  return (
    <Form
      form={form}
      action={t('duties.agreement.test')}
      onSubmit={(tried) => say(testAgreement, { ...tried, id: freshId(), agreementId: row.id, positionId })}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
    >
      <YesField form={form} name="worked" label={t('duties.agreement.worked')} />
      <LongTextField form={form} name="note" label={t('duties.mandate.note')} optional />
    </Form>
  );
}
