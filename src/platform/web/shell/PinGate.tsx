import { lazy, type ReactElement, type ReactNode, Suspense, useState } from 'react';
import { useLinkState } from '../sync/LinkProvider.tsx';
import { usePhone } from './usePhone.ts';

const SetPinPage = lazy(async () => ({ default: (await import('../pages/PinPages.tsx')).SetPinPage }));
const EnterPinPage = lazy(async () => ({ default: (await import('../pages/PinPages.tsx')).EnterPinPage }));
const WipedPage = lazy(() => import('../pages/WipedPage.tsx'));

/** Stands between the sign-in and the pages: asks a phone once for a PIN, and for that PIN whenever the app is opened anew. */
export function PinGate({ children }: { readonly children: ReactNode }): ReactElement {
  const phone = usePhone();
  const { vault, wiped, contact } = useLinkState();
  const [without, setWithout] = useState(false);
  const page = () => {
    if (wiped) return <WipedPage />;
    // Without the server there is no half of the key: who is away is asked later.
    if (vault.lock === 'none' && phone && !vault.declined && contact === 'there') return <SetPinPage />;
    if (vault.lock === 'locked' && !without) return <EnterPinPage onWithout={() => setWithout(true)} />;
    return children;
  };
  return <Suspense fallback={null}>{page()}</Suspense>;
}
