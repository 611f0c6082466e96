import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { type ReactElement, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { LevelMark } from '../../../platform/web/parts/marks.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { LanguageSwitch } from '../../../platform/web/shell/switches.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { DoorView } from '../door-view.ts';
import { HelpKind, Urgency } from '../model.ts';
import { askHelp, readDoor, readKept, saySafe, sendUnsent } from './door-calls.ts';
import { FollowedRequests } from './FollowedRequests.tsx';
import styles from './field.module.css';

const lookAgainMs = 20_000;

/** The page behind the QR code of a door: three big things, and what became of what was asked. Needs no account and no training. */
export default function DoorPage(): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  // The token stands after the #: it never travels in an address and lands in no log.
  const [token] = useState(() => window.location.hash.slice(1));
  const [view, setView] = useState<DoorView | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [unsent, setUnsent] = useState(0);
  const [said, setSaid] = useState<'safe' | 'help' | null>(null);
  const [asking, setAsking] = useState(false);
  const known = useRef<string | null>(null);

  const look = useCallback(async () => {
    let door = known.current;
    if (door === null) {
      const first = await readDoor(token, []);
      if (!first.ok) return setProblem(first.problem);
      door = first.value.door;
      known.current = door;
    }
    setUnsent(await sendUnsent(token, door));
    const codes = readKept(door).map((one) => one.follow);
    const followed = await readDoor(token, codes);
    setProblem(followed.ok ? null : followed.problem);
    if (followed.ok) setView(followed.value);
  }, [token]);
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), lookAgainMs);
    return () => clearInterval(timer);
  }, [look]);

  if (!view) {
    return (
      <DoorFrame>
        <Page title={t('response.door.title')}>{problem ? <ProblemNote problem={problem} /> : <Loading />}</Page>
      </DoorFrame>
    );
  }
  const names = { zh: view.community.name, en: view.community.nameEn, ug: view.community.nameUg };
  const real = view.running.find((each) => !each.exercise);
  const drill = view.running.find((each) => each.exercise);
  const safe = async () => {
    const answer = await saySafe(token);
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) setSaid('safe');
  };
  const help = async (call: { kind: HelpKind; urgency: Urgency; words: string; playing: boolean }) => {
    const { playing, ...rest } = call;
    const answer = await askHelp(token, view.door, { ...rest, incidentId: playing ? (drill?.id ?? null) : null });
    setAsking(false);
    if (answer.ok) setSaid('help');
    else setProblem(answer.problem);
    await look();
  };
  return (
    <DoorFrame>
      <Page
        title={t('response.door.heading', { door: view.door })}
        lead={<bdi>{names[language] || names.zh}</bdi>}
        exercise={!real && drill !== undefined}
      >
        {view.running.map((each) => (
          <p key={each.id} className="b-line">
            <LevelMark level={each.level} /> <bdi>{each.title}</bdi>
            {each.exercise && <strong>{t('web.exercise')}</strong>}
          </p>
        ))}
        {problem && <ProblemNote problem={problem} />}
        {unsent > 0 && <p role="status">{t('response.door.unsent', { n: unsent })}</p>}
        {said && <p role="status">{t(`response.door.said.${said}`)}</p>}
        {asking ? (
          <AskForHelp drill={!real && drill !== undefined} onAsk={help} onCancel={() => setAsking(false)} />
        ) : (
          <div className={styles.help}>
            <Button className={styles.huge} onClick={() => setAsking(true)}>
              {t('response.door.needHelp')}
            </Button>
            <Button className={styles.huge} variant="outline" onClick={() => void safe()} disabled={!view.running.some((each) => each.asksDoors)}>
              {t('response.door.safe')}
            </Button>
            <Button className={styles.huge} variant="default" component="a" href="tel:120">
              {t('response.doors.call120')}
            </Button>
            {!view.running.some((each) => each.asksDoors) && <p className="b-soft">{t('response.door.nobodyAsks')}</p>}
          </div>
        )}
        <FollowedRequests requests={view.requests} heading={t('response.door.followed')} />
        <p className="b-soft b-small">{t('response.door.privacy')}</p>
      </Page>
    </DoorFrame>
  );
}

/** A phone that speaks another language than whoever holds it: the choice stands on top. */
function DoorFrame({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <div className={styles.public}>
      <header className={styles.tools}>
        <LanguageSwitch />
      </header>
      <main>{children}</main>
    </div>
  );
}

interface AskProps {
  /** Only an exercise runs: the asker says whether this is part of it. */
  readonly drill: boolean;
  readonly onAsk: (call: { kind: HelpKind; urgency: Urgency; words: string; playing: boolean }) => Promise<void>;
  readonly onCancel: () => void;
}

function AskForHelp({ drill, onAsk, onCancel }: AskProps): ReactElement {
  const t = useText();
  const [urgency, setUrgency] = useState<Urgency>('today');
  const [words, setWords] = useState('');
  const [playing, setPlaying] = useState('real');
  const [busy, setBusy] = useState(false);
  const ask = (kind: HelpKind) => {
    setBusy(true);
    void onAsk({ kind, urgency, words, playing: drill && playing === 'drill' }).finally(() => setBusy(false));
  };
  return (
    <section className={styles.help} aria-labelledby="ask-help">
      <h2 id="ask-help">{t('response.door.what')}</h2>
      {drill && (
        <SegmentedControl
          fullWidth
          aria-label={t('web.exercise')}
          value={playing}
          onChange={setPlaying}
          data={[
            { value: 'real', label: t('response.door.real') },
            { value: 'drill', label: t('response.door.drill') },
          ]}
        />
      )}
      <SegmentedControl
        fullWidth
        aria-label={t('response.door.howSoon')}
        value={urgency}
        onChange={(value) => setUrgency(value)}
        data={Urgency.options.map((value) => ({ value, label: t(`response.urgency.${value}`) }))}
      />
      <Textarea
        label={t('response.door.words')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        maxLength={500}
        autosize
        minRows={2}
      />
      <p>{t('response.door.choose')}</p>
      <div className={styles.kinds}>
        {HelpKind.options.map((kind) => (
          <Button key={kind} className={styles.big} variant="outline" loading={busy} onClick={() => ask(kind)}>
            {t(`response.kind.${kind}`)}
          </Button>
        ))}
      </div>
      <Button variant="subtle" onClick={onCancel}>
        {t('web.cancel')}
      </Button>
    </section>
  );
}
