import { useSyncExternalStore } from 'react';

/** Where the window stands: path and query string of its address. */
export interface Place {
  readonly path: string;
  readonly search: string;
  /** How it came here: a link of ours, or back and forth. A page that comes back stands where it was left. */
  readonly by: 'start' | 'go' | 'back';
  /** Names this entry of the window's history. */
  readonly entry: string;
}

const read = (by: Place['by']): Place => ({ path: location.pathname, search: location.search, by, entry: entryOf(history.state) });
const listeners = new Set<() => void>();
let here = read('start');

function entryOf(state: unknown): string {
  return typeof state === 'object' && state !== null && 'entry' in state && typeof state.entry === 'string' ? state.entry : 'first';
}

function tell(by: Place['by']): void {
  const next = read(by);
  // The skip link only changes the part after the hash.
  if (next.path === here.path && next.search === here.search && next.entry === here.entry) return;
  here = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

addEventListener('popstate', () => tell('back'));

/** The window's address, live. */
export const usePlace = (): Place => useSyncExternalStore(subscribe, () => here);

/** Opens an address of ours as a new entry of the window's history. */
export function go(address: string): void {
  history.pushState({ entry: String(performance.now()) }, '', address);
  tell('go');
}

/** Changes one word of the query string in place; null removes it. */
export function setWord(name: string, value: string | null): void {
  const words = new URLSearchParams(location.search);
  if (value === null) words.delete(name);
  else words.set(name, value);
  const search = words.size > 0 ? `?${words}` : '';
  history.replaceState(history.state, '', `${location.pathname}${search}${location.hash}`);
  tell(here.by);
}
