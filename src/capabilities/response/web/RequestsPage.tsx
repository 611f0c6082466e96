import type { ReactElement } from 'react';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { RequestList } from './RequestList.tsx';

/** All requests for help that are not over, whichever incident they belong to, or none. */
export default function RequestsPage(): ReactElement {
  const t = useText();
  return (
    <Page title={t('response.requests.nav')} lead={t('response.requests.lead')}>
      <RequestList incident={null} live />
    </Page>
  );
}
