import type { ReactElement } from 'react';
import { Empty } from '../../../platform/web/parts/Empty.tsx';
import { Loading } from '../../../platform/web/parts/Loading.tsx';
import { LevelMark } from '../../../platform/web/parts/marks.tsx';
import { Page } from '../../../platform/web/parts/Page.tsx';
import { ProblemNote } from '../../../platform/web/parts/ProblemNote.tsx';
import { TabSet } from '../../../platform/web/parts/TabSet.tsx';
import { usePath } from '../../../platform/web/shell/address.ts';
import { Go } from '../../../platform/web/shell/Go.tsx';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import { Ago, When } from '../../../platform/web/text/parts.tsx';
import { useText } from '../../../platform/web/text/TextProvider.tsx';
import { room } from '../queries.ts';
import { BriefingsTab } from './BriefingsTab.tsx';
import { BuildingsTab } from './BuildingsTab.tsx';
import { CommandTab } from './CommandTab.tsx';
import { MapTab } from './MapTab.tsx';
import { Overview } from './Overview.tsx';
import { ReportTab } from './ReportTab.tsx';
import { RequestList } from './RequestList.tsx';
import { SheltersTab } from './SheltersTab.tsx';
import { TaskList } from './TaskList.tsx';
import { TimelineTab } from './TimelineTab.tsx';

/** The room of one incident: everything about it as tabs of one page, live. */
export default function RoomPage(): ReactElement {
  const t = useText();
  const { may } = useMe();
  const { incident = '' } = usePath();
  const { rows, loading, problem } = useQueryRows(room, { incidentId: incident as never });
  const [found] = rows;
  if (!found) {
    return (
      <Page title={t('response.room.title')}>
        {problem ? (
          <ProblemNote problem={problem} />
        ) : loading ? (
          <Loading />
        ) : (
          <Empty title={t('problem.response.incidentGone')} action={<Go to="/response">{t('response.nav')}</Go>} />
        )}
      </Page>
    );
  }
  const tabs = [
    { id: 'overview', title: t('response.tab.overview'), content: () => <Overview room={found} /> },
    ...(may('response.checkIn') ? [{ id: 'doors', title: t('response.tab.doors'), content: () => <BuildingsTab room={found} /> }] : []),
    ...(may('response.triage')
      ? [{ id: 'requests', title: t('response.tab.requests'), content: () => <RequestList incident={found.id} live={false} /> }]
      : []),
    { id: 'tasks', title: t('response.tab.tasks'), content: () => <TaskList incident={found.id} /> },
    ...(may('journal.read') ? [{ id: 'timeline', title: t('response.tab.timeline'), content: () => <TimelineTab incident={found.id} /> }] : []),
    { id: 'briefings', title: t('response.tab.briefings'), content: () => <BriefingsTab room={found} /> },
    { id: 'shelters', title: t('response.tab.shelters'), content: () => <SheltersTab /> },
    { id: 'map', title: t('response.tab.map'), content: () => <MapTab room={found} /> },
    ...(may('response.report') ? [{ id: 'report', title: t('response.tab.report'), content: () => <ReportTab incident={found.id} /> }] : []),
    { id: 'command', title: t('response.tab.command'), content: () => <CommandTab room={found} /> },
  ];
  const lead = (
    <span className="b-line">
      <LevelMark level={found.level} />
      <span>
        {t('response.band.since')} <Ago at={found.openedAt} />
      </span>
      {found.closedAt && (
        <strong>
          {t('response.column.closed')} <When at={found.closedAt} />
        </strong>
      )}
    </span>
  );
  return (
    <Page title={found.title} exercise={found.exercise} lead={lead} actions={<Go to="/readiness">{t('response.room.stock')}</Go>}>
      <TabSet tabs={tabs} label={t('response.room.title')} />
    </Page>
  );
}
