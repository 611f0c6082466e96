import type { PageDoor, SearchDoor, TodayDoor } from '../../platform/web/shell/doors.ts';

export const pages: PageDoor[] = [
  {
    path: '/places',
    title: 'community.places',
    duty: 'community.read',
    nav: { group: 'register', order: 30, icon: 'building' },
    load: () => import('./web/PlacesPage.tsx'),
  },
  {
    path: '/organisations',
    title: 'community.organisations',
    duty: 'community.read',
    nav: { group: 'duties', order: 10, icon: 'organisation' },
    load: () => import('./web/OrganisationsPage.tsx'),
  },
  {
    path: '/people',
    title: 'community.people',
    duty: 'community.manage',
    nav: { group: 'duties', order: 12, icon: 'person' },
    load: () => import('./web/PeoplePage.tsx'),
  },
  {
    path: '/acting',
    title: 'community.cover.nav',
    duty: 'community.read',
    nav: { group: 'duties', order: 13, icon: 'person' },
    load: () => import('./web/CoverPage.tsx'),
  },
  {
    path: '/positions',
    title: 'community.positions',
    duty: 'community.read',
    nav: { group: 'duties', order: 11, icon: 'phone' },
    load: () => import('./web/PositionsPage.tsx'),
  },
];

export const today: TodayDoor[] = [{ order: 50, duty: 'community.read', load: () => import('./web/TodayMandates.tsx') }];

export const search: SearchDoor[] = [{ order: 30, duty: 'community.read', load: () => import('./web/SearchOrganisations.tsx') }];
