import type { ReactElement } from 'react';
import { z } from 'zod';
import type { HouseholdId } from '../../../kernel/ids.ts';
import { refuse } from '../../../kernel/result.ts';
import { ChoiceField, Form, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { ask } from '../../../platform/web/sync/api.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addHousehold, addResident } from '../commands.ts';
import { dwellingId, householdId, PersonName, Phones, residentId, Tenure } from '../model.ts';

const Fields = z.object({ door: z.string().trim().min(3).max(40), tenure: Tenure, name: PersonName, phone: Phones.optional() });

/** A household moves in: the door, how it lives there, and whose name stands for it. */
export function AddHousehold({ onDone }: { readonly onDone: (made: HouseholdId | null) => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const { community } = useMe();
  const form = useForm(Fields);
  return (
    <Form
      form={form}
      action={t('register.save')}
      onSubmit={async ({ door, tenure, name, phone = '' }) => {
        const found = await ask<{ rows: readonly { id: string }[] }>('/api/v1/query/community.dwellingByDoor', {
          method: 'POST',
          body: { community: community.id, args: { door } },
        });
        if (!found.ok) return found.problem;
        const [dwelling] = found.value.rows;
        if (!dwelling) return refuse('missing', 'register.dwellingGone').problem;
        const id = householdId.parse(freshId());
        const added = await send(addHousehold, { householdId: id, dwellingId: dwellingId.parse(dwelling.id), tenure });
        if (added.status === 'refused') return added.problem;
        const fields = { name, phone, relation: 'head', otherName: '', sex: null, birthDate: null, birthYear: null, movedIn: null };
        const first = await send(addResident, { residentId: residentId.parse(freshId()), householdId: id, fields });
        if (first.status === 'refused') return first.problem;
        onDone(id);
        return null;
      }}
    >
      <TextField form={form} name="door" label={t('register.door')} hint={t('register.doorHint')} maxLength={40} />
      <ChoiceField
        form={form}
        name="tenure"
        label={t('register.tenure')}
        choices={Tenure.options.map((value) => ({ value, label: t(`register.tenure.${value}`) }))}
      />
      <TextField form={form} name="name" label={t('register.head')} maxLength={60} />
      <TextField form={form} name="phone" kind="tel" label={t('register.field.phone')} optional maxLength={64} />
    </Form>
  );
}
