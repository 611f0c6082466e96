import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { ExerciseFrame } from '../../../platform/web/parts/ExerciseFrame.tsx';
import { ChoiceField, Form, LongTextField, NumberField, TextField, YesField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { useConfirm, useToast } from '../../../platform/web/parts/overlays.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { useAddress, useGo } from '../../../platform/web/shell/address.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { publishAlert } from '../commands-publish.ts';
import { type AlertInfo, Colour, categories, certainties, severities, urgencies } from '../model.ts';
import type { AlertId } from '../notice.ts';
import { type AlertRow, alert } from '../queries.ts';

const title = z.string().trim().min(1).max(120);
const words = z.string().trim().max(2000);
const Draft = z.object({
  exercise: z.boolean().default(false),
  msgType: z.enum(['Alert', 'Update', 'Cancel']).default('Alert'),
  category: z.enum(categories),
  event: title,
  colour: z.enum(['', ...Colour.options]).default(''),
  urgency: z.enum(urgencies),
  severity: z.enum(severities),
  certainty: z.enum(certainties),
  headline: title,
  description: words.min(1),
  instruction: words.default(''),
  hours: z.number().min(0.5).max(168),
  headlineUg: words.default(''),
  descriptionUg: words.default(''),
  headlineEn: words.default(''),
  descriptionEn: words.default(''),
});
type Draft = z.infer<typeof Draft>;
type Shown = readonly (typeof urgencies)[number][];

/** Words of CAP that nobody chooses when they warn. */
const kept: Shown = ['Immediate', 'Expected', 'Future'];

/** Issues an alert of this community, or updates or cancels one that it issued: `?replaces=` names it. */
export default function PublishPage(): ReactElement {
  const t = useText();
  const { may } = useMe();
  const [replaces] = useAddress('replaces');
  const { rows, loading } = useQueryRows(alert, { id: replaces ?? '' }, { when: replaces !== null });
  if (!may('warnings.publish'))
    return (
      <Page title={t('warnings.publish.title')}>
        <ProblemNote problem={{ code: 'web.notYours', kind: 'forbidden', params: { duty: 'warnings.publish' } }} />
      </Page>
    );
  if (loading)
    return (
      <Page title={t('warnings.publish.title')}>
        <Loading />
      </Page>
    );
  return <PublishForm key={replaces} replaced={rows[0] ?? null} />;
}

function PublishForm({ replaced }: { readonly replaced: AlertRow | null }): ReactElement {
  const t = useText();
  const go = useGo();
  const send = useSend();
  const confirm = useConfirm();
  const toast = useToast();
  const [id] = useState(() => freshId() as AlertId);
  const form = useForm(Draft, beginning(replaced));
  const exercise = form.draft.exercise === true;
  const named = <T extends string>(values: readonly T[], group: string) => values.map((value) => ({ value, label: t(`warnings.${group}.${value}`) }));
  const submit = async (draft: Draft) => {
    const question = {
      title: t('warnings.publish.confirm'),
      text: t(draft.exercise ? 'warnings.publish.confirmExercise' : 'warnings.publish.confirmReal'),
      action: t('warnings.publish.action'),
    };
    if (!(await confirm(question))) return null;
    const result = await send(publishAlert, alertOf(draft, id, replaced));
    if (result.status === 'refused') return result.problem;
    toast(t('warnings.publish.done'));
    go(`/warnings?alert=${id}`);
    return null;
  };
  const fields = (
    <Form form={form} onSubmit={submit} action={t('warnings.publish.action')}>
      {replaced ? (
        <ChoiceField form={form} name="msgType" label={t('warnings.publish.msgType')} choices={named(['Update', 'Cancel'], 'msgType')} />
      ) : (
        <YesField form={form} name="exercise" label={t('warnings.publish.exercise')} />
      )}
      <ChoiceField form={form} name="category" label={t('warnings.category')} choices={named(categories, 'category')} />
      <TextField form={form} name="event" label={t('warnings.publish.event')} hint={t('warnings.publish.eventHint')} maxLength={120} />
      <ChoiceField form={form} name="colour" label={t('warnings.column.colour')} choices={named(Colour.options, 'publish.colour')} optional />
      <ChoiceField form={form} name="urgency" label={t('warnings.urgency')} choices={named(kept, 'urgency')} />
      <ChoiceField form={form} name="severity" label={t('warnings.severity')} choices={named(severities, 'severity')} />
      <ChoiceField form={form} name="certainty" label={t('warnings.certainty')} choices={named(certainties, 'certainty')} />
      <TextField form={form} name="headline" label={t('warnings.publish.headline')} maxLength={120} />
      <LongTextField form={form} name="description" label={t('warnings.publish.description')} rows={4} />
      <LongTextField form={form} name="instruction" label={t('warnings.instruction')} optional />
      <NumberField form={form} name="hours" label={t('warnings.publish.hours')} />
      <details>
        <summary>{t('warnings.form.otherLanguages')}</summary>
        <div className="b-rows">
          {(['Ug', 'En'] as const).map((language) => (
            <div key={language} className="b-rows">
              <TextField form={form} name={`headline${language}`} label={t(`warnings.publish.headline${language}`)} optional />
              <LongTextField form={form} name={`description${language}`} label={t(`warnings.publish.description${language}`)} optional />
            </div>
          ))}
        </div>
      </details>
    </Form>
  );
  return (
    <Page title={t('warnings.publish.title')} lead={t('warnings.publish.lead')}>
      {exercise ? <ExerciseFrame>{fields}</ExerciseFrame> : fields}
    </Page>
  );
}

/** What an update begins with: the words of the alert it replaces. */
function beginning(replaced: AlertRow | null): Partial<Record<keyof Draft, unknown>> {
  const common = { urgency: 'Expected', certainty: 'Likely', category: 'Met', hours: 12 };
  if (!replaced) return common;
  const { infos, status } = replaced.alert;
  const [zh] = infos;
  const other = (language: string): AlertInfo | undefined => infos.find((info) => info.language.startsWith(language));
  return {
    ...common,
    exercise: status === 'Exercise',
    msgType: 'Update',
    ...(zh && {
      category: zh.categories[0],
      event: zh.event,
      urgency: zh.urgency,
      severity: zh.severity,
      certainty: zh.certainty,
      headline: zh.headline ?? '',
      description: zh.description ?? '',
      instruction: zh.instruction ?? '',
    }),
    colour: replaced.colour ?? '',
    headlineUg: other('ug')?.headline ?? '',
    descriptionUg: other('ug')?.description ?? '',
    headlineEn: other('en')?.headline ?? '',
    descriptionEn: other('en')?.description ?? '',
  };
}

const hourMs = 3_600_000;

/** The command's payload. The kind of event is named in Chinese; the other languages take it over. */
function alertOf(draft: Draft, id: AlertId, replaced: AlertRow | null) {
  const same = (zh: string) => ({ zh, en: '', ug: '' });
  return {
    alertId: id,
    exercise: draft.exercise,
    msgType: replaced ? draft.msgType : ('Alert' as const),
    replaces: (replaced?.id ?? null) as AlertId | null,
    category: draft.category,
    event: same(draft.event),
    responseType: null,
    urgency: draft.urgency,
    severity: draft.severity,
    certainty: draft.certainty,
    colour: draft.colour === '' ? null : draft.colour,
    headline: { zh: draft.headline, en: draft.headlineEn, ug: draft.headlineUg },
    description: { zh: draft.description, en: draft.descriptionEn, ug: draft.descriptionUg },
    instruction: draft.instruction === '' ? null : same(draft.instruction),
    onset: null,
    expires: new Date(Date.now() + draft.hours * hourMs).toISOString(),
  };
}
