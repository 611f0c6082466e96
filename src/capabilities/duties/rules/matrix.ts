import { everyPostHolds } from '../catalogue.ts';
import type { Duty, Link, Role } from '../model.ts';

/** One entry of a cell, as far as the picture needs it. */
export interface Entry {
  readonly duty: string;
  readonly organisationId: string;
  readonly role: Role;
  readonly rank: number;
  /** False: no mandate in force carries it, and it counts for nothing. */
  readonly carried?: boolean;
}

export interface MatrixRow<E extends Entry> {
  readonly duty: Duty;
  /** Entries by organisation, strongest first. */
  readonly cells: ReadonlyMap<string, readonly E[]>;
  /** Nobody answers for it. What every post holds needs nobody. */
  readonly gap: boolean;
}

export interface MatrixGroup<E extends Entry> {
  readonly link: Link;
  readonly rows: readonly MatrixRow<E>[];
}

export interface MatrixFilter {
  readonly link: Link | null;
  readonly criticalOnly: boolean;
  readonly gapsOnly: boolean;
  /** Folded text that title or code must contain; empty: all. */
  readonly text: string;
}

const strength: Readonly<Record<Role, number>> = { A: 0, R: 1, C: 2, I: 3 };

/** Entries in the order in which a cell shows them: A before R before C before I, first rank before backups. */
export const byStrength = (a: Entry, b: Entry): number => strength[a.role] - strength[b.role] || a.rank - b.rank;

/** What a cell shows: `A`, `R`, `R2` for a backup, `AR` where one organisation does both. Each letter once. */
export const cellText = (entries: readonly Entry[]): string =>
  [...new Set([...entries].sort(byStrength).map(({ role, rank }) => (rank > 1 ? `${role}${rank}` : role)))].join(' ');

/** The matrix as it is read: duties by link, each with its cells. */
export function groupMatrix<E extends Entry>(
  duties: readonly Duty[],
  entries: readonly E[],
  filter: MatrixFilter,
  titleOf: (code: string) => string,
): readonly MatrixGroup<E>[] {
  const byDuty = Map.groupBy(entries, (entry) => entry.duty);
  const wanted = filter.text.normalize('NFKC').toLowerCase();
  const rows = duties.flatMap((duty): MatrixRow<E>[] => {
    const held = byDuty.get(duty.code) ?? [];
    const gap = duty.code !== everyPostHolds && !held.some((entry) => entry.role === 'A' && entry.carried !== false);
    if (filter.link !== null && duty.link !== filter.link) return [];
    if ((filter.criticalOnly && !duty.critical) || (filter.gapsOnly && !gap)) return [];
    if (wanted !== '' && !`${titleOf(duty.code)} ${duty.code}`.toLowerCase().includes(wanted)) return [];
    const cells = Map.groupBy([...held].sort(byStrength), (entry) => entry.organisationId);
    return [{ duty, cells, gap }];
  });
  return [...Map.groupBy(rows, (row) => row.duty.link)].map(([link, members]) => ({ link, rows: members }));
}

/** Organisations that stand in the matrix, those with most duties first: the columns. */
export function columnsOf<E extends Entry & { readonly organisation: string }>(
  entries: readonly E[],
): readonly { readonly id: string; readonly name: string }[] {
  const held = Map.groupBy(entries, (entry) => entry.organisationId);
  const answers = (list: readonly E[]) => list.filter((entry) => entry.role === 'A' || entry.role === 'R').length;
  return [...held]
    .sort(([, a], [, b]) => answers(b) - answers(a) || (a[0]?.organisationId ?? '').localeCompare(b[0]?.organisationId ?? ''))
    .map(([id, list]) => ({ id, name: list[0]?.organisation ?? '' }));
}
