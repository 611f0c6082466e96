import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cover, makesCircle, overlaps } from './cover.ts';

const day = (n: number) => new Date(Date.UTC(2026, 10, 1) + n * 86_400_000).toISOString();
const cover = (holder: string, person: string, from: number, to: number, position = `post of ${holder}`): Cover => ({
  positionId: position as never,
  holder: holder as never,
  person: person as never,
  since: day(from),
  until: day(to),
});

describe('covers of one post', () => {
  it('may follow each other on the same day and not overlap', () => {
    expect(overlaps([cover('a', 'b', 1, 5)], cover('a', 'c', 5, 9))).toBe(false);
    expect(overlaps([cover('a', 'b', 1, 5)], cover('a', 'c', 4, 9))).toBe(true);
    expect(overlaps([cover('a', 'b', 1, 5)], cover('d', 'b', 1, 5))).toBe(false);
  });
});

describe('people who act for each other', () => {
  it('may not do so in a circle at the same time', () => {
    expect(makesCircle([cover('b', 'a', 3, 9)], cover('a', 'b', 1, 4))).toBe(true);
    expect(makesCircle([cover('b', 'a', 4, 9)], cover('a', 'b', 1, 4))).toBe(false);
    expect(makesCircle([cover('b', 'c', 1, 5), cover('c', 'a', 4, 9)], cover('a', 'b', 1, 9))).toBe(true);
    // Each two of the three meet in pairs only where the third does not.
    expect(makesCircle([cover('b', 'c', 1, 4), cover('c', 'a', 4, 9)], cover('a', 'b', 1, 9))).toBe(false);
  });

  it('is found exactly when on some day walking from one to the next comes back', () => {
    const people = ['a', 'b', 'c', 'd', 'e'];
    const any = fc
      .record({
        holder: fc.constantFrom(...people),
        person: fc.constantFrom(...people),
        from: fc.nat(9),
        days: fc.integer({ min: 1, max: 6 }),
        post: fc.nat(1),
      })
      .filter(({ holder, person }) => holder !== person)
      .map(({ holder, person, from, days, post }) => cover(holder, person, from, from + days, `${post} of ${holder}`));
    const onDay = (covers: readonly Cover[], at: string, wanted: Cover): boolean => {
      const reached = new Set<string>([wanted.person]);
      for (let grew = true; grew; ) {
        const before = reached.size;
        for (const c of covers) if (c.since <= at && at < c.until && reached.has(c.holder)) reached.add(c.person);
        grew = reached.size > before;
      }
      return reached.has(wanted.holder);
    };
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), any, (standing, wanted) => {
        const days = Array.from({ length: 20 }, (_, n) => day(n)).filter((at) => wanted.since <= at && at < wanted.until);
        expect(makesCircle(standing, wanted)).toBe(days.some((at) => onDay(standing, at, wanted)));
      }),
    );
  });
});
