import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { idOf, type OrganisationId } from '../../../kernel/ids.ts';
import { ChoiceField, Form, LongTextField, NumberField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useLocal, useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { offerHandover } from '../commands/handovers.ts';
import type { Urgency } from '../model.ts';
import { usualWithinMin, withinMinBounds } from '../rules/handover.ts';

const Offered = z.object({
  to: idOf<OrganisationId>(),
  note: z.string().trim().min(1).max(200),
  withinMin: z.number().int().min(withinMinBounds.least).max(withinMinBounds.most),
});

interface Props {
  /** One of the two. */
  readonly taskId: string | null;
  readonly requestId: string | null;
  readonly urgency: Urgency;
  readonly onDone: () => void;
}

/** Asks another organisation to take something over; until they say yes it stays where it is. */
export default function HandoverForm({ taskId, requestId, urgency, onDone }: Props): ReactElement {
  const t = useText();
  const send = useSend();
  const { positions } = useMe();
  const { rows: organisations } = useLocal<{ readonly id: string; readonly name: string; readonly status: string }>('community.organisation');
  const own = new Set(positions.filter(({ seat }) => !seat).map(({ organisationId }) => organisationId as string));
  const form = useForm(Offered, { withinMin: usualWithinMin[urgency] });
  // Who stands in one organisation alone cannot mean that one.
  const choices = organisations
    .filter(({ id, status }) => status === 'active' && !(own.size === 1 && own.has(id)))
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Form
      form={form}
      action={t('response.handover.offer')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async ({ to, note, withinMin }) => {
        const answer = await send(offerHandover, {
          handoverId: freshId() as never,
          taskId: taskId as never,
          requestId: requestId as never,
          toOrganisationId: to,
          note,
          withinMin,
        });
        if (answer.status === 'refused') return answer.problem;
        onDone();
        return null;
      }}
    >
      <h3>{t('response.handover.start')}</h3>
      <p className="b-soft">{t('response.handover.lead')}</p>
      <ChoiceField form={form} name="to" label={t('response.handover.to')} choices={choices} />
      <LongTextField form={form} name="note" label={t('response.handover.note')} hint={t('response.handover.noteHint')} rows={2} />
      <NumberField form={form} name="withinMin" label={t('response.handover.within')} hint={t('response.handover.withinHint')} />
    </Form>
  );
}
