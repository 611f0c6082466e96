import { Button } from '@mantine/core';
import { type DragEvent, type ReactElement, useRef, useState } from 'react';
import type { Problem } from '../../../../kernel/result.ts';
import { DutyNote } from '../../../../platform/web/parts/DutyNote.tsx';
import { ProblemNote } from '../../../../platform/web/parts/ProblemNote.tsx';
import { Icon } from '../../../../platform/web/shell/Icon.tsx';
import { ask } from '../../../../platform/web/sync/api.ts';
import { useMe } from '../../../../platform/web/sync/me.tsx';
import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import styles from './import.module.css';

/** Takes a ledger by drag or by choice and sends it; the reading is followed elsewhere. */
export function ChooseFile({ onSent }: { readonly onSent: (previewId: string) => void }): ReactElement {
  const t = useText();
  const { community, may } = useMe();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState(false);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const send = async (file: File | undefined) => {
    if (!file || sending) return;
    setSending(true);
    setProblem(null);
    const body = new FormData();
    body.append('file', file, file.name);
    const address = `/api/v1/register/preview?${new URLSearchParams({ community: community.id })}`;
    const answer = await ask<{ previewId: string }>(address, { method: 'POST', body, timeoutMs: 300_000 });
    setSending(false);
    if (answer.ok) onSent(answer.value.previewId);
    else setProblem(answer.problem);
  };
  if (!may('register.import'))
    return (
      <section className="b-card b-rows">
        <p>{t('web.duty.notYours')}</p>
        <DutyNote duty="register.import" />
      </section>
    );
  return (
    <section className="b-rows" aria-label={t('register.import.choose')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button does the same */}
      <div
        className={over ? `${styles.drop} ${styles.over}` : styles.drop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          setOver(false);
          void send(event.dataTransfer.files[0]);
        }}
      >
        <input
          ref={input}
          type="file"
          accept=".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"
          hidden
          onChange={(event) => {
            void send(event.currentTarget.files?.[0]);
            // The same file may be chosen again after it was mended.
            event.currentTarget.value = '';
          }}
        />
        <Button size="md" loading={sending} leftSection={<Icon name="upload" />} onClick={() => input.current?.click()}>
          {t('register.import.choose')}
        </Button>
        <p>{t('register.import.drop')}</p>
        <p className="b-soft b-small" role="status">
          {sending ? t('register.import.sending') : t('register.import.kinds')}
        </p>
      </div>
      {problem && <Unwritten problem={problem} />}
      <ul className={styles.promises}>
        <li>{t('register.import.promise.agree')}</li>
        <li>{t('register.import.promise.refused')}</li>
        <li>{t('register.import.promise.undo')}</li>
      </ul>
    </section>
  );
}

/** A problem before anything was written, and that nothing was. */
export function Unwritten({ problem }: { readonly problem: Problem }): ReactElement {
  const t = useText();
  return (
    <div className="b-rows">
      <ProblemNote problem={problem} />
      <p className="b-soft">{t('register.import.nothingWritten')}</p>
    </div>
  );
}
