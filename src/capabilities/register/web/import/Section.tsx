import type { ReactElement, ReactNode } from 'react';
import styles from './import.module.css';

interface Props {
  readonly id: string;
  /** The finding, in one line. */
  readonly title: string;
  readonly mark?: ReactNode;
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** One finding that opens. */
export function Section({ id, title, mark, open = false, children }: Props): ReactElement {
  return (
    <details id={id} className={`b-card ${styles.section}`} open={open}>
      <summary>
        <h2>{title}</h2>
        {mark}
      </summary>
      <div className={styles.body}>{children}</div>
    </details>
  );
}

/** Opens a finding and goes there: what a figure at the top of the page does. */
export function goToSection(id: string): void {
  const section = document.getElementById(id);
  if (!(section instanceof HTMLDetailsElement)) return;
  section.open = true;
  section.scrollIntoView({ block: 'start' });
  section.querySelector('summary')?.focus({ preventScroll: true });
}
