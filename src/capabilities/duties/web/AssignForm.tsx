import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { ChoiceField, Form } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { organisations } from '../../community/index.ts';
import { assign } from '../commands.ts';
import { Assignment, assignmentId } from '../model.ts';
import { AssignmentDraft, AssignmentFields, endOf } from './AssignmentFields.tsx';

const Wanted = AssignmentDraft.extend(Assignment.pick({ organisationId: true }).shape);

interface Props {
  readonly duty: string;
  /** The organisation it is given to, where that is settled; else it is asked for. */
  readonly organisationId?: string;
  readonly onDone: () => void;
}

/** Gives a duty to an organisation, or to one position in it, at once. */
export function AssignForm({ duty, organisationId, onDone }: Props): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const form = useForm(Wanted, { role: 'R', rank: 1, organisationId });
  const everyone = useQueryRows(organisations, {});
  const chosen = everyone.rows.find((row) => row.id === form.draft.organisationId)?.id;
  return (
    <Form
      form={form}
      action={t('duties.assign')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async ({ until, ...value }) => {
        const assignment = { ...value, id: assignmentId.parse(freshId()), duty, since: null, until: endOf(until) };
        const result = await send(assign, { assignments: [assignment] });
        if (result.status === 'refused') return result.problem;
        toast(t('duties.assigned'));
        onDone();
        return null;
      }}
    >
      {organisationId === undefined && (
        <ChoiceField
          form={form}
          name="organisationId"
          label={t('duties.organisation')}
          choices={everyone.rows.filter((row) => row.status === 'active').map((row) => ({ value: row.id, label: row.name }))}
        />
      )}
      <AssignmentFields form={form} duty={duty} organisationId={chosen} />
    </Form>
  );
}
