import type { ReactElement } from 'react';
import { Page } from '../parts/Page.tsx';
import { useLink, useNetwork } from '../sync/LinkProvider.tsx';
import { useText } from '../text/TextProvider.tsx';
import { Entrance } from './Entrance.tsx';
import { EnterPinForm, SetPinForm } from './PinForms.tsx';

/** One simple page at the first sign-in on a phone: a PIN, or work with the network only. */
export function SetPinPage(): ReactElement {
  const t = useText();
  const { custody } = useLink();
  return (
    <Entrance>
      <Page title={t('web.pin.setTitle')} lead={t('web.pin.setLead')}>
        <SetPinForm secondary={{ word: t('web.pin.decline'), act: () => void custody.decline() }} />
        <p className="b-soft b-small">{t('web.pin.without')}</p>
      </Page>
    </Entrance>
  );
}

/** When the app is opened anew: the PIN, or, with a network, on without the copy. */
export function EnterPinPage({ onWithout }: { readonly onWithout: () => void }): ReactElement {
  const t = useText();
  const { unsent } = useNetwork();
  return (
    <Entrance>
      <Page title={t('web.pin.enterTitle')} lead={unsent > 0 ? t('web.pin.enterUnsent', { n: unsent }) : t('web.pin.enterLead')}>
        <EnterPinForm secondary={{ word: t('web.pin.goOn'), act: onWithout }} />
      </Page>
    </Entrance>
  );
}
