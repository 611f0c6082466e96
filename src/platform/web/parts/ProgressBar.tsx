import { type ReactElement, useId } from 'react';
import styles from './ProgressBar.module.css';

interface Props {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** Words for where it stands: "340 of 370". */
  readonly words?: string;
}

/** How far a long job or a round of doors has come. */
export function ProgressBar({ label, value, max, words }: Props): ReactElement {
  const id = useId();
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div className={styles.bar}>
      <div className={styles.words}>
        <span id={id}>{label}</span>
        <bdi className="b-soft b-num">{words ?? `${Math.round(share * 100)} %`}</bdi>
      </div>
      <div
        className={styles.track}
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={Math.min(value, max)}
        aria-valuetext={words}
      >
        <div className={styles.done} style={{ inlineSize: `${share * 100}%` }} />
      </div>
    </div>
  );
}
