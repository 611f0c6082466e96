import { useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../kernel/result.ts';
import { ask } from '../../../platform/web/sync/api.ts';
import { useMe } from '../../../platform/web/sync/me.tsx';
import type { OccasionArgs } from '../queries-analysis.ts';
import type { Remedy } from '../rules/analysis/remedy.ts';

export interface Wishes {
  readonly keepIn: readonly string[];
  readonly keepOut: readonly string[];
  readonly seconds: number;
}

interface Seeking {
  readonly remedy: Remedy | null;
  readonly problem: Problem | null;
  /** Seconds since it was asked for; null: nothing is being sought. */
  readonly elapsed: number | null;
}

/** Seconds beyond the agreed time in which the server still may answer. */
const grace = 20;

/** Asks the server for the cheapest remedy, tells how long it has been at it, and lets go of it when the page is left. */
export function useRemedy(args: OccasionArgs) {
  const { community } = useMe();
  const [state, setState] = useState<Seeking>({ remedy: null, problem: null, elapsed: null });
  const running = useRef<AbortController | null>(null);
  const seeking = state.elapsed !== null;
  useEffect(() => {
    if (!seeking) return;
    const timer = setInterval(() => setState((s) => (s.elapsed === null ? s : { ...s, elapsed: s.elapsed + 1 })), 1_000);
    return () => clearInterval(timer);
  }, [seeking]);
  useEffect(() => () => running.current?.abort(), []);

  const stop = () => {
    running.current?.abort();
    running.current = null;
    setState((s) => ({ ...s, elapsed: null }));
  };
  const seek = async (wishes: Wishes) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setState((s) => ({ ...s, problem: null, elapsed: 0 }));
    const answer = await ask<Remedy>('/api/v1/duties/remedy', {
      method: 'POST',
      body: { community: community.id, ...args, ...wishes },
      signal: mine.signal,
      timeoutMs: (wishes.seconds + grace) * 1_000,
    });
    if (running.current !== mine) return;
    running.current = null;
    setState((s) => (answer.ok ? { remedy: answer.value, problem: null, elapsed: null } : { ...s, problem: answer.problem, elapsed: null }));
  };
  return { ...state, seek, stop };
}
