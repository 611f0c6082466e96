import { buildAuthority, noMandates, type Snapshot } from '../../../src/capabilities/duties/index.ts';
import type { State } from '../sql/memory.ts';
import type { Row } from '../sql/values.ts';
import { people } from './founding.ts';

/** What everyone may see, read straight off the tables: no cache and no version stands between. */
export function scopesNow(truth: State, community: string, now: Date): Map<string, readonly string[]> {
  const rows = (table: string): Row[] => [...(truth.get(table)?.values() ?? [])].filter((row) => row.community === community);
  const snapshot = {
    grids: rows('community.grid').map((row) => row.id),
    organisations: rows('community.organisation').map((row) => ({ ...row, active: row.status === 'active' })),
    positions: rows('community.position').map((row) => ({ ...row, organisationId: row.organisation })),
    assignments: rows('duties.assignment').map((row) => ({ ...row, organisationId: row.organisation, positionId: row.position })),
    mandates: noMandates,
  } as unknown as Snapshot;
  const authority = buildAuthority(snapshot, now);
  return new Map(people.map((person) => [person, authority.scopesOf({ kind: 'person', person })]));
}
