import type { ReactElement } from 'react';
import { Ago } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { AlertRow } from '../queries.ts';
import { Headline, LifeMark, SenderName, useInstant, useReasonText, WarningColour } from './AlertMarks.tsx';
import styles from './Warnings.module.css';

/** A warning that counts now, for reading at a glance: colour, words, until when, and why here. */
export function AlertCard({ row, onOpen }: { readonly row: AlertRow; readonly onOpen: () => void }): ReactElement {
  const t = useText();
  const say = useReasonText();
  const instant = useInstant();
  const [reason] = row.matched;
  return (
    <div className={`b-card ${styles.card}`}>
      <div className="b-line">
        <WarningColour row={row} />
        <span>{t(`warnings.hazard.${row.hazard}`)}</span>
        <LifeMark life={row.life} />
      </div>
      <button type="button" className={styles.headline} onClick={onOpen}>
        <Headline row={row} />
      </button>
      {reason && <span>{say(reason)}</span>}
      <span className="b-soft b-small">
        <SenderName row={row} /> · {t('warnings.time.received')} <Ago at={row.receivedAt} /> · {t('warnings.time.expires')} {instant(row.expiresAt)}
      </span>
    </div>
  );
}
