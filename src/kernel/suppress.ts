/** One cell of a table of counts: how many people (or households) fall into it. */
export interface Cell {
  readonly cell: string;
  readonly n: number;
}

/** The same as others may see it; null: too few to be said. */
export interface ShownCell {
  readonly cell: string;
  readonly n: number | null;
}

/** Cells with fewer than this many leave no community. */
export const fewest = 5;

/**
 * Leaves out what would point at single people in a table whose total is known.
 * Primary suppression: every cell below {@link fewest}. Secondary suppression: when exactly one cell is left out it could be found by subtraction, so the
 * smallest of the others goes too. (Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4.)
 * @param cells disjoint parts of one whole, in any order
 * @returns the same cells in the same order
 */
export function suppress(cells: readonly Cell[]): ShownCell[] {
  const hidden = new Set(cells.filter(({ n }) => n < fewest));
  if (hidden.size === 1) {
    const [smallest] = cells.filter((one) => !hidden.has(one)).sort((a, b) => a.n - b.n);
    if (smallest) hidden.add(smallest);
  }
  return cells.map((one) => ({ cell: one.cell, n: hidden.has(one) ? null : one.n }));
}
