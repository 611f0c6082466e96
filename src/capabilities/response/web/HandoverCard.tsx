import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { Form, LongTextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { SayButton } from '../../../platform/web/parts/SayButton.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useLocal, usePending, useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useNow } from '../../../platform/web/text/clock.ts';
import { Ago, PersonText } from '../../../platform/web/text/parts.tsx';
import { useRichText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { acceptHandover, declineHandover, withdrawHandover } from '../commands/handovers.ts';
import type { HandoverStep } from '../model.ts';
import type { HandoverRow } from '../queries-handovers.ts';
import styles from './field.module.css';
import { partIn } from './handovers.ts';
import { useTaskTitle } from './words.ts';

const statusOf: Readonly<Record<HandoverStep, Status>> = {
  offered: 'doing',
  accepted: 'done',
  declined: 'stopped',
  withdrawn: 'stopped',
  overtaken: 'stopped',
};

interface Props {
  readonly row: HandoverRow;
  /** Beside the task itself its title need not be said again. */
  readonly bare?: boolean;
}

/** One hand-over: who asks whom, what must be known, until when; yes, no with a reason, or taken back. */
export function HandoverCard({ row, bare = false }: Props): ReactElement {
  const t = useText();
  const rich = useRichText();
  const me = useMe();
  const now = useNow(30_000);
  const titleOf = useTaskTitle();
  const { rows: organisations } = useLocal<{ readonly id: string; readonly name: string }>('community.organisation');
  const pending = usePending('response.acceptHandover', 'response.declineHandover', 'response.withdrawHandover');
  const nameOf = (id: string) => <PersonText key={id}>{organisations.find((one) => one.id === id)?.name ?? '—'}</PersonText>;
  const late = row.state === 'offered' && new Date(row.dueAt) <= now;
  const said = pending.some(({ envelope }) => (envelope.payload as { handoverId?: string }).handoverId === row.id);
  return (
    <div className={bare ? 'b-rows' : styles.door} aria-busy={said}>
      <div className={styles.where}>
        {!bare && (
          <strong>
            <PersonText>{titleOf(row)}</PersonText>
          </strong>
        )}
        {row.exercise && !bare && <strong>{t('web.exercise')}</strong>}
        <StatusMark is={late ? 'late' : statusOf[row.state]} word={t(late ? 'response.handover.late' : `response.handover.state.${row.state}`)} />
        {row.door && !bare && (
          <bdi dir="ltr" className={styles.number}>
            {row.door}
          </bdi>
        )}
        {row.answeredAt && (
          <span className="b-soft b-small">
            <Ago at={row.answeredAt} />
          </span>
        )}
      </div>
      <p className={styles.plainText}>{rich('response.handover.fromTo', { from: nameOf(row.fromOrganisation), to: nameOf(row.toOrganisation) })}</p>
      <blockquote className={styles.plainText}>
        <PersonText>{row.note}</PersonText>
      </blockquote>
      {row.reason && (
        <p className={styles.plainText}>
          {t('response.handover.reason')} <PersonText>{row.reason}</PersonText>
        </p>
      )}
      {row.state === 'offered' && (
        <p className={late ? 'b-attention' : 'b-soft'}>
          {rich('response.handover.until', { when: <Ago key="when" at={row.dueAt} />, from: nameOf(row.fromOrganisation) })}
        </p>
      )}
      {row.escalatedAt && row.state === 'offered' && (
        <p className="b-attention">
          {row.escalatedOrganisation
            ? rich('response.handover.escalated', { to: nameOf(row.escalatedOrganisation) })
            : t('response.handover.escalatedToNobody')}
        </p>
      )}
      {row.state === 'offered' && (said ? <p className="b-soft b-small">{t('response.waiting')}</p> : <Answer row={row} part={partIn(row, me)} />)}
    </div>
  );
}

/** What this person may say to it: yes or no where they are asked; never mind where they asked. */
function Answer({ row, part }: { readonly row: HandoverRow; readonly part: ReturnType<typeof partIn> }): ReactElement | null {
  const t = useText();
  const [declining, setDeclining] = useState(false);
  const payload = { handoverId: row.id as never };
  if (part === 'sees') return null;
  if (part === 'offers')
    return (
      <SayButton command={withdrawHandover} payload={payload} className={styles.big} size="sm">
        {t('response.handover.withdraw')}
      </SayButton>
    );
  if (declining) return <Decline handoverId={row.id} onDone={() => setDeclining(false)} />;
  return (
    <div className={styles.two}>
      <SayButton command={acceptHandover} payload={payload} className={styles.big} variant="filled" size="sm">
        {t('response.handover.accept')}
      </SayButton>
      <Button className={styles.big} variant="default" onClick={() => setDeclining(true)}>
        {t('response.handover.decline')}
      </Button>
    </div>
  );
}

const Declined = z.object({ reason: z.string().trim().min(1).max(300) });

/** No, and why: the others read it. */
function Decline({ handoverId, onDone }: { readonly handoverId: string; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Declined);
  return (
    <Form
      form={form}
      action={t('response.handover.decline')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async ({ reason }) => {
        const answer = await send(declineHandover, { handoverId: handoverId as never, reason });
        if (answer.status === 'refused') return answer.problem;
        onDone();
        return null;
      }}
    >
      <LongTextField form={form} name="reason" label={t('response.handover.why')} hint={t('response.handover.whyHint')} rows={2} />
    </Form>
  );
}
