import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Page } from '../parts/Page.tsx';
import { useText } from '../text/TextProvider.tsx';

interface Props {
  /** It is only not on this device, and no network brings it. */
  readonly away?: boolean;
  readonly onAgain: () => void;
}

/** A page of ours failed or could not be had: what was kept, and how to go on. */
export function BrokenPage({ away = false, onAgain }: Props): ReactElement {
  const t = useText();
  return (
    <Page title={t(away ? 'web.broken.awayTitle' : 'web.broken.title')}>
      <Empty title={t(away ? 'web.broken.awayText' : 'web.broken.text')} action={<Button onClick={onAgain}>{t('web.broken.again')}</Button>} />
    </Page>
  );
}
