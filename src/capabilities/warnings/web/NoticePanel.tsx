import type { ReactElement } from 'react';
import { ExerciseFrame } from '../../../platform/web/parts/ExerciseFrame.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { SidePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { type Status, StatusMark } from '../../../platform/web/parts/StatusMark.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, Num } from '../../../platform/web/text/parts.tsx';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { type DeliveryState, deliveryStates, wordsFor } from '../notice.ts';
import { type DeliveryRow, deliveries, type NoticeRow } from '../queries.ts';
import { type Told, useToldPeople } from './people.ts';
import styles from './Warnings.module.css';

const shapeOf: Readonly<Record<DeliveryState, Status>> = {
  acknowledged: 'done',
  sent: 'doing',
  waiting: 'todo',
  notReached: 'late',
  held: 'stopped',
};
/** Those who do not know yet come first: they are the work that is left. */
const order: readonly DeliveryState[] = ['notReached', 'waiting', 'sent', 'held', 'acknowledged'];
const shownAtOnce = 300;

/** One notice: what it says, and recipient by recipient who knows. */
export function NoticePanel({ notice, onClose }: { readonly notice: NoticeRow; readonly onClose: () => void }): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const { rows, loading, problem } = useQueryRows(deliveries, { id: notice.id, state: null, limit: shownAtOnce });
  const people = useToldPeople();
  const content = (
    <div className="b-rows">
      <p className={styles.prose} dir="auto">
        {wordsFor(notice.body, language)}
      </p>
      <ul className={styles.counts}>
        {deliveryStates
          .filter((state) => notice[state] > 0 || state === 'acknowledged')
          .map((state) => (
            <li key={state} className="b-line">
              <StatusMark is={shapeOf[state]} word={t(`warnings.state.${state}`)} /> <Num value={notice[state]} />
            </li>
          ))}
      </ul>
      {loading && <Loading />}
      {problem && <ProblemNote problem={problem} />}
      {rows.some((row) => row.state === 'notReached' && row.household) && <p>{t('warnings.knock')}</p>}
      {order.map((state) => {
        const members = rows.filter((row) => row.state === state);
        return (
          members.length > 0 && (
            <section key={state}>
              <h3>
                <StatusMark is={shapeOf[state]} word={t(`warnings.state.${state}`)} />
              </h3>
              <ul className={`b-rows ${styles.list}`}>
                {members.map((row) => (
                  <Recipient key={row.id} row={row} told={people.get(row.person ?? '')} />
                ))}
              </ul>
            </section>
          )
        );
      })}
    </div>
  );
  return (
    <SidePanel title={<bdi>{wordsFor(notice.title, language)}</bdi>} onClose={onClose}>
      {notice.exercise ? <ExerciseFrame>{content}</ExerciseFrame> : content}
    </SidePanel>
  );
}

function Recipient({ row, told }: { readonly row: DeliveryRow; readonly told: Told | undefined }): ReactElement {
  const t = useText();
  const name = row.door ? t('warnings.household', { door: row.door }) : (row.endpoint ?? told?.name ?? t('warnings.someone'));
  return (
    <li className="b-line">
      <bdi>{name}</bdi>
      {told && <bdi className="b-soft">{told.title}</bdi>}
      {told?.phone && row.state !== 'acknowledged' && (
        <a href={`tel:${told.phone}`} dir="ltr">
          {told.phone}
        </a>
      )}
      {row.acknowledgedAt && <Ago at={row.acknowledgedAt} />}
      {row.attempts.map(({ channel, code, state }) => (
        <span key={channel} className="b-soft b-small">
          {t(`warnings.channel.${channel}`)}
          {code && state !== 'sent' && `: ${t(`warnings.code.${code}`)}`}
        </span>
      ))}
    </li>
  );
}
