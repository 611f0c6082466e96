import type { ReactElement } from 'react';
import { z } from 'zod';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { Form, NumberField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { setClaimLimit } from '../commands.ts';
import { rules } from '../queries.ts';

/** How many tasks one person may hold at once: everyone reads it, who commands sets it. */
export function ClaimLimit(): ReactElement | null {
  const t = useText();
  const { may } = useMe();
  const [found] = useQueryRows(rules, {}).rows;
  if (!found) return null;
  return (
    <details>
      <summary>{t('response.rules.claimLimit', { n: found.claimLimit })}</summary>
      <div className="b-rows">
        <p className="b-soft">{t('response.rules.why')}</p>
        {may('response.command') ? <LimitForm key={found.claimLimit} now={found.claimLimit} /> : <DutyNote duty="response.command" />}
      </div>
    </details>
  );
}

const Limit = z.object({ claimLimit: z.number().int().min(1).max(20) });

function LimitForm({ now }: { readonly now: number }): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const form = useForm(Limit, { claimLimit: now });
  return (
    <Form
      form={form}
      action={t('response.rules.save')}
      onSubmit={async (value) => {
        const result = await send(setClaimLimit, value);
        if (result.status === 'refused') return result.problem;
        toast(t('response.rules.saved'));
        return null;
      }}
    >
      <NumberField form={form} name="claimLimit" label={t('response.rules.limit')} hint={t('response.rules.limitHint')} />
    </Form>
  );
}
