import type { PageDoor, TodayDoor } from '../../platform/web/shell/doors.ts';

export const pages: PageDoor[] = [
  {
    path: '/duties',
    title: 'duties.nav',
    duty: 'community.read',
    nav: { group: 'duties', order: 1, icon: 'matrix' },
    load: () => import('./web/MatrixPage.tsx'),
  },
  {
    path: '/duties/analysis',
    title: 'duties.analysis.title',
    duty: 'community.read',
    nav: { group: 'duties', order: 5, icon: 'search' },
    load: () => import('./web/AnalysisPage.tsx'),
  },
  { path: '/duties/compare', title: 'duties.compareNav', duty: 'community.read', load: () => import('./web/ComparePage.tsx') },
  { path: '/duties/card', title: 'duties.cardNav', duty: 'community.read', load: () => import('./web/CardPage.tsx') },
  { path: '/duties/report', title: 'duties.report.title', duty: 'community.read', load: () => import('./web/ReportPage.tsx') },
  {
    path: '/duties/proposals',
    title: 'duties.proposals',
    duty: 'community.read',
    nav: { group: 'duties', order: 3, icon: 'together' },
    load: () => import('./web/ProposalsPage.tsx'),
  },
  {
    path: '/duties/mandates',
    title: 'duties.mandates',
    duty: 'community.read',
    nav: { group: 'duties', order: 14, icon: 'clipboard' },
    load: () => import('./web/MandatesPage.tsx'),
  },
  {
    path: '/duties/agreements',
    title: 'duties.agreements',
    duty: 'community.read',
    nav: { group: 'duties', order: 15, icon: 'together' },
    load: () => import('./web/AgreementsPage.tsx'),
  },
  {
    path: '/duties/contact',
    title: 'duties.contact.nav',
    duty: 'community.read',
    nav: { group: 'duties', order: 6, icon: 'phone' },
    load: () => import('./web/ContactTestsPage.tsx'),
  },
  { path: '/duties/mine', title: 'duties.mine', nav: { group: 'duties', order: 2, icon: 'check' }, load: () => import('./web/MinePage.tsx') },
];

export const today: TodayDoor[] = [{ order: 40, duty: 'duties.assign', load: () => import('./web/TodayStart.tsx') }];
