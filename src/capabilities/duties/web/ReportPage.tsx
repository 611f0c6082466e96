import { Button } from '@mantine/core';
import { type ReactElement, useMemo } from 'react';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { PrintSheet, printPage } from '../../../platform/web/parts/PrintSheet.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { Icon } from '../../../platform/web/shell/Icon.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { duties, everyPostHolds } from '../catalogue.ts';
import type { CellRow } from '../queries.ts';
import { characteristics, type FindingRow, findings, network } from '../queries-analysis.ts';
import styles from './Analysis.module.css';
import { useFindingText } from './useFindingText.ts';
import { useOccasion } from './useOccasion.ts';
import { useSince } from './useSince.ts';

/** Findings on one sheet: what does not fit is counted, and stands in the analysis. */
const shown = 12;

const ofLosses: ReadonlySet<string> = new Set(['personCannotBeLost', 'organisationCannotBeLost']);
const ofWork: ReadonlySet<string> = new Set(['organisationOverloaded', 'personOverloaded', 'personInTwoPlaces', 'tooFewAble', 'togetherTooFew']);

/** Four sheets for a residents' meeting: who answers, where it is unclear, what one loss would do, how we work together and what we ask. */
export default function ReportPage(): ReactElement {
  const t = useText();
  const say = useFindingText();
  const { args, matrix, hazards } = useOccasion();
  const found = useQueryRows(findings, args);
  const whole = useQueryRows(characteristics, args);
  const ties = useQueryRows(network, { since: useSince(365) });
  const critical = useMemo(() => duties.filter((duty) => duty.critical && duty.code !== everyPostHolds), []);
  const loading = found.loading || whole.loading || ties.loading;
  const problem = found.problem ?? whole.problem ?? ties.problem;
  const losses = found.rows.filter((row) => ofLosses.has(row.code));
  const work = found.rows.filter((row) => ofWork.has(row.code));
  const unclear = found.rows.filter((row) => !ofLosses.has(row.code) && !ofWork.has(row.code));
  const redundancy = whole.rows.find((row) => row.code === 'redundancy');
  const stands = redundancy?.parts.find((part) => part.code === 'survivesAny');
  const net = ties.rows[0];
  const names = (duty: string, role: 'A' | 'R', first: boolean): string =>
    [
      ...new Set(
        matrix
          .filter((row: CellRow) => row.carried && row.duty === duty && row.role === role && (row.rank === 1) === first)
          .map((row) => row.organisation),
      ),
    ].join(' · ');
  const list = (rows: readonly FindingRow[]) => (
    <>
      <ol>
        {rows.slice(0, shown).map((row) => (
          <li key={row.id}>
            {say.sentence(row)} <strong>→ {say.fix(row)}</strong>
          </li>
        ))}
      </ol>
      {rows.length > shown && <p>{t('duties.report.more', { n: rows.length - shown })}</p>}
    </>
  );
  return (
    <Page
      title={t('duties.report.title')}
      lead={
        <span className="b-noprint">
          {t('duties.report.lead')}{' '}
          <Go to={`/duties/analysis?level=${args.level}&hazard=${encodeURIComponent(args.hazard)}`}>{t('duties.analysis.title')}</Go>
        </span>
      }
      actions={
        <Button leftSection={<Icon name="print" />} disabled={loading} onClick={printPage}>
          {t('duties.report.print')}
        </Button>
      }
    >
      {problem && <ProblemNote problem={problem} />}
      {loading && <Loading />}
      {!loading && !problem && (
        <>
          <PrintSheet title={t('duties.report.1')}>
            <p>{t('duties.report.1.text', { n: critical.length })}</p>
            <table className={styles.dense}>
              <thead>
                <tr>
                  <th scope="col">{t('duties.duty')}</th>
                  <th scope="col">{t('duties.report.answers')}</th>
                  <th scope="col">{t('duties.report.backup')}</th>
                  <th scope="col">{t('duties.report.does')}</th>
                </tr>
              </thead>
              <tbody>
                {critical.map(({ code }) => (
                  <tr key={code}>
                    <th scope="row">{say.titleOf(code)}</th>
                    <td>{names(code, 'A', true) || <strong>{t('duties.report.nobody')}</strong>}</td>
                    <td>{names(code, 'A', false) || '–'}</td>
                    <td>{names(code, 'R', true) || '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </PrintSheet>
          <PrintSheet title={t('duties.report.2')}>
            <p>{t('duties.report.2.text')}</p>
            {unclear.length === 0 ? <p>{t('duties.report.2.none')}</p> : list(unclear)}
            <h3>{t('duties.report.work')}</h3>
            {work.length === 0 ? <p>{t('duties.report.work.none')}</p> : list(work)}
          </PrintSheet>
          <PrintSheet title={t('duties.report.3')}>
            <p>{t('duties.report.3.text', { level: args.level, hazard: hazards.find((one) => one.value === args.hazard)?.label ?? '' })}</p>
            {stands && (
              <p>
                <strong>{t('duties.report.3.stand', { n: stands.of - stands.against.length, of: stands.of })}</strong>
              </p>
            )}
            {losses.length === 0 ? <p>{t('duties.report.3.none')}</p> : list(losses)}
          </PrintSheet>
          <PrintSheet title={t('duties.report.4')}>
            {net && (
              <>
                <p>
                  {t('duties.report.4.text', { n: net.organisations.length, declared: net.declared.ties.length, observed: net.observed.ties.length })}
                </p>
                <p>
                  {t('duties.report.4.sides', {
                    unused: net.unused.length,
                    undeclared: net.undeclared.length,
                    alone: net.declared.measures.isolates,
                  })}
                </p>
                <p>{t('duties.report.4.notDenser')}</p>
              </>
            )}
            <h3>{t('duties.report.ask')}</h3>
            <ol>
              {[1, 2, 3, 4, 5].map((n) => (
                <li key={n}>{t(`duties.report.ask.${n}`)}</li>
              ))}
            </ol>
            <h3>{t('duties.report.said')}</h3>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('duties.report.what')}</th>
                  <th scope="col">{t('duties.report.who')}</th>
                  <th scope="col">{t('duties.report.when')}</th>
                </tr>
              </thead>
              <tbody>
                {[1, 2, 3, 4, 5, 6, 7, 8].map((n) => (
                  <tr key={n}>
                    <td style={{ blockSize: '11mm', inlineSize: '60%' }} />
                    <td />
                    <td />
                  </tr>
                ))}
              </tbody>
            </table>
            <p>{t('duties.analysis.estimates')}</p>
          </PrintSheet>
        </>
      )}
    </Page>
  );
}
