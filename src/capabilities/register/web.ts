import type { PageDoor } from '../../platform/web/shell/doors.ts';

export const pages: PageDoor[] = [
  {
    path: '/register/import',
    title: 'register.import.nav',
    duty: 'register.import',
    nav: { group: 'register', order: 9, icon: 'upload' },
    load: () => import('./web/ImportPage.tsx'),
  },
];
