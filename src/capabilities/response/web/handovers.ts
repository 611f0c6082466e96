import type { Me } from '../../../platform/web/sync/me.tsx';
import type { HandoverRow } from '../queries-handovers.ts';

type Seen = Pick<HandoverRow, 'fromOrganisation' | 'toOrganisation' | 'offeredBy' | 'escalatedAt' | 'escalatedOrganisation' | 'escalatedPosition'>;

/**
 * What a hand-over is to this person: theirs to answer, theirs to take back, or something they may see.
 * The one who offered it never answers it, whatever other posts they hold.
 */
export function partIn(row: Seen, me: Pick<Me, 'person' | 'positions'>): 'answers' | 'offers' | 'sees' {
  const posts = me.positions.filter(({ seat }) => !seat);
  if (row.offeredBy !== me.person && posts.some(({ organisationId }) => organisationId === row.toOrganisation)) return 'answers';
  const accountable =
    row.escalatedAt !== null &&
    posts.some(({ id, organisationId }) =>
      row.escalatedPosition === null ? organisationId === row.escalatedOrganisation : id === row.escalatedPosition,
    );
  return accountable || posts.some(({ organisationId }) => organisationId === row.fromOrganisation) ? 'offers' : 'sees';
}

/** Offers that wait for this person: to be answered, or, past their time, to be looked after. */
export const waitingFor = (rows: readonly HandoverRow[], me: Pick<Me, 'person' | 'positions'>, now: Date): HandoverRow[] =>
  rows
    .filter((row) => {
      if (row.state !== 'offered') return false;
      const part = partIn(row, me);
      return part === 'answers' || (part === 'offers' && new Date(row.dueAt) <= now);
    })
    .toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
