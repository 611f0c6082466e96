import { type ReactElement, type ReactNode, Suspense } from 'react';
import { useText } from '../text/TextProvider.tsx';
import { BottomBar } from './BottomBar.tsx';
import { useCatalogue } from './catalogue.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';
import { TopBar } from './TopBar.tsx';
import { usePhone } from './usePhone.ts';

/** The frame of every signed-in page: band, bars and menu around the content, for desk or phone. */
export function Shell({ children }: { readonly children: ReactNode }): ReactElement {
  const t = useText();
  const phone = usePhone();
  const { bands } = useCatalogue();
  return (
    <div className={phone ? styles.phone : styles.desk}>
      <a href="#content" className={styles.skip}>
        {t('web.skip')}
      </a>
      <div className={`${styles.top} b-noprint`}>
        <TopBar phone={phone} />
        <ErrorBoundary quiet>
          <Suspense fallback={null}>
            {bands.map((Band, index) => (
              // The list never changes while the app runs.
              <Band key={index} />
            ))}
          </Suspense>
        </ErrorBoundary>
      </div>
      {!phone && <Rail />}
      <main id="content" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      {phone && <BottomBar />}
    </div>
  );
}
