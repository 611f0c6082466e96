import { TextInput } from '@mantine/core';
import { type ReactElement, Suspense, useDeferredValue } from 'react';
import { Empty } from '../parts/Empty.tsx';
import { Loading } from '../parts/Loading.tsx';
import { Page } from '../parts/Page.tsx';
import { useCatalogue } from '../shell/catalogue.tsx';
import { offered } from '../shell/doors.ts';
import { useSearchText } from '../shell/search-text.ts';
import { usePhone } from '../shell/usePhone.ts';
import { useMe } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';
import styles from './SearchPage.module.css';

/** What the slices find for the words in the search box: people, doors, organisations, tasks. */
export default function SearchPage(): ReactElement {
  const t = useText();
  const phone = usePhone();
  const { may } = useMe();
  const { search } = useCatalogue();
  const [text, setText] = useSearchText();
  const wanted = useDeferredValue(text.trim());
  return (
    <Page title={t('web.search.title')}>
      {phone && (
        <TextInput
          type="search"
          size="md"
          aria-label={t('web.search')}
          placeholder={t('web.search.hint')}
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {[...wanted].length < 2 ? (
        <p className="b-soft">{t('web.search.begin')}</p>
      ) : (
        <>
          <div className={styles.found}>
            <Suspense fallback={<Loading />}>
              {search.map(({ duty, Part }, index) => offered(duty, may) && <Part key={index} text={wanted} />)}
            </Suspense>
          </div>
          <div className={styles.none}>
            <Empty title={t('web.search.none')} text={t('web.search.noneText')} />
          </div>
        </>
      )}
    </Page>
  );
}
