import type { ReactElement } from 'react';

/** A telephone number that can be called with one tap; nothing where there is none. */
export function Call({ number }: { readonly number: string }): ReactElement | null {
  if (!number) return null;
  return (
    <a href={`tel:${number.replaceAll(/[\s-]/g, '')}`} dir="ltr" onClick={(event) => event.stopPropagation()}>
      {number}
    </a>
  );
}
