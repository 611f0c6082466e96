import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Query } from '../../../kernel/query.ts';
import type { Problem } from '../../../kernel/result.ts';
import { ask } from '../../../platform/web/sync/api.ts';
import { useMe } from '../../../platform/web/sync/me.tsx';
import { useQueryRows } from '../../../platform/web/sync/queries.ts';
import type { ListArgs } from '../queries.ts';

/** Rows a page asks for at once: small enough that one answer takes milliseconds. */
const pageRows = 3000;
const firstRows = 200;

interface Listed {
  readonly id: string;
  readonly doorKey: string;
}

/**
 * A whole list of the register, some 12,000 rows: the first doors at once and kept fresh, the rest page by page behind them,
 * read again every two minutes (not at every hint: an emergency changes something every second).
 */
export function useEveryRow<Row extends Listed>(query: Query<ListArgs, Row>, args: Omit<ListArgs, 'after' | 'limit'>) {
  const { community, may } = useMe();
  const first = useQueryRows(query, { ...args, limit: firstRows });
  const rest = useQuery({
    queryKey: ['register', community.id, query.name, args],
    staleTime: 60_000,
    refetchInterval: 120_000,
    networkMode: 'always',
    enabled: query.duty === null || may(query.duty),
    queryFn: async ({ signal }): Promise<{ rows: readonly Row[]; problem: Problem | null }> => {
      const rows: Row[] = [];
      for (;;) {
        const last = rows.at(-1);
        const after = last ? { after: { doorKey: last.doorKey, id: last.id } } : {};
        const body = { community: community.id, args: { ...args, limit: pageRows, ...after } };
        const answer = await ask<{ rows: readonly Row[] }>(`/api/v1/query/${query.name}`, { method: 'POST', body, signal });
        if (!answer.ok) return { rows, problem: answer.problem };
        rows.push(...answer.value.rows);
        if (answer.value.rows.length < pageRows) return { rows, problem: null };
      }
    },
  });
  const rows = useMemo(() => {
    const all = rest.data?.rows;
    if (!all) return first.rows;
    const fresh = new Map(first.rows.map((row) => [row.id, row]));
    return all.map((row) => fresh.get(row.id) ?? row);
  }, [rest.data, first.rows]);
  return {
    rows,
    loading: first.loading,
    whole: rest.data !== undefined,
    problem: first.problem ?? rest.data?.problem ?? null,
    refetch: () => void rest.refetch(),
  };
}
