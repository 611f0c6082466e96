import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactElement, useMemo } from 'react';
import { OverlayProvider } from '../parts/overlays.tsx';
import { queryClient } from '../sync/queries.ts';
import type { Language } from '../text/languages.ts';
import type { Messages } from '../text/say.ts';
import { TextProvider } from '../text/TextProvider.tsx';
import { ThemeProvider } from '../theme/ThemeProvider.tsx';
import { CatalogueContext, gather } from './catalogue.tsx';
import type { SliceDoor } from './doors.ts';
import { ownPages, ownToday, Router } from './router.tsx';
import { UpdateNote } from './UpdateNote.tsx';

interface Props {
  readonly slices: readonly SliceDoor[];
  /** Words of one language: the platform's and the slices'. */
  readonly loadMessages: (language: Language) => Promise<Messages>;
  /** Words of pages that are not made for the phone. */
  readonly loadDeskMessages: (language: Language) => Promise<Messages>;
}

/** The whole web app, given what the slices offer. */
export function App({ slices, loadMessages, loadDeskMessages }: Props): ReactElement {
  const catalogue = useMemo(() => gather(ownPages, ownToday, slices), [slices]);
  return (
    <TextProvider load={loadMessages} loadDesk={loadDeskMessages}>
      <ThemeProvider>
        <QueryClientProvider client={queryClient}>
          <CatalogueContext value={catalogue}>
            <OverlayProvider>
              <Router pages={catalogue.pages} />
              <UpdateNote />
            </OverlayProvider>
          </CatalogueContext>
        </QueryClientProvider>
      </ThemeProvider>
    </TextProvider>
  );
}
