import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import type { Problem } from '../../../kernel/result.ts';
import { Form, LongTextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';

const Reason = z.object({ reason: z.string().trim().min(1).max(400) });

interface Props {
  readonly label: string;
  /** The verb on the button. */
  readonly action: string;
  readonly onSubmit: (reason: string) => Promise<Problem | null>;
  readonly onCancel: () => void;
}

/** A few words that say why, before something is declined or ended. */
export function ReasonForm({ label, action, onSubmit, onCancel }: Props): ReactElement {
  const t = useText();
  const form = useForm(Reason);
  return (
    <Form
      form={form}
      action={action}
      onSubmit={({ reason }) => onSubmit(reason)}
      secondary={
        <Button variant="default" onClick={onCancel}>
          {t('web.cancel')}
        </Button>
      }
    >
      <LongTextField form={form} name="reason" label={label} rows={2} />
    </Form>
  );
}
