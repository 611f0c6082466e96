import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Page } from '../parts/Page.tsx';
import { chaptersFor, useCatalogue } from '../shell/catalogue.tsx';
import { Go } from '../shell/Go.tsx';
import { Icon } from '../shell/Icon.tsx';
import { Positions } from '../shell/PersonMenu.tsx';
import { useSignOut } from '../shell/sign-out.ts';
import { useMe } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';
import styles from './MorePage.module.css';

/** The phone's way to everything that has no place in the bottom bar. */
export default function MorePage(): ReactElement {
  const t = useText();
  const { may } = useMe();
  const { pages } = useCatalogue();
  const signOut = useSignOut();
  const chapters = chaptersFor(pages, may);
  return (
    <Page title={t('web.more.title')}>
      {chapters.map(({ group, entries }) => (
        <section key={group}>
          {entries.length > 1 && group !== 'today' && <h2 className={styles.title}>{t(`web.group.${group}`)}</h2>}
          {entries.map((entry) => (
            <Go key={entry.path} to={entry.path} className={styles.entry}>
              <Icon name={entry.nav.icon} size={24} />
              <span>{t(entry.title)}</span>
              <Icon name="forward" size={18} />
            </Go>
          ))}
        </section>
      ))}
      <section className="b-rows">
        <h2 className={styles.title}>{t('web.positions')}</h2>
        <Positions />
        <Button variant="default" size="md" onClick={() => void signOut()}>
          {t('web.signOut')}
        </Button>
      </section>
    </Page>
  );
}
