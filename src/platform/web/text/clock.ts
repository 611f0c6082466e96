import { useSyncExternalStore } from 'react';

interface Clock {
  readonly subscribe: (listener: () => void) => () => void;
  readonly now: () => Date;
}
const clocks = new Map<number, Clock>();

/** Ticks while somebody reads it. Its functions never change, or every reader would stop and start it at each render. */
function startClock(everyMs: number): Clock {
  const listeners = new Set<() => void>();
  let now = new Date();
  let timer: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    now = new Date();
    for (const each of listeners) each();
  };
  return {
    now: () => now,
    subscribe: (listener) => {
      listeners.add(listener);
      timer ??= setInterval(tick, everyMs);
      if (Date.now() - now.getTime() > everyMs) queueMicrotask(tick);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

/** The present moment, renewed every `everyMs` milliseconds; all readers of one interval share one timer. */
export function useNow(everyMs: number): Date {
  const clock = clocks.get(everyMs) ?? startClock(everyMs);
  clocks.set(everyMs, clock);
  return useSyncExternalStore(clock.subscribe, clock.now);
}
