import type { ReactElement } from 'react';
import { z } from 'zod';
import type { BuildingId } from '../../../kernel/ids.ts';
import { ChoiceField, Form, NumberField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addDwelling, addUnit } from '../commands.ts';
import { Door, dwellingId, unitId } from '../model.ts';
import { useSave } from './useSave.ts';

interface Props {
  readonly building: BuildingId;
  /** Numbers of the units that are there. */
  readonly units: readonly number[];
  readonly onDone: () => void;
}

const Unit = z.object({ number: Door.shape.unit });

export function UnitForm({ building, units, onDone }: Props): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const form = useForm(Unit, { number: Math.max(0, ...units) + 1 });
  return (
    <Form
      form={form}
      action={t('community.save')}
      onSubmit={({ number }) => save(addUnit, { id: unitId.parse(freshId()), buildingId: building, number })}
    >
      <NumberField form={form} name="number" label={t('community.unitNumber')} />
    </Form>
  );
}

const OneDoor = z.object({ unit: z.coerce.number().pipe(Door.shape.unit), floor: Door.shape.floor, room: Door.shape.room });

/** One more door: a flat that was divided, a caretaker's room. */
export function DoorForm({ building, units, onDone }: Props): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const form = useForm(OneDoor, { unit: String(units[0] ?? '') });
  return (
    <Form
      form={form}
      action={t('community.save')}
      onSubmit={(door) => save(addDwelling, { buildingId: building, door: { ...door, id: dwellingId.parse(freshId()) } })}
    >
      <ChoiceField
        form={form}
        name="unit"
        label={t('community.unitNumber')}
        choices={units.map((unit) => ({ value: String(unit), label: t('community.unit', { unit }) }))}
      />
      <NumberField form={form} name="floor" label={t('community.floor')} hint={t('community.floorHint')} />
      <TextField form={form} name="room" label={t('community.room')} hint={t('community.roomHint')} maxLength={8} />
    </Form>
  );
}
