import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf, inWay, stairOf } from './door-list.ts';

const door = (name: string, floor: number | null = null, vulnerability = 0) => ({ door: name, floor, vulnerability });
const names = (doors: readonly { readonly door: string }[]) => doors.map((each) => each.door);

describe('the list of doors', () => {
  it('goes as one walks: buildings and units as people count them, from the top floor down', () => {
    const doors = [door('10-1-101', 1), door('2-1-101', 1), door('2-1-1002', 10), door('2-1-1001', 10), door('2-2-601', 6), door('平房7')];
    expect(names(inWay(doors))).toEqual(['2-1-1001', '2-1-1002', '2-1-101', '2-2-601', '10-1-101', '平房7']);
    expect(['3-2-501', '3-2', '平房7', '1-2-3-4'].map(stairOf)).toEqual(['3-2', '3-2', '平房7', '1-2']);
  });

  it('begins with the twenty most dependent, each group in the order of the way', () => {
    const some = fc.array(
      fc.record({
        b: fc.integer({ min: 1, max: 12 }),
        u: fc.integer({ min: 1, max: 3 }),
        f: fc.integer({ min: 1, max: 30 }),
        v: fc.integer({ min: 0, max: 5 }),
      }),
      {
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(some, (raw) => {
        const walk = inWay(raw.map(({ b, u, f, v }, i) => door(`${b}-${u}-${f}${String(i).padStart(3, '0')}`, f, v)));
        const groups = groupsOf(walk);
        const [first] = groups.filter(([name]) => name === '').map(([, doors]) => doors);
        const dependent = walk.filter(({ vulnerability }) => vulnerability > 0);
        expect(first?.length ?? 0).toBe(Math.min(20, dependent.length));
        const left = dependent.filter((one) => !first?.includes(one));
        for (const early of first ?? []) for (const late of left) expect(early.vulnerability).toBeGreaterThanOrEqual(late.vulnerability);
        expect(groups.flatMap(([, doors]) => doors)).toHaveLength(walk.length);
        expect(new Set(groups.flatMap(([, doors]) => doors))).toEqual(new Set(walk));
        for (const [name, doors] of groups) {
          if (name === '') continue;
          expect(doors.map(({ door: each }) => stairOf(each))).toEqual(doors.map(() => name));
          expect(doors).toEqual(walk.filter((one) => doors.includes(one)));
        }
      }),
    );
  });
});
