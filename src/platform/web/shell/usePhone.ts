import { useSyncExternalStore } from 'react';

const narrow = matchMedia('(max-width: 63.99em)');
const paper = matchMedia('print');
let phone = narrow.matches;

/**
 * Is there room for the desk's frame (64 em and more), or is this a phone, or a desk zoomed in so far? A sheet of paper is narrow too,
 * but what is printed is the page that somebody looks at, and not another one made in the middle of printing.
 */
export function usePhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener);
      return () => narrow.removeEventListener('change', listener);
    },
    () => {
      if (!paper.matches) phone = narrow.matches;
      return phone;
    },
  );
}
