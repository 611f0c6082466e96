import type { ReactElement, ReactNode } from 'react';
import { When } from '../text/parts.tsx';
import { type Status, StatusMark } from './StatusMark.tsx';
import styles from './TimeLine.module.css';

export interface TimeLineItem {
  readonly id: string;
  readonly at: string | Date;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly is?: { readonly status: Status; readonly word: string };
}

/** What happened, newest or oldest first as the list is given, each with its time. */
export function TimeLine({ items, label }: { readonly items: readonly TimeLineItem[]; readonly label?: string }): ReactElement {
  return (
    <ol className={styles.line} aria-label={label}>
      {items.map((item) => (
        <li key={item.id}>
          <span className={`${styles.at} b-soft`}>
            <When at={item.at} />
          </span>
          <div className={styles.what}>
            <div className="b-line">
              <span>{item.title}</span>
              {item.is && <StatusMark is={item.is.status} word={item.is.word} />}
            </div>
            {item.detail && <div className="b-soft b-small">{item.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
