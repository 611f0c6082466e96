import { type ReactElement, useMemo } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { Ago } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { RequestStep } from '../model.ts';
import styles from './field.module.css';
import { type LocalRequest, openRequests } from './local.ts';

/** The shape that stands for how far a request has come. */
export const requestShape: Readonly<Record<RequestStep, Status>> = {
  open: 'late',
  taken: 'doing',
  done: 'done',
  closed: 'done',
  withdrawn: 'stopped',
};

/** Requests of the copy on this device that still wait for something: where, what kind, since when. */
export function RequestsHere(): ReactElement {
  const t = useText();
  const { rows, ready } = useLocal<LocalRequest>('response.request');
  const waiting = useMemo(() => openRequests(rows), [rows]);
  if (!ready) return <Loading />;
  if (waiting.length === 0) return <Empty title={t('response.requests.noneHere')} text={t('response.requests.noneHereText')} />;
  return (
    <section className="b-rows" aria-labelledby="requests-here">
      <h2 id="requests-here">{t('response.requests.here')}</h2>
      <ul className={styles.list}>
        {waiting.map((request) => (
          <li key={request.id} className={styles.door}>
            <div className={styles.where}>
              <bdi dir="ltr" className={styles.number}>
                {request.door}
              </bdi>
              <strong>{t(`response.kind.${request.kind}`)}</strong>
              <StatusMark is={requestShape[request.state]} word={t(`response.requestState.${request.state}`)} />
            </div>
            <div className={styles.where}>
              <span>{t(`response.urgency.${request.urgency}`)}</span>
              <span className="b-soft">
                <Ago at={request.askedAt} />
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
