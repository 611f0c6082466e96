import type { ReactElement } from 'react';
import styles from './marks.module.css';

/** done ● check · doing ◐ · todo ○ · late ▲ · stopped ■ · unknown dashed ○ */
export type Status = 'done' | 'doing' | 'todo' | 'late' | 'stopped' | 'unknown';

const shapes: Readonly<Record<Status, ReactElement>> = {
  done: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.5 8.3l2.5 2.5 4.5-5" fill="none" stroke="var(--b-surface)" strokeWidth="1.8" />
    </>
  ),
  doing: (
    <>
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
    </>
  ),
  todo: <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  late: <path d="M8 1.5L15.3 14.5H.7z" fill="currentColor" />,
  stopped: <rect x="2" y="2" width="12" height="12" rx="1" fill="currentColor" />,
  unknown: <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.6" strokeDasharray="2.5 2.5" />,
};

/** A state as a shape and a word; its colour only helps. */
export function StatusMark({ is, word }: { readonly is: Status; readonly word: string }): ReactElement {
  return (
    <span className={`${styles.status} ${styles[is]}`}>
      <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true">
        {shapes[is]}
      </svg>
      <span>{word}</span>
    </span>
  );
}
