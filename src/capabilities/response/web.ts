import type { PageDoor, SearchDoor, SliceDoor, TodayDoor } from '../../platform/web/shell/doors.ts';

export const pages: PageDoor[] = [
  {
    path: '/response',
    title: 'response.nav',
    duty: 'community.read',
    nav: { group: 'response', order: 1, icon: 'siren' },
    load: () => import('./web/IncidentsPage.tsx'),
  },
  { path: '/response/activate', title: 'response.activate.title', duty: 'response.command', load: () => import('./web/ActivatePage.tsx') },
  { path: '/response/$incident', title: 'response.room.title', duty: 'community.read', load: () => import('./web/RoomPage.tsx') },
  { path: '/response/$incident/print', title: 'response.print.title', duty: 'response.checkIn', load: () => import('./web/PrintDoorsPage.tsx') },
  {
    path: '/requests',
    title: 'response.requests.nav',
    duty: 'response.triage',
    copies: ['response.request'],
    nav: { group: 'response', order: 2, icon: 'bell' },
    load: () => import('./web/RequestsPage.tsx'),
  },
  {
    path: '/doors',
    title: 'response.doors.nav',
    duty: 'response.checkIn',
    field: true,
    copies: ['response.incident', 'response.round', 'response.visit', 'register.need'],
    nav: { group: 'response', order: 3, icon: 'doors', tab: 'doors' },
    load: () => import('./web/DoorsPage.tsx'),
  },
  {
    path: '/tasks',
    title: 'response.tasks.nav',
    duty: ['response.volunteer', 'community.read'],
    field: true,
    copies: ['response.task', 'response.handover', 'community.organisation'],
    nav: { group: 'response', order: 4, icon: 'tasks', tab: 'tasks' },
    load: () => import('./web/TasksPage.tsx'),
  },
  { path: '/door', title: 'response.door.title', public: true, field: true, load: () => import('./web/DoorPage.tsx') },
];

export const search: SearchDoor[] = [
  { order: 5, duty: ['response.checkIn', 'response.volunteer', 'response.triage'], load: () => import('./web/SearchField.tsx') },
];

export const today: TodayDoor[] = [{ order: 1, load: () => import('./web/TodayRunning.tsx') }];

export const band = () => import('./web/IncidentBand.tsx');

export const said: SliceDoor['said'] = {
  'response.visitDoor': 'response.said.visitDoor',
  'response.undoVisit': 'response.said.undoVisit',
  'response.askForHelp': 'response.said.askForHelp',
  'response.answerRequest': 'response.said.answerRequest',
  'response.closeRequest': 'response.said.closeRequest',
  'response.raiseTask': 'response.said.raiseTask',
  'response.offerHandover': 'response.said.offerHandover',
  'response.acceptHandover': 'response.said.acceptHandover',
  'response.declineHandover': 'response.said.declineHandover',
  'response.withdrawHandover': 'response.said.withdrawHandover',
  'response.claimTask': 'response.said.claimTask',
  'response.acceptTask': 'response.said.acceptTask',
  'response.releaseTask': 'response.said.releaseTask',
  'response.extendTask': 'response.said.extendTask',
  'response.closeTask': 'response.said.closeTask',
  'response.sayDoorSafe': 'response.said.visitDoor',
};
