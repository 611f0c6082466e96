import type { ReactElement } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Page } from '../parts/Page.tsx';
import { Go } from '../shell/Go.tsx';
import { useText } from '../text/TextProvider.tsx';

export default function NotFoundPage(): ReactElement {
  const t = useText();
  return (
    <Page title={t('web.notFound.title')}>
      <Empty title={t('web.notFound.text')} action={<Go to="/">{t('web.notFound.home')}</Go>} />
    </Page>
  );
}
