import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { z } from 'zod';
import { DateField, Form, LongTextField, ManyField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { dataTiers, type MandateRow, MandateTerms, mandateId, offerMandate, places } from '../../community/index.ts';
import { duties, everyPostHolds } from '../catalogue.ts';
import { Level } from '../model.ts';
import { card } from '../queries.ts';
import type { MandateStandingRow } from '../queries-mandates.ts';
import { dayBegins, dayEnds } from './days.ts';
import { useSaid } from './useSaid.ts';

/** No grid and no level ticked means all of them. */
const Fields = MandateTerms.extend({
  grids: MandateTerms.shape.grids.unwrap().unwrap().or(z.array(z.never()).max(0)).default([]),
  levels: z.array(Level).max(4).default([]),
  since: z.iso.date(),
  until: z.iso.date(),
});

interface Props {
  readonly standing: MandateStandingRow;
  /** The one before, whose words it begins with. */
  readonly renews: MandateRow | undefined;
  readonly onDone: () => void;
}

/** Writes the terms of a mandate and signs them for the community. */
export function MandateOfferForm({ standing, renews, onDone }: Props): ReactElement {
  const t = useText();
  const held = useQueryRows(card, card.args.parse({ organisationId: standing.organisationId }));
  if (held.loading) return <></>;
  const given = [...new Set(held.rows.filter((row) => row.role === 'R' || row.role === 'A').map((row) => row.duty))];
  return <Terms standing={standing} renews={renews} onDone={onDone} given={given} t={t} />;
}

function Terms({
  standing,
  renews,
  onDone,
  given,
  t,
}: Props & { readonly given: readonly string[]; readonly t: ReturnType<typeof useText> }): ReactElement {
  const say = useSaid(onDone);
  const grounds = useQueryRows(places, {});
  const form = useForm(
    Fields,
    renews
      ? {
          scope: renews.scope,
          duties: renews.duties,
          grids: renews.grids ?? [],
          levels: renews.levels ?? [],
          tiers: renews.tiers,
          costRule: renews.costRule,
        }
      : { duties: given },
  );
  return (
    <Form
      form={form}
      action={t('duties.mandate.offerSign')}
      onSubmit={({ grids, levels, since, until, ...terms }) =>
        say(offerMandate, {
          ...terms,
          mandateId: mandateId.parse(freshId()),
          organisationId: standing.organisationId,
          grids: grids.length === 0 ? null : grids,
          levels: levels.length === 0 ? null : levels,
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
      <LongTextField form={form} name="scope" label={t('duties.mandate.scope')} hint={t('duties.mandate.scopeHint')} rows={4} />
      <ManyField
        form={form}
        name="duties"
        label={t('duties.mandate.duties')}
        choices={duties.filter((d) => d.code !== everyPostHolds).map(({ code }) => ({ value: code, label: t(`duty.${code}`) }))}
      />
      <ManyField
        form={form}
        name="tiers"
        label={t('duties.mandate.tiers')}
        hint={t('duties.mandate.tiersHint')}
        optional
        choices={dataTiers.map((tier) => ({ value: tier, label: t(`duties.tier.${tier}`) }))}
      />
      <ManyField
        form={form}
        name="grids"
        label={t('duties.grids')}
        hint={t('duties.gridsHint')}
        optional
        choices={grounds.rows.filter((place) => place.at === 'grid').map((place) => ({ value: place.id, label: place.name }))}
      />
      <ManyField
        form={form}
        name="levels"
        label={t('duties.mandate.levels')}
        hint={t('duties.mandate.levelsHint')}
        optional
        choices={Level.options.map((level) => ({ value: level, label: level }))}
      />
      <LongTextField form={form} name="costRule" label={t('duties.mandate.costRule')} rows={2} />
      <DateField form={form} name="since" label={t('duties.mandate.firstDay')} />
      <DateField form={form} name="until" label={t('duties.mandate.lastDay')} hint={t('duties.mandate.lastDayHint')} />
    </Form>
  );
}
