import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useSend } from '../../../platform/web/sync/LinkProvider.tsx';
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
  const send = useSend();
  const { may } = useMe();
  const { rows, problem } = useQueryRows(contactCalls, { testId: test.id as never });
  const [refused, setRefused] = useState<Problem | null>(null);
  const calls = rows as unknown as readonly (ContactCallRow & Call)[];
  const names = new Map(rows.map((row) => [row.organisationId, row.organisation]));
  const posts = [...Map.groupBy(calls, ({ positionId }) => positionId)];
  const say = async (what: ReturnType<typeof send>) => {
    const answer = await what;
    setRefused(answer.status === 'refused' ? answer.problem : null);
  };
  const rings = test.closedAt === null && may('warnings.publish');
  return (
    <div className="b-rows">
      <p className="b-soft">
        {t('duties.contact.started')} <When at={test.startedAt} style="full" /> · {t('duties.contact.withinShort', { minutes: test.withinMin })}
      </p>
      {(problem ?? refused) && <ProblemNote problem={(problem ?? refused) as Problem} />}
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
      <h3>{t('duties.contact.tree')}</h3>
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
              <Line
                key={line.place}
                line={line}
                reached={postState(lines) === 'reached'}
                rings={rings}
                onCall={(outcome) =>
                  void say(send(recordCall, { testId: test.id as never, positionId: line.positionId, place: line.place, outcome }))
                }
              />
            ))}
          </li>
        ))}
      </ol>
      {test.closedAt === null ? (
        <DutyButton duty="warnings.publish" onClick={() => void say(send(closeContactTest, { testId: test.id as never }))}>
          {t('duties.contact.close')}
        </DutyButton>
      ) : (
        <p>
          {t('duties.contact.closed')} <When at={test.closedAt} />
        </p>
      )}
    </div>
  );
}

interface LineProps {
  readonly line: ContactCallRow;
  /** Somebody in the same post was reached already. */
  readonly reached: boolean;
  readonly rings: boolean;
  readonly onCall: (outcome: CallOutcome) => void;
}

/** One person: the number to ring, and what came of it; the deputy waits until the holder could not be reached. */
function Line({ line, reached, rings, onCall }: LineProps): ReactElement {
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
          word={t(line.next ? 'duties.contact.outcome.open' : reached ? 'duties.contact.outcome.spared' : 'duties.contact.outcome.waits')}
        />
      )}
      {rings &&
        line.next &&
        outcomes
          .filter((outcome) => outcome !== line.outcome)
          .map((outcome) => (
            <Button key={outcome} variant="default" size="compact-md" onClick={() => onCall(outcome)}>
              {t(`duties.contact.outcome.${outcome}`)}
            </Button>
          ))}
    </div>
  );
}
