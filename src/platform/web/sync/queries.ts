import { keepPreviousData, QueryClient, useQuery } from '@tanstack/react-query';
import type { Query } from '../../../kernel/query.ts';
import type { Problem } from '../../../kernel/result.ts';
import { ask } from './api.ts';
import { useMe } from './me.tsx';

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 5_000, gcTime: 300_000, refetchOnWindowFocus: true } },
});

export interface QueryRows<Row> {
  readonly rows: readonly Row[];
  /** Nothing to show yet. Later refreshes keep showing the old rows. */
  readonly loading: boolean;
  readonly problem: Problem | null;
  readonly refetch: () => void;
}

interface Options {
  /** Ask only when true; for arguments that are not complete yet. */
  readonly when?: boolean;
}

/** Asks the server a query and keeps the rows fresh while the page is open. Arguments travel in the body, never in the address. */
export function useQueryRows<Args, Row>(query: Query<Args, Row>, args: NoInfer<Args>, { when = true }: Options = {}): QueryRows<Row> {
  const { community } = useMe();
  const { data, isPending, refetch } = useQuery({
    queryKey: ['rows', community.id, query.name, args],
    queryFn: ({ signal }) =>
      ask<{ rows: readonly Row[]; version: number }>(`/api/v1/query/${query.name}`, {
        method: 'POST',
        body: { community: community.id, args },
        signal,
      }),
    enabled: when,
    placeholderData: keepPreviousData,
    // The server's answer, not the browser's guess about the network, decides.
    networkMode: 'always',
  });
  return {
    rows: data?.ok ? data.value.rows : [],
    loading: when && isPending,
    problem: data && !data.ok ? data.problem : null,
    refetch: () => void refetch(),
  };
}
