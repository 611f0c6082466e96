import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { ExerciseFrame } from '../../../platform/web/parts/ExerciseFrame.tsx';
import { Form, LongTextField, ManyField, NumberField, TextField, YesField } from '../../../platform/web/parts/fields.tsx';
import { type FormState, useForm } from '../../../platform/web/parts/form.ts';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { useConfirm, useToast } from '../../../platform/web/parts/overlays.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { useAddress, useGo } from '../../../platform/web/shell/address.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { sendNotice } from '../commands-notice.ts';
import { type AlertId, Audience, type EndpointId, type NoticeId } from '../notice.ts';
import { type AlertRow, alert, endpointList } from '../queries.ts';
import { infoFor } from '../rules/reading.ts';
import { useGrids } from './people.ts';

const groups = ['staff', 'volunteers', 'residents', 'vulnerable'] as const;
const text = (max: number) => z.string().trim().max(max).default('');

/** What a person fills in; the command's notice is made of it. */
const Draft = z.object({
  titleZh: z.string().trim().min(1).max(120),
  bodyZh: z.string().trim().min(1).max(2000),
  titleUg: text(240),
  bodyUg: text(4000),
  titleEn: text(240),
  bodyEn: text(4000),
  audience: z.array(z.enum(groups)).default([]),
  grids: z.array(z.uuid()).default([]),
  partners: z.array(z.uuid()).default([]),
  sms: z.boolean().default(false),
  exercise: z.boolean().default(false),
  ackWithinMin: z.number().int().min(5).max(10_080),
});
type Draft = z.infer<typeof Draft>;

/** Writes a notice; when it is about an alert, the alert's own words are there to begin with. */
export default function ComposePage(): ReactElement {
  const [alertId] = useAddress('alert');
  const { rows, loading } = useQueryRows(alert, { id: alertId ?? '' }, { when: alertId !== null });
  return loading ? <Loading /> : <Composer about={rows[0] ?? null} />;
}

function Composer({ about }: { readonly about: AlertRow | null }): ReactElement {
  const t = useText();
  const go = useGo();
  const send = useSend();
  const confirm = useConfirm();
  const toast = useToast();
  const grids = useGrids();
  const { rows: partners } = useQueryRows(endpointList, {});
  const [id] = useState(() => freshId() as NoticeId);
  const form = useForm(Draft, beginning(about));
  const exercise = form.draft.exercise === true;

  const submit = async (draft: Draft) => {
    const question = {
      title: t('warnings.form.confirm'),
      text: t(draft.exercise ? 'warnings.form.confirmExercise' : 'warnings.form.confirmReal'),
      action: t('warnings.form.send'),
    };
    if (!(await confirm(question))) return null;
    const result = await send(sendNotice, { ...noticeOf(draft), id, alertId: (about?.id ?? null) as AlertId | null, incidentId: null });
    if (result.status === 'refused') return result.problem;
    toast(t('warnings.form.sent'));
    go(`/warnings/notices?notice=${id}`);
    return null;
  };
  const fields = (
    <Form form={form} onSubmit={submit} action={t('warnings.form.send')}>
      <YesField form={form} name="exercise" label={t('warnings.form.exercise')} />
      <TextField form={form} name="titleZh" label={t('warnings.form.titleZh')} maxLength={120} />
      <LongTextField form={form} name="bodyZh" label={t('warnings.form.bodyZh')} rows={5} />
      <OtherLanguages form={form} />
      <ManyField
        form={form}
        name="audience"
        label={t('warnings.form.audience')}
        choices={groups.map((value) => ({ value, label: t(`warnings.form.${value}`) }))}
      />
      {grids.length > 0 && <ManyField form={form} name="grids" label={t('warnings.form.grids')} choices={grids} />}
      {partners.length > 0 && (
        <ManyField
          form={form}
          name="partners"
          label={t('warnings.form.partners')}
          choices={partners.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      {!exercise && <YesField form={form} name="sms" label={t('warnings.form.sms')} />}
      <NumberField form={form} name="ackWithinMin" label={t('warnings.form.within')} />
    </Form>
  );
  return <Page title={t('warnings.compose')}>{exercise ? <ExerciseFrame>{fields}</ExerciseFrame> : fields}</Page>;
}

function OtherLanguages({ form }: { readonly form: FormState<Draft> }): ReactElement {
  const t = useText();
  return (
    <details>
      <summary>{t('warnings.form.otherLanguages')}</summary>
      <div className="b-rows">
        <TextField form={form} name="titleUg" label={t('warnings.form.titleUg')} optional />
        <LongTextField form={form} name="bodyUg" label={t('warnings.form.bodyUg')} optional />
        <TextField form={form} name="titleEn" label={t('warnings.form.titleEn')} optional />
        <LongTextField form={form} name="bodyEn" label={t('warnings.form.bodyEn')} optional />
      </div>
    </details>
  );
}

/** An alert's headline and advice in the languages it has; an exercise alert makes an exercise notice. */
function beginning(about: AlertRow | null): Partial<Record<keyof Draft, unknown>> {
  const common = { audience: ['staff'], ackWithinMin: 30 };
  if (!about) return common;
  const zh = infoFor(about.alert, 'zh');
  const en = about.alert.infos.find((info) => info.language.startsWith('en'));
  const words = (info: typeof zh | undefined) => [info?.description, info?.instruction].filter(Boolean).join('\n');
  return {
    ...common,
    exercise: about.alert.status === 'Exercise',
    titleZh: (zh?.headline ?? zh?.event ?? '').slice(0, 120),
    bodyZh: words(zh).slice(0, 2000),
    ...(en && en !== zh ? { titleEn: (en.headline ?? en.event).slice(0, 240), bodyEn: words(en).slice(0, 4000) } : {}),
  };
}

/** The command's notice without its ids. Grids narrow the households; staff limited to those grids are told by their grids. */
function noticeOf(draft: Draft) {
  const grids = draft.grids.length > 0 ? draft.grids : null;
  const audience = draft.audience.map((to) => {
    if (to === 'residents' || to === 'vulnerable') return { to, grids };
    return to === 'staff' && grids ? { to: 'grids', grids } : { to };
  });
  const outside = draft.partners.map((endpointId) => ({ to: 'endpoint', endpointId: endpointId as EndpointId }));
  return {
    title: { zh: draft.titleZh, ug: draft.titleUg, en: draft.titleEn },
    body: { zh: draft.bodyZh, ug: draft.bodyUg, en: draft.bodyEn },
    audience: z.array(Audience).parse([...audience, ...outside]),
    sms: draft.sms && !draft.exercise,
    exercise: draft.exercise,
    ackWithinMin: draft.ackWithinMin,
  };
}
