import { useMemo } from 'react';
import { useAddress } from '../../../platform/web/shell/address.ts';

/** What a proposal begins with when it is opened from somewhere else: an assignment that is to change, or what is to be added. */
export interface Beginning {
  /** `end`: the assignment that stands is to end. */
  readonly kind?: 'end' | undefined;
  /** Id of the assignment that stands. */
  readonly ends?: string | undefined;
  readonly duty?: string | undefined;
  readonly organisation?: string | undefined;
  readonly role?: string | undefined;
  readonly rank?: number | undefined;
}

/** Address at which a proposal is written that begins so. */
export function proposePath({ kind, ends, duty, organisation, role, rank }: Beginning): string {
  const words = new URLSearchParams({ propose: kind ?? (ends ? 'change' : 'add') });
  for (const [name, value] of Object.entries({ ends, duty, organisation, role, rank })) if (value !== undefined) words.set(name, String(value));
  return `/duties/proposals?${words}`;
}

/** What the address says a proposal should begin with, and how to forget it; null: none is being written. */
export function useBeginning(): readonly [Beginning | null, () => void] {
  const [propose, setPropose] = useAddress('propose');
  const [ends] = useAddress('ends');
  const [duty] = useAddress('duty');
  const [organisation] = useAddress('organisation');
  const [role] = useAddress('role');
  const [rank] = useAddress('rank');
  const begins = useMemo<Beginning | null>(
    () =>
      propose === null
        ? null
        : {
            kind: propose === 'end' ? 'end' : undefined,
            ends: ends ?? undefined,
            duty: duty ?? undefined,
            organisation: organisation ?? undefined,
            role: role ?? undefined,
            rank: rank && /^[1-9]$/.test(rank) ? Number(rank) : undefined,
          },
    [propose, ends, duty, organisation, role, rank],
  );
  return [begins, () => setPropose(null)];
}
