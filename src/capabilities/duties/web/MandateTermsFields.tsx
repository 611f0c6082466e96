import type { ReactElement } from 'react';
import { z } from 'zod';
import { LongTextField, ManyField } from '../../../platform/web/parts/fields.tsx';
import type { Draft, FormState } from '../../../platform/web/parts/form.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { dataTiers, type MandateRow, MandateTerms, type RequestRow } from '../../community/index.ts';
import { duties, everyPostHolds } from '../catalogue.ts';
import { Level } from '../model.ts';
import { GridsField } from './GridsField.tsx';

/** What a mandate is about, as a form holds it: no grid and no level ticked means all of them. */
export const termsDraft = MandateTerms.pick({ scope: true, duties: true, tiers: true }).extend({
  grids: MandateTerms.shape.grids.unwrap().unwrap().or(z.array(z.never()).max(0)).default([]),
  levels: z.array(Level).max(4).default([]),
});

/** What a form begins with: the words of an earlier mandate or request. */
export const draftFrom = ({ scope, duties: codes, tiers, grids, levels }: RequestRow | MandateRow): Draft => ({
  scope,
  duties: codes,
  tiers,
  grids: grids ?? [],
  levels: levels ?? [],
});

/** Limits as they are said: null where nothing was ticked. */
export const limitsOf = <Grid, Of>({ grids, levels }: { readonly grids: readonly Grid[]; readonly levels: readonly Of[] }) => ({
  grids: grids.length === 0 ? null : [...grids],
  levels: levels.length === 0 ? null : [...levels],
});

/** What a mandate is about: in words, which duties, which personal data, where and at which levels. The same for whoever asks and whoever offers. */
export function MandateTermsFields<Value>({ form }: { readonly form: FormState<Value> }): ReactElement {
  const t = useText();
  return (
    <>
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
      <GridsField form={form} />
      <ManyField
        form={form}
        name="levels"
        label={t('duties.mandate.levels')}
        hint={t('duties.mandate.levelsHint')}
        optional
        choices={Level.options.map((level) => ({ value: level, label: level }))}
      />
    </>
  );
}
