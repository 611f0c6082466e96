import { createContext, useCallback, useContext, useMemo } from 'react';
import type { Params } from './match.ts';
import { go, setWord, usePlace } from './place.ts';

/** Parameters of the page that is shown: while the next page is being fetched, the old one keeps its own. */
export const ParamsContext = createContext<Params>({});

/** Parameters of the path: `usePath().household` on `/register/$household`. */
export const usePath = (): Params => useContext(ParamsContext);

/** One word of the query string, and how to change it (null removes it). Addresses hold ids and choices, never personal data. */
export function useAddress(name: string): readonly [string | null, (value: string | null) => void] {
  const { search } = usePlace();
  const set = useCallback((next: string | null) => setWord(name, next), [name]);
  return [new URLSearchParams(search).get(name), set];
}

/** Several words of the query string, '' for one that is not there, and how to change one ('' removes it). @param names always the same list */
export function useAddressWords<Name extends string>(
  names: readonly Name[],
): readonly [Readonly<Record<Name, string>>, (name: Name, value: string) => void] {
  const { search } = usePlace();
  const words = useMemo(() => {
    const all = new URLSearchParams(search);
    return Object.fromEntries(names.map((name) => [name, all.get(name) ?? ''])) as Record<Name, string>;
  }, [names, search]);
  const set = useCallback((name: Name, value: string) => setWord(name, value === '' ? null : value), []);
  return [words, set];
}

/** Where the reader is, without the query string. */
export const useWhere = (): string => usePlace().path;

/** `go('/response')`: opens another page. */
export const useGo = (): ((path: string) => void) => go;
