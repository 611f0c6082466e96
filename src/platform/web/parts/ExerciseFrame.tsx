import type { ReactElement, ReactNode } from 'react';
import { directionOf, type Language, languages } from '../text/languages.ts';
import { useLanguage } from '../text/TextProvider.tsx';
import styles from './ExerciseFrame.module.css';

/** In all three languages whatever the reader chose: somebody else may look at the same screen or sheet. */
const word: Readonly<Record<Language, string>> = { zh: '演练', en: 'EXERCISE', ug: 'مانېۋىر' };

/** The unmistakable frame of an exercise, on screen and on paper: hatched border, and the word for it. */
export function ExerciseFrame({ children }: { readonly children: ReactNode }): ReactElement {
  const { language } = useLanguage();
  return (
    <div className={styles.frame}>
      <p className={styles.word}>
        {languages.map((each) => (
          <span key={each} lang={each} dir={directionOf(each)} className={each === language ? styles.own : undefined}>
            {word[each]}
          </span>
        ))}
      </p>
      <div className={styles.inside}>{children}</div>
    </div>
  );
}
