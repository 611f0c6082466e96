import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Labelled, movedApart, textWidth } from './labels.ts';

const area = { width: 1000, height: 620 };
const label = (id: string, x: number, y: number): Labelled => ({ id, x, y, beside: 60, above: 10, below: 28 });

function overlaps(points: readonly Labelled[], places: ReturnType<typeof movedApart>): string[] {
  const at = points.map((p) => ({ ...p, ...places.get(p.id) }));
  return at.flatMap((a, i) =>
    at
      .slice(i + 1)
      .filter((b) => Math.abs(a.x - b.x) < a.beside + b.beside && a.y - a.above < b.y + b.below && b.y - b.above < a.y + a.below)
      .map((b) => `${a.id} ${b.id}`),
  );
}

describe('names in a picture of a network', () => {
  it('never lie on one another, wherever the nodes were, and stay inside', () => {
    const anywhere = fc.array(fc.tuple(fc.double({ min: 0, max: 1000, noNaN: true }), fc.double({ min: 0, max: 620, noNaN: true })), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(anywhere, (spots) => {
        const points = spots.map(([x, y], i) => label(`o${i}`, x, y));
        const places = movedApart(points, area);
        expect(overlaps(points, places)).toEqual([]);
        for (const { x, y } of places.values()) {
          expect([x >= 60, x <= 940, y >= 10, y <= 592]).toEqual([true, true, true, true]);
        }
      }),
      { numRuns: 100 },
    );
  });
  it('move nothing where there is room, and little where there is not', () => {
    const points = [label('a', 200, 200), label('b', 400, 200), label('c', 600, 400), label('d', 640, 410)];
    const places = movedApart(points, area);
    expect([places.get('a'), places.get('b')]).toEqual([
      { x: 200, y: 200 },
      { x: 400, y: 200 },
    ]);
    expect(Math.abs((places.get('c')?.y ?? 0) - 400)).toBeLessThan(40);
    expect(movedApart(points, area)).toEqual(places);
  });
  it('are measured by their letters', () => {
    expect(textWidth('人和小学', 10)).toBe(40);
    expect(textWidth('abc', 10)).toBeLessThan(textWidth('人和小', 10));
  });
});
