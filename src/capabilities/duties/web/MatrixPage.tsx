import { Button } from '@mantine/core';
import { type ReactElement, useCallback, useDeferredValue, useMemo } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { useGo } from '../../../platform/web/shell/address.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { usePhone } from '../../../platform/web/shell/usePhone.ts';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { organisations } from '../../community/index.ts';
import { duties } from '../catalogue.ts';
import { type CellRow, matrix } from '../queries.ts';
import { holdsAt } from '../rules/area.ts';
import { columnsBeside, columnsOf, groupRows, matrixRows } from '../rules/matrix.ts';
import { startPlans } from '../start.ts';
import { CellPanel } from './CellPanel.tsx';
import { DutyPanel } from './DutyPanel.tsx';
import { dayIn } from './days.ts';
import { MatrixFilters } from './MatrixFilters.tsx';
import { MatrixList } from './MatrixList.tsx';
import { MatrixTable } from './MatrixTable.tsx';
import { OrganisationPanel } from './OrganisationPanel.tsx';
import { StartPart } from './StartPart.tsx';
import { useMatrixFilter } from './useMatrixFilter.ts';

/** What stands now, and the days on which something that is agreed already begins or ends. */
function split(rows: readonly CellRow[]): { readonly standing: readonly CellRow[]; readonly later: readonly string[] } {
  const now = new Date().toISOString();
  const turns = rows.flatMap(({ since, until }) => [since, ...(until === null ? [] : [until])]).filter((instant) => instant > now);
  return { standing: rows.filter((row) => holdsAt(row, now)), later: [...new Set(turns.sort().map(dayIn))] };
}

/** The responsibility matrix: duties down, organisations across, who does, answers, is asked and is told. */
export default function MatrixPage(): ReactElement {
  const t = useText();
  const go = useGo();
  const phone = usePhone();
  const { may } = useMe();
  const { rows, loading, problem } = useQueryRows(matrix, {});
  const everyone = useQueryRows(organisations, {});
  const beginnings = useQueryRows(startPlans, {}, { when: may('duties.assign') });
  const [dutyCode, openDuty, closeDuty] = usePanel('duty');
  const [organisation, openOrganisation, closeOrganisation] = usePanel('organisation');
  const [cell, openCell, closeCell] = usePanel('cell');
  const choice = useMatrixFilter();
  const filter = useDeferredValue(choice.filter);
  const occasion = useDeferredValue(choice.occasion);

  const { standing, later } = useMemo(() => split(rows), [rows]);
  const houses = useMemo(() => everyone.rows.filter((row) => row.status === 'active'), [everyone.rows]);
  const columns = useMemo(() => columnsOf(houses, standing), [houses, standing]);
  const all = useMemo(() => matrixRows(duties, standing, occasion), [standing, occasion]);
  const groups = useMemo(() => groupRows(all, filter, (code) => t(`duty.${code}`)), [all, filter, t]);
  const beside = useMemo(
    () => (filter.organisation === null ? columns : columnsBeside(columns, groups, filter.organisation)),
    [columns, groups, filter.organisation],
  );
  const taking = new Set(standing.map((row) => row.organisationId)).size;
  const shownDuties = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const onCell = useCallback((duty: string, id: string) => openCell(`${duty} ${id}`), [openCell]);
  const shown = { groups, onDuty: openDuty, onOrganisation: openOrganisation, onCell };
  const [cellDuty = '', cellOrganisation = ''] = cell?.split(' ') ?? [];
  const lastTurn = later.at(-1);
  return (
    <Page
      title={t('duties.nav')}
      lead={
        rows.length > 0 ? t('duties.lead', { duties: duties.length, organisations: taking, gaps: all.filter((row) => row.gap).length }) : undefined
      }
      actions={
        <Button variant="default" onClick={() => go('/duties/compare')}>
          {t('duties.compare')}
        </Button>
      }
    >
      {problem && <ProblemNote problem={problem} />}
      {beginnings.rows.length > 0 && <StartPart plans={beginnings.rows} />}
      {lastTurn && (
        <p>
          <Go to={`/duties/compare?by=dates&until=${lastTurn}`}>{t('duties.laterChanges', { n: later.length })}</Go>
        </p>
      )}
      <MatrixFilters choice={choice} rows={rows} organisations={houses} />
      <p className="b-small b-soft">{t('duties.legend')}</p>
      {choice.count > 0 && (
        <p className="b-small" aria-live="polite">
          {t('duties.found', { n: shownDuties, of: duties.length })}
        </p>
      )}
      {loading || everyone.loading ? (
        <Loading />
      ) : groups.length === 0 ? (
        <Empty title={t('duties.nothingFits')} />
      ) : phone ? (
        <MatrixList {...shown} />
      ) : (
        <MatrixTable {...shown} columns={beside} />
      )}
      {dutyCode && <DutyPanel key={dutyCode} code={dutyCode} onClose={closeDuty} />}
      {!dutyCode && organisation && <OrganisationPanel key={organisation} id={organisation} onClose={closeOrganisation} onDuty={openDuty} />}
      {!dutyCode && !organisation && cell && <CellPanel key={cell} duty={cellDuty} organisationId={cellOrganisation} onClose={closeCell} />}
    </Page>
  );
}
