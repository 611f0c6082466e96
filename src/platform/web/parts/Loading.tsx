import type { ReactElement } from 'react';
import { useText } from '../text/TextProvider.tsx';
import styles from './notes.module.css';

/** Something is on its way; keeps a place for it, so that nothing jumps. */
export function Loading(): ReactElement {
  const t = useText();
  return (
    <div className={styles.loading} role="status">
      <span className={styles.turning} aria-hidden="true" />
      {t('web.loading')}
    </div>
  );
}
