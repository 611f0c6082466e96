import { Button, NativeSelect } from '@mantine/core';
import { type ReactElement, useMemo, useState } from 'react';
import { DutyNote } from '../../../platform/web/parts/DutyNote.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { ProgressBar } from '../../../platform/web/parts/ProgressBar.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { positions } from '../../community/index.ts';
import type { OccasionArgs } from '../queries-analysis.ts';
import styles from './Analysis.module.css';
import { RemedyLines } from './RemedyLines.tsx';
import { useFindingText } from './useFindingText.ts';
import { useRemedy } from './useRemedy.ts';

interface Props {
  readonly args: OccasionArgs;
  readonly names: ReadonlyMap<string, string>;
}

const limits = [5, 20, 60];

/** The cheapest set of assignments after which every critical duty stands every single loss; kept in and out by hand; taken over when agreed. */
export function RemedyTab({ args, names }: Props): ReactElement {
  const t = useText();
  const { titleOf } = useFindingText();
  const { may } = useMe();
  const [seconds, setSeconds] = useState(20);
  const [keepIn, setKeepIn] = useState<readonly string[]>([]);
  const [keepOut, setKeepOut] = useState<ReadonlyMap<string, string>>(new Map());
  const { remedy, problem, elapsed, seek, stop } = useRemedy(args);
  const posts = useQueryRows(positions, { seats: false });
  const titles = useMemo(() => new Map<string, string>(posts.rows.map((row) => [row.id, row.title])), [posts.rows]);
  if (!may('duties.assign')) return <DutyNote duty="duties.assign" />;

  const search = () => void seek({ keepIn, keepOut: [...keepOut.keys()], seconds });
  return (
    <div className="b-rows">
      <p>{t('duties.remedy.lead')}</p>
      <div className={styles.choices}>
        <NativeSelect
          label={t('duties.remedy.limit')}
          value={String(seconds)}
          onChange={(event) => setSeconds(Number(event.currentTarget.value))}
          data={limits.map((n) => ({ value: String(n), label: t('duties.remedy.seconds', { n }) }))}
        />
        {elapsed === null ? (
          <Button onClick={search}>{t(remedy ? 'duties.remedy.again' : 'duties.remedy.seek')}</Button>
        ) : (
          <Button variant="default" onClick={stop}>
            {t('duties.remedy.stop')}
          </Button>
        )}
      </div>
      {elapsed !== null && (
        <ProgressBar
          label={t('duties.remedy.seeking')}
          value={elapsed}
          max={seconds}
          words={t('duties.remedy.elapsed', { n: elapsed, of: seconds })}
        />
      )}
      {problem && <ProblemNote problem={problem} />}
      {keepOut.size > 0 && (
        <section className="b-card b-rows">
          <h2>{t('duties.remedy.leftOut')}</h2>
          <ul>
            {[...keepOut].map(([key, words]) => (
              <li key={key}>
                <bdi>{words}</bdi>{' '}
                <Button size="compact-sm" variant="subtle" onClick={() => setKeepOut(new Map([...keepOut].filter(([one]) => one !== key)))}>
                  {t('duties.remedy.letIn')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {remedy && elapsed === null && (
        <>
          <h2 aria-live="polite">{t(`duties.remedy.status.${remedy.status}`, { n: remedy.lines.length })}</h2>
          {remedy.lines.length > 0 && (
            <p className="b-soft">{t(remedy.best ? 'duties.remedy.best' : 'duties.remedy.notBest', { verified: remedy.verified ? 'yes' : 'no' })}</p>
          )}
          {remedy.recruit.length > 0 && (
            <section className="b-card b-rows">
              <h3>{t('duties.remedy.recruit')}</h3>
              <ul>
                {remedy.recruit.map((one) => (
                  <li key={`${one.duty} ${one.role}`}>
                    {t('duties.remedy.missing', { people: one.people, duty: titleOf(one.duty), role: one.role })}
                    {one.skills.length > 0 && <span className="b-soft"> · {t('duties.remedy.skills', { skills: one.skills.join(', ') })}</span>}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <RemedyLines
            key={remedy.lines.map((line) => line.key).join()}
            lines={remedy.lines}
            names={names}
            titles={titles}
            keepIn={keepIn}
            onKeepIn={setKeepIn}
            onKeepOut={(key, words) => {
              setKeepOut(new Map([...keepOut, [key, words]]));
              setKeepIn(keepIn.filter((one) => one !== key));
            }}
            keptOut={keepOut}
          />
        </>
      )}
    </div>
  );
}
