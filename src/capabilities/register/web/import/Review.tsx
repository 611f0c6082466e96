import { Button } from '@mantine/core';
import { type ReactElement, useState } from 'react';
import type { ResidentId } from '../../../../kernel/ids.ts';
import type { Problem } from '../../../../kernel/result.ts';
import { StatusMark } from '../../../../platform/web/parts/StatusMark.tsx';
import { useQueryRows } from '../../../../platform/web/sync/queries.ts';
import { Num } from '../../../../platform/web/text/parts.tsx';
import { useText } from '../../../../platform/web/text/TextProvider.tsx';
import { places } from '../../../community/index.ts';
import type { ImportDecisions } from '../../commands-import.ts';
import type { PreviewReport } from '../../import-report.ts';
import type { ColumnChoice } from '../../rules/ledger/model.ts';
import { Buildings } from './Buildings.tsx';
import { Unwritten } from './ChooseFile.tsx';
import { Columns } from './Columns.tsx';
import { Difference } from './Difference.tsx';
import { type Answers, Duplicates } from './Duplicates.tsx';
import { InvalidIds, SharedIds, UnreadRows } from './Findings.tsx';
import styles from './import.module.css';
import { goToSection, Section } from './Section.tsx';

interface Props {
  readonly report: PreviewReport;
  readonly busy: boolean;
  readonly problem: Problem | null;
  readonly onCorrect: (corrections: readonly ColumnChoice[]) => void;
  readonly onAgree: (decisions: ImportDecisions) => void;
  readonly onDiscard: () => void;
}

/** What was found in a ledger, what a person has to say about it, and the button that imports it. Nothing is written here. */
export function Review({ report, busy, problem, onCorrect, onAgree, onDiscard }: Props): ReactElement {
  const t = useText();
  const [answers, setAnswers] = useState<Answers>(new Map());
  const [keep, setKeep] = useState<ReadonlySet<ResidentId>>(new Set());
  const [chosen, setChosen] = useState<ReadonlyMap<string, number>>(new Map());
  const { rows: known } = useQueryRows(places, {});

  const { counts, difference, duplicates, sharedIds, invalidIds, unreadRows } = report;
  const buildingsKnown = new Set(known.filter(({ at }) => at === 'building').map(({ number }) => number));
  const grids = new Set(known.filter(({ at }) => at === 'grid').map(({ number }) => Number(number)));
  const buildings = report.buildings
    .filter(({ building }) => !buildingsKnown.has(building))
    .map((one) => ({ ...one, grid: chosen.get(one.building) ?? one.grid ?? 1 }));
  const open = duplicates.length - answers.size;
  const joined = duplicates.reduce((sum, { index, fewer }) => sum + (answers.get(index) === 'one' ? fewer : 0), 0);
  const people = difference.residents + difference.changed + difference.unchanged;
  const added = difference.residents - joined;
  const changed = difference.changed - keep.size;
  const agree = () =>
    onAgree({
      duplicates: [...answers].map(([index, choice]) => ({ index, choice })),
      // Imported side by side, and asked about in the register.
      otherDuplicates: 'both',
      keep: [...keep],
      grids: buildings.map(({ building, grid }) => ({ building, grid })),
      defaultGrid: 1,
    });
  const figures = [
    { id: 'difference', label: t('register.import.figure.rows'), value: counts.rows },
    { id: 'difference', label: t('register.import.figure.residents'), value: people - joined },
    { id: 'difference', label: t('register.import.figure.households'), value: counts.households },
    { id: 'needs', label: t('register.import.figure.needs'), value: report.needs.reduce((sum, { people }) => sum + people, 0) },
    { id: 'duplicates', label: t('register.import.figure.duplicates'), value: duplicates.length },
    { id: 'shared', label: t('register.import.figure.shared'), value: sharedIds.length },
    { id: 'invalid', label: t('register.import.figure.invalid'), value: invalidIds.count },
    { id: 'unread', label: t('register.import.figure.unread'), value: unreadRows.count },
  ];
  return (
    <div className={styles.review}>
      <p>
        <strong>
          <bdi>{report.fileName}</bdi>
        </strong>{' '}
        · {t('register.import.notYet')}
      </p>
      <div className={styles.figures}>
        {figures.map(({ id, label, value }) => (
          <button key={label} type="button" className={styles.figure} disabled={value === 0} onClick={() => goToSection(id)}>
            <span className="b-soft b-small">{label}</span>
            <span className={styles.value}>
              <Num value={value} />
            </span>
          </button>
        ))}
      </div>
      {report.columnsNotImported.length > 0 && (
        <p className={styles.refused}>
          <StatusMark is="stopped" word={t('register.import.refusedTitle')} />
          <span>
            {report.columnsNotImported.map((heading, i) => (
              <span key={heading}>
                {i > 0 && ' · '}
                <bdi>{heading}</bdi>
              </span>
            ))}
          </span>
          <span className="b-soft">{t('register.import.refusedWhy')}</span>
        </p>
      )}
      {problem && <Unwritten problem={problem} />}
      {duplicates.length > 0 && (
        <Section
          id="duplicates"
          open
          title={t('register.import.duplicatesTitle', { n: duplicates.length })}
          mark={
            open > 0 ? (
              <StatusMark is="todo" word={t('register.import.open', { n: open })} />
            ) : (
              <StatusMark is="done" word={t('register.import.allDecided')} />
            )
          }
        >
          <Duplicates questions={duplicates} answers={answers} onAnswers={setAnswers} />
        </Section>
      )}
      <Section id="difference" open title={t('register.import.differenceTitle', { added, changed: difference.changed })}>
        <Difference difference={difference} keep={keep} onKeep={setKeep} />
      </Section>
      {report.needs.length > 0 && (
        <Section id="needs" title={t('register.import.needsTitle', { n: report.needs.length })}>
          <p className="b-soft">{t('register.import.needsLead')}</p>
          <ul className={styles.needs}>
            {report.needs.map(({ code, people }) => (
              <li key={code}>
                <span>{t(`register.need.${code}`)}</span> <Num value={people} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section
        id="columns"
        title={t('register.import.columnsTitle', { n: report.sheets.length })}
        {...(busy ? { mark: <StatusMark is="doing" word={t('register.import.readingAgain')} /> } : {})}
      >
        <Columns report={report} busy={busy} onCorrect={onCorrect} />
      </Section>
      {buildings.length > 0 && (
        <Section id="buildings" title={t('register.import.buildingsTitle', { n: buildings.length })}>
          <Buildings
            buildings={buildings}
            grids={grids}
            onGrid={(which, grid) => setChosen(new Map([...chosen, ...which.map((building) => [building, grid] as const)]))}
          />
        </Section>
      )}
      {sharedIds.length > 0 && (
        <Section id="shared" title={t('register.import.sharedTitle', { n: sharedIds.length })}>
          <SharedIds shared={sharedIds} />
        </Section>
      )}
      {invalidIds.count > 0 && (
        <Section id="invalid" title={t('register.import.invalidTitle', { n: invalidIds.count })}>
          <InvalidIds invalid={invalidIds} />
        </Section>
      )}
      {unreadRows.count > 0 && (
        <Section id="unread" title={t('register.import.unreadTitle', { n: unreadRows.count })}>
          <UnreadRows unread={unreadRows} />
        </Section>
      )}
      <div className={styles.agree}>
        <p className="b-small">{open > 0 ? t('register.import.openLater', { n: open }) : t('register.import.notYet')}</p>
        <span className={styles.buttons}>
          <Button variant="default" disabled={busy} onClick={onDiscard}>
            {t('register.import.discard')}
          </Button>
          <Button disabled={busy} onClick={agree}>
            {t('register.import.agree', { added, changed })}
          </Button>
        </span>
      </div>
    </div>
  );
}
