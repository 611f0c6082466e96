import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { useConfirm, useToast } from '../../../platform/web/parts/overlays.tsx';
import { PrintSheet, printPage } from '../../../platform/web/parts/PrintSheet.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { QrCode } from '../../../platform/web/parts/QrCode.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { ask } from '../../../platform/web/sync/api.ts';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { PersonRow } from '../queries.ts';
import styles from './Community.module.css';

/** How a person signs in: give them a one-time code or open it to their telephone, renew what was lost, end it. */
export function AccessPart({ person }: { readonly person: PersonRow }): ReactElement {
  const t = useText();
  const client = useQueryClient();
  const confirm = useConfirm();
  const toast = useToast();
  const { community, person: self } = useMe();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [code, setCode] = useState<string | null>(null);

  const say = async (path: string, by?: 'code' | 'phone') => {
    setBusy(true);
    setCode(null);
    const answer = await ask<{ code?: string | null }>(`/api/v1/community/access${path}`, {
      method: 'POST',
      body: { community: community.id, personId: person.id, ...(by ? { by } : {}) },
    });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setCode(answer.value.code ?? null);
    if (!answer.value.code) toast(t(by ? 'community.accessPhoneGiven' : 'community.accessEnded'));
    await client.invalidateQueries({ queryKey: ['rows'] });
  };
  const end = async () => {
    const asked = { title: t('community.endAccessTitle'), text: t('community.endAccessText'), action: t('community.endAccess') };
    if (await confirm(asked)) await say('/end');
  };

  return (
    <section className={styles.access}>
      <h3 className="b-noprint">{t('community.access')}</h3>
      <p className="b-noprint">
        {t(`community.accessState.${person.access ?? 'none'}`)}{' '}
        {person.accessAt && (
          <span className="b-soft b-small">
            <When at={person.accessAt} />
          </span>
        )}
      </p>
      {problem && <ProblemNote problem={problem} />}
      {code && <CodeSheet person={person} code={code} />}
      <div className="b-line b-noprint">
        <DutyButton duty="community.manage" variant={person.access ? 'default' : 'filled'} loading={busy} onClick={() => void say('', 'code')}>
          {t(person.access === 'open' ? 'community.renewAccess' : person.access ? 'community.newCode' : 'community.giveCode')}
        </DutyButton>
        {person.phone !== '' && person.access !== 'open' && (
          <DutyButton duty="community.manage" variant="default" loading={busy} onClick={() => void say('', 'phone')}>
            {t('community.givePhone')}
          </DutyButton>
        )}
        {person.access !== null && person.id !== self && (
          <DutyButton duty="community.manage" variant="default" loading={busy} onClick={() => void end()}>
            {t('community.endAccess')}
          </DutyButton>
        )}
      </div>
    </section>
  );
}

/** Shown this once: to scan, to type, to print and hand over. The code stands after the `#`, which browsers never send. */
function CodeSheet({ person, code }: { readonly person: PersonRow; readonly code: string }): ReactElement {
  const t = useText();
  const { community } = useMe();
  return (
    <div role="status" className={styles.sheet}>
      <PrintSheet title={t('community.codeSheet', { community: community.name })}>
        <p>
          <PersonText>{person.name}</PersonText>
        </p>
        <ol>
          <li>{t('community.codeStepOpen')}</li>
          <li>{t('community.codeStepPassword')}</li>
        </ol>
        <QrCode text={`${location.origin}/welcome#${code}`} label={t('community.codeQr')} size={180} />
        <p>
          <bdi dir="ltr">{`${location.origin}/welcome`}</bdi>
        </p>
        <p>
          <code className={styles.code} dir="ltr">
            {code}
          </code>
        </p>
        <p>{t('community.codeOnce')}</p>
      </PrintSheet>
      <div className="b-line b-noprint">
        <Button variant="default" leftSection={<Icon name="print" />} onClick={printPage}>
          {t('community.print')}
        </Button>
      </div>
    </div>
  );
}
