import { byStrength, type Entry, isGap, letterOf } from './matrix.ts';

/** An entry with everything two of them are held against each other by. */
export interface Comparable extends Entry {
  readonly positionId: string | null;
  readonly grids: readonly string[] | null;
  readonly hazards: readonly string[] | null;
  readonly levels: readonly string[] | null;
}

/**
 * What becomes of a cell, the gravest that applies: it `comes` where nothing stood or `goes` where something did, holds other letters
 * (`role`), the same ones in another order of backups (`rank`), or the same by another post or within other limits (`reach`).
 */
export const moves = ['comes', 'goes', 'role', 'rank', 'reach'] as const;
export type Move = (typeof moves)[number];

export interface CellChange<E extends Comparable> {
  readonly organisationId: string;
  readonly move: Move;
  /** What counts on either side, the strongest first. */
  readonly before: readonly E[];
  readonly after: readonly E[];
  /** It came or went because a mandate began or ended: the assignment itself stands on both sides. */
  readonly byMandate: boolean;
}

export interface DutyChanges<E extends Comparable> {
  readonly duty: string;
  readonly cells: readonly CellChange<E>[];
  /** `lost`: somebody answered for it before, nobody does after; `found`: the other way round; null: no change in that. */
  readonly answer: 'lost' | 'found' | null;
}

const cellOf = (entry: Entry): string => `${entry.duty} ${entry.organisationId}`;
const counts = (entry: Entry): boolean => entry.carried !== false;
const words = (list: readonly string[] | null): string => (list === null ? '*' : [...list].sort().join(','));
/** The same words in the same number, in whatever order. */
const alike = (before: readonly string[], after: readonly string[]): boolean => [...before].sort().join(' ') === [...after].sort().join(' ');
const different = <E extends Entry>(before: readonly E[], after: readonly E[], say: (entry: E) => string): boolean =>
  !alike([...new Set(before.map(say))], [...new Set(after.map(say))]);

/**
 * What changes from one matrix to another: between two dates, or on one date between two levels. Only what counts is looked at, so a
 * mandate that ended takes its cells away.
 * @param between `levels`: which levels an entry is limited to is what the two sides differ in, and no change by itself
 * @returns duties with some change, in the order of the catalogue given
 */
export function compareMatrix<E extends Comparable>(
  before: readonly E[],
  after: readonly E[],
  order: readonly string[],
  between: 'dates' | 'levels',
): readonly DutyChanges<E>[] {
  const [was, is] = [Map.groupBy([...before].sort(byStrength), cellOf), Map.groupBy([...after].sort(byStrength), cellOf)];
  const reach = (e: E): string =>
    [letterOf(e), e.positionId ?? '*', words(e.grids), words(e.hazards), between === 'dates' ? words(e.levels) : ''].join('/');
  const changes = new Map<string, CellChange<E>[]>();
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [stoodAll, standsAll] = [was.get(key) ?? [], is.get(key) ?? []];
    const [stood, stands] = [stoodAll.filter(counts), standsAll.filter(counts)];
    const move = moveOf(stood, stands, reach);
    const [one] = [...stoodAll, ...standsAll];
    if (!one || !move) continue;
    const byMandate = (move === 'comes' && stoodAll.length > 0) || (move === 'goes' && standsAll.length > 0);
    const list = changes.get(one.duty) ?? [];
    changes.set(one.duty, list);
    list.push({ organisationId: one.organisationId, move, before: stood, after: stands, byMandate });
  }
  const ofDuty = (list: readonly E[]) => Map.groupBy(list, (e) => e.duty);
  const [dutyWas, dutyIs] = [ofDuty(before), ofDuty(after)];
  return order.flatMap((duty): DutyChanges<E>[] => {
    const cells = changes.get(duty);
    if (!cells) return [];
    const [gapBefore, gapAfter] = [isGap(duty, dutyWas.get(duty) ?? []), isGap(duty, dutyIs.get(duty) ?? [])];
    return [{ duty, cells: cells.sort(byMove), answer: gapBefore === gapAfter ? null : gapAfter ? 'lost' : 'found' }];
  });
}

function moveOf<E extends Comparable>(stood: readonly E[], stands: readonly E[], reach: (entry: E) => string): Move | null {
  if (stood.length === 0 && stands.length === 0) return null;
  if (stood.length === 0) return 'comes';
  if (stands.length === 0) return 'goes';
  if (different(stood, stands, (e) => e.role)) return 'role';
  if (different(stood, stands, letterOf)) return 'rank';
  return different(stood, stands, reach) ? 'reach' : null;
}

const byMove = <E extends Comparable>(a: CellChange<E>, b: CellChange<E>): number =>
  moves.indexOf(a.move) - moves.indexOf(b.move) || a.organisationId.localeCompare(b.organisationId);

/** How many cells each kind of change concerns. */
export const countMoves = (changes: readonly DutyChanges<Comparable>[]): Readonly<Record<Move, number>> =>
  changes
    .flatMap((duty) => duty.cells)
    .reduce((sum, { move }) => ({ ...sum, [move]: sum[move] + 1 }), { comes: 0, goes: 0, role: 0, rank: 0, reach: 0 });
