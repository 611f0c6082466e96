import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { DateField, Form, LongTextField, ManyField, NumberField, TextField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { Assessment, assessmentId, assessOrganisation, skills } from '../../community/index.ts';
import type { MandateStandingRow } from '../queries-mandates.ts';
import { useSaid } from './useSaid.ts';

const Fields = Assessment.omit({ id: true, organisationId: true });

/** Writes down what an organisation is able to do; begins with what was found last time. */
export function AssessmentForm({ standing, onDone }: { readonly standing: MandateStandingRow; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const say = useSaid(onDone);
  const form = useForm(Fields, standing.assessment ? { ...standing.assessment, insuredUntil: standing.assessment.insuredUntil ?? '' } : {});
  return (
    <Form
      form={form}
      action={t('duties.mandate.assessSave')}
      onSubmit={(fields) => say(assessOrganisation, { ...fields, id: assessmentId.parse(freshId()), organisationId: standing.organisationId })}
      secondary={
        <Button variant="default" onClick={onDone}>
          {t('web.cancel')}
        </Button>
      }
    >
      <ManyField
        form={form}
        name="capabilities"
        label={t('duties.mandate.capabilities')}
        optional
        choices={skills.map((skill) => ({ value: skill, label: t(`community.skill.${skill}`) }))}
      />
      <NumberField form={form} name="people" label={t('duties.mandate.people')} />
      <DateField form={form} name="insuredUntil" label={t('duties.mandate.insured')} hint={t('duties.mandate.insuredHint')} optional />
      <TextField form={form} name="contact24" label={t('duties.mandate.contact24')} kind="tel" inputMode="tel" />
      <LongTextField form={form} name="note" label={t('duties.mandate.note')} optional />
    </Form>
  );
}
