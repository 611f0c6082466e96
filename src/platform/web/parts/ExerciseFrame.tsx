import type { ReactElement, ReactNode } from 'react';
import { useText } from '../text/TextProvider.tsx';
import styles from './ExerciseFrame.module.css';

/** The unmistakable frame of an exercise, on screen and on paper: hatched border, and the word in all three languages. */
export function ExerciseFrame({ children }: { readonly children: ReactNode }): ReactElement {
  const t = useText();
  return (
    <div className={styles.frame}>
      <p className={styles.word}>
        <strong>{t('web.exercise')}</strong>
        <span lang="zh">演练</span>
        <span lang="en">EXERCISE</span>
        <span lang="ug" dir="rtl">
          مانېۋىر
        </span>
      </p>
      <div className={styles.inside}>{children}</div>
    </div>
  );
}
