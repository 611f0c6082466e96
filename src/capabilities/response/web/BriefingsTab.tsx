import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import { DutyButton } from '../../../platform/web/parts/DutyButton.tsx';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Num, PersonText, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import type { BriefingStep } from '../model.ts';
import type { Room } from '../queries.ts';
import { type BriefingRow, briefings } from '../queries-briefings.ts';
import { Attendance, CallBriefing, CancelBriefing, MakeDecision } from './BriefingForms.tsx';
import styles from './room.module.css';
import { statusOf as statusOfTask } from './TaskCard.tsx';

const statusOf: Readonly<Record<BriefingStep, Status>> = { planned: 'todo', held: 'done', cancelled: 'stopped' };

/** Joint briefings of an incident: who was asked, who came, what was decided and who answers for it. */
export function BriefingsTab({ room }: { readonly room: Room }): ReactElement {
  const t = useText();
  const { rows, loading, problem } = useQueryRows(briefings, { incidentId: room.id as never });
  const [calling, setCalling] = useState(false);
  return (
    <div className="b-rows">
      {problem && <ProblemNote problem={problem} />}
      {room.closedAt === null &&
        (calling ? (
          <section className="b-card">
            <CallBriefing incident={room.id} onDone={() => setCalling(false)} />
          </section>
        ) : (
          <div>
            <DutyButton duty="response.command" onClick={() => setCalling(true)}>
              {t('response.briefing.call')}
            </DutyButton>
          </div>
        ))}
      {loading && rows.length === 0 && <Loading />}
      {!loading && !problem && rows.length === 0 && <Empty title={t('response.briefing.none')} text={t('response.briefing.noneText')} />}
      {rows.map((row) => (
        <Briefing key={row.id} row={row} />
      ))}
    </div>
  );
}

function Briefing({ row }: { readonly row: BriefingRow }): ReactElement {
  const t = useText();
  const { may } = useMe();
  const [open, setOpen] = useState<'attendance' | 'decision' | 'cancel' | null>(null);
  const done = () => setOpen(null);
  const present = row.guests.filter((guest) => guest.present).length;
  const organisations = [...Map.groupBy(row.guests, ({ organisation }) => organisation).values()];
  return (
    <section className="b-card b-rows" aria-labelledby={`briefing-${row.id}`}>
      <div className="b-line">
        <h2 id={`briefing-${row.id}`}>
          <PersonText>{row.title}</PersonText>
        </h2>
        <StatusMark is={statusOf[row.state]} word={t(`response.briefing.state.${row.state}`)} />
      </div>
      <p className="b-line">
        <When at={row.startsAt} style="full" />
        {row.place && <PersonText>{row.place}</PersonText>}
        {row.link && (
          <a href={row.link} target="_blank" rel="noreferrer">
            {t('response.briefing.join')}
          </a>
        )}
      </p>
      {row.reason && (
        <p>
          {t('response.briefing.reason')} <PersonText>{row.reason}</PersonText>
        </p>
      )}
      {row.state === 'held' && (
        <p>
          {t('response.briefing.came', {
            present,
            invited: row.guests.filter(({ invited }) => invited).length,
            organisations: organisations.filter((posts) => posts.some((post) => post.present)).length,
          })}
        </p>
      )}
      <ul className="b-rows">
        {organisations.map((posts) => (
          <li key={posts[0]?.organisation} className={styles.guests}>
            <strong>
              <bdi>{posts[0]?.organisationName}</bdi>
            </strong>
            <div className="b-rows">
              {posts.map((post) => (
                <span key={post.position} className="b-line">
                  <span>
                    <bdi>{post.title}</bdi> {post.name && <PersonText>{post.name}</PersonText>}
                  </span>
                  {post.present !== null && (
                    <StatusMark is={post.present ? 'done' : 'stopped'} word={t(`response.briefing.${post.present ? 'present' : 'absent'}`)} />
                  )}
                  {!post.invited && <span className="b-soft b-small">{t('response.briefing.uninvited')}</span>}
                </span>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {row.decisions.length > 0 && (
        <>
          <h3>
            {t('response.briefing.decisions')} <Num value={row.decisions.length} />
          </h3>
          <ul className="b-rows">
            {row.decisions.map((decision) => (
              <li key={decision.id} className="b-line">
                <PersonText>{decision.text}</PersonText>
                <span className="b-soft">
                  <bdi>{decision.title ? `${decision.organisationName} · ${decision.title}` : decision.organisationName}</bdi> ·{' '}
                  {t('response.deadline')} <When at={decision.dueAt} />
                </span>
                {decision.taskState && (
                  <StatusMark is={statusOfTask(decision.taskState, false)} word={t(`response.taskState.${decision.taskState}`)} />
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {open === 'attendance' && <Attendance briefing={row} onDone={done} />}
      {open === 'decision' && <MakeDecision briefing={row} onDone={done} />}
      {open === 'cancel' && <CancelBriefing briefing={row} onDone={done} />}
      {open === null && row.state !== 'cancelled' && may('response.command') && (
        <div className="b-line">
          <Button variant={row.state === 'planned' ? 'filled' : 'default'} onClick={() => setOpen('attendance')}>
            {t('response.briefing.attendance')}
          </Button>
          <Button variant="default" onClick={() => setOpen('decision')}>
            {t('response.briefing.decide')}
          </Button>
          {row.state === 'planned' && (
            <Button variant="default" onClick={() => setOpen('cancel')}>
              {t('response.briefing.cancel')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
