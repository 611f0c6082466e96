import type { ReactElement } from 'react';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useLocal } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useNow } from '../../../platform/web/text/clock.ts';
import { Ago } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { Choice, ReviewKind } from '../model.ts';
import { openReviews } from '../queries.ts';

/** What became of a conflict, as the device of the person who said the later value copies it. */
interface OwnReview {
  readonly kind: ReviewKind;
  readonly door: string;
  readonly fields: readonly string[];
  readonly choice: Choice | null;
  readonly decidedAt: string | null;
}

/** An outcome is shown for three days. */
const shownMs = 3 * 86_400_000;

/** Conflicts that wait for a decision here, and what became of one's own. Nothing where there are none. */
export default function TodayReviews(): ReactElement | null {
  const t = useText();
  const now = useNow(60_000).getTime();
  const [waiting] = useQueryRows(openReviews, {}).rows;
  const { rows } = useLocal<OwnReview>('register.review');
  const own = rows.filter(({ decidedAt }) => decidedAt === null || now - Date.parse(decidedAt) < shownMs).toSorted((a, b) => b.version - a.version);
  if (!waiting?.open && own.length === 0) return null;
  return (
    <section className="b-card b-rows" aria-labelledby="reviews">
      <h2 id="reviews">{t('register.reviews')}</h2>
      {waiting !== undefined && waiting.open > 0 && (
        <div className="b-line">
          <StatusMark is="todo" word={t('register.review.waiting', { n: waiting.open })} />
          <Go to="/register/reviews">{t('register.review.open')}</Go>
        </div>
      )}
      {own.length > 0 && (
        <>
          <h3>{t('register.review.mine')}</h3>
          <ul className="b-rows">
            {own.slice(0, 5).map((row) => (
              <li key={row.id} className="b-line">
                <bdi>{row.door || t('register.doorUnknown')}</bdi>
                <span className="b-soft">{row.fields.map((field) => t(`register.field.${field}`)).join(' · ')}</span>
                <StatusMark is={row.choice ? 'done' : 'doing'} word={t(`register.review.outcome.${row.choice ?? 'open'}`)} />
                {row.decidedAt && (
                  <span className="b-soft">
                    <Ago at={row.decidedAt} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
