import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { type ReactElement, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { usePanel } from '../../../platform/web/parts/SidePanel.tsx';
import { useGo } from '../../../platform/web/shell/address.ts';
import { usePhone } from '../../../platform/web/shell/usePhone.ts';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { duties } from '../catalogue.ts';
import { type Link, links } from '../model.ts';
import { type CellRow, matrix } from '../queries.ts';
import { columnsOf, groupMatrix } from '../rules/matrix.ts';
import { startPlans } from '../start.ts';
import styles from './Duties.module.css';
import { DutyPanel } from './DutyPanel.tsx';
import { MatrixList } from './MatrixList.tsx';
import { MatrixTable } from './MatrixTable.tsx';
import { OrganisationPanel } from './OrganisationPanel.tsx';
import { proposePath } from './propose-path.ts';
import { StartPart } from './StartPart.tsx';

/** The responsibility matrix: duties down, organisations across, who does, answers, is asked and is told. */
export default function MatrixPage(): ReactElement {
  const t = useText();
  const go = useGo();
  const phone = usePhone();
  const { may } = useMe();
  const { rows, loading, problem } = useQueryRows(matrix, {});
  const beginnings = useQueryRows(startPlans, {}, { when: may('duties.assign') });
  const [dutyCode, openDuty, closeDuty] = usePanel('duty');
  const [organisation, openOrganisation, closeOrganisation] = usePanel('organisation');
  const [link, setLink] = useState<Link | null>(null);
  const [criticalOnly, setCriticalOnly] = useState(false);
  const [gapsOnly, setGapsOnly] = useState(false);
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed);
  const columns = useMemo(() => columnsOf(rows), [rows]);
  const groups = useMemo(
    () => groupMatrix(duties, rows, { link, criticalOnly, gapsOnly, text }, (code) => t(`duty.${code}`)),
    [rows, link, criticalOnly, gapsOnly, text, t],
  );
  const gaps = useMemo(
    () => groupMatrix(duties, rows, { link: null, criticalOnly: false, gapsOnly: true, text: '' }, String).flatMap((group) => group.rows).length,
    [rows],
  );
  const propose = useCallback((entry: CellRow) => go(proposePath({ ends: entry.id })), [go]);
  const shown = { groups, onDuty: openDuty, onOrganisation: openOrganisation };
  return (
    <Page
      title={t('duties.nav')}
      lead={rows.length > 0 ? t('duties.lead', { duties: duties.length, organisations: columns.length, gaps }) : undefined}
    >
      {problem && <ProblemNote problem={problem} />}
      {beginnings.rows.length > 0 && <StartPart plans={beginnings.rows} />}
      <div className={`${styles.filters} b-noprint`} role="search">
        <TextInput label={t('duties.find')} type="search" value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <NativeSelect
          label={t('duties.link')}
          value={link === null ? '' : String(link)}
          onChange={(event) => setLink(links.find((one) => String(one) === event.currentTarget.value) ?? null)}
          data={[{ value: '', label: t('duties.allLinks') }, ...links.map((one) => ({ value: String(one), label: t(`duties.link.${one}`) }))]}
        />
        <Checkbox label={t('duties.criticalOnly')} checked={criticalOnly} onChange={(event) => setCriticalOnly(event.currentTarget.checked)} />
        <Checkbox label={t('duties.gapsOnly')} checked={gapsOnly} onChange={(event) => setGapsOnly(event.currentTarget.checked)} />
      </div>
      <p className="b-small b-soft">{t('duties.legend')}</p>
      {loading ? (
        <Loading />
      ) : groups.length === 0 ? (
        <Empty title={t('duties.nothingFits')} />
      ) : phone ? (
        <MatrixList {...shown} />
      ) : (
        <MatrixTable {...shown} columns={columns} onCell={propose} />
      )}
      {dutyCode && <DutyPanel key={dutyCode} code={dutyCode} onClose={closeDuty} />}
      {!dutyCode && organisation && <OrganisationPanel key={organisation} id={organisation} onClose={closeOrganisation} onDuty={openDuty} />}
    </Page>
  );
}
