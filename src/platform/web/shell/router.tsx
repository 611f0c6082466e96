import { type ReactElement, Suspense, useEffect, useMemo, useRef } from 'react';
import { Loading } from '../parts/Loading.tsx';
import { useDeskWords } from '../text/TextProvider.tsx';
import { ParamsContext } from './address.ts';
import type { PageDoor, TodayDoor } from './doors.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Gate } from './Gate.tsx';
import { Library, LibraryContext, useScrollPlace, useShown } from './pages.tsx';
import { Shell } from './Shell.tsx';

/** Cards of Today that belong to no slice. */
export const ownToday: readonly TodayDoor[] = [{ order: 15, duty: 'community.manage', load: () => import('../pages/TodayLateDevices.tsx') }];

/** Pages of the shell itself. */
export const ownPages: readonly PageDoor[] = [
  { path: '/', title: 'web.today.title', nav: { group: 'today', order: 0, icon: 'today' }, load: () => import('../pages/TodayPage.tsx') },
  { path: '/more', title: 'web.more.title', load: () => import('../pages/MorePage.tsx') },
  { path: '/search', title: 'web.search.title', load: () => import('../pages/SearchPage.tsx') },
  { path: '/network', title: 'web.network.title', load: () => import('../pages/NetworkPage.tsx') },
  { path: '/devices', title: 'web.devices.title', load: () => import('../pages/DevicesPage.tsx') },
  {
    path: '/settings',
    title: 'web.settings.title',
    nav: { group: 'settings', order: 99, icon: 'settings' },
    load: () => import('../pages/SettingsPage.tsx'),
  },
  { path: '/welcome', title: 'web.welcome.title', public: true, load: () => import('../pages/WelcomePage.tsx') },
  { path: '/$', title: 'web.notFound.title', load: () => import('../pages/NotFoundPage.tsx') },
];

/** Shows the page of the window's address: members' pages inside the shell, public ones on their own. */
export function Router({ pages }: { readonly pages: readonly PageDoor[] }): ReactElement {
  const deskWords = useDeskWords();
  const words = useRef(deskWords);
  useEffect(() => {
    words.current = deskWords;
  });
  const library = useMemo(() => new Library(pages, () => words.current()), [pages]);
  const shown = useShown(library);
  useScrollPlace(shown);
  const { door, params, Part, slow } = shown;
  const page = (
    <ParamsContext value={params}>
      <ErrorBoundary key={door.path}>
        <Suspense fallback={<Loading />}>{Part ? <Part /> : slow ? <Loading /> : null}</Suspense>
      </ErrorBoundary>
    </ParamsContext>
  );
  return (
    <LibraryContext value={library}>
      {door.public ? (
        page
      ) : (
        <Gate>
          <Shell>{page}</Shell>
        </Gate>
      )}
    </LibraryContext>
  );
}
