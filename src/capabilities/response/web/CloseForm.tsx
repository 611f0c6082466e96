import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { Form, LongTextField, PhotoField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { closeTask } from '../commands/tasks.ts';
import { Photo } from '../model.ts';

const Closing = z.object({ photo: Photo.nullable().default(null), note: z.string().trim().max(300).nullable().default(null) });

interface Props {
  readonly taskId: string;
  readonly onDone: () => void;
}

/** What was done: a photo, a few words; both may be left out. */
export default function CloseForm({ taskId, onDone }: Props): ReactElement {
  const t = useText();
  const send = useSend();
  const form = useForm(Closing);
  return (
    <Form
      form={form}
      action={t('response.close')}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
      onSubmit={async ({ photo, note }) => {
        const answer = await send(closeTask, { taskId: taskId as never, photo, note });
        if (answer.status === 'refused') return answer.problem;
        onDone();
        return null;
      }}
    >
      <PhotoField form={form} name="photo" label={t('response.tasks.photo')} hint={t('response.tasks.photoHint')} />
      <LongTextField form={form} name="note" label={t('response.tasks.note')} />
    </Form>
  );
}
