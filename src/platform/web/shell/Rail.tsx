import type { ReactElement } from 'react';
import { useMe } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';
import { useWhere } from './address.ts';
import { chaptersFor, currentEntry, useCatalogue } from './catalogue.tsx';
import { Go } from './Go.tsx';
import { Icon } from './Icon.tsx';
import styles from './Rail.module.css';

/** The left rail of the desk: the chapters of the story, with what this person is offered. */
export function Rail(): ReactElement {
  const t = useText();
  const { may } = useMe();
  const { pages } = useCatalogue();
  const chapters = chaptersFor(pages, may);
  const current = currentEntry(chapters, useWhere());
  return (
    <nav className={`${styles.rail} b-noprint`} aria-label={t('web.nav')}>
      {chapters.map(({ group, entries }) => (
        <section key={group} className={styles.chapter} aria-label={t(`web.group.${group}`)}>
          {entries.length > 1 && group !== 'today' && <p className={styles.title}>{t(`web.group.${group}`)}</p>}
          {entries.map((entry) => (
            <Go key={entry.path} to={entry.path} current={entry.path === current} className={styles.entry}>
              <Icon name={entry.nav.icon} size={18} />
              <span>{t(entry.title)}</span>
            </Go>
          ))}
        </section>
      ))}
    </nav>
  );
}
