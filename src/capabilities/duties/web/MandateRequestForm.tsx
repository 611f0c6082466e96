import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { idOf, type PositionId } from '../../../kernel/ids.ts';
import { ChoiceField, Form, LongTextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type MandateRow, mandateRequestId, type OwnPost, type RequestRow, RequestTerms, requestMandate } from '../../community/index.ts';
import { draftFrom, limitsOf, MandateTermsFields, termsDraft } from './MandateTermsFields.tsx';
import { useSaid } from './useSaid.ts';

const Fields = termsDraft.extend({ why: RequestTerms.shape.why, positionId: idOf<PositionId>() });

interface Props {
  /** The reader's posts in the organisation. */
  readonly posts: readonly OwnPost[];
  /** What it begins with: what was asked for last, or else the mandate before. */
  readonly begins: RequestRow | MandateRow | undefined;
  readonly onDone: () => void;
}

/** An organisation asks for a mandate: what it would do, and why. */
export function MandateRequestForm({ posts, begins, onDone }: Props): ReactElement {
  const t = useText();
  const say = useSaid(onDone);
  const form = useForm(Fields, {
    positionId: posts[0]?.positionId ?? '',
    ...(begins && { ...draftFrom(begins), why: 'why' in begins ? begins.why : '' }),
  });
  return (
    <Form
      form={form}
      action={t('duties.request.send')}
      onSubmit={({ grids, levels, ...terms }) =>
        say(requestMandate, { ...terms, ...limitsOf({ grids, levels }), id: mandateRequestId.parse(freshId()) })
      }
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
    >
      <ChoiceField
        form={form}
        name="positionId"
        label={t('duties.request.askAs')}
        choices={posts.map((p) => ({ value: p.positionId, label: `${p.organisation} · ${p.title}` }))}
      />
      <MandateTermsFields form={form} />
      <LongTextField form={form} name="why" label={t('duties.request.why')} hint={t('duties.request.whyHint')} rows={3} />
    </Form>
  );
}
