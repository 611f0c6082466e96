import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allotment, type Demand } from './matching.ts';

const demand = (need: number, ...people: number[]): Demand => ({ need, candidates: people.map((person) => ({ person, through: [person] })) });

/** The most places that can be filled, by trying every way: the independent count. */
function bestByTrial(demands: readonly Demand[], people: number, capacity: number): number {
  const pairs = demands.flatMap((d, i) => d.candidates.map((c) => ({ demand: i, person: c.person })));
  const used = Array.from({ length: people }, () => 0);
  const filled = demands.map(() => 0);
  const best = (at: number): number => {
    const pair = pairs[at];
    if (!pair) return filled.reduce((sum, n) => sum + n, 0);
    let most = best(at + 1);
    if ((used[pair.person] as number) < capacity && (filled[pair.demand] as number) < (demands[pair.demand] as Demand).need) {
      used[pair.person] = (used[pair.person] as number) + 1;
      filled[pair.demand] = (filled[pair.demand] as number) + 1;
      most = Math.max(most, best(at + 1));
      used[pair.person] = (used[pair.person] as number) - 1;
      filled[pair.demand] = (filled[pair.demand] as number) - 1;
    }
    return most;
  };
  return best(0);
}

const people = 5;
const organisations = 3;
const arbitrary = fc.array(
  fc.record({
    need: fc.integer({ min: 1, max: 2 }),
    candidates: fc.uniqueArray(
      fc.record({
        person: fc.nat({ max: people - 1 }),
        through: fc.uniqueArray(fc.nat({ max: organisations - 1 }), { minLength: 1, maxLength: 2 }),
      }),
      { selector: (c) => c.person, maxLength: 3 },
    ),
  }),
  { minLength: 1, maxLength: 4 },
);
const needOf = (demands: readonly Demand[]) => demands.reduce((sum, d) => sum + d.need, 0);

describe('an allotment of people to demands', () => {
  it('moves somebody on to make room', () => {
    expect(new Allotment([demand(1, 0, 1), demand(1, 0)], 2, 1).shortage()).toBeNull();
  });

  it('names the demands that are short together, and nothing else', () => {
    const three = [demand(1, 0, 1), demand(1, 0, 1), demand(1, 0, 1), demand(1, 2)];
    expect(new Allotment(three, 3, 1).shortage()).toEqual({ demands: [0, 1, 2], need: 3, supply: 2, people: [0, 1] });
    expect(new Allotment(three, 3, 2).shortage()).toBeNull();
  });

  it('does not count one person twice for the same demand', () => {
    expect(new Allotment([demand(2, 0)], 1, 5).shortage()).toMatchObject({ need: 2, supply: 1 });
  });

  it('says what is short when somebody is gone, and forgets it', () => {
    const allotment = new Allotment([demand(1, 0), demand(1, 0, 1)], 2, 1);
    expect(allotment.without(new Set([1]))).toEqual({ demands: [0, 1], need: 2, supply: 1, people: [0] });
    expect(allotment.without(new Set(), new Set([0]))).toMatchObject({ demands: [0] });
    expect(new Allotment([demand(1, 0, 1)], 2, 1).without(new Set([0]))).toBeUndefined();
    expect(allotment.shortage()).toBeNull();
  });

  it('is as large as the best of all, and short exactly where Hall’s condition fails (against trial of every way)', () => {
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 1, max: 2 }), (demands, capacity) => {
        const violator = new Allotment(demands, people, capacity).shortage();
        const best = bestByTrial(demands, people, capacity);
        if (violator === null) expect(best).toBe(needOf(demands));
        else {
          expect(violator.need - violator.supply).toBe(needOf(demands) - best);
          expect(violator.need).toBe(needOf(violator.demands.map((d) => demands[d] as Demand)));
          expect(
            bestByTrial(
              violator.demands.map((d) => demands[d] as Demand),
              people,
              capacity,
            ),
          ).toBe(violator.supply);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says the same about a loss as an allotment made without what was lost, time after time', () => {
    const losses = fc.array(fc.record({ person: fc.nat({ max: people - 1 }), organisation: fc.nat({ max: organisations - 1 }) }), { maxLength: 6 });
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 1, max: 2 }), losses, (demands, capacity, lost) => {
        const allotment = new Allotment(demands, people, capacity);
        for (const { person, organisation } of lost) {
          const left = demands.map((d) => ({
            need: d.need,
            candidates: d.candidates.flatMap((c) => {
              const through = c.through.filter((o) => o !== organisation);
              return c.person === person || through.length === 0 ? [] : [{ person: c.person, through }];
            }),
          }));
          const found = allotment.without(new Set([person]), new Set([organisation]));
          const afresh = new Allotment(left, people, capacity).shortage();
          if (found !== undefined) expect(found).toEqual(afresh);
          else expect(allotment.shortage()?.demands ?? []).toEqual(expect.arrayContaining([...(afresh?.demands ?? [])]));
          const alone = demands.map((d) => ({ need: d.need, candidates: d.candidates.filter((c) => c.person !== person) }));
          const one = allotment.without(new Set([person]));
          if (one !== undefined) expect(one).toEqual(new Allotment(alone, people, capacity).shortage());
          else expect(new Allotment(alone, people, capacity).shortage()?.demands).toEqual(allotment.shortage()?.demands);
        }
      }),
      { numRuns: 300 },
    );
  });
});
