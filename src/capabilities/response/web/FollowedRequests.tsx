import type { ReactElement } from 'react';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Ago, PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { FollowedRequest } from '../door-view.ts';
import styles from './field.module.css';

/** What became of each request: asked, somebody on the way, done, closed; and what the desk said. */
export function FollowedRequests({
  requests,
  heading,
}: {
  readonly requests: readonly FollowedRequest[];
  readonly heading: string;
}): ReactElement | null {
  const t = useText();
  if (requests.length === 0) return null;
  return (
    <section aria-labelledby="followed">
      <h2 id="followed">{heading}</h2>
      {requests.map((request) => (
        <article key={request.id} className="b-card b-rows">
          <strong>{t(`response.kind.${request.kind}`)}</strong>
          <ol className={`b-rows ${styles.plain}`}>
            <Step word={t('response.step.asked')} at={request.askedAt} />
            <Step word={t('response.step.taken')} at={request.takenAt} />
            <Step word={t('response.step.done')} at={request.doneAt ?? (request.state === 'closed' ? request.closedAt : null)} />
          </ol>
          {request.reply && (
            <p>
              {t('response.door.reply')} <PersonText>{request.reply}</PersonText>
            </p>
          )}
        </article>
      ))}
    </section>
  );
}

function Step({ word, at }: { readonly word: string; readonly at: string | null }): ReactElement {
  return (
    <li className="b-line">
      <StatusMark is={at ? 'done' : 'todo'} word={word} />
      {at && (
        <span className="b-soft">
          <Ago at={at} />
        </span>
      )}
    </li>
  );
}
