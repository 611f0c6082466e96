import { Button } from '@mantine/core';
import { type ReactElement, useMemo, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { ExerciseFrame } from '../../../platform/web/parts/ExerciseFrame.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useLocal, usePending, useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { Ago } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { acknowledge } from '../commands.ts';
import { type DeliveryId, wordsFor } from '../notice.ts';
import type { MyNotice } from '../queries.ts';
import styles from './Warnings.module.css';

/** Notices to the person on this phone, from the local copy; what was acknowledged here counts at once. Open ones first, then the newest. */
export function useMyNotices(): { readonly mine: readonly MyNotice[]; readonly ready: boolean } {
  const { rows, ready } = useLocal<MyNotice>('warnings.delivery');
  const pending = usePending(acknowledge.name);
  const mine = useMemo(() => {
    const said = new Map(pending.map(({ envelope }) => [(envelope.payload as { deliveryId: string }).deliveryId, envelope.claimedAt]));
    return rows
      .map((row) => ({ ...row, acknowledgedAt: row.acknowledgedAt ?? said.get(row.id) ?? null }))
      .toSorted((a, b) => Number(a.acknowledgedAt !== null) - Number(b.acknowledgedAt !== null) || b.sentAt.localeCompare(a.sentAt));
  }, [rows, pending]);
  return { mine, ready };
}

/** One notice with one button. */
export function MyNoticeCard({ notice }: { readonly notice: MyNotice }): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const send = useSend();
  const { acknowledgedAt } = notice;
  const [saving, setSaving] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const say = async () => {
    setSaving(true);
    const answer = await send(acknowledge, { deliveryId: notice.id as DeliveryId });
    setSaving(false);
    setRefused(answer.status === 'refused' ? answer.problem : null);
  };
  const content = (
    <div className={`b-card ${styles.card}`}>
      <h2 className="b-line">
        <bdi>{wordsFor(notice.title, language)}</bdi>
      </h2>
      <p className={styles.prose} dir="auto">
        {wordsFor(notice.body, language)}
      </p>
      <span className="b-soft b-small">
        <Ago at={notice.sentAt} />
      </span>
      {acknowledgedAt === null ? (
        <Button className={styles.big ?? ''} leftSection={<Icon name="check" />} loading={saving} onClick={() => void say()}>
          {t('warnings.acknowledge')}
        </Button>
      ) : (
        <StatusMark is="done" word={t('warnings.state.acknowledged')} />
      )}
      {refused && <ProblemNote problem={refused} />}
    </div>
  );
  return notice.exercise ? <ExerciseFrame>{content}</ExerciseFrame> : content;
}
