import type { HeldAssignment, OrganisationSeen, PositionSeen } from '../model.ts';

/** The part of the matrix that stands now. */
export interface Asked {
  readonly organisations: readonly OrganisationSeen[];
  readonly positions: readonly PositionSeen[];
  readonly assignments: readonly HeldAssignment[];
}

const shown = 3;
const nobody = '—';

/**
 * Who holds a duty and whom to ask for it, as `organisation · position`: never a person's name, for it stands in refusals that are
 * logged. Asked is the first Accountable; failing that the first Responsible; failing that whoever assigns duties here.
 */
export function whomToAsk(asked: Asked, duty: string): { holders: string; ask: string } {
  const holders = holdersOf(asked, duty);
  const first = holders[0] ?? holdersOf(asked, 'duties.assign')[0];
  return { holders: holders.slice(0, shown).join(' / '), ask: first ?? nobody };
}

/** Those who may do the duty, Accountable before Responsible, then by rank; each named once. */
function holdersOf({ organisations, positions, assignments }: Asked, duty: string): string[] {
  const names = new Map(organisations.map((o) => [o.id, o.name]));
  const titles = new Map(positions.map((p) => [p.id, p.title]));
  const manned = new Set(positions.filter((p) => p.holder || p.deputy).flatMap((p) => [p.id as string, p.organisationId as string]));
  const holding = assignments.filter((a) => a.duty === duty && (a.role === 'R' || a.role === 'A') && manned.has(a.positionId ?? a.organisationId));
  holding.sort((a, b) => a.role.localeCompare(b.role) || a.rank - b.rank || (a.id < b.id ? -1 : 1));
  const lines = holding.map((a) => {
    const title = a.positionId && titles.get(a.positionId);
    return `${names.get(a.organisationId) ?? nobody}${title ? ` · ${title}` : ''}`;
  });
  return [...new Set(lines)];
}
