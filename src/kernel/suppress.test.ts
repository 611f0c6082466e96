import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewest, suppress } from './suppress.ts';

describe('small cells', () => {
  it('below five are left out', () => {
    const cells = [
      { cell: 'oxygen', n: 4 },
      { cell: 'dialysis', n: 0 },
      { cell: 'mobility', n: 5 },
      { cell: 'alone', n: 120 },
    ];
    expect(suppress(cells).map(({ n }) => n)).toEqual([null, null, 5, 120]);
  });

  it('one alone takes the smallest other with it, or it could be found by subtraction', () => {
    const cells = [
      { cell: 'a', n: 300 },
      { cell: 'b', n: 3 },
      { cell: 'c', n: 41 },
    ];
    expect(suppress(cells)).toEqual([
      { cell: 'a', n: 300 },
      { cell: 'b', n: null },
      { cell: 'c', n: null },
    ]);
  });

  it('never one alone, never a small one shown, never another figure than the true one', () => {
    const anyCells = fc.array(fc.nat({ max: 40 }), { maxLength: 8 }).map((ns) => ns.map((n, i) => ({ cell: String(i), n })));
    fc.assert(
      fc.property(anyCells, (cells) => {
        const shown = suppress(cells);
        expect(shown.map(({ cell }) => cell)).toEqual(cells.map(({ cell }) => cell));
        const out = shown.filter(({ n }) => n === null).length;
        expect(out === 1 && cells.length > 1).toBe(false);
        shown.forEach(({ n }, i) => {
          if (n !== null) expect([n, n >= fewest]).toEqual([cells[i]?.n, true]);
        });
      }),
    );
  });
});
