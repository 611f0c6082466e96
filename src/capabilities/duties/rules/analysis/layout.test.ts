import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf } from './layout.ts';

const ids = Array.from({ length: 30 }, (_, i) => `organisation-${i}`);
const idOf = (i: number): string => ids[i % ids.length] as string;
const ring = ids.map((id, i): [string, string] => [id, idOf(i + 1)]);
const between = (a: { x: number; y: number }, b: { x: number; y: number }): number => Math.hypot(a.x - b.x, a.y - b.y);

describe('the picture of a network', () => {
  it('is the same at every visit, in whatever order the network comes', () => {
    const once = layoutOf(ids, ring);
    expect(
      layoutOf(
        ids.toReversed(),
        ring.toReversed().map(([a, b]) => [b, a]),
      ),
    ).toEqual(once);
    expect(once).toHaveLength(30);
  });

  it('draws no node on another, and none outside', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { minLength: 1, maxLength: 90 }), (pairs) => {
        const placed = layoutOf(
          ids,
          pairs.map(([a, b]) => [idOf(a), idOf(b)]),
        );
        for (const [i, one] of placed.entries()) {
          expect(Math.min(one.x, one.y)).toBeGreaterThanOrEqual(0);
          expect(Math.max(one.x, one.y)).toBeLessThanOrEqual(1);
          for (const other of placed.slice(i + 1)) expect(between(one, other)).toBeGreaterThan(0.005);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('draws those who are tied nearer than those who are not', () => {
    const clique = (from: number): [string, string][] =>
      [0, 1, 2, 3, 4].flatMap((a) => [0, 1, 2, 3, 4].flatMap((b): [string, string][] => (a < b ? [[idOf(from + a), idOf(from + b)]] : [])));
    const placed = new Map(layoutOf(ids, [...clique(0), ...clique(10), [idOf(0), idOf(10)]]).map((p) => [p.id, p]));
    const far = (a: number, b: number): number => between(placed.get(idOf(a)) ?? { x: 0, y: 0 }, placed.get(idOf(b)) ?? { x: 0, y: 0 });
    expect(Math.max(far(1, 2), far(11, 12))).toBeLessThan(far(1, 11));
  });

  it('leaves out who has no tie, loops and strangers', () => {
    expect(layoutOf(ids, [])).toEqual([]);
    expect(
      layoutOf(ids, [
        [idOf(1), idOf(1)],
        [idOf(1), 'nobody'],
      ]),
    ).toEqual([]);
    expect(layoutOf(ids, [[idOf(1), idOf(2)]]).map((p) => p.id)).toEqual(['organisation-1', 'organisation-2']);
  });
});
