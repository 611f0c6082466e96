import { type KeyboardEvent, type ReactElement, type ReactNode, useEffect, useId, useRef } from 'react';
import { useAddress } from '../shell/address.ts';
import styles from './TabSet.module.css';

export interface Tab {
  readonly id: string;
  readonly title: ReactNode;
  readonly content: () => ReactNode;
}

/** How much of its neighbour is seen beside a tab at the edge, px: there is more. */
const peek = 32;

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
  // On a phone not all tabs fit: the chosen one is brought into sight, however the page was opened.
  const currentId = current?.id;
  useEffect(() => {
    const tab = currentId !== undefined && list.current?.querySelector(`#${CSS.escape(`${id}-${currentId}`)}`);
    if (!list.current || !tab) return;
    const [outer, inner] = [list.current.getBoundingClientRect(), tab.getBoundingClientRect()];
    list.current.scrollLeft += Math.min(0, inner.left - peek - outer.left) + Math.max(0, inner.right + peek - outer.right);
  }, [id, currentId]);
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
