import type { ReactElement } from 'react';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { MyNoticeCard, useMyNotices } from './MyNotices.tsx';

/** On the Today page: notices that wait for this person, with the button to acknowledge. */
export default function TodayNotices(): ReactElement | null {
  const t = useText();
  const open = useMyNotices().mine.filter((notice) => notice.acknowledgedAt === null);
  if (open.length === 0) return null;
  return (
    <section className="b-rows" aria-labelledby="today-notices">
      <h2 id="today-notices">{t('warnings.today.notices')}</h2>
      {open.slice(0, 3).map((notice) => (
        <MyNoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}
