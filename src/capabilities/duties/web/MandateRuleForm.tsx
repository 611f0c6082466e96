import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import type { Problem } from '../../../kernel/result.ts';
import { DateField, Form } from '../../../platform/web/parts/fields.tsx';
import { useForm } from '../../../platform/web/parts/form.ts';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { bindMandates } from '../../community/index.ts';
import { dayBegins } from './days.ts';
import { useSaid } from './useSaid.ts';

const Day = z.object({ from: z.iso.date() });

/** Sets or puts off the day from which nobody holds a duty without the mandate it takes. */
export function MandateRuleForm({ from, onDone }: { readonly from: string | null; readonly onDone: () => void }): ReactElement {
  const t = useText();
  const say = useSaid(onDone);
  const form = useForm(Day);
  const [refused, setRefused] = useState<Problem | null>(null);
  return (
    <>
      <p>{t('duties.mandate.ruleText')}</p>
      <Form
        form={form}
        action={t('duties.mandate.ruleSet')}
        onSubmit={({ from: day }) => say(bindMandates, { from: dayBegins(day) })}
        secondary={
          from !== null && (
            <Button variant="default" onClick={() => void say(bindMandates, { from: null }).then(setRefused)}>
              {t('duties.mandate.ruleLift')}
            </Button>
          )
        }
      >
        <DateField form={form} name="from" label={t('duties.mandate.ruleDay')} hint={t('duties.mandate.ruleHint')} />
      </Form>
      {refused && <ProblemNote problem={refused} />}
    </>
  );
}
