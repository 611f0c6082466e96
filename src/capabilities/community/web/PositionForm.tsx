import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { ChoiceField, Form, ManyField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { addPosition, changePosition } from '../commands-people.ts';
import { gridId, organisationId, Position, personId, positionId } from '../model.ts';
import { organisations, type PositionRow, people, places } from '../queries.ts';
import { useSave } from './useSave.ts';

const grids = z.array(gridId).max(200).default([]);
const Changed = Position.pick({ title: true }).extend({ grids });
const Added = Changed.extend({ organisationId, holderId: personId.nullable().default(null), deputyId: personId.nullable().default(null) });
/** No grid ticked means that the post is for the whole community. */
const area = (chosen: z.infer<typeof grids>) => (chosen.length === 0 ? null : chosen);

/** A new post with whoever holds it. */
export function NewPosition({ organisation, onDone }: { readonly organisation?: string; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const everyone = useQueryRows(people, { text: '' });
  const all = useQueryRows(organisations, {});
  const form = useForm(Added, { organisationId: organisation ?? '' });
  const choices = everyone.rows.map((row) => ({ value: row.id, label: row.phone ? `${row.name} · ${row.phone}` : row.name }));
  return (
    <Form
      form={form}
      action={t('community.save')}
      onSubmit={({ grids: chosen, ...fields }) => save(addPosition, { ...fields, id: positionId.parse(freshId()), seat: false, grids: area(chosen) })}
    >
      <ChoiceField
        form={form}
        name="organisationId"
        label={t('community.organisation')}
        choices={all.rows.filter((row) => row.status === 'active').map((row) => ({ value: row.id, label: row.name }))}
      />
      <TextField form={form} name="title" label={t('community.title')} maxLength={60} />
      <GridsField form={form} />
      <ChoiceField form={form} name="holderId" label={t('community.holder')} hint={t('community.vacantHint')} choices={choices} optional />
      <ChoiceField form={form} name="deputyId" label={t('community.deputy')} choices={choices} optional />
    </Form>
  );
}

/** Another title, or other grids. */
export function ChangePosition({ position, onDone }: { readonly position: PositionRow; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const form = useForm(Changed, { title: position.title, grids: position.grids ?? [] });
  return (
    <Form
      form={form}
      action={t('community.save')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={({ title, grids: chosen }) => save(changePosition, { positionId: position.id, title, grids: area(chosen) })}
    >
      <TextField form={form} name="title" label={t('community.title')} maxLength={60} />
      <GridsField form={form} />
    </Form>
  );
}

function GridsField({ form }: { readonly form: Parameters<typeof ManyField>[0]['form'] }): ReactElement | null {
  const t = useText();
  const { rows } = useQueryRows(places, {});
  const known = rows.filter((row) => row.at === 'grid');
  if (known.length === 0) return null;
  return (
    <ManyField
      form={form}
      name="grids"
      label={t('community.area')}
      hint={t('community.areaHint')}
      choices={known.map((row) => ({ value: row.id, label: row.name }))}
      optional
    />
  );
}
