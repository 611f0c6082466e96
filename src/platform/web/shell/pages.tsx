import { type ComponentType, createContext, useContext, useEffect, useMemo, useState } from 'react';
import { BrokenPage } from '../pages/BrokenPage.tsx';
import type { PageDoor } from './doors.ts';
import { matcher, type Params } from './match.ts';
import { type Place, usePlace } from './place.ts';
import { reloadIfReplaced } from './replaced.ts';

/** A page that can be drawn. */
interface Fetched {
  readonly door: PageDoor;
  readonly Part: ComponentType;
}

/** What stands on the screen: a page, or (`Part` null) one that is on its way for the first time. */
export interface Shown {
  readonly place: Place;
  readonly door: PageDoor;
  readonly params: Params;
  readonly Part: ComponentType | null;
  /** It takes so long to fetch that it should be said. */
  readonly slow: boolean;
}

/** Each page is its own download, asked for once; a failed one is asked for again. */
export class Library {
  readonly find: (path: string) => { readonly door: PageDoor; readonly params: Params } | null;
  private readonly held = new Map<PageDoor, Fetched>();
  private readonly coming = new Map<PageDoor, Promise<Fetched>>();

  /** Fetches the words of pages that are made neither for the phone nor for everybody. */
  private readonly deskWords: () => Promise<void>;

  constructor(doors: readonly PageDoor[], deskWords: () => Promise<void>) {
    this.find = matcher(doors);
    this.deskWords = deskWords;
  }

  now = (door: PageDoor): ComponentType | null => this.held.get(door)?.Part ?? null;

  fetch(door: PageDoor): Promise<Fetched> {
    const before = this.coming.get(door);
    if (before) return before;
    const words = door.field || door.public ? undefined : this.deskWords();
    const coming = Promise.all([door.load(), words]).then(([module]): Fetched => {
      const fetched = { door, Part: module.default };
      this.held.set(door, fetched);
      return fetched;
    });
    this.coming.set(door, coming);
    coming.catch(() => this.coming.delete(door));
    return coming;
  }
}

export const LibraryContext = createContext<Library | null>(null);

/** Fetches a page before it is opened: a pointer stands on its link. */
export function useFetchPage(): (path: string) => void {
  const library = useContext(LibraryContext);
  return (path) => {
    const found = library?.find(path.split('?')[0] ?? path);
    if (library && found) library.fetch(found.door).catch(() => undefined);
  };
}

const slowMs = 300;

/** The page of the window's address. The old page stays until the new one is there. */
export function useShown(library: Library): Shown {
  const place = usePlace();
  const target = useMemo(() => {
    const found = library.find(place.path);
    if (!found) throw new Error('no page says that there is none');
    return { place, ...found };
  }, [library, place]);
  const [last, setLast] = useState<Shown | null>(null);
  const Part = library.now(target.door);
  const shown: Shown = Part ? { ...target, Part, slow: false } : (last ?? { ...target, Part: null, slow: false });

  useEffect(() => {
    const is = (change: Pick<Shown, 'Part' | 'slow'>) => setLast({ ...target, ...change });
    const held = library.now(target.door);
    if (held) return is({ Part: held, slow: false });
    let current = true;
    const timer = setTimeout(() => is({ Part: null, slow: true }), slowMs);
    const fetchIt = (): void =>
      void library
        .fetch(target.door)
        .then(
          ({ Part }) => current && is({ Part, slow: false }),
          async () => {
            if (current) await reloadIfReplaced();
            if (current) is({ Part: () => <BrokenPage away onAgain={fetchIt} />, slow: false });
          },
        )
        .finally(() => clearTimeout(timer));
    fetchIt();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [library, target]);
  return shown;
}

const left = new Map<string, number>();

/** A new page begins at its top; one that comes back, where it was left. */
export function useScrollPlace({ place, Part }: Shown): void {
  const { entry, by, path } = place;
  useEffect(() => {
    if (!Part) return;
    if (by !== 'start') scrollTo({ top: by === 'back' ? (left.get(entry) ?? 0) : 0, behavior: 'instant' });
    const note = () => left.set(entry, scrollY);
    addEventListener('scroll', note, { passive: true });
    return () => removeEventListener('scroll', note);
    // The path is the reader's page; the query string changes within it.
  }, [entry, by, path, Part]);
}
