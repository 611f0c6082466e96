import type { ReactElement } from 'react';
import { z } from 'zod';
import { Form, TextField } from '../parts/fields.tsx';
import { useForm } from '../parts/form.ts';
import { Page } from '../parts/Page.tsx';
import { useGo } from '../shell/address.ts';
import { ask } from '../sync/api.ts';
import { useText } from '../text/TextProvider.tsx';
import { Entrance } from './Entrance.tsx';

const Setup = z.object({
  code: z.string().trim().min(1).max(80),
  name: z.string().trim().min(1).max(80),
  code12: z
    .string()
    .trim()
    .regex(/^\d{12}$/),
  director: z.string().trim().min(1).max(80),
  username: z.string().trim().min(2).max(40),
  password: z.string().min(8).max(128),
});

/** The first run: the community and its first director, who is signed in at once. */
export default function SetupPage({ onSignedIn }: { readonly onSignedIn: () => Promise<void> }): ReactElement {
  const t = useText();
  const go = useGo();
  const form = useForm(Setup);
  return (
    <Entrance>
      <Page title={t('web.setup.title')} lead={t('web.setup.lead')}>
        <Form
          form={form}
          action={t('web.setup.do')}
          onSubmit={async ({ code, name, code12, director, username, password }) => {
            const made = await ask('/api/v1/setup', {
              method: 'POST',
              body: { code, community: { name, code12 }, director: { name: director, username, password } },
              timeoutMs: 60_000,
            });
            if (!made.ok) return made.problem;
            const entered = await ask('/api/auth/sign-in/username', { method: 'POST', body: { username, password } });
            go('/');
            await onSignedIn();
            return entered.ok ? null : entered.problem;
          }}
        >
          <TextField form={form} name="code" label={t('web.setup.code')} hint={t('web.setup.codeHint')} />
          <TextField form={form} name="name" label={t('web.setup.community')} />
          <TextField form={form} name="code12" label={t('web.setup.code12')} hint={t('web.setup.code12Hint')} inputMode="numeric" maxLength={12} />
          <TextField form={form} name="director" label={t('web.setup.director')} autoComplete="name" />
          <TextField form={form} name="username" label={t('web.signIn.username')} autoComplete="username" />
          <TextField
            form={form}
            name="password"
            label={t('web.signIn.password')}
            hint={t('web.setup.passwordHint')}
            kind="password"
            autoComplete="new-password"
          />
        </Form>
      </Page>
    </Entrance>
  );
}
