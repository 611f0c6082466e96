import type { ReactElement } from 'react';
import { z } from 'zod';
import { idOf, type PositionId } from '../../../kernel/ids.ts';
import { ChoiceField, DateField, Form, LongTextField, NumberField } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { freshId } from '../../../platform/web/sync/fresh-id.ts';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { AgreementTerms, agreementId, agreementKinds, type OwnPost, offerAgreement, organisations } from '../../community/index.ts';
import { dayBegins, dayEnds } from './days.ts';
import { useSaid } from './useSaid.ts';

const Fields = AgreementTerms.extend({ positionId: idOf<PositionId>(), since: z.iso.date(), until: z.iso.date().nullable().default(null) });

/** Puts an agreement to another organisation and signs it for one's own. */
export function AgreementForm({ posts, onDone }: { readonly posts: readonly OwnPost[]; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const say = useSaid(onDone);
  const everyone = useQueryRows(organisations, {});
  const form = useForm(Fields, { positionId: posts[0]?.positionId ?? '', kind: 'mutualAid', testEveryDays: 180 });
  return (
    <Form
      form={form}
      action={t('duties.agreement.offerSign')}
      onSubmit={({ since, until, ...fields }) =>
        say(offerAgreement, { ...fields, agreementId: agreementId.parse(freshId()), since: dayBegins(since), until: until && dayEnds(until) })
      }
    >
      <ChoiceField
        form={form}
        name="positionId"
        label={t('duties.agreement.signAs')}
        choices={posts.map((p) => ({ value: p.positionId, label: `${p.organisation} · ${p.title}` }))}
      />
      <ChoiceField
        form={form}
        name="partnerId"
        label={t('duties.agreement.partner')}
        choices={everyone.rows.filter((row) => row.status === 'active').map((row) => ({ value: row.id, label: row.name }))}
      />
      <ChoiceField
        form={form}
        name="kind"
        label={t('duties.agreement.kind')}
        choices={agreementKinds.map((kind) => ({ value: kind, label: t(`duties.agreement.kind.${kind}`) }))}
      />
      <LongTextField form={form} name="terms" label={t('duties.agreement.terms')} hint={t('duties.agreement.termsHint')} rows={4} />
      <DateField form={form} name="since" label={t('duties.mandate.firstDay')} />
      <DateField form={form} name="until" label={t('duties.mandate.lastDay')} hint={t('duties.agreement.untilHint')} optional />
      <NumberField form={form} name="testEveryDays" label={t('duties.agreement.testEvery')} hint={t('duties.agreement.testEveryHint')} />
    </Form>
  );
}
