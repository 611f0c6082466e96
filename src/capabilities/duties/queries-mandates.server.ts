import { type Answer, answer } from '../../platform/server/queries/answer.ts';
import { readStandings } from '../community/server.ts';
import type { HeldAssignment } from './model.ts';
import { standings } from './queries-mandates.ts';
import { holdsAt } from './rules/area.ts';
import { carried } from './rules/mandates.ts';
import { readSnapshot } from './store.server.ts';

/** Different duties that each organisation does or answers for among these. */
function counted(assignments: readonly HeldAssignment[]): ReadonlyMap<string, number> {
  const taken = assignments.filter((a) => a.role === 'R' || a.role === 'A');
  const byOrganisation = Map.groupBy(taken, (a) => a.organisationId as string);
  return new Map([...byOrganisation].map(([id, own]) => [id, new Set(own.map((a) => a.duty)).size]));
}

export const mandateAnswers: Answer[] = [
  answer(standings, async (tx, _, { now }) => {
    const instant = now.toISOString();
    const { assignments, mandates } = await readSnapshot(tx, now);
    const written = assignments.filter((a) => holdsAt(a, instant));
    const standing = carried(written, mandates, instant);
    const kept = new Set(standing.map((a) => a.id));
    const holds = counted(standing);
    const lost = counted(written.filter((a) => !kept.has(a.id)));
    const rows = await readStandings(tx, instant, holds);
    return rows.map((row) => ({ ...row, holds: holds.get(row.organisationId) ?? 0, lost: lost.get(row.organisationId) ?? 0 }));
  }),
];
