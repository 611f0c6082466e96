import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { DateField, Form, LongTextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { type MandateRow, MandateTerms, mandateId, offerMandate, type RequestRow } from '../../community/index.ts';
import { card } from '../queries.ts';
import type { MandateStandingRow } from '../queries-mandates.ts';
import { dayBegins, dayEnds } from './days.ts';
import { draftFrom, limitsOf, MandateTermsFields, termsDraft } from './MandateTermsFields.tsx';
import { useSaid } from './useSaid.ts';

const Fields = termsDraft.extend({ costRule: MandateTerms.shape.costRule, since: z.iso.date(), until: z.iso.date() });

interface Props {
  readonly standing: MandateStandingRow;
  /** What it begins with: what the organisation asked for, or else the mandate before. */
  readonly begins: RequestRow | MandateRow | undefined;
  readonly onDone: () => void;
}

/** Writes the terms of a mandate and signs them for the community. */
export function MandateOfferForm({ standing, begins, onDone }: Props): ReactElement {
  const held = useQueryRows(card, card.args.parse({ organisationId: standing.organisationId }));
  if (held.loading) return <></>;
  const given = [...new Set(held.rows.filter((row) => row.role === 'R' || row.role === 'A').map((row) => row.duty))];
  return <Terms standing={standing} begins={begins} onDone={onDone} given={given} />;
}

function Terms({ standing, begins, onDone, given }: Props & { readonly given: readonly string[] }): ReactElement {
  const t = useText();
  const say = useSaid(onDone);
  const form = useForm(Fields, begins ? { ...draftFrom(begins), costRule: 'costRule' in begins ? begins.costRule : '' } : { duties: given });
  return (
    <Form
      form={form}
      action={t('duties.mandate.offerSign')}
      onSubmit={({ grids, levels, since, until, ...terms }) =>
        say(offerMandate, {
          ...terms,
          ...limitsOf({ grids, levels }),
          mandateId: mandateId.parse(freshId()),
          organisationId: standing.organisationId,
          since: dayBegins(since),
          until: dayEnds(until),
        })
      }
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
    >
      <MandateTermsFields form={form} />
      <LongTextField form={form} name="costRule" label={t('duties.mandate.costRule')} rows={2} />
      <DateField form={form} name="since" label={t('duties.mandate.firstDay')} />
      <DateField form={form} name="until" label={t('duties.mandate.lastDay')} hint={t('duties.mandate.lastDayHint')} />
    </Form>
  );
}
