import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useMe } from '../sync/me.tsx';
import { useText } from '../text/TextProvider.tsx';
import { Go } from './Go.tsx';
import { Icon } from './Icon.tsx';
import styles from './PersonMenu.module.css';
import { useSignOut } from './sign-out.ts';

/** The positions in which this person acts: the duties on every screen come from them. */
export function Positions(): ReactElement {
  const t = useText();
  const { positions } = useMe();
  if (positions.length === 0) return <p className="b-soft">{t('web.noPosition')}</p>;
  return (
    <ul className={styles.positions}>
      {positions.map((position) => (
        <li key={position.id}>
          <span>
            <bdi>{position.title}</bdi>
          </span>
          <span className="b-soft b-small">
            <bdi>{position.organisation}</bdi>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The person with positions, the way to the settings and out. */
export function PersonMenu(): ReactElement {
  const t = useText();
  const { positions } = useMe();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const signOut = useSignOut();
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', outside);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', outside);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', escape);
    };
  }, [open]);
  return (
    <div className={styles.box} ref={box}>
      <button ref={button} type="button" className={styles.button} aria-expanded={open} aria-controls="person-menu" onClick={() => setOpen(!open)}>
        <Icon name="person" />
        <span className={styles.name}>{positions[0] ? <bdi>{positions[0].title}</bdi> : t('web.person')}</span>
        <Icon name="down" size={14} />
      </button>
      {open && (
        <div id="person-menu" className={styles.menu}>
          <h2 className="b-small b-soft">{t('web.positions')}</h2>
          <Positions />
          <Go to="/settings" className={styles.item} onFollow={() => setOpen(false)}>
            <Icon name="settings" /> {t('web.settings.title')}
          </Go>
          <button type="button" className={styles.item} onClick={() => void signOut()}>
            <Icon name="forward" /> {t('web.signOut')}
          </button>
        </div>
      )}
    </div>
  );
}
