import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { Form, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { lookAtIdentity } from '../commands-identity.ts';
import { type LookId, lookId } from '../model.ts';
import { identity, looks, type Person } from '../queries.ts';

const Reason = z.object({ reason: z.string().trim().min(2).max(200) });

/** The masked number; the whole one after saying why, which is recorded and shown to everyone who may read this household. */
export function IdentityNumber({ person, may }: { readonly person: Person; readonly may: boolean }): ReactElement | null {
  const t = useText();
  const send = useSend();
  const form = useForm(Reason);
  const [asking, setAsking] = useState(false);
  const [look, setLook] = useState<LookId | null>(null);
  const [shown] = useQueryRows(identity, { lookId: look ?? lookId.parse(freshIdOnce) }, { when: look !== null }).rows;
  const log = useQueryRows(looks, { residentId: person.id }, { when: asking }).rows;
  if (!person.maskedId) return null;
  return (
    <div className="b-rows b-small">
      <div className="b-line">
        <span>{t('register.field.idNumber')}</span>
        <bdi dir="ltr">{look && shown ? shown.idNumber : person.maskedId}</bdi>
        {person.idValid === false && <StatusMark is="late" word={t('register.idInvalid')} />}
        {may && !look && (
          <Button variant="subtle" size="compact-sm" aria-expanded={asking} onClick={() => setAsking(!asking)}>
            {t('register.showId')}
          </Button>
        )}
      </div>
      {asking && !look && (
        <Form
          form={form}
          action={t('register.showId')}
          onSubmit={async ({ reason }) => {
            const id = lookId.parse(freshId());
            const result = await send(lookAtIdentity, { lookId: id, residentId: person.id, reason });
            if (result.status === 'refused') return result.problem;
            setLook(id);
            return null;
          }}
        >
          <TextField form={form} name="reason" label={t('register.whyLook')} hint={t('register.lookRecorded')} maxLength={200} />
        </Form>
      )}
      {asking && log.length > 0 && (
        <ul>
          {log.map((one) => (
            <li key={one.id}>
              <bdi>{one.by}</bdi> · <When at={one.at} /> · <bdi>{one.reason}</bdi>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Stands in while no look was asked for; the query is not sent then. */
const freshIdOnce = '00000000-0000-4000-8000-000000000000';
