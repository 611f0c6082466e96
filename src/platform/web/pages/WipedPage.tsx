import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Page } from '../parts/Page.tsx';
import { ask } from '../sync/api.ts';
import { useNetwork } from '../sync/LinkProvider.tsx';
import { forgetAccount } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';
import { Entrance } from './Entrance.tsx';

/** The copy is gone because the desk or the person asked for it. What could not be sent stays sealed until somebody signs in again. */
export default function WipedPage(): ReactElement {
  const t = useText();
  const client = useQueryClient();
  const { unsent } = useNetwork();
  const leave = async () => {
    await ask('/api/auth/sign-out', { method: 'POST', body: {} });
    forgetAccount();
    client.removeQueries({ queryKey: ['rows'] });
    await client.resetQueries({ queryKey: ['me'] });
  };
  return (
    <Entrance>
      <Page title={t('web.wiped.title')} lead={t('web.wiped.text')}>
        {unsent > 0 && <p>{t('web.wiped.unsent', { n: unsent })}</p>}
        <div>
          <Button onClick={() => void leave()}>{t('web.wiped.go')}</Button>
        </div>
      </Page>
    </Entrance>
  );
}
