import type { ReactElement, ReactNode } from 'react';
import { LanguageSwitch, ThemeSwitch } from '../shell/switches.tsx';
import { useText } from '../text/TextProvider.tsx';
import styles from './Entrance.module.css';

/** The frame before the sign-in: name, language, one thing to do. */
export function Entrance({ children }: { readonly children: ReactNode }): ReactElement {
  const t = useText();
  return (
    <div className={styles.entrance}>
      <header className={styles.tools}>
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main className={styles.main}>
        <p className={styles.name}>
          <img src="/icon.svg" alt="" width={40} height={40} />
          <span>
            <strong>{t('web.name')}</strong>
            <span className="b-soft">{t('web.signIn.lead')}</span>
          </span>
        </p>
        <div className={styles.card}>{children}</div>
      </main>
    </div>
  );
}
