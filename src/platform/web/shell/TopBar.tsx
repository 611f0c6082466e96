import { type ReactElement, useEffect, useRef } from 'react';
import { useMe } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';
import { useGo, useWhere } from './address.ts';
import { Go } from './Go.tsx';
import { Icon } from './Icon.tsx';
import { NetworkState } from './NetworkState.tsx';
import { PersonMenu } from './PersonMenu.tsx';
import { useSearchText } from './search-text.ts';
import { LanguageSwitch, ThemeSwitch } from './switches.tsx';
import styles from './TopBar.module.css';

/** Community, search, language, appearance, network, person. On phones the community, the network and the search. */
export function TopBar({ phone }: { readonly phone: boolean }): ReactElement {
  const t = useText();
  return (
    <div className={styles.bar}>
      <CommunitySwitch />
      {!phone && <SearchBox />}
      <div className={styles.tools}>
        {!phone && <LanguageSwitch />}
        {!phone && <ThemeSwitch />}
        <NetworkState />
        {phone ? (
          <Go to="/search" className={styles.icon}>
            <Icon name="search" size={24} />
            <span className="b-hidden">{t('web.search')}</span>
          </Go>
        ) : (
          <PersonMenu />
        )}
      </div>
    </div>
  );
}

function CommunitySwitch(): ReactElement {
  const t = useText();
  const { community, memberships, choose } = useMe();
  return (
    <div className={styles.community}>
      <img src="/icon.svg" alt="" width={28} height={28} />
      {memberships.length > 1 ? (
        <select
          aria-label={t('web.community')}
          value={community.id}
          onChange={(event) => {
            const chosen = memberships.find((each) => each.community === event.currentTarget.value);
            if (chosen) choose(chosen.community);
          }}
        >
          {memberships.map((each) => (
            <option key={each.community} value={each.community}>
              {each.name}
            </option>
          ))}
        </select>
      ) : (
        <strong>
          <bdi>{community.name}</bdi>
        </strong>
      )}
    </div>
  );
}

/** What is looked for may be a name: it stays in memory and never enters an address. `/` puts the cursor here. */
function SearchBox(): ReactElement {
  const t = useText();
  const go = useGo();
  const where = useWhere();
  const [text, setText] = useSearchText();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const writing =
        event.target instanceof HTMLElement && (event.target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName));
      if (event.key !== '/' || writing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  return (
    <form
      role="search"
      className={styles.search}
      onSubmit={(event) => {
        event.preventDefault();
        go('/search');
      }}
    >
      <Icon name="search" size={18} />
      <input
        ref={input}
        type="search"
        aria-label={t('web.search')}
        placeholder={t('web.search.hint')}
        value={text}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.currentTarget.value);
          if (event.currentTarget.value.length > 1 && where !== '/search') go('/search');
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  );
}
