import type { ReactElement } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { MyNoticeCard, useMyNotices } from './MyNotices.tsx';

/** Notices to me, on the phone, with or without a network. */
export default function MyNoticesPage(): ReactElement {
  const t = useText();
  const { mine, ready } = useMyNotices();
  const open = mine.filter((notice) => notice.acknowledgedAt === null);
  return (
    <Page title={t('warnings.mine')} lead={mine.length > 0 && t('warnings.mine.new', { n: open.length })}>
      {mine.length === 0 ? (
        <>{ready ? <Empty title={t('warnings.mine.none')} /> : <Loading />}</>
      ) : (
        <div className="b-rows">
          {mine.map((notice) => (
            <MyNoticeCard key={notice.id} notice={notice} />
          ))}
        </div>
      )}
    </Page>
  );
}
