import { Button } from '@mantine/core';
import { type ReactElement, useEffect, useState } from 'react';
import { z } from 'zod';
import type { Problem } from '../../../kernel/result.ts';
import { Form, TextField } from '../parts/fields.tsx';
import { useForm } from '../parts/form.ts';
import { Loading } from '../parts/Loading.tsx';
import { Page } from '../parts/Page.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { ask } from '../sync/api.ts';
import { PersonText } from '../text/parts.tsx';
import { useText } from '../text/TextProvider.tsx';
import { Entrance } from './Entrance.tsx';

interface Invited {
  readonly community: string;
  readonly person: string;
  /** Null: a name is still to be chosen. */
  readonly username: string | null;
}
const Typed = z.object({ code: z.string().trim().min(8).max(40) });
const Chosen = z.object({ username: z.string().trim().min(2).max(40), password: z.string().min(8).max(128) });

/** Where a one-time code leads: who it is for, one's own password, and in. The code stands after the `#` and is taken out of the address at once. */
export default function WelcomePage(): ReactElement {
  const t = useText();
  const [given] = useState(() => location.hash.slice(1));
  const [code, setCode] = useState('');
  const [invited, setInvited] = useState<Invited | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [looking, setLooking] = useState(given !== '');
  const [username, setUsername] = useState<string | null>(null);
  const typed = useForm(Typed);

  const look = async (wanted: string): Promise<Problem | null> => {
    const answer = await ask<Invited>('/api/v1/entry/look', { method: 'POST', body: { code: wanted } });
    if (!answer.ok) return answer.problem;
    setCode(wanted);
    setInvited(answer.value);
    return null;
  };
  useEffect(() => {
    if (given === '') return;
    history.replaceState(history.state, '', location.pathname);
    void look(given).then((found) => {
      setProblem(found);
      setLooking(false);
    });
  }, [given]);

  return (
    <Entrance>
      <Page title={t(username ? 'web.welcome.done' : 'web.welcome.title')}>
        {problem && <ProblemNote problem={problem} />}
        {looking ? (
          <Loading />
        ) : username ? (
          <>
            <p>{t('web.welcome.remember')}</p>
            <p>
              <strong dir="auto">{username}</strong>
            </p>
            {/* A fresh start, so that the app asks again who is here. */}
            <Button component="a" href="/">
              {t('web.welcome.go')}
            </Button>
          </>
        ) : invited ? (
          <Choose code={code} invited={invited} onDone={setUsername} />
        ) : (
          <Form form={typed} action={t('web.welcome.next')} onSubmit={({ code: wanted }) => look(wanted)}>
            <TextField form={typed} name="code" label={t('web.welcome.code')} hint={t('web.welcome.codeHint')} maxLength={40} />
          </Form>
        )}
      </Page>
    </Entrance>
  );
}

function Choose({
  code,
  invited,
  onDone,
}: {
  readonly code: string;
  readonly invited: Invited;
  readonly onDone: (name: string) => void;
}): ReactElement {
  const t = useText();
  const form = useForm(Chosen, { username: invited.username ?? '' });
  return (
    <>
      <p>
        <bdi>{invited.community}</bdi> · <PersonText>{invited.person}</PersonText>
      </p>
      <Form
        form={form}
        action={t('web.welcome.enter')}
        onSubmit={async (chosen) => {
          const answer = await ask<{ username: string }>('/api/v1/entry', { method: 'POST', body: { code, ...chosen } });
          if (!answer.ok) return answer.problem;
          onDone(answer.value.username);
          return null;
        }}
      >
        {invited.username === null ? (
          <TextField
            form={form}
            name="username"
            label={t('web.signIn.username')}
            hint={t('web.welcome.nameHint')}
            autoComplete="off"
            maxLength={30}
          />
        ) : (
          <p>
            {t('web.signIn.username')} <strong dir="auto">{invited.username}</strong>
          </p>
        )}
        <TextField
          form={form}
          name="password"
          label={t('web.account.newPassword')}
          hint={t('web.setup.passwordHint')}
          kind="password"
          autoComplete="new-password"
        />
      </Form>
    </>
  );
}
