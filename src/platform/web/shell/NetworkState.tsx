import type { ReactElement } from 'react';
import { useNetwork } from '../sync/LinkProvider.tsx';
import { useText } from '../text/TextProvider.tsx';
import { Go } from './Go.tsx';
import { Icon } from './Icon.tsx';
import styles from './NetworkState.module.css';

/** Tells the truth about the network: connected or not, and how many wait. Opens the list of them. */
export function NetworkState(): ReactElement {
  const t = useText();
  const { contact, unsent, refused, review } = useNetwork();
  const trouble = contact !== 'there' || refused.length > 0;
  const words = [t(`web.network.${contact}`)];
  if (unsent > 0) words.push(t('web.network.unsent', { n: unsent }));
  if (refused.length > 0) words.push(t('web.network.refused', { n: refused.length }));
  if (review.length > 0) words.push(t('web.network.toReview', { n: review.length }));
  return (
    // The status is around the link: inside it, the link would have no name.
    <div role="status">
      <Go to="/network" className={`${styles.state} ${trouble ? styles.trouble : ''}`}>
        <Icon name={contact === 'there' ? 'network' : 'offline'} size={20} />
        <span className={unsent + review.length === 0 && !trouble ? styles.quiet : undefined}>{words.join(' · ')}</span>
      </Go>
    </div>
  );
}
