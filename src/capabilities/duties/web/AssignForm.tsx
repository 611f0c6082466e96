import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { ChoiceField, Form, ManyField, NumberField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { organisations, places, positions } from '../../community/index.ts';
import { assign } from '../commands.ts';
import { Assignment, type AssignmentId, roles } from '../model.ts';

const Wanted = Assignment.pick({ organisationId: true, positionId: true, role: true, rank: true, grids: true });

/** Gives a duty to an organisation, or to one position in it. */
export function AssignForm({ duty, onDone }: { readonly duty: string; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const form = useForm(Wanted, { role: 'R', rank: 1 });
  const everyone = useQueryRows(organisations, {});
  const grounds = useQueryRows(places, {});
  const chosen = everyone.rows.find((row) => row.id === form.draft.organisationId)?.id;
  const posts = useQueryRows(positions, { ...(chosen ? { organisationId: chosen } : {}), seats: false }, { when: chosen !== undefined });
  return (
    <Form
      form={form}
      action={t('duties.assign')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async (value) => {
        const assignment = { ...value, id: freshId() as AssignmentId, duty, hazards: null, levels: null, since: null, until: null };
        const result = await send(assign, { assignments: [assignment] });
        if (result.status === 'refused') return result.problem;
        toast(t('duties.assigned'));
        onDone();
        return null;
      }}
    >
      <ChoiceField
        form={form}
        name="organisationId"
        label={t('duties.organisation')}
        choices={everyone.rows.filter((row) => row.status === 'active').map((row) => ({ value: row.id, label: row.name }))}
      />
      {chosen && (
        <ChoiceField
          form={form}
          name="positionId"
          label={t('duties.position')}
          hint={t('duties.positionHint')}
          optional
          choices={posts.rows.filter((row) => row.organisationId === chosen).map((row) => ({ value: row.id, label: row.title }))}
        />
      )}
      <ChoiceField
        form={form}
        name="role"
        label={t('duties.role')}
        choices={roles.map((role) => ({ value: role, label: t(`duties.role.${role}`) }))}
      />
      <NumberField form={form} name="rank" label={t('duties.rank')} hint={t('duties.rankHint')} />
      <ManyField
        form={form}
        name="grids"
        label={t('duties.grids')}
        hint={t('duties.gridsHint')}
        optional
        choices={grounds.rows.filter((place) => place.at === 'grid').map((place) => ({ value: place.id, label: place.name }))}
      />
    </Form>
  );
}
