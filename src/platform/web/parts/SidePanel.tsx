import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { useAddress } from '../shell/address.ts';
import { Icon } from '../shell/Icon.tsx';
import { useText } from '../text/TextProvider.tsx';
import styles from './SidePanel.module.css';

/** `const [id, open, close] = usePanel('household')`: which record the side panel shows. It stands in the address, so it can be sent and gone back to. */
export function usePanel(name: string): readonly [string | null, (id: string) => void, () => void] {
  const [id, set] = useAddress(name);
  return [id, set, () => set(null)];
}

interface Props {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The detail beside a list; on a phone it covers the page. Escape closes it and the focus goes back to where it came from. */
export function SidePanel({ title, onClose, actions, children }: Props): ReactElement {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]')) close.current();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside className={styles.panel} aria-labelledby="side-panel-title">
      <header className={styles.head}>
        <h2 id="side-panel-title" ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h2>
        <button type="button" className={styles.close} onClick={onClose} aria-label={t('web.close')}>
          <Icon name="close" />
        </button>
      </header>
      {actions && <div className="b-line">{actions}</div>}
      <div className={styles.body}>{children}</div>
    </aside>
  );
}
