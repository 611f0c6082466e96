import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import type { Problem } from '../../../kernel/result.ts';
import { Form, TextField } from '../parts/fields.tsx';
import { useForm } from '../parts/form.ts';
import { Page } from '../parts/Page.tsx';
import { TabSet } from '../parts/TabSet.tsx';
import { ask } from '../sync/api.ts';
import { useText } from '../text/TextProvider.tsx';
import { Entrance } from './Entrance.tsx';

interface Answer {
  readonly status: 'signedIn' | 'secondFactor' | 'sent';
}
const ByName = z.object({ username: z.string().trim().min(1).max(200), password: z.string().min(1).max(1000) });
const Phone = z.object({ phoneNumber: z.string().trim().min(5).max(40) });
const Code = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
});

const say = (path: string, body: unknown) => ask<Answer>(`/api/auth${path}`, { method: 'POST', body });

/** Sign-in by user name and password or by phone and code, then the second factor where there is one. */
export default function SignInPage({ onSignedIn }: { readonly onSignedIn: () => Promise<void> }): ReactElement {
  const t = useText();
  const [second, setSecond] = useState(false);
  const after = async (answer: Awaited<ReturnType<typeof say>>): Promise<Problem | null> => {
    if (!answer.ok) return answer.problem;
    if (answer.value.status === 'secondFactor') setSecond(true);
    else await onSignedIn();
    return null;
  };
  return (
    <Entrance>
      <Page title={t('web.signIn.title')}>
        {second ? (
          <SecondFactor onBack={() => setSecond(false)} after={after} />
        ) : (
          <TabSet
            name="by"
            tabs={[
              { id: 'name', title: t('web.signIn.byName'), content: () => <NameForm after={after} /> },
              { id: 'phone', title: t('web.signIn.byPhone'), content: () => <PhoneForm after={after} /> },
            ]}
          />
        )}
        <p className="b-small">
          <a href="/welcome">{t('web.signIn.haveCode')}</a>
        </p>
      </Page>
    </Entrance>
  );
}

interface StepProps {
  readonly after: (answer: Awaited<ReturnType<typeof say>>) => Promise<Problem | null>;
}

function NameForm({ after }: StepProps): ReactElement {
  const t = useText();
  const form = useForm(ByName);
  return (
    <Form form={form} action={t('web.signIn.do')} onSubmit={async (value) => after(await say('/sign-in/username', value))}>
      <TextField form={form} name="username" label={t('web.signIn.username')} autoComplete="username" />
      <TextField form={form} name="password" label={t('web.signIn.password')} kind="password" autoComplete="current-password" />
    </Form>
  );
}

function PhoneForm({ after }: StepProps): ReactElement {
  const t = useText();
  const phone = useForm(Phone);
  const code = useForm(Code);
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (sentTo === null)
    return (
      <Form
        form={phone}
        action={t('web.signIn.sendCode')}
        onSubmit={async (value) => {
          const answer = await say('/phone-number/send-otp', value);
          if (answer.ok) setSentTo(value.phoneNumber);
          return answer.ok ? null : answer.problem;
        }}
      >
        <TextField form={phone} name="phoneNumber" label={t('web.signIn.phone')} kind="tel" autoComplete="tel" inputMode="tel" />
      </Form>
    );
  return (
    <Form
      form={code}
      action={t('web.signIn.do')}
      secondary={
        <Button variant="subtle" onClick={() => setSentTo(null)}>
          {t('web.signIn.otherPhone')}
        </Button>
      }
      onSubmit={async (value) => after(await say('/phone-number/verify', { phoneNumber: sentTo, ...value }))}
    >
      <p role="status">{t('web.signIn.codeSent')}</p>
      <TextField form={code} name="code" label={t('web.signIn.code')} autoComplete="one-time-code" inputMode="numeric" maxLength={6} />
    </Form>
  );
}

function SecondFactor({ after, onBack }: StepProps & { readonly onBack: () => void }): ReactElement {
  const t = useText();
  const form = useForm(Code);
  return (
    <Form
      form={form}
      action={t('web.signIn.do')}
      secondary={
        <Button variant="subtle" onClick={onBack}>
          {t('web.signIn.back')}
        </Button>
      }
      onSubmit={async (value) => after(await say('/two-factor/verify-totp', value))}
    >
      <TextField
        form={form}
        name="code"
        label={t('web.signIn.totp')}
        hint={t('web.signIn.totpHint')}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={6}
      />
    </Form>
  );
}
