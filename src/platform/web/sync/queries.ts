import { keepPreviousData, QueryClient, useQuery } from '@tanstack/react-query';
import type { Query } from '../../../kernel/query.ts';
import type { Problem, Result } from '../../../kernel/result.ts';
import { ask, serverAway } from './api.ts';
import { useMe } from './me.tsx';

export const queryClient = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 5_000, gcTime: 300_000, refetchOnWindowFocus: true } },
});

/** One list, so that what hangs on it is not done again at every drawing. */
const noRows: readonly never[] = [];

interface Answer<Row> {
  readonly rows: readonly Row[];
  readonly version: number;
}

export interface QueryRows<Row> {
  readonly rows: readonly Row[];
  /** The community's version that the rows show; 0 while there are none. What is corrected here is said to be based on it. */
  readonly version: number;
  /** Nothing to show yet. Later refreshes keep showing the old rows. */
  readonly loading: boolean;
  readonly problem: Problem | null;
  readonly refetch: () => void;
}

interface Options {
  /** Ask only when true; for arguments that are not complete yet. */
  readonly when?: boolean;
  /**
   * Show the last rows until those for new arguments are here: for a search that is typed on and a list that grows. Never where the
   * arguments name another thing: its page would show the rows of the one before.
   */
  readonly keep?: boolean;
}

/**
 * Asks the server a query and keeps the rows fresh while the page is open. Arguments travel in the body, never in the address.
 * What nobody may see without a duty is not asked for without it: the problem then names the duty, so that the page can say whom to ask.
 */
export function useQueryRows<Args, Row>(query: Query<Args, Row>, args: NoInfer<Args>, { when = true, keep = false }: Options = {}): QueryRows<Row> {
  const { community, may } = useMe();
  const { duty } = query;
  const allowed = duty === null || may(duty);
  const { data, isPending, refetch } = useQuery({
    queryKey: ['rows', community.id, query.name, args],
    queryFn: async ({ signal, client, queryKey }): Promise<Result<Answer<Row>>> => {
      const answer = await ask<Answer<Row>>(`/api/v1/query/${query.name}`, { method: 'POST', body: { community: community.id, args }, signal });
      if (answer.ok || answer.problem.code !== serverAway.code) return answer;
      // Whoever has a page open when the network goes keeps what it shows; the top bar says that there is none.
      const shown = client.getQueryData<Result<Answer<Row>>>(queryKey);
      return shown?.ok ? shown : answer;
    },
    enabled: when && allowed,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
    // The server's answer, not the browser's guess about the network, decides.
    networkMode: 'always',
  });
  if (!allowed) {
    const problem: Problem | null = when ? { code: 'web.notYours', kind: 'forbidden', params: { duty } } : null;
    return { rows: noRows, version: 0, loading: false, problem, refetch: () => undefined };
  }
  return {
    rows: data?.ok ? data.value.rows : noRows,
    version: data?.ok ? data.value.version : 0,
    loading: when && isPending,
    problem: data && !data.ok ? data.problem : null,
    refetch: () => void refetch(),
  };
}
