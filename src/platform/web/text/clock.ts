import { useSyncExternalStore } from 'react';

const clocks = new Map<number, { now: Date; readonly listeners: Set<() => void>; timer: ReturnType<typeof setInterval> | null }>();

function clockOf(everyMs: number) {
  let clock = clocks.get(everyMs);
  if (!clock) {
    clock = { now: new Date(), listeners: new Set(), timer: null };
    clocks.set(everyMs, clock);
  }
  return clock;
}

/** The present moment, renewed every `everyMs` milliseconds; all readers of one interval share one timer. */
export function useNow(everyMs: number): Date {
  const clock = clockOf(everyMs);
  return useSyncExternalStore(
    (listener) => {
      clock.listeners.add(listener);
      if (!clock.timer) {
        clock.now = new Date();
        clock.timer = setInterval(() => {
          clock.now = new Date();
          for (const each of clock.listeners) each();
        }, everyMs);
      }
      return () => {
        clock.listeners.delete(listener);
        if (clock.listeners.size === 0 && clock.timer) {
          clearInterval(clock.timer);
          clock.timer = null;
        }
      };
    },
    () => clock.now,
  );
}
