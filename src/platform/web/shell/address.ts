import { useNavigate, useParams, useRouter, useRouterState } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Parameters of the path: `usePath().household` on `/register/$household`. */
export const usePath = (): Readonly<Record<string, string>> => useParams({ strict: false });

/** One word of the query string, and how to change it (null removes it). Addresses hold ids and choices, never personal data. */
export function useAddress(name: string): readonly [string | null, (value: string | null) => void] {
  const value = useRouterState({ select: (state) => (state.location.search as Record<string, unknown>)[name] });
  const navigate = useNavigate();
  const set = useCallback(
    (next: string | null) =>
      void navigate({
        to: '.',
        search: (search: Record<string, unknown>) => {
          const { [name]: _old, ...rest } = search;
          return next === null ? rest : { ...rest, [name]: next };
        },
        replace: true,
        resetScroll: false,
      } as never),
    [navigate, name],
  );
  return [value === undefined || value === null ? null : String(value), set];
}

/** Where the reader is, without the query string. */
export const useWhere = (): string => useRouterState({ select: (state) => state.location.pathname });

/** `go('/response')`: opens another page. */
export function useGo(): (path: string) => void {
  const router = useRouter();
  return useCallback((path) => router.history.push(path), [router]);
}
