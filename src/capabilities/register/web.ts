import type { PageDoor, SearchDoor, SliceDoor, TodayDoor } from '../../platform/web/shell/doors.ts';

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
    path: '/register/reviews',
    title: 'register.reviews',
    duty: 'register.write',
    nav: { group: 'register', order: 7, icon: 'check' },
    load: () => import('./web/ReviewsPage.tsx'),
  },
  {
    path: '/register/import',
    title: 'register.import.nav',
    duty: 'register.import',
    nav: { group: 'register', order: 9, icon: 'upload' },
    load: () => import('./web/ImportPage.tsx'),
  },
];

export const search: SearchDoor[] = [
  { order: 10, duty: 'register.read', copies: ['register.household', 'register.resident'], load: () => import('./web/SearchResidents.tsx') },
];

export const today: TodayDoor[] = [{ order: 45, duty: 'register.write', load: () => import('./web/TodayReviews.tsx') }];

export const said: SliceDoor['said'] = {
  'register.addHousehold': 'register.addHousehold',
  'register.correctHousehold': 'register.said.correctHousehold',
  'register.verifyHousehold': 'register.said.verifyHousehold',
  'register.addResident': 'register.addResident',
  'register.correctResident': 'register.said.correctResident',
  'register.recordDeparture': 'register.said.recordDeparture',
  'register.recordNeed': 'register.said.recordNeed',
  'register.endNeed': 'register.said.endNeed',
  'register.addContact': 'register.addContact',
  'register.removeContact': 'register.said.removeContact',
  'register.linkCarer': 'register.said.linkCarer',
  'register.unlinkCarer': 'register.said.unlinkCarer',
};
