import { Button } from '@mantine/core';
import { lazy, memo, type ReactElement, Suspense, useEffect, useState } from 'react';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { Ago } from '../../../platform/web/text/parts.tsx';
import { useHasText, useText } from '../../../platform/web/text/TextProvider.tsx';
import type { HelpKind, Outcome } from '../model.ts';
import styles from './field.module.css';
import type { SeenDoor, Shared } from './local.ts';

const fetchHelp = () => import('./DoorHelp.tsx');
const DoorHelp = lazy(fetchHelp);
const HeadOf = lazy(() => import('./HeadOf.tsx'));

/** Fetches the form for help right after the list of doors is there: in the stairwell it is too late. */
export const useFetchedHelp = (): void =>
  useEffect(() => {
    fetchHelp().catch(() => undefined);
  }, []);

/** The shape that stands for an answer, on phones, plans and paper. */
export const shapeOf = (outcome: Outcome | null): Status =>
  outcome === null ? 'todo' : outcome === 'safe' ? 'done' : outcome === 'help' ? 'late' : 'unknown';

export interface DoorProps {
  readonly door: SeenDoor;
  /** Where several households live behind the door: which this is. */
  readonly shared: Shared | undefined;
  /** All of the list that share a door: who heads them is asked together. */
  readonly among: readonly string[];
  /** Recorded needs of the household; only devices that may read them have any. */
  readonly reasons: readonly { readonly code: string }[];
  readonly onSay: (door: SeenDoor, outcome: Outcome, kind?: HelpKind, note?: string) => Promise<void>;
}

/** One door: where it is, why it comes early, three big buttons. Drawn anew only when something of it has changed. */
export const DoorCard = memo(function DoorCard({ door, shared, among, reasons, onSay }: DoorProps): ReactElement {
  const t = useText();
  const has = useHasText();
  const [asking, setAsking] = useState(false);
  const codes = [...new Set(reasons.map((reason) => reason.code))].filter((code) => has(`register.need.${code}`));
  const household = shared && t('response.doors.household', { at: shared.at, of: shared.of });
  const named = [door.door, household].filter(Boolean).join(' ');
  const help = (kind: HelpKind, note: string) => {
    setAsking(false);
    void onSay(door, 'help', kind, note);
  };
  return (
    <li className={styles.door} aria-busy={door.waiting}>
      <div className={styles.where}>
        <bdi dir="ltr" className={styles.number}>
          {door.door}
        </bdi>
        {shared && (
          <span>
            {household}
            <Suspense fallback={null}>
              <HeadOf household={door.household} among={among} />
            </Suspense>
          </span>
        )}
        <StatusMark is={shapeOf(door.outcome)} word={t(`response.outcome.${door.outcome ?? 'none'}`)} />
        {door.waiting && <span className="b-soft b-small">{t('response.waiting')}</span>}
        {door.disputed && <span className="b-attention b-small">{t('response.disputed')}</span>}
        {door.visitedAt && (
          <span className="b-soft b-small">
            <Ago at={door.visitedAt} />
          </span>
        )}
      </div>
      {door.vulnerability > 0 && (
        <p className={styles.reasons}>
          {codes.length > 0 ? codes.map((code) => t(`register.need.${code}`)).join(' · ') : t('response.doors.vulnerable', { n: door.vulnerability })}
        </p>
      )}
      {asking ? (
        <Suspense fallback={null}>
          <DoorHelp onSay={help} onCancel={() => setAsking(false)} />
        </Suspense>
      ) : (
        <div className={styles.three}>
          <Button className={styles.big} onClick={() => void onSay(door, 'safe')} aria-label={`${named} ${t('response.outcome.safe')}`}>
            {t('response.outcome.safe')}
          </Button>
          <Button className={styles.big} variant="outline" onClick={() => setAsking(true)} aria-label={`${named} ${t('response.outcome.help')}`}>
            {t('response.outcome.help')}
          </Button>
          <Button
            className={styles.big}
            variant="default"
            onClick={() => void onSay(door, 'noAnswer')}
            aria-label={`${named} ${t('response.outcome.noAnswer')}`}
          >
            {t('response.outcome.noAnswer')}
          </Button>
        </div>
      )}
    </li>
  );
});
