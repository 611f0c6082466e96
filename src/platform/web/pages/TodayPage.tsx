import { type ReactElement, Suspense, useState } from 'react';
import { Page } from '../parts/Page.tsx';
import { useCatalogue } from '../shell/catalogue.tsx';
import { offered } from '../shell/doors.ts';
import { ErrorBoundary } from '../shell/ErrorBoundary.tsx';
import { useMe } from '../sync/me.tsx';
import { sayMoment } from '../text/moments.ts';
import { useLanguage, useText } from '../text/TextProvider.tsx';
import styles from './TodayPage.module.css';

/** What comes next for this person: the cards of the slices, most urgent first. Where all are silent, says that nothing waits. */
export default function TodayPage(): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const { may } = useMe();
  const { today } = useCatalogue();
  const [now] = useState(() => new Date());
  const parts = today.filter((part) => offered(part.duty, may));
  return (
    <Page title={t('web.today.title')} lead={sayMoment(language, now, 'date')}>
      <div className={styles.cards}>
        {parts.map(({ Part }, index) => (
          <ErrorBoundary key={index} quiet>
            <Suspense fallback={null}>
              <Part />
            </Suspense>
          </ErrorBoundary>
        ))}
      </div>
      <div className={styles.quiet}>
        <strong>{t('web.today.quiet')}</strong>
        <span className="b-soft">{t('web.today.quietText')}</span>
      </div>
    </Page>
  );
}
