import { createRootRoute, createRoute, createRouter, type ErrorComponentProps, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { BrokenPage } from '../pages/BrokenPage.tsx';
import { Loading } from '../parts/Loading.tsx';
import type { PageDoor } from './doors.ts';
import { Gate } from './Gate.tsx';
import { Shell } from './Shell.tsx';

/** Pages of the shell itself. */
export const ownPages: readonly PageDoor[] = [
  { path: '/', title: 'web.today.title', nav: { group: 'today', order: 0, icon: 'today' }, load: () => import('../pages/TodayPage.tsx') },
  { path: '/more', title: 'web.more.title', load: () => import('../pages/MorePage.tsx') },
  { path: '/search', title: 'web.search.title', load: () => import('../pages/SearchPage.tsx') },
  { path: '/network', title: 'web.network.title', load: () => import('../pages/NetworkPage.tsx') },
  {
    path: '/settings',
    title: 'web.settings.title',
    nav: { group: 'settings', order: 99, icon: 'settings' },
    load: () => import('../pages/SettingsPage.tsx'),
  },
  { path: '/$', title: 'web.notFound.title', load: () => import('../pages/NotFoundPage.tsx') },
];

/** Builds the addresses from the doors: members' pages inside the shell, public ones on their own. Every page is its own download. */
export function makeRouter(pages: readonly PageDoor[]) {
  const root = createRootRoute({ component: Outlet });
  const members = createRoute({ getParentRoute: () => root, id: 'members', component: Members });
  const open = createRoute({ getParentRoute: () => root, id: 'open', component: Outlet });
  const routesOf = (parent: typeof members | typeof open, doors: readonly PageDoor[]) =>
    doors.map((door) => createRoute({ getParentRoute: () => parent as typeof members, path: door.path, component: lazyRouteComponent(door.load) }));
  const routeTree = root.addChildren([
    members.addChildren(
      routesOf(
        members,
        pages.filter((page) => !page.public),
      ),
    ),
    open.addChildren(
      routesOf(
        open,
        pages.filter((page) => page.public),
      ),
    ),
  ]);
  return createRouter({
    routeTree,
    scrollRestoration: true,
    defaultPendingComponent: Loading,
    defaultPendingMs: 300,
    defaultErrorComponent: Broken,
  });
}

function Members(): ReactElement {
  return (
    <Gate>
      <Shell>
        <Outlet />
      </Shell>
    </Gate>
  );
}

const Broken = ({ reset }: ErrorComponentProps): ReactElement => <BrokenPage onAgain={reset} />;
