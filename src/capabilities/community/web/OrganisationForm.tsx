import type { ReactElement } from 'react';
import { ChoiceField, Form, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addOrganisation, changeOrganisation } from '../commands-people.ts';
import { Organisation, organisationId, organisationKinds, sectors } from '../model.ts';
import type { OrganisationRow } from '../queries.ts';
import { useKindName } from './kinds.ts';

const Fields = Organisation.omit({ id: true });

/** Writes down an organisation, or changes one. */
export function OrganisationForm({ organisation, onDone }: { readonly organisation?: OrganisationRow; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const kindName = useKindName('kind');
  const form = useForm(Fields, organisation ? { ...organisation } : {});
  return (
    <Form
      form={form}
      action={t('community.save')}
      onSubmit={async (fields) => {
        const result = await send(organisation ? changeOrganisation : addOrganisation, {
          ...fields,
          id: organisation?.id ?? organisationId.parse(freshId()),
        });
        if (result.status === 'refused') return result.problem;
        toast(t('community.saved'));
        onDone();
        return null;
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
