import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Call, mayRing, measureEach, measureTest, placesOf, postState, quantile } from './contact-test.ts';

const start = '2026-11-22T02:00:00.000Z';
const after = (minutes: number) => new Date(Date.parse(start) + minutes * 60_000).toISOString();
const call = (post: string, place: number, outcome: Call['outcome'] = null, minutes = 0, personId: string | null = `${post}${place}`): Call => ({
  positionId: post as never,
  organisationId: post.slice(0, 1) as never,
  place,
  personId: personId as never,
  outcome,
  at: outcome === null ? null : after(minutes),
});

describe('the phone tree', () => {
  it('asks the holder, then who acts, then the deputy, and nobody twice', () => {
    const [a, b, c] = ['a', 'b', 'c'] as never[];
    expect(placesOf({ holder: a as never, acting: [b as never, c as never], deputy: b as never })).toEqual(['a', 'b', 'c']);
    expect(placesOf({ holder: null, acting: [], deputy: null })).toEqual([null]);
  });

  it('comes to the deputy only when the holder could not be reached', () => {
    const lines = (first: Call['outcome']) => [call('a1', 1, first), call('a1', 2)];
    expect(
      [null, 'reached', 'notReached', 'wrongNumber'].map((o) => mayRing(lines(o as Call['outcome']), { positionId: 'a1' as never, place: 2 })),
    ).toEqual([false, false, true, true]);
  });

  it('knows posts that nobody in them can be reached for', () => {
    expect(postState([call('a1', 1, 'notReached'), call('a1', 2)])).toBe('open');
    expect(postState([call('a1', 1, 'notReached'), call('a1', 2, 'wrongNumber')])).toBe('unreachable');
    expect(postState([call('a1', 1, null, 0, null)])).toBe('unreachable');
    expect(postState([call('a1', 1, 'notReached'), call('a1', 2, 'reached', 4)])).toBe('reached');
  });
});

describe('what a contact test found', () => {
  it('is the share of posts reached, and how long it took', () => {
    const calls = [
      call('a1', 1, 'reached', 2),
      call('a1', 2, 'reached', 1),
      call('a2', 1, 'notReached', 3),
      call('a2', 2, 'reached', 9),
      call('b1', 1, 'wrongNumber', 5),
      call('b2', 1),
    ];
    expect(measureTest(calls, start)).toEqual({ posts: 4, reached: 2, unreachable: ['b1'], share: 0.5, medianMin: 5, p90Min: 8.2 });
    expect(measureEach(calls, start).map(({ organisationId, measures }) => [organisationId, measures.share])).toEqual([
      ['b', 0],
      ['a', 1],
    ]);
    expect(measureTest([], start)).toEqual({ posts: 0, reached: 0, unreachable: [], share: null, medianMin: null, p90Min: null });
  });

  it('uses the quantile of type 7', () => {
    // Python 3.11: statistics.median([1, 3, 4, 8, 20]) is 4, statistics.quantiles([1, 3, 4, 8, 20], n=10, method='inclusive')[8] is 15.2
    expect(quantile([1, 3, 4, 8, 20], 0.5)).toBe(4);
    expect(quantile([1, 3, 4, 8, 20], 0.9)).toBeCloseTo(15.2, 12);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const sorted = values.toSorted((a, b) => a - b);
          const found = quantile(sorted, p);
          expect(found).toBeGreaterThanOrEqual(sorted[0] as number);
          expect(found).toBeLessThanOrEqual(sorted.at(-1) as number);
        },
      ),
    );
  });
});
