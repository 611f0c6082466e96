import { everyPostHolds } from '../catalogue.ts';
import type { Duty, Link, Phase, Role } from '../model.ts';

/** One entry of a cell, as far as the picture needs it. */
export interface Entry {
  readonly duty: string;
  readonly organisationId: string;
  readonly role: Role;
  readonly rank: number;
  /** False: no mandate in force carries it, and it counts for nothing. */
  readonly carried?: boolean;
}

/** What an entry is limited to; null: not limited. */
export interface Limits {
  /** Grids in which it holds: those it is limited to, and those of its post. */
  readonly area: readonly string[] | null;
  readonly hazards: readonly string[] | null;
  readonly levels: readonly string[] | null;
}

/** For what the matrix is looked at; null: for anything, and then every entry is shown. */
export interface Occasion {
  /** Code of a hazard, or `*` for one that no entry names. */
  readonly hazard: string | null;
  /** Response level, or `none` for ordinary times. */
  readonly level: string | null;
  /** Id of a grid. */
  readonly grid: string | null;
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

/** Which duties are shown; null and false: all of them. */
export interface MatrixFilter {
  readonly phase: Phase | null;
  readonly link: Link | null;
  /** Only duties in which this organisation stands. */
  readonly organisation: string | null;
  readonly criticalOnly: boolean;
  readonly gapsOnly: boolean;
  /** Folded text that title or code must contain; empty: all. */
  readonly text: string;
}

export const noFilter: MatrixFilter = { phase: null, link: null, organisation: null, criticalOnly: false, gapsOnly: false, text: '' };
export const anyOccasion: Occasion = { hazard: null, level: null, grid: null };

const strength: Readonly<Record<Role, number>> = { A: 0, R: 1, C: 2, I: 3 };

/** Entries in the order in which a cell shows them: A before R before C before I, first rank before backups. */
export const byStrength = (a: Entry, b: Entry): number => strength[a.role] - strength[b.role] || a.rank - b.rank;

/** One entry in a cell: its letter, and its rank where it is a backup. */
export const letterOf = ({ role, rank }: Pick<Entry, 'role' | 'rank'>): string => (rank > 1 ? `${role}${rank}` : role);

/** What a cell shows: `A`, `R`, `R2` for a backup, `A R` where one organisation does both. Each letter once. */
export const cellText = (entries: readonly Entry[]): string => [...new Set([...entries].sort(byStrength).map(letterOf))].join(' ');

const holds = (limit: readonly string[] | null, asked: string | null): boolean => limit === null || asked === null || limit.includes(asked);

/** Does an entry count on such an occasion? */
export const standsFor = (entry: Limits, { hazard, level, grid }: Occasion): boolean =>
  holds(entry.hazards, hazard) && holds(entry.levels, level) && holds(entry.area, grid);

const answers = (entry: Entry): boolean => entry.role === 'A' && entry.carried !== false;

/** Does nobody of these answer for the duty? */
export const isGap = (duty: string, held: readonly Entry[]): boolean => duty !== everyPostHolds && !held.some(answers);

/** Every duty with its cells, as they stand on an occasion. */
export function matrixRows<E extends Entry & Limits>(duties: readonly Duty[], entries: readonly E[], occasion: Occasion): readonly MatrixRow<E>[] {
  const standing = entries.filter((entry) => standsFor(entry, occasion));
  const byDuty = Map.groupBy(standing.sort(byStrength), (entry) => entry.duty);
  return duties.map((duty) => {
    const held = byDuty.get(duty.code) ?? [];
    return { duty, cells: Map.groupBy(held, (entry) => entry.organisationId), gap: isGap(duty.code, held) };
  });
}

/** The rows that are looked for, by link. Rows stay the same objects, so that what is drawn already is not drawn again. */
export function groupRows<E extends Entry>(
  rows: readonly MatrixRow<E>[],
  { phase, link, organisation, criticalOnly, gapsOnly, text }: MatrixFilter,
  titleOf: (code: string) => string,
): readonly MatrixGroup<E>[] {
  const wanted = text.normalize('NFKC').trim().toLowerCase();
  const found = rows.filter(({ duty, cells, gap }) => {
    if (link !== null && duty.link !== link) return false;
    if (phase !== null && !duty.phases.includes(phase)) return false;
    if (organisation !== null && !cells.has(organisation)) return false;
    if ((criticalOnly && !duty.critical) || (gapsOnly && !gap)) return false;
    return wanted === '' || `${titleOf(duty.code)} ${duty.code}`.toLowerCase().includes(wanted);
  });
  return [...Map.groupBy(found, (row) => row.duty.link)].map(([one, members]) => ({ link: one, rows: members }));
}

/** A column of the matrix. */
export interface MatrixColumn {
  readonly id: string;
  readonly name: string;
}

/** Organisations as columns, those with most duties first; those without any come last, for a duty can be proposed to them. */
export function columnsOf(organisations: readonly MatrixColumn[], entries: readonly Entry[]): readonly MatrixColumn[] {
  const held = Map.groupBy(entries, (entry) => entry.organisationId);
  const weight = ({ id }: MatrixColumn): readonly [number, number] => {
    const list = held.get(id) ?? [];
    return [list.filter((entry) => entry.role === 'A' || entry.role === 'R').length, list.length];
  };
  const weights = new Map(organisations.map((o) => [o.id, weight(o)]));
  return [...organisations].sort((a, b) => {
    const [[doesA, allA], [doesB, allB]] = [weights.get(a.id) ?? [0, 0], weights.get(b.id) ?? [0, 0]];
    return doesB - doesA || allB - allA || a.id.localeCompare(b.id);
  });
}

/** One organisation chosen: its column first, then those that stand in some row beside it. */
export function columnsBeside<E extends Entry>(
  columns: readonly MatrixColumn[],
  groups: readonly MatrixGroup<E>[],
  organisation: string,
): readonly MatrixColumn[] {
  const beside = new Set(groups.flatMap((group) => group.rows.flatMap((row) => [...row.cells.keys()])));
  return [...columns.filter(({ id }) => id === organisation), ...columns.filter(({ id }) => id !== organisation && beside.has(id))];
}
