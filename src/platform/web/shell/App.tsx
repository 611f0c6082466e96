import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactElement, useMemo } from 'react';
import { OverlayProvider } from '../parts/overlays.tsx';
import { queryClient } from '../sync/queries.ts';
import type { Language } from '../text/languages.ts';
import { type Messages, TextProvider } from '../text/TextProvider.tsx';
import { ThemeProvider } from '../theme/ThemeProvider.tsx';
import { CatalogueContext, gather } from './catalogue.tsx';
import type { SliceDoor } from './doors.ts';
import { makeRouter, ownPages } from './router.tsx';
import { UpdateNote } from './UpdateNote.tsx';

interface Props {
  readonly slices: readonly SliceDoor[];
  /** Words of one language: the platform's and the slices'. */
  readonly loadMessages: (language: Language) => Promise<Messages>;
}

/** The whole web app, given what the slices offer. */
export function App({ slices, loadMessages }: Props): ReactElement {
  const catalogue = useMemo(() => gather(ownPages, slices), [slices]);
  const router = useMemo(() => makeRouter(catalogue.pages), [catalogue]);
  return (
    <TextProvider load={loadMessages}>
      <ThemeProvider>
        <QueryClientProvider client={queryClient}>
          <CatalogueContext value={catalogue}>
            <OverlayProvider>
              <RouterProvider router={router} />
              <UpdateNote />
            </OverlayProvider>
          </CatalogueContext>
        </QueryClientProvider>
      </ThemeProvider>
    </TextProvider>
  );
}
