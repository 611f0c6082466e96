import { Button, NativeSelect, Textarea } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { PositionId } from '../../../kernel/ids.ts';
import type { Problem } from '../../../kernel/result.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { answerProposal, withdrawProposal } from '../commands-proposals.ts';
import type { ProposalRow } from '../queries-proposals.ts';
import styles from './Duties.module.css';
import { ProposalMark } from './ProposalMark.tsx';
import { ProposalsForm } from './ProposalsForm.tsx';
import { ProposalsLine } from './ProposalsLine.tsx';

/** One proposal: what would change, who has to accept and what they said, and the answer of one's own organisation. */
export function ProposalsPanel({ row, onClose }: { readonly row: ProposalRow; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const [amending, setAmending] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const owner = row.mayAmend[0];
  const from = row.effectFrom ?? row.takesEffect;
  const takeBack = async (positionId: PositionId) => {
    const result = await send(withdrawProposal, { proposalId: row.id, positionId });
    setRefused(result.status === 'refused' ? result.problem : null);
    if (result.status !== 'refused') toast(t('duties.proposal.withdrawn'));
  };
  return (
    <SidePanel title={<PersonText>{row.title}</PersonText>} onClose={onClose}>
      <div className="b-line">
        <ProposalMark row={row} />
        <span className="b-small b-soft">{t('duties.proposal.revision', { n: row.revision })}</span>
      </div>
      <dl className={styles.facts}>
        <dt>{t('duties.proposal.by')}</dt>
        <dd>
          <bdi>{`${row.organisation} · ${row.post}`}</bdi>
        </dd>
        <dt>{t('duties.proposal.reason')}</dt>
        <dd>
          <PersonText>{row.reason}</PersonText>
        </dd>
        <dt>{t('duties.proposal.takesEffect')}</dt>
        <dd>{from ? <When at={from} style="date" /> : t('duties.proposal.asSoon')}</dd>
      </dl>
      {amending && owner ? (
        <>
          <p>{t('duties.proposal.amendNote')}</p>
          <ProposalsForm amends={row} onDone={() => setAmending(false)} onCancel={() => setAmending(false)} />
        </>
      ) : (
        <>
          <h3>{t('duties.proposal.changes')}</h3>
          <ul className={styles.cards}>
            {row.lines.map((line) => (
              <ProposalsLine key={line.change.kind === 'end' ? line.change.endsId : line.change.id} line={line} />
            ))}
          </ul>
          <h3>{t('duties.proposal.asked')}</h3>
          <Asked row={row} />
          {row.mayAnswer.length > 0 && <AnswerForm row={row} />}
          {refused && <ProblemNote problem={refused} />}
          {owner && (
            <div className="b-line">
              <Button variant="default" onClick={() => setAmending(true)}>
                {t('duties.proposal.amend')}
              </Button>
              <Button variant="default" onClick={() => void takeBack(owner.positionId)}>
                {t('duties.proposal.takeBack')}
              </Button>
            </div>
          )}
          <Earlier row={row} />
        </>
      )}
    </SidePanel>
  );
}

function Asked({ row }: { readonly row: ProposalRow }): ReactElement {
  const t = useText();
  return (
    <ul className={styles.cards}>
      {row.asked.map((asked) => (
        <li key={asked.organisationId} className="b-rows">
          <div className="b-line">
            <strong>
              <bdi>{asked.title ? `${asked.organisation} · ${asked.title}` : asked.organisation}</bdi>
            </strong>
            {asked.accepts === null ? (
              <StatusMark is="todo" word={t('duties.proposal.waiting')} />
            ) : asked.accepts ? (
              <StatusMark is="done" word={t('duties.proposal.accepted')} />
            ) : (
              <StatusMark is="late" word={t('duties.proposal.declined')} />
            )}
            {asked.at && (
              <span className="b-small b-soft">
                <When at={asked.at} style="date" />
              </span>
            )}
          </div>
          {asked.reason && <PersonText>{asked.reason}</PersonText>}
        </li>
      ))}
    </ul>
  );
}

function AnswerForm({ row }: { readonly row: ProposalRow }): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const [chosen, setChosen] = useState<PositionId | undefined>(row.mayAnswer[0]?.positionId);
  const [reason, setReason] = useState('');
  const [refused, setRefused] = useState<Problem | null>(null);
  const say = async (accepts: boolean) => {
    if (!chosen) return;
    const result = await send(answerProposal, { proposalId: row.id, revision: row.revision, positionId: chosen, accepts, reason });
    setRefused(result.status === 'refused' ? result.problem : null);
    if (result.status !== 'refused') toast(t('duties.proposal.answered'));
  };
  return (
    <section className="b-card b-rows">
      <NativeSelect
        label={t('duties.proposal.answerAs')}
        value={chosen ?? ''}
        onChange={(event) => setChosen(row.mayAnswer.find((p) => p.positionId === event.currentTarget.value)?.positionId)}
        data={row.mayAnswer.map((p) => ({ value: p.positionId, label: `${p.organisation} · ${p.title}` }))}
      />
      <Textarea
        label={t('duties.proposal.why')}
        dir="auto"
        maxLength={400}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {refused && <ProblemNote problem={refused} />}
      <div className="b-line">
        <Button onClick={() => void say(true)}>{t('duties.proposal.accept')}</Button>
        <Button variant="default" onClick={() => void say(false)}>
          {t('duties.proposal.decline')}
        </Button>
      </div>
    </section>
  );
}

function Earlier({ row }: { readonly row: ProposalRow }): ReactElement | null {
  const t = useText();
  if (row.earlier.length === 0) return null;
  return (
    <section>
      <h3>{t('duties.proposal.earlier')}</h3>
      <ul className={styles.cards}>
        {row.earlier.map((one) => (
          <li key={one.revision}>
            <span className="b-soft">
              {t('duties.proposal.revision', { n: one.revision })} · <When at={one.at} style="date" />
            </span>
            {one.answers.map((a) => (
              <div key={a.organisation}>
                <bdi>{a.organisation}</bdi> {t(a.accepts ? 'duties.proposal.accepted' : 'duties.proposal.declined')}{' '}
                <PersonText>{a.reason}</PersonText>
              </div>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
