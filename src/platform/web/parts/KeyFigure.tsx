import type { ReactElement, ReactNode } from 'react';
import { Go } from '../shell/Go.tsx';
import styles from './KeyFigure.module.css';

interface Props {
  readonly label: string;
  readonly value: ReactNode;
  /** Where the number opens: its parts, its records, the people who answer. */
  readonly to: string;
  /** Its meaning or trend, in a few words. */
  readonly note?: ReactNode;
}

/** A number with its name and meaning. Every number opens. */
export function KeyFigure({ label, value, to, note }: Props): ReactElement {
  return (
    <Go to={to} className={styles.figure}>
      <span className="b-soft b-small">{label}</span>
      <span className={styles.value}>{value}</span>
      {note && <span className="b-small">{note}</span>}
    </Go>
  );
}

/** Key figures side by side, as many to a line as fit. */
export function KeyFigures({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className={styles.figures}>{children}</div>;
}
