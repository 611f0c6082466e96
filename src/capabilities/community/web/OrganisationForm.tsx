import type { ReactElement } from 'react';
import { ChoiceField, Form, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addOrganisation, changeOrganisation } from '../commands-people.ts';
import { Organisation, organisationId, organisationKinds, sectors } from '../model.ts';
import type { OrganisationRow } from '../queries.ts';
import { useKindName } from './kinds.ts';
import { useSave } from './useSave.ts';

const Fields = Organisation.omit({ id: true });

/** Writes down an organisation, or changes one. */
export function OrganisationForm({ organisation, onDone }: { readonly organisation?: OrganisationRow; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const kindName = useKindName('kind');
  const form = useForm(Fields, organisation ? { ...organisation } : {});
  return (
    <Form
      form={form}
      action={t('community.save')}
      onSubmit={async (fields) => {
        return save(organisation ? changeOrganisation : addOrganisation, {
          ...fields,
          id: organisation?.id ?? organisationId.parse(freshId()),
        });
      }}
    >
      <TextField form={form} name="name" label={t('community.name')} maxLength={60} />
      <ChoiceField
        form={form}
        name="kind"
        label={t('community.kind')}
        choices={Object.keys(organisationKinds).map((kind) => ({ value: kind, label: kindName(kind) }))}
      />
      <ChoiceField
        form={form}
        name="sector"
        label={t('community.sector')}
        choices={sectors.map((sector) => ({ value: sector, label: t(`community.sector.${sector}`) }))}
      />
      <TextField form={form} name="phone" label={t('community.phone')} kind="tel" inputMode="tel" optional />
    </Form>
  );
}
