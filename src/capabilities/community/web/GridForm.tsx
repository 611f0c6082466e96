import type { ReactElement } from 'react';
import { Form, NumberField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addGrid } from '../commands.ts';
import { Grid, gridId } from '../model.ts';
import { useSave } from './useSave.ts';

const Fields = Grid.omit({ id: true });

export function GridForm({ onDone }: { readonly onDone: () => void }): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const form = useForm(Fields);
  return (
    <Form
      form={form}
      action={t('community.save')}
      onSubmit={async (fields) => {
        return save(addGrid, { ...fields, id: gridId.parse(freshId()) });
      }}
    >
      <NumberField form={form} name="number" label={t('community.gridNumber')} />
      <TextField form={form} name="name" label={t('community.name')} maxLength={40} />
    </Form>
  );
}
