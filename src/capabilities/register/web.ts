import type { PageDoor, SearchDoor } from '../../platform/web/shell/doors.ts';

export const pages: PageDoor[] = [
  {
    path: '/register',
    title: 'register.nav',
    duty: 'register.read',
    nav: { group: 'register', order: 1, icon: 'people' },
    load: () => import('./web/RegisterPage.tsx'),
  },
  {
    path: '/register/duplicates',
    title: 'register.duplicates',
    duty: 'register.write',
    nav: { group: 'register', order: 8, icon: 'person' },
    load: () => import('./web/DuplicatesPage.tsx'),
  },
  {
    path: '/register/import',
    title: 'register.import.nav',
    duty: 'register.import',
    nav: { group: 'register', order: 9, icon: 'upload' },
    load: () => import('./web/ImportPage.tsx'),
  },
];

export const search: SearchDoor[] = [{ order: 10, duty: 'register.read', load: () => import('./web/SearchResidents.tsx') }];
