import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duties } from '../catalogue.ts';
import { roles } from '../model.ts';
import { type Comparable, compareMatrix, countMoves } from './compare.ts';

const entry = (organisationId: string, role: Comparable['role'], more: Partial<Comparable> = {}): Comparable => ({
  duty: 'water.pump',
  organisationId,
  role,
  rank: 1,
  positionId: null,
  grids: null,
  hazards: null,
  levels: null,
  carried: true,
  ...more,
});
const order = duties.map((d) => d.code);
const changed = (before: readonly Comparable[], after: readonly Comparable[], between: 'dates' | 'levels' = 'dates') =>
  compareMatrix(before, after, order, between);
const cells = (...args: Parameters<typeof changed>) => changed(...args).flatMap((d) => d.cells.map((c) => `${c.organisationId} ${c.move}`));

describe('what changes from one matrix to another', () => {
  it('is which cells come and which go', () => {
    expect(cells([entry('house', 'A')], [entry('house', 'A'), entry('fire', 'R')])).toEqual(['fire comes']);
    expect(cells([entry('house', 'A'), entry('fire', 'R')], [entry('house', 'A')])).toEqual(['fire goes']);
  });
  it('is who does something else now, and who stands elsewhere in the order', () => {
    expect(cells([entry('fire', 'C')], [entry('fire', 'R')])).toEqual(['fire role']);
    expect(cells([entry('fire', 'R', { rank: 2 })], [entry('fire', 'R')])).toEqual(['fire rank']);
    expect(cells([entry('fire', 'R')], [entry('fire', 'R'), entry('fire', 'A', { rank: 2 })])).toEqual(['fire role']);
  });
  it('is another post or other limits', () => {
    expect(cells([entry('fire', 'R')], [entry('fire', 'R', { positionId: 'chief' })])).toEqual(['fire reach']);
    expect(cells([entry('fire', 'R')], [entry('fire', 'R', { hazards: ['flood'] })])).toEqual(['fire reach']);
    expect(cells([entry('fire', 'R', { hazards: ['flood', 'storm'] })], [entry('fire', 'R', { hazards: ['storm', 'flood'] })])).toEqual([]);
  });
  it('takes limits to levels for a change between dates, not between levels', () => {
    const [before, after] = [[entry('fire', 'R', { levels: ['III', 'IV'] })], [entry('fire', 'R', { levels: ['I', 'II'] })]];
    expect(cells(before, after, 'dates')).toEqual(['fire reach']);
    expect(cells(before, after, 'levels')).toEqual([]);
  });
  it('sees that a mandate ended under what is still written', () => {
    const [stood, lost] = [[entry('shops', 'R')], [entry('shops', 'R', { carried: false })]];
    expect(changed(stood, lost)[0]?.cells).toMatchObject([{ move: 'goes', byMandate: true, after: [] }]);
    expect(changed(lost, stood)[0]?.cells).toMatchObject([{ move: 'comes', byMandate: true }]);
    expect(changed(stood, [])[0]?.cells).toMatchObject([{ move: 'goes', byMandate: false }]);
  });
  it('says where nobody answers any more, and where somebody does at last', () => {
    expect(changed([entry('house', 'A')], [entry('house', 'R')])[0]?.answer).toBe('lost');
    expect(changed([], [entry('house', 'A')])[0]?.answer).toBe('found');
    expect(changed([entry('house', 'A')], [entry('fire', 'A')])[0]?.answer).toBeNull();
  });
  it('comes in the order of the catalogue, the gravest change of a duty first', () => {
    const at = (duty: string, organisation: string, role: Comparable['role']) => entry(organisation, role, { duty });
    const found = changed([at('water.pump', 'b', 'R')], [at('water.pump', 'b', 'C'), at('water.pump', 'a', 'R'), at('drain.clear', 'a', 'R')]);
    expect(found.map((d) => d.duty)).toEqual(['drain.clear', 'water.pump']);
    expect(found[1]?.cells.map((c) => c.move)).toEqual(['comes', 'role']);
    expect(countMoves(found)).toEqual({ comes: 2, goes: 0, role: 1, rank: 0, reach: 0 });
  });
});

describe('any two matrices', () => {
  const anyEntry = fc.record({
    duty: fc.constantFrom('water.pump', 'drain.clear'),
    organisationId: fc.constantFrom('a', 'b', 'c'),
    role: fc.constantFrom(...roles),
    rank: fc.integer({ min: 1, max: 3 }),
    positionId: fc.constantFrom(null, 'p', 'q'),
    grids: fc.constant(null),
    hazards: fc.constantFrom(null, ['flood'], ['flood', 'heat']),
    levels: fc.constantFrom(null, ['I'], ['II', 'IV']),
    carried: fc.boolean(),
  });
  const anyMatrix = fc.array(anyEntry, { maxLength: 12 });
  const opposite = { comes: 'goes', goes: 'comes', role: 'role', rank: 'rank', reach: 'reach' } as const;

  it('show nothing when they are the same, in whatever order they are read', () => {
    fc.assert(
      fc.property(anyMatrix, (matrix) => {
        expect(changed(matrix, matrix.toReversed())).toEqual([]);
      }),
    );
  });
  it('show the opposite when they are read the other way round', () => {
    fc.assert(
      fc.property(anyMatrix, anyMatrix, fc.constantFrom('dates' as const, 'levels' as const), (before, after, between) => {
        const forth = changed(before, after, between).flatMap((d) => d.cells.map((c) => `${d.duty} ${c.organisationId} ${opposite[c.move]}`));
        const back = changed(after, before, between).flatMap((d) => d.cells.map((c) => `${d.duty} ${c.organisationId} ${c.move}`));
        expect(forth.sort()).toEqual(back.sort());
      }),
    );
  });
});
