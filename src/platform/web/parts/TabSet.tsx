import { type KeyboardEvent, type ReactElement, type ReactNode, useId, useRef } from 'react';
import { useAddress } from '../shell/address.ts';
import styles from './TabSet.module.css';

export interface Tab {
  readonly id: string;
  readonly title: ReactNode;
  readonly content: () => ReactNode;
}

/** Tabs of one page; the chosen one stands in the address. Arrow keys move, as the pattern asks. */
export function TabSet({
  tabs,
  name = 'tab',
  label,
}: {
  readonly tabs: readonly Tab[];
  readonly name?: string;
  readonly label?: string;
}): ReactElement | null {
  const [chosen, choose] = useAddress(name);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.id === chosen) ?? tabs[0];
  if (!current) return null;

  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rightToLeft = document.documentElement.dir === 'rtl' ? -1 : 1;
    const next = tabs[(tabs.indexOf(current) + step * rightToLeft + tabs.length) % tabs.length];
    if (!next) return;
    choose(next.id);
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${id}-${next.id}`)}`)?.focus();
  };
  return (
    <div className={styles.set}>
      <div className={`${styles.list} b-noprint`} role="tablist" aria-label={label} ref={list} onKeyDown={onKey}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${id}-${tab.id}`}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={tab === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab === current ? 0 : -1}
            onClick={() => choose(tab.id)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current.id}`} className={styles.panel}>
        {current.content()}
      </div>
    </div>
  );
}
