import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactElement, type ReactNode, Suspense } from 'react';
import { Entrance } from '../pages/Entrance.tsx';
import { Loading } from '../parts/Loading.tsx';
import { Page } from '../parts/Page.tsx';
import { ask } from '../sync/api.ts';
import { LinkProvider } from '../sync/LinkProvider.tsx';
import { MeProvider, useAccount } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';
import { PinGate } from './PinGate.tsx';

const SignInPage = lazy(() => import('../pages/SignInPage.tsx'));
const InvitationsPage = lazy(async () => ({ default: (await import('../pages/Invitations.tsx')).InvitationsPage }));
const SetupPage = lazy(() => import('../pages/SetupPage.tsx'));

/** Lets members in: first run, sign-in or an unreachable server are said here, at the address that was asked for. */
export function Gate({ children }: { readonly children: ReactNode }): ReactElement {
  const t = useText();
  const { state, account, again } = useAccount();
  switch (state) {
    case 'asking':
      return (
        <Entrance>
          <Loading />
        </Entrance>
      );
    case 'away':
      return (
        <Entrance>
          <Page title={t('web.setup.awayTitle')} lead={t('web.setup.away')}>
            <div>
              <Button onClick={() => void again()}>{t('web.again')}</Button>
            </div>
          </Page>
        </Entrance>
      );
    case 'signedOut':
      return (
        <Suspense fallback={null}>
          <FirstDoor onSignedIn={again} />
        </Suspense>
      );
    case 'signedIn':
      if (!account || account.memberships.length === 0)
        return (
          <Entrance>
            <Suspense fallback={<Loading />}>
              <InvitationsPage />
            </Suspense>
          </Entrance>
        );
      return (
        <MeProvider account={account}>
          <LinkProvider>
            <PinGate>{children}</PinGate>
          </LinkProvider>
        </MeProvider>
      );
    default:
      return state satisfies never;
  }
}

function FirstDoor({ onSignedIn }: { readonly onSignedIn: () => Promise<void> }): ReactElement | null {
  const { data } = useQuery({ queryKey: ['setup'], queryFn: () => ask<{ needed: boolean }>('/api/v1/setup'), staleTime: Number.POSITIVE_INFINITY });
  if (!data) return null;
  return data.ok && data.value.needed ? <SetupPage onSignedIn={onSignedIn} /> : <SignInPage onSignedIn={onSignedIn} />;
}
