import type { PageDoor, TodayDoor } from '../../platform/web/shell/doors.ts';

export const pages: PageDoor[] = [
  { path: '/warnings', title: 'warnings.nav', nav: { group: 'hazards', order: 1, icon: 'warning' }, load: () => import('./web/WarningsPage.tsx') },
  {
    path: '/warnings/notices',
    title: 'warnings.notices',
    duty: 'community.read',
    nav: { group: 'hazards', order: 2, icon: 'bell' },
    load: () => import('./web/NoticesPage.tsx'),
  },
  { path: '/warnings/publish', title: 'warnings.publish.title', duty: 'warnings.publish', load: () => import('./web/PublishPage.tsx') },
  { path: '/warnings/notices/new', title: 'warnings.compose', duty: 'warnings.publish', load: () => import('./web/ComposePage.tsx') },
  {
    path: '/warnings/mine',
    title: 'warnings.mine',
    nav: { group: 'today', order: 5, icon: 'bell' },
    field: true,
    copies: ['warnings.delivery'],
    load: () => import('./web/MyNoticesPage.tsx'),
  },
  {
    path: '/warnings/sources',
    title: 'warnings.sources',
    duty: ['warnings.receive', 'warnings.publish'],
    nav: { group: 'settings', order: 40, icon: 'network' },
    load: () => import('./web/SourcesPage.tsx'),
  },
];

export const today: TodayDoor[] = [
  { order: 5, load: () => import('./web/TodayWarnings.tsx') },
  { order: 8, load: () => import('./web/TodayNotices.tsx') },
];

/** Names what waits in the outbox. */
export const said = { 'warnings.acknowledge': 'warnings.acknowledge' };
