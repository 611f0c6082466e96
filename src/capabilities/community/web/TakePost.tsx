import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { ChoiceField, Form } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { assignDeputy, assignHolder } from '../commands-people.ts';
import { personId } from '../model.ts';
import { type PositionRow, people } from '../queries.ts';
import { useSave } from './useSave.ts';

const Chosen = z.object({ person: personId.nullable().default(null) });

interface Props {
  readonly position: PositionRow;
  readonly as: 'holder' | 'deputy';
  readonly onDone: () => void;
}

/** Names the holder or the deputy of a post; leaving the field empty leaves the place vacant. */
export function TakePost({ position, as, onDone }: Props): ReactElement {
  const t = useText();
  const save = useSave(onDone);
  const before = as === 'holder' ? position.holderId : position.deputyId;
  const form = useForm(Chosen, { person: before ?? '' });
  const { rows } = useQueryRows(people, { text: '' });
  return (
    <Form
      form={form}
      action={t('community.save')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async ({ person }) => {
        const command = as === 'holder' ? assignHolder : assignDeputy;
        return save(command, { positionId: position.id, personId: person, replaces: before });
      }}
    >
      <ChoiceField
        form={form}
        name="person"
        label={t(as === 'holder' ? 'community.holder' : 'community.deputy')}
        hint={t('community.vacantHint')}
        choices={rows.map((row) => ({ value: row.id, label: row.phone ? `${row.name} · ${row.phone}` : row.name }))}
      />
    </Form>
  );
}
