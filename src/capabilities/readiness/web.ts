import type { PageDoor, TodayDoor } from '../../platform/web/shell/doors.ts';

export const pages: PageDoor[] = [
  {
    path: '/my-plan',
    title: 'readiness.mine',
    duty: ['community.read', 'response.volunteer'],
    field: true,
    copies: ['readiness.plan'],
    nav: { group: 'readiness', order: 0, icon: 'plan' },
    load: () => import('./web/MyPlanPage.tsx'),
  },
  {
    path: '/readiness',
    title: 'readiness.plans',
    duty: 'community.read',
    nav: { group: 'readiness', order: 1, icon: 'plan' },
    load: () => import('./web/PlansPage.tsx'),
  },
  { path: '/readiness/$plan', title: 'readiness.plan', duty: 'community.read', load: () => import('./web/PlanPage.tsx') },
  {
    path: '/stock',
    title: 'readiness.stock',
    duty: 'community.read',
    nav: { group: 'readiness', order: 2, icon: 'box' },
    load: () => import('./web/StockPage.tsx'),
  },
];

export const today: TodayDoor[] = [{ order: 5, duty: 'community.read', load: () => import('./web/TodayProposals.tsx') }];
