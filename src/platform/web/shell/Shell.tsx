import { type ReactElement, type ReactNode, type RefObject, Suspense, useEffect, useRef } from 'react';
import { useLink } from '../sync/LinkProvider.tsx';
import { useMe } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';
import { BottomBar } from './BottomBar.tsx';
import { useCatalogue } from './catalogue.tsx';
import { DeviceNotes } from './DeviceNotes.tsx';
import { offered } from './doors.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Rail } from './Rail.tsx';
import styles from './Shell.module.css';
import { TopBar } from './TopBar.tsx';
import { usePhone } from './usePhone.ts';

/** Tells the style sheets how high the bars at the top are: the rail and side panels begin below them, band or no band. */
function useTopHeight(): RefObject<HTMLElement | null> {
  const top = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!top.current) return;
    const observer = new ResizeObserver(([entry]) => {
      const height = entry?.borderBoxSize[0]?.blockSize ?? 56;
      document.documentElement.style.setProperty('--b-top-bar', `${height}px`);
    });
    observer.observe(top.current);
    return () => observer.disconnect();
  }, []);
  return top;
}

/** A phone copies what its pages need before it is carried into a stairwell; at a desk, a page copies when it is first opened. */
function useCopies(phone: boolean): void {
  const { pages, search } = useCatalogue();
  const { may } = useMe();
  const link = useLink();
  useEffect(() => {
    if (phone) link.want([...pages, ...search].flatMap((door) => (offered(door.duty, may) ? (door.copies ?? []) : [])));
  }, [phone, pages, search, may, link]);
}

/** The frame of every signed-in page: band, bars and menu around the content, for desk or phone. */
export function Shell({ children }: { readonly children: ReactNode }): ReactElement {
  const t = useText();
  const phone = usePhone();
  const { bands } = useCatalogue();
  useCopies(phone);
  const top = useTopHeight();
  return (
    <div className={phone ? styles.phone : styles.desk}>
      <a href="#content" className={styles.skip}>
        {t('web.skip')}
      </a>
      <header ref={top} className={`${styles.top} b-noprint`}>
        <TopBar phone={phone} />
        <DeviceNotes />
        <ErrorBoundary quiet>
          <Suspense fallback={null}>
            {bands.map((Band, index) => (
              // The list never changes while the app runs.
              <Band key={index} />
            ))}
          </Suspense>
        </ErrorBoundary>
      </header>
      {!phone && <Rail />}
      <main id="content" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      {phone && <BottomBar />}
    </div>
  );
}
