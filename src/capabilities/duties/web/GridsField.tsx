import type { ReactElement } from 'react';
import { ManyField } from '../../../platform/web/parts/fields.tsx';
import type { FormState } from '../../../platform/web/parts/form.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { places } from '../../community/index.ts';

/** Grids that something is limited to, under the name `grids`; none ticked: the whole community. */
export function GridsField<Value>({ form }: { readonly form: FormState<Value> }): ReactElement {
  const t = useText();
  const grounds = useQueryRows(places, {});
  return (
    <ManyField
      form={form}
      name="grids"
      label={t('duties.grids')}
      hint={t('duties.gridsHint')}
      optional
      choices={grounds.rows.filter((place) => place.at === 'grid').map((place) => ({ value: place.id, label: place.name }))}
    />
  );
}
