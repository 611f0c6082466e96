import { type ReactElement, useState } from 'react';
import { lateMs } from '../../../kernel/devices.ts';
import { useAppAge, useLinkState } from '../sync/LinkProvider.tsx';
import { isOpen } from '../sync/outbox.ts';
import { useNow } from '../text/clock.ts';
import { sayMoment } from '../text/moments.ts';
import { useLanguage, useText } from '../text/TextProvider.tsx';
import styles from './DeviceNotes.module.css';
import { Go } from './Go.tsx';

const toldKey = 'banyan.toldUnable';

/** What a person must know of this device, whatever page is open: old unsent work, no room, a copy past its term, or no secure address. */
export function DeviceNotes(): ReactElement | null {
  const t = useText();
  const { items, vault, full, contact } = useLinkState();
  const now = useNow(60_000);
  const { language } = useLanguage();
  const age = useAppAge()(now);
  const [told, setTold] = useState(() => sessionStorage.getItem(toldKey) !== null);
  const late = items.filter((item) => isOpen(item) && now.getTime() - Date.parse(item.envelope.claimedAt) > lateMs).length;
  const notes: string[] = [];
  if (age.is === 'ageing') notes.push(t('web.update.soon', { at: sayMoment(language, new Date(age.from), 'date') }));
  if (age.is === 'outdated') notes.push(t('problem.web.updateFirst'));
  if (late > 0) notes.push(t('web.network.late', { n: late }));
  if (full) notes.push(t('web.room.gaveUp'));
  if (vault.lock === 'over' && contact !== 'there') notes.push(t('web.vault.over'));
  const unable = vault.lock === 'unable' && !told;
  if (notes.length === 0 && !unable) return null;
  return (
    <div className={styles.notes} role="alert">
      {notes.map((note) => (
        <Go key={note} to="/network">
          {note}
        </Go>
      ))}
      {unable && (
        <p>
          {t('web.vault.unable', { until: '' })}{' '}
          <button
            type="button"
            onClick={() => {
              sessionStorage.setItem(toldKey, '1');
              setTold(true);
            }}
          >
            {t('web.network.seen')}
          </button>
        </p>
      )}
    </div>
  );
}
