import { Button } from '@mantine/core';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { useLocal, usePending } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { Urgency } from '../model.ts';
import type { HandoverRow } from '../queries-handovers.ts';
import styles from './field.module.css';

/** With its field for words it is fetched when there is one to show. */
const HandoverCard = lazy(async () => ({ default: (await import('./HandoverCard.tsx')).HandoverCard }));
/** Fields are fetched when somebody hands over for the first time. */
const HandoverForm = lazy(() => import('./HandoverForm.tsx'));

interface Props {
  readonly taskId?: string;
  readonly requestId?: string;
  readonly urgency: Urgency;
  /** Does this person answer for it now? */
  readonly holds: boolean;
}

/** At a task or a request: the offer that waits, or the way to make one. Nothing for those who do not answer for it. */
export function HandOver({ taskId, requestId, urgency, holds }: Props): ReactElement | null {
  const t = useText();
  const me = useMe();
  const { rows } = useLocal<HandoverRow>('response.handover');
  const pending = usePending('response.offerHandover');
  const [open, setOpen] = useState(false);
  const waits = rows.find((row) => row.state === 'offered' && (taskId ? row.task === taskId : row.request === requestId));
  if (waits)
    return (
      <Suspense fallback={<Loading />}>
        <HandoverCard row={waits} bare />
      </Suspense>
    );
  const said = pending.some(({ envelope, progress }) => {
    const about = envelope.payload as { taskId?: string | null; requestId?: string | null };
    return progress.at !== 'agreed' && (taskId ? about.taskId === taskId : about.requestId === requestId);
  });
  if (said) return <p className="b-soft b-small">{t('response.handover.said')}</p>;
  if (!holds || !me.positions.some(({ seat }) => !seat)) return null;
  return open ? (
    <Suspense fallback={<Loading />}>
      <HandoverForm taskId={taskId ?? null} requestId={requestId ?? null} urgency={urgency} onDone={() => setOpen(false)} />
    </Suspense>
  ) : (
    <Button className={styles.big} variant="default" onClick={() => setOpen(true)}>
      {t('response.handover.start')}
    </Button>
  );
}
