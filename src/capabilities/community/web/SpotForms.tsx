import type { ReactElement } from 'react';
import { z } from 'zod';
import { ChoiceField, Form, NumberField, TextField, YesField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addFacility, addShelter } from '../commands.ts';
import { Facility, facilityKinds, Shelter } from '../model.ts';
import type { Place } from '../queries.ts';
import { useKindName } from './kinds.ts';
import { useSave } from './useSave.ts';

const Sheltering = Shelter.omit({ id: true }).extend({ accessible: z.boolean().default(false) });
const Standing = Facility.omit({ id: true });

interface Props {
  readonly grids: readonly Place[];
  readonly onDone: () => void;
}

export function ShelterForm({ grids, onDone }: Props): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const form = useForm(Sheltering);
  return (
    <Form form={form} action={t('community.save')} onSubmit={(fields) => save(addShelter, { ...fields, id: freshId() })}>
      <TextField form={form} name="name" label={t('community.name')} maxLength={60} />
      <NumberField form={form} name="capacity" label={t('community.capacity')} hint={t('community.capacityHint')} />
      <YesField form={form} name="accessible" label={t('community.accessibleHint')} />
      <SpotFields form={form} grids={grids} />
    </Form>
  );
}

export function FacilityForm({ grids, onDone }: Props): ReactElement {
  const t = useText();
  const kindName = useKindName('facility');
  const save = useSave(onDone);
  const form = useForm(Standing);
  return (
    <Form form={form} action={t('community.save')} onSubmit={(fields) => save(addFacility, { ...fields, id: freshId() })}>
      <ChoiceField
        form={form}
        name="kind"
        label={t('community.kind')}
        choices={facilityKinds.map((kind) => ({ value: kind, label: kindName(kind) }))}
      />
      <TextField form={form} name="name" label={t('community.name')} maxLength={60} />
      <SpotFields form={form} grids={grids} />
    </Form>
  );
}

/** Where it is: the grid, and the point on the map if it is known. */
function SpotFields({ form, grids }: { readonly form: Parameters<typeof NumberField>[0]['form']; readonly grids: readonly Place[] }): ReactElement {
  const t = useText();
  return (
    <>
      <ChoiceField
        form={form}
        name="gridId"
        label={t('community.grid')}
        choices={grids.map((grid) => ({ value: grid.id, label: grid.name }))}
        optional
      />
      <NumberField form={form} name="lon" label={t('community.lon')} hint={t('community.pointHint')} optional />
      <NumberField form={form} name="lat" label={t('community.lat')} optional />
    </>
  );
}
