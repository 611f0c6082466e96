import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { ChoiceField, Form, LongTextField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useLocal, useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { readDoor } from '../../community/index.ts';
import { askForHelp } from '../commands.ts';
import { HelpKind, Source, Urgency } from '../model.ts';

const Written = z.object({
  door: z.string().trim().min(1).max(40),
  kind: HelpKind,
  urgency: Urgency,
  source: Source.exclude(['door']),
  words: z.string().trim().max(500).optional(),
});

/** A request that somebody else wrote or called in, put down by the desk. */
export function NewRequest({ incident, onClose }: { readonly incident: string | null; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const send = useSend();
  const { rows: dwellings } = useLocal<{ readonly id: string; readonly door: string }>('community.dwelling');
  const [known] = useState(() => ({ requestId: freshId() }));
  const form = useForm(Written, { kind: 'other', urgency: 'today', source: 'phone' });
  return (
    <SidePanel title={t('response.requests.add')} onClose={onClose}>
      <Form
        form={form}
        action={t('response.requests.save')}
        onSubmit={async ({ door, words, ...rest }) => {
          const read = readDoor(door);
          const wanted = read ? `${read.building}-${read.unit}-${read.room}` : door;
          const dwelling = dwellings.find((each) => each.door === wanted);
          if (!dwelling) return { code: 'response.doorUnknown', kind: 'missing' };
          const answer = await send(askForHelp, {
            requestId: known.requestId as never,
            incidentId: incident as never,
            dwellingId: dwelling.id as never,
            follow: null,
            words: words ?? '',
            ...rest,
          });
          if (answer.status === 'refused') return answer.problem;
          onClose();
          return null;
        }}
      >
        <TextField form={form} name="door" label={t('response.column.door')} hint={t('response.requests.doorHint')} />
        <ChoiceField
          form={form}
          name="kind"
          label={t('response.column.kind')}
          choices={HelpKind.options.map((value) => ({ value, label: t(`response.kind.${value}`) }))}
        />
        <ChoiceField
          form={form}
          name="urgency"
          label={t('response.column.urgency')}
          choices={Urgency.options.map((value) => ({ value, label: t(`response.urgency.${value}`) }))}
        />
        <ChoiceField
          form={form}
          name="source"
          label={t('response.column.source')}
          choices={(['phone', 'paper', 'staff'] as const).map((value) => ({ value, label: t(`response.source.${value}`) }))}
        />
        <LongTextField form={form} name="words" label={t('response.door.words')} />
      </Form>
    </SidePanel>
  );
}
