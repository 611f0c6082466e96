import type { ReactElement } from 'react';
import { z } from 'zod';
import { ChoiceField, Form, NumberField, TextField, YesField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addFacility, addShelter, changeFacility, changeShelter } from '../commands.ts';
import { Facility, facilityKinds, Shelter } from '../model.ts';
import type { Place } from '../queries.ts';
import { useKindName } from './kinds.ts';
import { useSave } from './useSave.ts';

const Sheltering = Shelter.omit({ id: true }).extend({ accessible: z.boolean().default(false) });
const Standing = Facility.omit({ id: true });

interface Props {
  readonly grids: readonly Place[];
  /** The place to be changed; a new one without it. */
  readonly place?: Place;
  readonly onDone: () => void;
}

export function ShelterForm({ grids, place, onDone }: Props): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const form = useForm(Sheltering, place && draftOf(place, ['name', 'capacity', 'accessible', 'gridId', 'lon', 'lat']));
  return (
    <Form
      form={form}
      action={t('community.save')}
      onSubmit={(fields) => (place ? save(changeShelter, { ...fields, id: place.id }) : save(addShelter, { ...fields, id: freshId() }))}
    >
      <TextField form={form} name="name" label={t('community.name')} maxLength={60} />
      <NumberField form={form} name="capacity" label={t('community.capacity')} hint={t('community.capacityHint')} />
      <YesField form={form} name="accessible" label={t('community.accessibleHint')} />
      <SpotFields form={form} grids={grids} />
    </Form>
  );
}

export function FacilityForm({ grids, place, onDone }: Props): ReactElement {
  const t = useText();
  const kindName = useKindName('facility');
  const save = useSave(onDone);
  const form = useForm(Standing, place && draftOf(place, ['kind', 'name', 'gridId', 'lon', 'lat']));
  return (
    <Form
      form={form}
      action={t('community.save')}
      onSubmit={(fields) => (place ? save(changeFacility, { ...fields, id: place.id }) : save(addFacility, { ...fields, id: freshId() }))}
    >
      <ChoiceField
        form={form}
        name="kind"
        label={t('community.kind')}
        choices={[...new Set([...facilityKinds, ...(place?.kind ? [place.kind] : [])])].map((kind) => ({ value: kind, label: kindName(kind) }))}
      />
      <TextField form={form} name="name" label={t('community.name')} maxLength={60} />
      <SpotFields form={form} grids={grids} />
    </Form>
  );
}

/** What is known of a place; fields that are not known stay empty. */
const draftOf = (place: Place, fields: readonly (keyof Place)[]): Record<string, unknown> =>
  Object.fromEntries(fields.flatMap((field) => (place[field] === null ? [] : [[field, place[field]]])));

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
