import { Button } from '@mantine/core';
import { type ReactElement, useRef, useState } from 'react';
import { z } from 'zod';
import type { Reply } from '../../../kernel/command.ts';
import type { Problem } from '../../../kernel/result.ts';
import { Form, TextField } from '../parts/fields.tsx';
import { useForm } from '../parts/form.ts';
import { Icon } from '../shell/Icon.tsx';
import { ask } from '../sync/api.ts';
import { useLink } from '../sync/LinkProvider.tsx';
import { useMe } from '../sync/me.tsx';
import { fromFile, passphraseLength, toFile } from '../sync/outbox-file.ts';
import { PersonText } from '../text/parts.tsx';
import { useText } from '../text/TextProvider.tsx';

const Words = z.object({ passphrase: z.string().min(passphraseLength).max(200) });

/** For a phone that finds no network for days: what is unsent as a file that the desk can take in. */
export function ExportOutbox(): ReactElement {
  const t = useText();
  const link = useLink();
  const form = useForm(Words);
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <div>
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('web.outboxFile.export')}
        </Button>
      </div>
    );
  const save = async ({ passphrase }: z.infer<typeof Words>): Promise<Problem | null> => {
    const signed = await link.exportOutbox();
    if (!signed) return { code: 'web.sealed', kind: 'conflict' };
    const address = URL.createObjectURL(new Blob([await toFile(signed, passphrase)], { type: 'application/json' }));
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = `banyan-${new Date().toISOString().slice(0, 10)}.outbox.json`;
    anchor.click();
    URL.revokeObjectURL(address);
    setAsked(false);
    return null;
  };
  return (
    <section className="b-card b-rows">
      <p>{t('web.outboxFile.exportText')}</p>
      <Form form={form} action={t('web.outboxFile.save')} onSubmit={save}>
        <TextField form={form} name="passphrase" label={t('web.outboxFile.passphrase')} hint={t('web.outboxFile.passphraseHint')} kind="password" />
      </Form>
    </section>
  );
}

/** At the desk: takes the file of a device in. Each record enters once, under the name of who made it. */
export function ImportOutbox(): ReactElement {
  const t = useText();
  const { community } = useMe();
  const form = useForm(Words);
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [replies, setReplies] = useState<readonly Reply[] | null>(null);
  const bring = async ({ passphrase }: z.infer<typeof Words>): Promise<Problem | null> => {
    if (!file) return { code: 'web.noFile', kind: 'invalid' };
    setReplies(null);
    const signed = await fromFile(await file.text(), passphrase);
    if (!signed) return { code: 'web.notOpened', kind: 'invalid' };
    const answer = await ask<{ replies: readonly Reply[] }>('/api/v1/devices/outbox', {
      method: 'POST',
      body: { community: community.id, ...signed },
      timeoutMs: 120_000,
    });
    if (!answer.ok) return answer.problem;
    setReplies(answer.value.replies);
    form.reset({});
    return null;
  };
  const count = (...statuses: readonly Reply['status'][]) => replies?.filter(({ status }) => statuses.includes(status)).length ?? 0;
  return (
    <section className="b-card b-rows">
      <h2>{t('web.outboxFile.import')}</h2>
      <p>{t('web.outboxFile.importText')}</p>
      {/* The button stands for it: the browser's own speaks the language of the browser. */}
      <input ref={input} type="file" accept=".json,application/json" hidden onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
      <div className="b-line">
        <Button variant="default" leftSection={<Icon name="upload" />} onClick={() => input.current?.click()}>
          {t('web.outboxFile.choose')}
        </Button>
        {file && <PersonText>{file.name}</PersonText>}
      </div>
      <Form form={form} action={t('web.outboxFile.bring')} onSubmit={bring}>
        <TextField form={form} name="passphrase" label={t('web.outboxFile.passphrase')} kind="password" />
      </Form>
      {replies && (
        <p role="status">
          {t('web.outboxFile.brought', {
            accepted: count('accepted', 'accepted_with_review'),
            refused: count('refused'),
            other: count('gap', 'retry', 'quarantined'),
          })}
        </p>
      )}
    </section>
  );
}
