import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../text/TextProvider.tsx';
import { ExerciseFrame } from './ExerciseFrame.tsx';
import styles from './Page.module.css';

interface Props {
  readonly title: string;
  /** Buttons beside the heading. */
  readonly actions?: ReactNode;
  /** One line under the heading: what this page says today. */
  readonly lead?: ReactNode;
  /** The page is about an exercise: hatched frame, and the word for it. */
  readonly exercise?: boolean;
  readonly children: ReactNode;
}

/** A page: its heading (which takes the focus when the page opens), its buttons, its content; names the window. */
export function Page({ title, actions, lead, exercise = false, children }: Props): ReactElement {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = exercise ? `${t('web.exercise')} · ${title} · ${t('web.name')}` : `${title} · ${t('web.name')}`;
  }, [title, exercise, t]);
  // Whoever moves by keyboard or screen reader lands on the new page, not on the link that led here.
  useEffect(() => {
    const busy =
      document.activeElement && document.activeElement !== document.body && document.querySelector('main')?.contains(document.activeElement);
    if (!busy) heading.current?.focus({ preventScroll: true });
  }, []);

  const content = (
    <article className={styles.page}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead && <div className="b-soft">{lead}</div>}
        </div>
        {actions && <div className={`${styles.actions} b-noprint`}>{actions}</div>}
      </header>
      {children}
    </article>
  );
  return exercise ? <ExerciseFrame>{content}</ExerciseFrame> : content;
}
