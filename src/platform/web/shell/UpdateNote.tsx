import { type ReactElement, useEffect, useState } from 'react';
import { useText } from '../text/TextProvider.tsx';
import styles from './UpdateNote.module.css';

/** Says that a new version is there and changes to it when told to; never in the middle of somebody's work. */
export function UpdateNote(): ReactElement | null {
  const t = useText();
  const [waiting, setWaiting] = useState<ServiceWorker | null>(null);
  useEffect(() => {
    // Without a secure context there is no worker; the app then works while it is open.
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
    let leaving = false;
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (leaving) location.reload();
      leaving = true;
    });
    leaving = navigator.serviceWorker.controller !== null;
    void navigator.serviceWorker.register('/sw.js').then((registration) => {
      const look = (worker: ServiceWorker | null) => {
        worker?.addEventListener('statechange', () => {
          if (worker.state === 'installed' && navigator.serviceWorker.controller) setWaiting(worker);
        });
      };
      if (registration.waiting && navigator.serviceWorker.controller) setWaiting(registration.waiting);
      look(registration.installing);
      registration.addEventListener('updatefound', () => look(registration.installing));
    }, ignore);
  }, []);
  if (!waiting) return null;
  return (
    <div className={`${styles.note} b-noprint`} role="status">
      <span>{t('web.update')}</span>
      <button type="button" onClick={() => waiting.postMessage('take over')}>
        {t('web.update.do')}
      </button>
    </div>
  );
}

/** A browser that refuses the worker (private window) still has the app. */
const ignore = (): void => undefined;
