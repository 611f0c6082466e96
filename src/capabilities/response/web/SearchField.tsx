import { type ReactElement, useMemo } from 'react';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { usePhone } from '../../../platform/web/shell/usePhone.ts';
import { useLocal, usePending } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { PersonText } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { atDoor } from './at-door.ts';
import { DoorCard } from './DoorCard.tsx';
import styles from './field.module.css';
import {
  type LocalIncident,
  type LocalRequest,
  type LocalRound,
  type LocalTask,
  type LocalVisit,
  openRequests,
  openRounds,
  replayTasks,
  replayVisits,
  type Shared,
  sharedDoors,
} from './local.ts';
import { requestShape } from './RequestsHere.tsx';
import { statusOf } from './TaskCard.tsx';
import { useVisiting } from './visiting.ts';
import { useTaskTitle } from './words.ts';

const mostDoors = 4;
const mostOthers = 12;
const noReasons: readonly never[] = [];

/** On the search page of a phone: doors of the open rounds, tasks and requests of the copy, with or without a network. */
export default function SearchField({ text }: { readonly text: string }): ReactElement | null {
  const phone = usePhone();
  const { may } = useMe();
  if (!phone) return null;
  return (
    <>
      {may('response.checkIn') && <Doors text={text} />}
      <Tasks text={text} />
      {may('response.triage') && <Requests text={text} />}
    </>
  );
}

/** Doors with the buttons that the list of doors has: who looks for one stands before it. */
function Doors({ text }: { readonly text: string }): ReactElement | null {
  const t = useText();
  const { person } = useMe();
  const { rows: incidents } = useLocal<LocalIncident>('response.incident');
  const { rows: rounds } = useLocal<LocalRound>('response.round');
  const { rows: visits, whole } = useLocal<LocalVisit>('response.visit');
  const pending = usePending('response.visitDoor', 'response.undoVisit');
  const { say, problem } = useVisiting();
  const current = useMemo(() => openRounds(incidents, rounds)[0], [incidents, rounds]);
  const inRound = useMemo(() => visits.filter((visit) => visit.round === current?.round.id), [visits, current]);
  const shared = useMemo(() => (whole ? sharedDoors(inRound) : new Map<string, Shared>()), [inRound, whole]);
  const found = useMemo(() => replayVisits(atDoor(text, inRound, mostDoors), pending, person), [text, inRound, pending, person]);
  if (!current || found.length === 0) return null;
  return (
    <section className="b-rows" aria-labelledby="found-doors">
      <h2 id="found-doors">
        {t('response.doors.title')} · <bdi>{current.round.title}</bdi>
      </h2>
      {problem && <ProblemNote problem={problem} />}
      <ul className={styles.list}>
        {found.map((door) => (
          <DoorCard key={door.household} door={door} shared={shared.get(door.household)} among={[door.household]} reasons={noReasons} onSay={say} />
        ))}
      </ul>
    </section>
  );
}

function Tasks({ text }: { readonly text: string }): ReactElement | null {
  const t = useText();
  const { person } = useMe();
  const titleOf = useTaskTitle();
  const { rows } = useLocal<LocalTask>('response.task');
  const pending = usePending('response.claimTask', 'response.acceptTask', 'response.releaseTask', 'response.closeTask');
  const wanted = text.trim().toLowerCase();
  const found = useMemo(() => {
    const live = replayTasks(rows, pending, person).filter(({ state }) => state === 'open' || state === 'claimed');
    const byTitle = live.filter((task) => titleOf(task).toLowerCase().includes(wanted));
    return [...new Set([...atDoor(text, live, mostOthers), ...byTitle])].slice(0, mostOthers);
  }, [rows, pending, person, text, wanted, titleOf]);
  if (found.length === 0) return null;
  return (
    <section className="b-rows" aria-labelledby="found-tasks">
      <h2 id="found-tasks">{t('response.tasks.title')}</h2>
      <ul className={`b-rows ${styles.plain}`}>
        {found.map((task) => (
          <li key={task.id} className="b-line">
            <Go to="/tasks">
              <PersonText>{titleOf(task)}</PersonText>
            </Go>
            {task.door && <bdi dir="ltr">{task.door}</bdi>}
            <StatusMark is={statusOf(task.state, false)} word={t(`response.taskState.${task.state}`)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Requests({ text }: { readonly text: string }): ReactElement | null {
  const t = useText();
  const { rows } = useLocal<LocalRequest>('response.request');
  const found = useMemo(() => atDoor(text, openRequests(rows), mostOthers), [rows, text]);
  if (found.length === 0) return null;
  return (
    <section className="b-rows" aria-labelledby="found-requests">
      <h2 id="found-requests">{t('response.requests.nav')}</h2>
      <ul className={`b-rows ${styles.plain}`}>
        {found.map((request) => (
          <li key={request.id} className="b-line">
            <Go to="/requests">{t(`response.kind.${request.kind}`)}</Go>
            <bdi dir="ltr">{request.door}</bdi>
            <StatusMark is={requestShape[request.state]} word={t(`response.requestState.${request.state}`)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
