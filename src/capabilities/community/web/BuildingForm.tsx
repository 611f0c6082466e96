import type { ReactElement } from 'react';
import { z } from 'zod';
import { ChoiceField, Form, NumberField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addBuilding } from '../commands.ts';
import { BuildingNumber, buildingId, gridId } from '../model.ts';
import type { Place } from '../queries.ts';
import { layOut } from '../rules/doors.ts';
import { useSave } from './useSave.ts';

const Fields = z.object({
  gridId,
  number: BuildingNumber,
  units: z.number().int().min(1).max(20),
  floors: z.number().int().min(1).max(120),
  fromFloor: z.number().int().min(1).max(120),
  roomsPerFloor: z.number().int().min(1).max(20),
});

/** A regular building: its doors follow from units, floors and rooms to a floor, and are counted before anything is written. */
export function BuildingForm({ grids, onDone }: { readonly grids: readonly Place[]; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const form = useForm(Fields, { units: 2, floors: 6, fromFloor: 1, roomsPerFloor: 2 });
  const read = Fields.partial({ gridId: true, number: true }).safeParse(form.draft);
  const doors = read.success ? read.data.units * Math.max(0, read.data.floors - read.data.fromFloor + 1) * read.data.roomsPerFloor : 0;
  return (
    <Form
      form={form}
      action={t('community.addDoors', { doors })}
      onSubmit={async ({ gridId: grid, number, ...layout }) => {
        const building = {
          id: buildingId.parse(freshId()),
          gridId: grid,
          number,
          name: t('community.buildingName', { number }),
          floors: layout.floors,
        };
        return save(addBuilding, { ...building, lon: null, lat: null, ...layOut(layout, freshId) });
      }}
    >
      <ChoiceField form={form} name="gridId" label={t('community.grid')} choices={grids.map((grid) => ({ value: grid.id, label: grid.name }))} />
      <TextField form={form} name="number" label={t('community.buildingNumber')} maxLength={6} />
      <NumberField form={form} name="units" label={t('community.units')} />
      <NumberField form={form} name="floors" label={t('community.floors')} />
      <NumberField form={form} name="fromFloor" label={t('community.fromFloor')} hint={t('community.fromFloorHint')} />
      <NumberField form={form} name="roomsPerFloor" label={t('community.roomsPerFloor')} />
    </Form>
  );
}
