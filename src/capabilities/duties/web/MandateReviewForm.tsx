import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { ChoiceField, DateField, Form, LongTextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type MandateRow, Review, reviewMandate, verdicts } from '../../community/index.ts';
import { dayBegins } from './days.ts';
import { useSaid } from './useSaid.ts';

const Fields = Review.pick({ verdict: true, note: true }).extend({ nextAt: z.iso.date().nullable().default(null) });

/** Looks at a mandate while it stands, and says when it is looked at again. */
export function MandateReviewForm({ row, onDone }: { readonly row: MandateRow; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const say = useSaid(onDone);
  const form = useForm(Fields, { verdict: 'goOn' });
  return (
    <Form
      form={form}
      action={t('duties.mandate.review')}
      onSubmit={({ nextAt, ...review }) => say(reviewMandate, { ...review, id: freshId(), mandateId: row.id, nextAt: nextAt && dayBegins(nextAt) })}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
    >
      <ChoiceField
        form={form}
        name="verdict"
        label={t('duties.mandate.verdict')}
        choices={verdicts.map((verdict) => ({ value: verdict, label: t(`duties.mandate.verdict.${verdict}`) }))}
      />
      <LongTextField form={form} name="note" label={t('duties.mandate.reviewNote')} />
      <DateField form={form} name="nextAt" label={t('duties.mandate.nextReview')} optional />
    </Form>
  );
}
