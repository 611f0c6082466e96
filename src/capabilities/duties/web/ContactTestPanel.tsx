import type { ReactElement } from 'react';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SayButton } from '../../../platform/web/parts/SayButton.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, Num, PersonText, Share, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { closeContactTest, recordCall } from '../commands-contact.ts';
import { type ContactCallRow, type ContactTestRow, contactCalls } from '../queries-contact.ts';
import { type Call, type CallOutcome, measureEach, postState } from '../rules/contact-test.ts';

const statusOf: Readonly<Record<CallOutcome, Status>> = { reached: 'done', notReached: 'late', wrongNumber: 'stopped' };
const outcomes: readonly CallOutcome[] = ['reached', 'notReached', 'wrongNumber'];

/** One test: what it found by organisation, then its phone tree, rung line by line. */
export function ContactTestPanel({ test }: { readonly test: ContactTestRow }): ReactElement {
  const t = useText();
  const { may } = useMe();
  const { rows, problem } = useQueryRows(contactCalls, { testId: test.id as never });
  const calls = rows as unknown as readonly (ContactCallRow & Call)[];
  const names = new Map(rows.map((row) => [row.organisationId, row.organisation]));
  const posts = [...Map.groupBy(calls, ({ positionId }) => positionId)];
  const rings = test.closedAt === null && may('warnings.publish');
  return (
    <div className="b-rows">
      <p className="b-soft">
        {t('duties.contact.started')} <When at={test.startedAt} style="full" /> · {t('duties.contact.withinShort', { minutes: test.withinMin })}
      </p>
      {problem && <ProblemNote problem={problem} />}
      <ul className="b-rows">
        {measureEach(calls, test.startedAt).map(({ organisationId, measures }) => (
          <li key={organisationId} className="b-line">
            <strong>
              <bdi>{names.get(organisationId)}</bdi>
            </strong>
            <Share of={measures.reached} all={measures.posts} />
            {measures.medianMin !== null && (
              <span className="b-soft">{t('duties.contact.medianOf', { minutes: Math.round(measures.medianMin * 10) / 10 })}</span>
            )}
            {measures.unreachable.length > 0 && (
              <span className="b-attention">{t('duties.contact.unreachableOf', { n: measures.unreachable.length })}</span>
            )}
          </li>
        ))}
      </ul>
      {posts.length > 0 && <h3>{t('duties.contact.tree')}</h3>}
      <ol className="b-rows">
        {posts.map(([id, lines]) => (
          <li key={id} className="b-card b-rows">
            <div className="b-line">
              <strong>
                <bdi>{lines[0]?.organisation}</bdi> · <bdi>{lines[0]?.title}</bdi>
              </strong>
              {postState(lines) === 'unreachable' && <StatusMark is="late" word={t('duties.contact.postUnreachable')} />}
            </div>
            {lines.map((line) => (
              <Line key={line.place} test={test.id} line={line} reached={postState(lines) === 'reached'} rings={rings} />
            ))}
          </li>
        ))}
      </ol>
      {rings && (
        <div>
          <SayButton command={closeContactTest} payload={{ testId: test.id as never }} size="sm">
            {t('duties.contact.close')}
          </SayButton>
        </div>
      )}
      {test.closedAt === null ? (
        <DutyNote duty="warnings.publish" />
      ) : (
        <p>
          {t('duties.contact.closed')} <When at={test.closedAt} />
        </p>
      )}
    </div>
  );
}

interface LineProps {
  readonly test: string;
  readonly line: ContactCallRow;
  /** Somebody in the same post was reached already. */
  readonly reached: boolean;
  readonly rings: boolean;
}

/** One person: the number to ring, and what came of it; the deputy waits until the holder could not be reached. */
function Line({ test, line, reached, rings }: LineProps): ReactElement {
  const t = useText();
  if (line.personId === null) return <p className="b-attention">{t('duties.contact.vacant')}</p>;
  return (
    <div className="b-line">
      <span>
        <Num value={line.place} />. <PersonText>{line.name ?? '—'}</PersonText>
      </span>
      {line.phone && (
        <a href={`tel:${line.phone}`} dir="ltr">
          {line.phone}
        </a>
      )}
      {line.outcome ? (
        <>
          <StatusMark is={statusOf[line.outcome]} word={t(`duties.contact.outcome.${line.outcome}`)} />
          <span className="b-soft b-small">
            {t(line.byPhone ? 'duties.contact.byPhone' : 'duties.contact.byApp')} {line.at && <Ago at={line.at} />}
          </span>
        </>
      ) : (
        <StatusMark
          is="todo"
          word={t(reached ? 'duties.contact.outcome.spared' : line.next ? 'duties.contact.outcome.open' : 'duties.contact.outcome.waits')}
        />
      )}
      {rings && line.next && !reached && (
        <span className="b-line">
          {outcomes
            .filter((outcome) => outcome !== line.outcome)
            .map((outcome) => (
              <SayButton
                key={outcome}
                command={recordCall}
                payload={{ testId: test as never, positionId: line.positionId as never, place: line.place, outcome }}
              >
                {t(`duties.contact.outcome.${outcome}`)}
              </SayButton>
            ))}
        </span>
      )}
    </div>
  );
}
