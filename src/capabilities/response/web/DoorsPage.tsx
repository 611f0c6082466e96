import { Button, SegmentedControl } from '@mantine/core';
import { type ReactElement, type ReactNode, startTransition, useEffect, useMemo, useState } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { ProgressBar } from '../../../platform/web/parts/ProgressBar.tsx';
import { useAddress } from '../../../platform/web/shell/address.ts';
import { useLinkState, useLocal, usePending } from '../../../platform/web/sync/LinkProvider.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { sayNumber } from '../../../platform/web/text/moments.ts';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { DoorCard, type DoorProps, useFetchedHelp } from './DoorCard.tsx';
import { groupsOf, inWay } from './door-list.ts';
import styles from './field.module.css';
import { type LocalIncident, type LocalRound, type LocalVisit, openRounds, replayVisits, type SeenDoor, type Shared, sharedDoors } from './local.ts';
import { useVisiting } from './visiting.ts';

interface LocalNeed {
  readonly household: string;
  readonly code: string;
}

/** The grid worker's doors: most vulnerable first, three big buttons, works without a network. */
export default function DoorsPage(): ReactElement {
  const t = useText();
  useFetchedHelp();
  const { language } = useLanguage();
  const { person } = useMe();
  const { rows: incidents, ready } = useLocal<LocalIncident>('response.incident');
  const { rows: rounds } = useLocal<LocalRound>('response.round');
  const [chosen, choose] = useAddress('round');
  const open = useMemo(() => openRounds(incidents, rounds), [incidents, rounds]);
  const current = open.find((each) => each.round.id === chosen) ?? open[0];

  if (!current) {
    return (
      <Page title={t('response.doors.title')}>
        {ready ? <Empty title={t('response.doors.none')} text={t('response.doors.noneText')} /> : <Loading />}
      </Page>
    );
  }
  return (
    <Page title={t('response.doors.title')} exercise={current.incident.exercise} lead={<bdi>{current.round.title}</bdi>}>
      {open.length > 1 && (
        <SegmentedControl
          aria-label={t('response.doors.round')}
          value={current.round.id}
          onChange={choose}
          data={open.map(({ round, incident }) => ({
            value: round.id,
            label: incident.exercise ? `${t('web.exercise')} · ${round.title}` : round.title,
          }))}
        />
      )}
      <RoundDoors key={current.round.id} round={current.round.id} person={person} language={language} />
    </Page>
  );
}

function RoundDoors({
  round,
  person,
  language,
}: {
  readonly round: string;
  readonly person: string;
  readonly language: Parameters<typeof sayNumber>[0];
}): ReactElement {
  const t = useText();
  const { say, problem } = useVisiting();
  const { rows: visits, ready, whole } = useLocal<LocalVisit>('response.visit');
  const { copy } = useLinkState();
  const { rows: needs } = useLocal<LocalNeed>('register.need');
  const pending = usePending('response.visitDoor', 'response.undoVisit');
  const [show, setShow] = useState<'todo' | 'silent' | 'done'>('todo');
  const walk = useMemo(() => inWay(visits.filter((visit) => visit.round === round)), [visits, round]);
  const doors = useMemo(() => replayVisits(walk, pending, person), [walk, pending, person]);
  const reasons = useMemo(() => Map.groupBy(needs, (need) => need.household), [needs]);
  const lists = useMemo(
    (): Readonly<Record<typeof show, readonly SeenDoor[]>> => ({
      todo: doors.filter((door) => door.outcome === null),
      silent: doors.filter((door) => door.outcome === 'noAnswer'),
      done: doors.filter((door) => door.outcome === 'safe' || door.outcome === 'help'),
    }),
    [doors],
  );
  // Which of how many households: known only when all have come.
  const shared = useMemo(() => (whole ? sharedDoors(walk) : new Map<string, Shared>()), [walk, whole]);
  const groups = useMemo(() => groupsOf(lists[show]), [lists, show]);
  // A list that grows under the finger is tapped in the wrong place. Should the rest not come, what is there can be worked with.
  if (!ready || (!whole && copy === 'filling')) return <Loading />;
  if (doors.length === 0) return <Empty title={t('response.doors.noDoors')} text={t('response.doors.noDoorsText')} />;

  const reached = lists.done.length;
  return (
    <>
      <ProgressBar
        label={t('response.doors.progress')}
        value={reached}
        max={doors.length}
        words={`${sayNumber(language, reached)} / ${sayNumber(language, doors.length)}`}
      />
      <SegmentedControl
        fullWidth
        aria-label={t('response.doors.show')}
        value={show}
        onChange={(value) => setShow(value)}
        data={(['todo', 'silent', 'done'] as const).map((value) => ({
          value,
          label: `${t(`response.doors.${value}`)} ${sayNumber(language, lists[value].length)}`,
        }))}
      />
      {problem && <ProblemNote problem={problem} />}
      {lists[show].length === 0 && <Empty title={t(show === 'todo' ? 'response.doors.allDone' : 'response.doors.nothing')} />}
      {groups.map(([name, group], index) => (
        <DoorGroup
          key={name}
          name={name === '' ? t('response.doors.first') : t('response.doors.unit', { unit: name })}
          count={sayNumber(language, group.length)}
          begin={index < 2}
        >
          {() => <DoorList doors={group} atOnce={index === 0 ? aScreen : 0} shared={shared} reasons={reasons} onSay={say} />}
        </DoorGroup>
      ))}
      <Button component="a" href="tel:120" variant="default" className="b-noprint">
        {t('response.doors.call120')}
      </Button>
    </>
  );
}

/** Doors of one stair. A community has five thousand: the cards of a closed group are not made. */
function DoorGroup({
  name,
  count,
  begin,
  children,
}: {
  readonly name: string;
  readonly count: string;
  /** Open from the beginning. */
  readonly begin: boolean;
  readonly children: () => ReactNode;
}): ReactElement {
  const [open, setOpen] = useState(begin);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} className={styles.group}>
      <summary>
        <span>{name}</span>
        <span className="b-soft">{count}</span>
      </summary>
      {open && children()}
    </details>
  );
}

/** Cards that fill the highest phone, or a desk's three columns. */
const aScreen = 12;

interface ListProps {
  readonly doors: readonly SeenDoor[];
  /** So many are drawn before all else, the others when there is time: what comes below the screen need not be waited for. */
  readonly atOnce: number;
  /** Place among the households behind the same door; only where there are several. */
  readonly shared: ReadonlyMap<string, Shared>;
  readonly reasons: ReadonlyMap<string, readonly LocalNeed[]>;
  readonly onSay: DoorProps['onSay'];
}

const noNeeds: readonly LocalNeed[] = [];

/** The cards of one stair; one tap draws one of them anew. */
function DoorList({ doors, atOnce, shared, reasons, onSay }: ListProps): ReactElement {
  const [all, drawAll] = useState(false);
  useEffect(() => startTransition(() => drawAll(true)), []);
  const sharing = doors.flatMap(({ household }) => (shared.has(household) ? [household] : [])).join(' ');
  const among = useMemo(() => sharing.split(' '), [sharing]);
  return (
    <ul className={styles.list}>
      {(all ? doors : doors.slice(0, atOnce)).map((door) => (
        <DoorCard
          key={door.household}
          door={door}
          shared={shared.get(door.household)}
          among={among}
          reasons={reasons.get(door.household) ?? noNeeds}
          onSay={onSay}
        />
      ))}
    </ul>
  );
}
