import type { ReactElement } from 'react';
import { useMe } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';
import { useWhere } from './address.ts';
import styles from './BottomBar.module.css';
import { chaptersFor, currentEntry, useCatalogue } from './catalogue.tsx';
import { Go } from './Go.tsx';
import { Icon, type IconName } from './Icon.tsx';

const places = ['doors', 'tasks', 'map'] as const;

/** The phone's bar: Today · Doors · Tasks · Map · More, of which those exist that this person is offered. */
export function BottomBar(): ReactElement {
  const t = useText();
  const { may } = useMe();
  const { pages } = useCatalogue();
  const where = useWhere();
  const chapters = chaptersFor(pages, may);
  const entries = chapters.flatMap((chapter) => chapter.entries);
  const tabs: { to: string; icon: IconName; word: string }[] = [{ to: '/', icon: 'today', word: t('web.today.title') }];
  for (const place of places) {
    const page = entries.find((entry) => entry.nav.tab === place);
    if (page) tabs.push({ to: page.path, icon: place, word: t(`web.tab.${place}`) });
  }
  tabs.push({ to: '/more', icon: 'more', word: t('web.tab.more') });
  const open = currentEntry(chapters, where);
  const current = tabs.some((tab) => tab.to === open) ? open : '/more';
  return (
    <nav className={`${styles.bar} b-noprint`} aria-label={t('web.nav')}>
      {tabs.map((tab) => (
        <Go key={tab.to} to={tab.to} current={tab.to === current} className={styles.tab}>
          <Icon name={tab.icon} size={24} />
          <span>{tab.word}</span>
        </Go>
      ))}
    </nav>
  );
}
