import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Page } from '../parts/Page.tsx';
import { useText } from '../text/TextProvider.tsx';

/** A page of ours failed: what was kept, and how to go on. */
export function BrokenPage({ onAgain }: { readonly onAgain: () => void }): ReactElement {
  const t = useText();
  return (
    <Page title={t('web.broken.title')}>
      <Empty title={t('web.broken.text')} action={<Button onClick={onAgain}>{t('web.broken.again')}</Button>} />
    </Page>
  );
}
