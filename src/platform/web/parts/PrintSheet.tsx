import { type ReactElement, type ReactNode, useState } from 'react';
import { When } from '../text/parts.tsx';
import { useText } from '../text/TextProvider.tsx';
import styles from './PrintSheet.module.css';

/** One sheet for A4, black on white: a title, when it was printed, the content. Each sheet begins a page. */
export function PrintSheet({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  const t = useText();
  const [printedAt] = useState(() => new Date());
  return (
    <section className={styles.sheet}>
      <header>
        <h2>{title}</h2>
        <p>
          {t('web.print.at')} <When at={printedAt} style="full" />
        </p>
      </header>
      {children}
    </section>
  );
}

/** Opens the browser's print window. */
export const printPage = (): void => window.print();
