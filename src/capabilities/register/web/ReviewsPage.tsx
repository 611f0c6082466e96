import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { useToast } from '../../../platform/web/parts/overlays.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { decideReview } from '../commands-review.ts';
import type { Choice } from '../model.ts';
import { type ReviewRow, reviews } from '../queries.ts';
import { OtherValues } from './OtherValues.tsx';
import styles from './Register.module.css';
import { useReviewWords } from './review-words.ts';

/** Conflicts that wait: both sides beside each other, who said what and when; one tap decides. */
export default function ReviewsPage(): ReactElement {
  const t = useText();
  const { rows, version, loading, problem } = useQueryRows(reviews, {});
  return (
    <Page title={t('register.reviews')} lead={t('register.reviewsLead')}>
      {problem ? <ProblemNote problem={problem} /> : <DutyNote duty="register.write" />}
      {loading ? (
        <Loading />
      ) : (
        rows.length === 0 && !problem && <Empty title={t('register.noReviews')} action={<Go to="/register">{t('register.nav')}</Go>} />
      )}
      <ul className={styles.list}>
        {rows.map((row) => (
          <Conflict key={row.id} row={row} seen={version} />
        ))}
      </ul>
    </Page>
  );
}

function Conflict({ row, seen }: { readonly row: ReviewRow; readonly seen: number }): ReactElement {
  const t = useText();
  const send = useSend();
  const toast = useToast();
  const words = useReviewWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [other, setOther] = useState(false);
  const decide = async (choice: Choice, set: Readonly<Record<string, unknown>> = {}) => {
    setBusy(true);
    const result = await send(decideReview, { reviewId: row.id, choice, set, seen });
    setBusy(false);
    if (result.status === 'refused') setProblem(result.problem);
    else toast(t('register.review.decided'));
  };
  // What somebody who looked first has written since: neither side any more.
  const moved = row.said.filter(({ now, earlier, later }) => now !== earlier && now !== later);
  return (
    <li className="b-card b-rows" aria-label={`${row.name} ${row.door}`}>
      <div className="b-line">
        <strong>
          <PersonText>{row.name}</PersonText>
        </strong>
        <Go to={`/register?household=${row.householdId}`}>
          <bdi>{row.door || t('register.doorUnknown')}</bdi>
        </Go>
        {row.needCode && <span>{t(`register.need.${row.needCode}`)}</span>}
      </div>
      <span>{t(`register.review.${row.kind}`)}</span>
      <div className={styles.sides}>
        <Side row={row} side="earlier" busy={busy} onKeep={() => void decide('earlier')} />
        <Side row={row} side="later" busy={busy} onKeep={() => void decide('later')} />
      </div>
      {moved.map(({ field, now }) => (
        <p key={field}>{t('register.review.now', { value: words.value(row.kind, field, now) })}</p>
      ))}
      <p className="b-soft b-small">{t(row.applied ? 'register.review.applied' : 'register.review.notApplied')}</p>
      {problem && <ProblemNote problem={problem} />}
      <div className="b-line">
        <Button variant="subtle" size="compact-sm" aria-expanded={other} onClick={() => setOther(!other)}>
          {t('register.review.other')}
        </Button>
      </div>
      {other && <OtherValues row={row} busy={busy} onDone={(set) => void decide('other', set)} />}
    </li>
  );
}

interface SideProps {
  readonly row: ReviewRow;
  readonly side: 'earlier' | 'later';
  readonly busy: boolean;
  readonly onKeep: () => void;
}

function Side({ row, side, busy, onKeep }: SideProps): ReactElement {
  const t = useText();
  const words = useReviewWords();
  const [first] = row.said;
  const by = side === 'later' ? row.laterBy : (first?.earlierBy ?? null);
  return (
    <section className="b-rows" aria-label={t(`register.review.${side}`)}>
      <h3>{t(`register.review.${side}`)}</h3>
      <dl className={styles.facts}>
        {row.said.map((each) => [
          <dt key={`${each.field} name`}>{t(`register.field.${each.field}`)}</dt>,
          <dd key={each.field} className={styles.differs}>
            <PersonText>{words.value(row.kind, each.field, each[side])}</PersonText>
          </dd>,
        ])}
        {by ? (
          <>
            <dt>{t('register.review.by')}</dt>
            <dd>
              <PersonText>{by.by ?? words.through(by.through)}</PersonText>
            </dd>
            <dt>{t('register.review.claimed')}</dt>
            <dd>
              <When at={by.claimedAt} />
            </dd>
            <dt>{t('register.review.received')}</dt>
            <dd>
              <When at={by.receivedAt} />
            </dd>
          </>
        ) : (
          <>
            <dt>{t('register.review.received')}</dt>
            <dd>{t('register.review.original')}</dd>
          </>
        )}
        {side === 'later' && (
          <>
            <dt>{t('register.review.basis')}</dt>
            <dd>{first?.basisAt ? <When at={first.basisAt} /> : t('register.review.basisUnknown')}</dd>
          </>
        )}
      </dl>
      <div>
        <Button variant={side === 'later' ? 'filled' : 'default'} loading={busy} onClick={onKeep}>
          {t(side === 'later' ? 'register.review.keepLater' : 'register.review.keepEarlier')}
        </Button>
      </div>
    </section>
  );
}
