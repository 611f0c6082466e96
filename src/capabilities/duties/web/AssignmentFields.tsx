import type { ReactElement } from 'react';
import { z } from 'zod';
import { ChoiceField, DateField, ManyField, NumberField } from '../../../platform/web/parts/fields.tsx';
import type { FormState } from '../../../platform/web/parts/form.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import { positions } from '../../community/index.ts';
import { usualHazards } from '../catalogue/hazards.ts';
import { findDuty } from '../catalogue.ts';
import { Assignment, Level, roles } from '../model.ts';
import { dayEnds } from './days.ts';
import { GridsField } from './GridsField.tsx';

/** How an assignment is written in a form: its end is the last day on which it holds. */
export const AssignmentDraft = Assignment.pick({ positionId: true, role: true, rank: true, grids: true, hazards: true, levels: true }).extend({
  until: z.iso.date().nullable().default(null),
});

/** The first instant at which it no longer holds; null: it is open. */
export const endOf = (lastDay: string | null): string | null => (lastDay === null ? null : dayEnds(lastDay));

interface Props<Value> {
  readonly form: FormState<Value>;
  /** Code of the catalogue; undefined while none is chosen. */
  readonly duty: string | undefined;
  /** Organisation whose posts are offered; undefined while none is chosen. */
  readonly organisationId: string | undefined;
}

/**
 * Which post, in which role and rank, and what it is limited to. Duties that open something in this system cannot be limited to hazards or levels: a
 * permission is asked for where neither is known.
 */
export function AssignmentFields<Value>({ form, duty, organisationId }: Props<Value>): ReactElement {
  const t = useText();
  const has = useHasText();
  const posts = useQueryRows(positions, { seats: false }, { when: organisationId !== undefined });
  const limits = duty !== undefined && !findDuty(duty)?.opens;
  return (
    <>
      {organisationId && (
        <ChoiceField
          form={form}
          name="positionId"
          label={t('duties.position')}
          hint={t('duties.positionHint')}
          optional
          choices={posts.rows.filter((row) => row.organisationId === organisationId).map((row) => ({ value: row.id, label: row.title }))}
        />
      )}
      <ChoiceField
        form={form}
        name="role"
        label={t('duties.role')}
        choices={roles.map((role) => ({ value: role, label: t(`duties.role.${role}`) }))}
      />
      <NumberField form={form} name="rank" label={t('duties.rank')} hint={t('duties.rankHint')} />
      <GridsField form={form} />
      {limits && (
        <>
          <ManyField
            form={form}
            name="hazards"
            label={t('duties.hazards')}
            hint={t('duties.hazardsHint')}
            optional
            choices={usualHazards.map((code) => ({ value: code, label: has(`readiness.hazard.${code}`) ? t(`readiness.hazard.${code}`) : code }))}
          />
          <ManyField
            form={form}
            name="levels"
            label={t('duties.levels')}
            hint={t('duties.levelsHint')}
            optional
            choices={Level.options.map((level) => ({ value: level, label: level }))}
          />
        </>
      )}
      <DateField form={form} name="until" label={t('duties.lastDay')} hint={t('duties.lastDayHint')} optional />
    </>
  );
}
