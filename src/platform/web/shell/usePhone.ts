import { useSyncExternalStore } from 'react';

const query = matchMedia('(max-width: 63.99em)');

/** Is there room for the desk's frame (64 em and more), or is this a phone, or a desk zoomed in so far? */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}
