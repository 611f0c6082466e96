import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Page } from '../parts/Page.tsx';
import { ProblemNote } from '../parts/ProblemNote.tsx';
import { type Status, StatusMark } from '../parts/StatusMark.tsx';
import { useCatalogue } from '../shell/catalogue.tsx';
import { Go } from '../shell/Go.tsx';
import { useLink, useLinkState, useNetwork } from '../sync/LinkProvider.tsx';
import { type Item, isOpen } from '../sync/outbox.ts';
import { Ago } from '../text/parts.tsx';
import { useText } from '../text/TextProvider.tsx';
import { DevicePart } from './DevicePart.tsx';
import { ExportOutbox } from './OutboxFile.tsx';

const statusOf: Readonly<Record<Item['progress']['at'], Status>> = {
  saved: 'todo',
  sent: 'doing',
  agreed: 'done',
  review: 'doing',
  refused: 'stopped',
  parked: 'unknown',
};

/** Everything said on this device that has not arrived, was refused, or is looked at by people; nothing is hidden. */
export default function NetworkPage(): ReactElement {
  const t = useText();
  const { said } = useCatalogue();
  const link = useLink();
  const { contact, refused, review, parked } = useNetwork();
  const { items, keeps, photos, photosShed } = useLinkState();
  const shown = items.filter((item) => item.progress.at !== 'agreed');
  const nameOf = ({ envelope }: Item) => {
    const key = said[envelope.name];
    return key ? t(key) : envelope.name;
  };
  const waiting = items.some(isOpen);
  return (
    <Page
      title={t('web.network.title')}
      lead={t(`web.network.${contact}`)}
      actions={<Button onClick={() => link.tryNow()}>{t('web.network.tryNow')}</Button>}
    >
      <p>{waiting ? t('web.network.waiting') : t('web.network.allSent')}</p>
      {waiting && !keeps && <p role="status">{t('web.network.closed')}</p>}
      {photos > 0 && <p role="status">{t('web.network.photos', { n: photos })}</p>}
      {photosShed > 0 && <p role="alert">{t('web.network.photosShed', { n: photosShed })}</p>}
      {parked > 0 && <p>{t('web.network.parked', { n: parked })}</p>}
      {shown.map((item) => (
        <section key={item.envelope.id} className="b-card b-rows">
          <div className="b-line">
            <strong>{nameOf(item)}</strong>
            <StatusMark is={statusOf[item.progress.at]} word={t(`web.progress.${item.progress.at}`)} />
            <span className="b-soft">
              <Ago at={item.envelope.claimedAt} />
            </span>
          </div>
          {item.progress.at === 'refused' && <ProblemNote problem={item.progress.problem} />}
          {item.progress.at === 'review' && <p>{t('web.network.review')}</p>}
        </section>
      ))}
      {waiting && keeps && <ExportOutbox />}
      {refused.length + review.length > 0 && (
        <div>
          <Button variant="default" onClick={() => void link.markSeen([...refused, ...review])}>
            {t('web.network.seen')}
          </Button>
        </div>
      )}
      <section className="b-card b-rows">
        <h2>{t('web.network.device')}</h2>
        <DevicePart />
        <p>
          <Go to="/devices">{t('web.devices.open')}</Go>
        </p>
      </section>
    </Page>
  );
}
