import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { Form, LongTextField, PhotoField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { Photo } from '../model.ts';

const Closing = z.object({ photo: Photo.optional(), note: z.string().trim().max(300).optional() });

/** What was done: a photo, a few words; both may be left out. */
export default function CloseForm({
  onDone,
  onCancel,
}: {
  readonly onDone: (photo: string | null, note: string | null) => void;
  readonly onCancel: () => void;
}): ReactElement {
  const t = useText();
  const form = useForm(Closing);
  return (
    <Form
      form={form}
      action={t('response.close')}
      onSubmit={async ({ photo, note }) => {
        onDone(photo ?? null, note ?? null);
        return null;
      }}
    >
      <PhotoField form={form} name="photo" label={t('response.tasks.photo')} hint={t('response.tasks.photoHint')} />
      <LongTextField form={form} name="note" label={t('response.tasks.note')} />
      <Button variant="subtle" onClick={onCancel}>
        {t('web.cancel')}
      </Button>
    </Form>
  );
}
