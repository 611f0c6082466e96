import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { z } from 'zod';
import { Form, TextField } from '../parts/fields.tsx';
import { useForm } from '../parts/form.ts';
import { useToast } from '../parts/overlays.tsx';
import { QrCode } from '../parts/QrCode.tsx';
import { ask } from '../sync/api.ts';
import { useText } from '../text/TextProvider.tsx';
import styles from './SettingsPage.module.css';

const Passwords = z.object({ currentPassword: z.string().min(1).max(1000), newPassword: z.string().min(8).max(128) });
const Password = z.object({ password: z.string().min(1).max(1000) });
const Code = z.object({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
});
type Step = 'password' | 'on' | 'off';
const say = <T,>(path: string, body: unknown) => ask<T>(`/api/auth${path}`, { method: 'POST', body });

/** One's own sign-in: another password, and a second factor. */
export function AccountPart(): ReactElement {
  const t = useText();
  const [step, setStep] = useState<Step | null>(null);
  const { second, again } = useSecondFactor();
  const close = () => {
    setStep(null);
    void again();
  };
  const steps: readonly Step[] = ['password', ...(second === null ? [] : [second ? ('off' as const) : ('on' as const)])];
  return (
    <section className={styles.part}>
      <h2>{t('web.account.title')}</h2>
      <p className="b-soft">{t('web.account.lead')}</p>
      {step === 'password' && <NewPassword onDone={close} />}
      {step === 'on' && <SecondOn onDone={close} />}
      {step === 'off' && <SecondOff onDone={close} />}
      {step === null ? (
        <div className="b-line">
          {steps.map((each) => (
            <Button key={each} variant="default" onClick={() => setStep(each)}>
              {t(`web.account.${each}`)}
            </Button>
          ))}
        </div>
      ) : (
        <div>
          <Button variant="subtle" onClick={close}>
            {t('web.cancel')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Is the second factor on? Null until the server has said so. */
function useSecondFactor(): { readonly second: boolean | null; readonly again: () => Promise<unknown> } {
  const { data, refetch } = useQuery({
    queryKey: ['me', 'secondFactor'],
    queryFn: () => ask<{ readonly secondFactor: boolean }>('/api/v1/me'),
    networkMode: 'always',
  });
  return { second: data?.ok ? data.value.secondFactor : null, again: refetch };
}

interface StepProps {
  readonly onDone: () => void;
}

function NewPassword({ onDone }: StepProps): ReactElement {
  const t = useText();
  const toast = useToast();
  const form = useForm(Passwords);
  return (
    <Form
      form={form}
      action={t('web.account.password')}
      onSubmit={async (value) => {
        const answer = await say('/change-password', value);
        if (!answer.ok) return answer.problem;
        toast(t('web.account.passwordChanged'));
        onDone();
        return null;
      }}
    >
      <TextField form={form} name="currentPassword" label={t('web.account.currentPassword')} kind="password" autoComplete="current-password" />
      <TextField
        form={form}
        name="newPassword"
        label={t('web.account.newPassword')}
        hint={t('web.setup.passwordHint')}
        kind="password"
        autoComplete="new-password"
      />
    </Form>
  );
}

interface Secret {
  readonly totpUri: string;
  readonly backupCodes: readonly string[];
}

/** Password, then the square for the authenticator with the codes for the day it is lost, then the first code as proof. */
function SecondOn({ onDone }: StepProps): ReactElement {
  const t = useText();
  const toast = useToast();
  const password = useForm(Password);
  const code = useForm(Code);
  const [secret, setSecret] = useState<Secret | null>(null);
  if (!secret)
    return (
      <Form
        form={password}
        action={t('web.account.next')}
        onSubmit={async (value) => {
          const answer = await say<Secret>('/two-factor/enable', value);
          if (answer.ok) setSecret(answer.value);
          return answer.ok ? null : answer.problem;
        }}
      >
        <TextField form={password} name="password" label={t('web.account.currentPassword')} kind="password" autoComplete="current-password" />
      </Form>
    );
  return (
    <>
      <p>{t('web.account.scan')}</p>
      <QrCode text={secret.totpUri} label={t('web.account.scan')} size={200} />
      <p>
        <code dir="ltr">{new URL(secret.totpUri).searchParams.get('secret')}</code>
      </p>
      <p>{t('web.account.backup')}</p>
      <p>
        <code dir="ltr">{secret.backupCodes.join('  ')}</code>
      </p>
      <Form
        form={code}
        action={t('web.account.on')}
        onSubmit={async (value) => {
          const answer = await say('/two-factor/verify-totp', value);
          if (!answer.ok) return answer.problem;
          toast(t('web.account.isOn'));
          onDone();
          return null;
        }}
      >
        <TextField form={code} name="code" label={t('web.signIn.totp')} inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
      </Form>
    </>
  );
}

function SecondOff({ onDone }: StepProps): ReactElement {
  const t = useText();
  const toast = useToast();
  const form = useForm(Password);
  return (
    <Form
      form={form}
      action={t('web.account.off')}
      onSubmit={async (value) => {
        const answer = await say('/two-factor/disable', value);
        if (!answer.ok) return answer.problem;
        toast(t('web.account.isOff'));
        onDone();
        return null;
      }}
    >
      <TextField form={form} name="password" label={t('web.account.currentPassword')} kind="password" autoComplete="current-password" />
    </Form>
  );
}
