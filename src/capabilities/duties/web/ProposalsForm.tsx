import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { ChoiceField, DateField, Form, LongTextField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { amendProposal, propose, type Wording, wordingFields } from '../commands-proposals.ts';
import { assignmentId } from '../model.ts';
import { type MatrixChange, type ProposalId, proposalId } from '../model-proposals.ts';
import { type ProposalLine, type ProposalRow, speakingPosts } from '../queries-proposals.ts';
import styles from './Duties.module.css';
import { dayBegins } from './days.ts';
import { ProposalsLine } from './ProposalsLine.tsx';
import { ProposalsLineForm } from './ProposalsLineForm.tsx';
import type { Beginning } from './propose-path.ts';

const Head = wordingFields.extend({ takesEffect: z.iso.date().nullable().default(null) });

interface Props {
  /** The proposal to be said anew; without it a new one is made. */
  readonly amends?: ProposalRow;
  /** What its first line begins with. */
  readonly begins?: Beginning | undefined;
  readonly onDone: (id: ProposalId) => void;
  readonly onCancel?: () => void;
}

/** Writes a proposal: its lines first, one by one, then why and from when. */
export function ProposalsForm({ amends, begins, onDone, onCancel }: Props): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const { rows: posts } = useQueryRows(speakingPosts, {});
  const [lines, setLines] = useState<readonly ProposalLine[]>(() => (amends?.lines ?? []).map(withFreshId));
  const [adding, setAdding] = useState(!amends);
  const form = useForm(Head, amends ? { title: amends.title, reason: amends.reason, positionId: amends.mayAmend[0]?.positionId } : {});
  const speakers = amends ? amends.mayAmend : posts;
  return (
    <>
      <ul className={styles.cards}>
        {lines.map((line) => (
          <ProposalsLine key={keyOf(line.change)} line={line}>
            <div>
              <Button size="compact-sm" variant="default" onClick={() => setLines(lines.filter((one) => one !== line))}>
                {t('duties.proposal.dropLine')}
              </Button>
            </div>
          </ProposalsLine>
        ))}
      </ul>
      {adding || lines.length === 0 ? (
        <ProposalsLineForm
          number={lines.length + 1}
          begins={lines.length === 0 ? begins : undefined}
          onAdd={(line) => {
            setLines([...lines, line]);
            setAdding(false);
          }}
        />
      ) : (
        <>
          <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('duties.proposal.addLine')}
          </Button>
          <Form
            form={form}
            action={t(amends ? 'duties.proposal.amend' : 'duties.propose')}
            secondary={
              onCancel && (
                <Button variant="default" onClick={onCancel}>
                  {t('web.cancel')}
                </Button>
              )
            }
            onSubmit={async (head) => {
              const said: Wording = {
                ...head,
                proposalId: amends?.id ?? proposalId.parse(freshId()),
                changes: lines.map((line) => line.change),
                takesEffect: head.takesEffect && dayBegins(head.takesEffect),
              };
              const result = amends ? await send(amendProposal, { ...said, revision: amends.revision }) : await send(propose, said);
              if (result.status === 'refused') return result.problem;
              toast(t('duties.proposed'));
              onDone(said.proposalId);
              return null;
            }}
          >
            <ChoiceField
              form={form}
              name="positionId"
              label={t('duties.proposal.speakAs')}
              choices={speakers.map((p) => ({ value: p.positionId, label: `${p.organisation} · ${p.title}` }))}
            />
            <TextField form={form} name="title" label={t('duties.proposal.subject')} maxLength={80} />
            <LongTextField form={form} name="reason" label={t('duties.proposal.reason')} />
            <DateField form={form} name="takesEffect" label={t('duties.proposal.takesEffect')} hint={t('duties.proposal.asSoon')} optional />
          </Form>
        </>
      )}
    </>
  );
}

const keyOf = (change: MatrixChange): string => (change.kind === 'end' ? change.endsId : change.id);

/** What an amendment begins is another assignment than what the wording before it would have begun. */
const withFreshId = (line: ProposalLine): ProposalLine =>
  line.change.kind === 'end' ? line : { ...line, change: { ...line.change, id: assignmentId.parse(freshId()) } };
