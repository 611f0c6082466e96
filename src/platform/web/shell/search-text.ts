import { useSyncExternalStore } from 'react';

// In memory only: a name that is looked for belongs in no address and no storage.
let text = '';
const listeners = new Set<() => void>();

/** What is being looked for, shared by the top bar and the search page. */
export function useSearchText(): readonly [string, (next: string) => void] {
  const value = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => text,
  );
  return [value, set];
}

function set(next: string): void {
  text = next;
  for (const listener of listeners) listener();
}
