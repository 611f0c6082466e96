import type { ReactElement } from 'react';
import { Form, NumberField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addGrid } from '../commands.ts';
import { Grid, gridId } from '../model.ts';

const Fields = Grid.omit({ id: true });

export function GridForm({ onDone }: { readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const form = useForm(Fields);
  return (
    <Form
      form={form}
      action={t('community.save')}
      onSubmit={async (fields) => {
        const result = await send(addGrid, { ...fields, id: gridId.parse(freshId()) });
        if (result.status === 'refused') return result.problem;
        toast(t('community.saved'));
        onDone();
        return null;
      }}
    >
      <NumberField form={form} name="number" label={t('community.gridNumber')} />
      <TextField form={form} name="name" label={t('community.name')} maxLength={40} />
    </Form>
  );
}
