import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { type ReactElement, useMemo, useState } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { printPage } from '../../../platform/web/parts/PrintSheet.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { useAddress } from '../../../platform/web/shell/address.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { sayMoment } from '../../../platform/web/text/moments.ts';
import { useLanguage, useText } from '../../../platform/web/text/TextProvider.tsx';
import { organisations } from '../../community/index.ts';
import { duties } from '../catalogue.ts';
import { matrixAt } from '../queries-record.ts';
import { levelsAndNone } from '../rules/analysis/model.ts';
import { compareMatrix, countMoves, moves } from '../rules/compare.ts';
import { anyOccasion, groupRows, matrixRows, standsFor } from '../rules/matrix.ts';
import { CompareDuty, MoveMark } from './CompareDuty.tsx';
import styles from './Duties.module.css';
import { dayCloses, dayIn } from './days.ts';
import matrix from './Matrix.module.css';
import { MatrixFilters } from './MatrixFilters.tsx';
import { useMatrixFilter } from './useMatrixFilter.ts';

/** Days back to which a comparison looks where nobody names a day. */
const usualDays = 90;
const Day = /^\d{4}-\d{2}-\d{2}$/;

/** The day that the address names, or one so many days from today. */
function useDay(word: string, days: number): readonly [string, (day: string) => void] {
  const [day, set] = useAddress(word);
  const [usual] = useState(() => dayIn(new Date(Date.now() + days * 86_400_000).toISOString()));
  return [day && Day.test(day) && !Number.isNaN(Date.parse(day)) ? day : usual, (next) => set(next === '' ? null : next)];
}

/** A level that the address names, or the usual one. */
function useLevel(word: string, usual: string): readonly [string, (level: string) => void] {
  const [level, set] = useAddress(word);
  return [levelsAndNone.find((one) => one === level) ?? usual, set];
}

/** What changes in the matrix between two levels ("from IV to II") or between two days: which cells come, go, and become something else. */
export default function ComparePage(): ReactElement {
  const t = useText();
  const { language } = useLanguage();
  const [by, setBy] = useAddress('by');
  const between = by === 'dates' ? 'dates' : 'levels';
  const [fromLevel, setFromLevel] = useLevel('from', 'IV');
  const [toLevel, setToLevel] = useLevel('to', 'II');
  const [today] = useState(() => dayIn(new Date().toISOString()));
  const [since, setSince] = useDay('since', -usualDays);
  const [until, setUntil] = useDay('until', 0);
  const choice = useMatrixFilter();
  const { filter, occasion } = choice;
  const [firstDay, lastDay] = between === 'dates' ? [since, until] : [today, today];
  const was = useQueryRows(matrixAt, { on: dayCloses(firstDay) });
  const is = useQueryRows(matrixAt, { on: dayCloses(lastDay) });
  const everyone = useQueryRows(organisations, {});

  const found = useMemo(() => {
    const on = (rows: typeof was.rows, level: string | null) =>
      rows.filter((row) => standsFor(row, level === null ? occasion : { ...occasion, level }));
    const [before, after] = between === 'dates' ? [on(was.rows, null), on(is.rows, null)] : [on(was.rows, fromLevel), on(is.rows, toLevel)];
    // Which duties are asked for is the same question as in the matrix, put to either side.
    const asked = new Set(
      [before, after].flatMap((side) =>
        groupRows(matrixRows(duties, side, anyOccasion), filter, (code) => t(`duty.${code}`)).flatMap((group) =>
          group.rows.map((row) => row.duty.code),
        ),
      ),
    );
    return compareMatrix(
      before,
      after,
      duties.map((duty) => duty.code),
      between,
    ).filter((one) => asked.has(one.duty));
  }, [was.rows, is.rows, between, fromLevel, toLevel, occasion, filter, t]);

  const counts = countMoves(found);
  const names = useMemo(() => new Map([...was.rows, ...is.rows].map((row) => [row.organisationId as string, row.organisation])), [was.rows, is.rows]);
  const level = (one: string) => (one === 'none' ? t('duties.ordinary') : t('duties.analysis.levelIs', { level: one }));
  const day = (one: string) => sayMoment(language, new Date(dayCloses(one)), 'date');
  const sides = between === 'dates' ? { from: day(since), to: day(until) } : { from: level(fromLevel), to: level(toLevel) };
  const loading = was.loading || is.loading;
  const problem = was.problem ?? is.problem;
  const levels = levelsAndNone.map((one) => ({ value: one, label: level(one) })).reverse();
  return (
    <Page
      title={t('duties.compare')}
      lead={t('duties.compareLead')}
      actions={
        <Button leftSection={<Icon name="print" />} onClick={printPage}>
          {t('duties.cardPrint')}
        </Button>
      }
    >
      <p className="b-noprint">
        <Go to="/duties">{t('duties.nav')}</Go>
      </p>
      <div className={`${styles.filters} b-noprint`}>
        <SegmentedControl
          aria-label={t('duties.compare')}
          value={between}
          onChange={(value) => setBy(value === 'dates' ? value : null)}
          data={[
            { value: 'levels', label: t('duties.compareLevels') },
            { value: 'dates', label: t('duties.compareDates') },
          ]}
        />
        {between === 'levels' ? (
          <>
            <NativeSelect label={t('duties.compareFrom')} value={fromLevel} onChange={(e) => setFromLevel(e.currentTarget.value)} data={levels} />
            <NativeSelect label={t('duties.compareTo')} value={toLevel} onChange={(e) => setToLevel(e.currentTarget.value)} data={levels} />
          </>
        ) : (
          <>
            <TextInput type="date" label={t('duties.compareFrom')} value={since} onChange={(e) => setSince(e.currentTarget.value)} />
            <TextInput type="date" label={t('duties.compareTo')} value={until} onChange={(e) => setUntil(e.currentTarget.value)} />
          </>
        )}
      </div>
      <MatrixFilters
        choice={choice}
        rows={was.rows}
        organisations={everyone.rows.filter((row) => row.status === 'active')}
        without={between === 'levels' ? ['level'] : []}
      />
      {problem && <ProblemNote problem={problem} />}
      {loading ? (
        <Loading />
      ) : (
        <>
          <h2>{t('duties.compareTitle', { ...sides, n: found.reduce((sum, one) => sum + one.cells.length, 0), duties: found.length })}</h2>
          <ul className={matrix.moves}>
            {moves
              .filter((move) => counts[move] > 0)
              .map((move) => (
                <li key={move}>
                  <MoveMark move={move} /> {counts[move]}
                </li>
              ))}
          </ul>
          {found.length === 0 && !problem && <Empty title={t('duties.compareSame')} text={t('duties.compareSameText')} />}
          {found.map((one) => (
            <CompareDuty key={one.duty} changes={one} names={names} />
          ))}
        </>
      )}
    </Page>
  );
}
