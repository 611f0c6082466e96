import { Textarea } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { ChoiceField, Form, NumberField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { SayButton } from '../../../platform/web/parts/SayButton.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { answerRequest, closeRequest, raiseTask } from '../commands.ts';
import { HelpKind, Urgency } from '../model.ts';
import type { RequestRow } from '../queries.ts';
import { FollowedRequests } from './FollowedRequests.tsx';
import { HandOver } from './HandOver.tsx';

/** One request: the asker's words, its steps, a word back, a task for volunteers, the end. */
export function RequestPanel({ request }: { readonly request: RequestRow }): ReactElement {
  const t = useText();
  const { may } = useMe();
  const [reply, setReply] = useState('');
  const over = request.state === 'closed' || request.state === 'withdrawn';
  const requestId = request.id as never;
  const said = () => setReply('');
  return (
    <div className="b-rows">
      {request.words !== '' && (
        <blockquote>
          <PersonText>{request.words}</PersonText>
        </blockquote>
      )}
      <FollowedRequests requests={[request]} heading={t('response.requests.steps')} />
      {!over && (
        <>
          {may('response.dispatch') && request.task === null && request.state === 'open' && <RaiseTask request={request} />}
          {request.task === null && <HandOver requestId={request.id} urgency={request.urgency} holds={may('response.triage')} />}
          <Textarea
            label={t('response.requests.word')}
            description={t('response.requests.wordHint')}
            value={reply}
            onChange={(event) => setReply(event.currentTarget.value)}
            maxLength={300}
            autosize
            minRows={2}
          />
          <div className="b-line">
            <SayButton command={answerRequest} payload={{ requestId, reply }} size="sm" disabled={reply.trim() === ''} onSaid={said}>
              {t('response.requests.tell')}
            </SayButton>
            <SayButton
              command={closeRequest}
              payload={{ requestId, reply }}
              variant={request.state === 'done' ? 'filled' : 'default'}
              size="sm"
              disabled={request.state !== 'done' && reply.trim() === ''}
              onSaid={said}
            >
              {t('response.requests.close')}
            </SayButton>
          </div>
        </>
      )}
      <DutyNote duty="response.triage" />
    </div>
  );
}

const Raised = z.object({
  kind: HelpKind,
  title: z.string().trim().max(120).optional(),
  urgency: Urgency,
  effortMin: z.number().int().min(5).max(480),
});

function RaiseTask({ request }: { readonly request: RequestRow }): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Raised, { kind: request.kind, urgency: request.urgency, effortMin: 30 });
  return (
    <Form
      form={form}
      action={t('response.requests.raise')}
      onSubmit={async ({ title, ...rest }) => {
        const answer = await send(raiseTask, {
          taskId: freshId() as never,
          incidentId: request.incident as never,
          requestId: request.id as never,
          dwellingId: null,
          title: title ?? '',
          loadKg: 0,
          ...rest,
        });
        return answer.status === 'refused' ? answer.problem : null;
      }}
    >
      <ChoiceField
        form={form}
        name="kind"
        label={t('response.column.kind')}
        choices={HelpKind.options.map((value) => ({ value, label: t(`response.kind.${value}`) }))}
      />
      <TextField form={form} name="title" label={t('response.tasks.what')} hint={t('response.tasks.whatHint')} />
      <NumberField form={form} name="effortMin" label={t('response.tasks.minutes')} />
    </Form>
  );
}
