import type { ReactElement, ReactNode } from 'react';
import styles from './notes.module.css';

/** Nothing here yet: what that means, and what to do first. */
export function Empty({ title, text, action }: { readonly title: string; readonly text?: string; readonly action?: ReactNode }): ReactElement {
  return (
    <div className={styles.empty}>
      <p>
        <strong>{title}</strong>
      </p>
      {text && <p className="b-soft">{text}</p>}
      {action}
    </div>
  );
}
