import { type ComponentType, createContext, lazy, useContext } from 'react';
import { type Group, groups, offered, type PageDoor, type SliceDoor, type TodayDoor } from './doors.ts';

/** Everything the slices offer, gathered by the app. */
export interface Catalogue {
  readonly pages: readonly PageDoor[];
  readonly today: readonly (TodayDoor & { readonly Part: ComponentType })[];
  readonly search: readonly {
    readonly duty: string | readonly string[] | undefined;
    readonly copies: readonly string[];
    readonly Part: ComponentType<{ text: string }>;
  }[];
  readonly bands: readonly ComponentType[];
  /** Command name → message key. */
  readonly said: Readonly<Record<string, string>>;
}

/** Joins the doors of the slices to the shell's own pages and cards. */
export function gather(own: readonly PageDoor[], ownToday: readonly TodayDoor[], slices: readonly SliceDoor[]): Catalogue {
  return {
    pages: [...own, ...slices.flatMap((slice) => slice.pages)],
    today: [...ownToday, ...slices.flatMap((slice) => slice.today ?? [])]
      .toSorted((a, b) => a.order - b.order)
      .map((door) => ({ ...door, Part: lazy(door.load) })),
    search: slices
      .flatMap((slice) => slice.search ?? [])
      .toSorted((a, b) => a.order - b.order)
      .map(({ duty, copies = [], load }) => ({ duty, copies, Part: lazy(load) })),
    bands: slices.flatMap((slice) => (slice.band ? [lazy(slice.band)] : [])),
    said: slices.reduce<Catalogue['said']>((all, slice) => ({ ...all, ...slice.said }), {}),
  };
}

export const CatalogueContext = createContext<Catalogue>({ pages: [], today: [], search: [], bands: [], said: {} });
export const useCatalogue = (): Catalogue => useContext(CatalogueContext);

export interface Chapter {
  readonly group: Group;
  readonly entries: readonly (PageDoor & { readonly nav: NonNullable<PageDoor['nav']> })[];
}

/** Chapters in the order of the story, with the pages this person is offered; empty ones do not exist. */
export function chaptersFor(pages: readonly PageDoor[], may: (duty: string) => boolean): readonly Chapter[] {
  const listed = pages.flatMap((page) => (page.nav && !page.public && offered(page.duty, may) ? [{ ...page, nav: page.nav }] : []));
  return groups.flatMap((group) => {
    const entries = listed.filter((page) => page.nav.group === group).toSorted((a, b) => a.nav.order - b.nav.order);
    return entries.length > 0 ? [{ group, entries }] : [];
  });
}

/** The entry whose page, or a page below it, is open. */
export function currentEntry(chapters: readonly Chapter[], path: string): string | null {
  const paths = chapters.flatMap(({ entries }) => entries.map((entry) => entry.path));
  const above = paths.filter((each) => path === each || (each !== '/' && path.startsWith(`${each}/`)));
  return above.toSorted((a, b) => b.length - a.length)[0] ?? null;
}
