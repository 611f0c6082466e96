import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duty, type Sketch, situation } from '../../../../../test/harness/situation.ts';
import { type LossResult, type LossTable, lossTable, pairTable } from './losses.ts';
import { usualAssumptions } from './model.ts';
import { reachOf } from './reach.ts';

const occasion = { level: 'II', hazard: '*' } as const;
const table = (
  codes: readonly string[],
  organisations: Readonly<Record<string, Sketch>>,
  atOnce = 3,
): LossTable & { names: string[][]; double: LossResult[] } => {
  const reach = reachOf(
    situation(organisations),
    codes.map((code) => duty(code)),
  );
  const found = lossTable(reach, occasion, { ...usualAssumptions, atOnce });
  const names = found.single.map((r) =>
    r.losses.map((l) => (l.kind === 'person' ? (reach.people[l.person]?.id as string) : (reach.organisations[l.organisation]?.id as string))),
  );
  return { ...found, names, double: pairTable(reach, occasion, { ...usualAssumptions, atOnce }) };
};

describe('losing one', () => {
  it('finds the one person and the one organisation on whom a duty hangs', () => {
    const { single, names, survivors } = table(['water.pump'], { fire: { posts: ['li'], holds: ['water.pump A', 'water.pump R'] } });
    expect(names.flat().sort()).toEqual(['fire', 'li']);
    expect(single.map((r) => r.damage.map((d) => d.loses).sort())).toEqual([
      ['A', 'R'],
      ['A', 'R'],
    ]);
    expect(survivors).toEqual([]);
  });

  it('lets a deputy stand for a person, and a backup in another house for an organisation', () => {
    const fire = { posts: ['li/wang'], holds: ['water.pump A', 'water.pump R'] };
    expect(table(['water.pump'], { fire }).names).toEqual([['fire']]);
    const both = table(['water.pump'], { fire, owners: { posts: ['zhao'], holds: ['water.pump A2', 'water.pump R2'] } });
    expect(both.names).toEqual([]);
    expect(both.survivors).toEqual(['water.pump']);
  });

  it('is not deceived by one person who stands for both', () => {
    const found = table(['water.pump'], {
      fire: { posts: ['li'], holds: ['water.pump A', 'water.pump R'] },
      owners: { posts: ['li'], holds: ['water.pump A2', 'water.pump R2'] },
    });
    expect(found.names).toEqual([['li']]);
  });

  it('sees that two duties share the same backup, with Hall’s reason', () => {
    const organisations = {
      fire: { posts: ['li', 'wu'], holds: ['water.pump A', 'water.pump R /0'] },
      police: { posts: ['wang', 'sun'], holds: ['order.keep A', 'order.keep R /0'] },
      team: { posts: ['zhao', 'qian'], holds: ['water.pump R2 /0', 'order.keep R2 /0', 'water.pump A2', 'order.keep A2'] },
    };
    expect(table(['water.pump', 'order.keep'], organisations, 1).names).toEqual([]);
    // One more duty takes the shared backup away.
    const third = { ...organisations, clinic: { posts: ['he', 'xu'], holds: ['medical.support A', 'medical.support A2'] } };
    third.team = { ...third.team, holds: [...third.team.holds, 'medical.support R', 'medical.support A3'] };
    third.team = { posts: ['zhao'], holds: third.team.holds };
    const { single } = table(['water.pump', 'order.keep', 'medical.support'], third, 1);
    const fire = single.find((r) => r.damage.some((d) => d.because?.duties.includes('water.pump') && d.because.duties.length === 2));
    expect(fire?.damage.find((d) => d.duty === 'medical.support')?.because).toEqual({
      duties: ['water.pump', 'medical.support'],
      need: 2,
      supply: 1,
    });
  });

  it('charges nobody with what failed before', () => {
    const found = table(['water.pump', 'order.keep'], {
      fire: { posts: ['li/wang'], holds: ['water.pump A', 'water.pump R'] },
      owners: { posts: ['zhao'], holds: ['water.pump A2', 'water.pump R2'] },
    });
    expect(found.already.map((d) => [d.duty, d.loses])).toEqual([
      ['order.keep', 'A'],
      ['order.keep', 'R'],
    ]);
    expect(found.single).toEqual([]);
    expect(found.survivors).toEqual(['water.pump']);
  });

  it('finds pairs that break what neither breaks alone', () => {
    const found = table(['water.pump', 'order.keep'], {
      fire: { posts: ['li/wang'], holds: ['water.pump A', 'water.pump R', 'order.keep A', 'order.keep R'] },
      owners: { posts: ['zhao/qian'], holds: ['water.pump A2', 'water.pump R2'] },
    });
    expect(found.names).toEqual([['fire']]);
    expect(found.double.map((r) => [r.losses.map((l) => (l.kind === 'organisation' ? l.organisation : -1)), r.damage.map((d) => d.duty)])).toEqual([
      [
        [0, 1],
        ['water.pump', 'water.pump'],
      ],
    ]);
  });
});

const codes = ['a.a', 'b.b', 'c.c'];
const houses = ['x', 'y', 'z'];
const someone = fc.constantFrom('p', 'q', 'r', 's');
const cells = fc.uniqueArray(fc.tuple(fc.constantFrom(...codes), fc.constantFrom('A', 'A2', 'R', 'R2')), {
  maxLength: 5,
  selector: (c) => c.join(' '),
});
const houseOf = fc.record({ posts: fc.array(someone, { minLength: 1, maxLength: 2 }), holds: cells.map((list) => list.map((c) => c.join(' '))) });
const matrixOf = fc.tuple(houseOf, houseOf, houseOf).map((list) => Object.fromEntries(list.map((h, i) => [houses[i] as string, h])));

/** Can every duty have a person of its own, nobody more than `atOnce`? By trying all. */
function canAll(can: readonly (readonly string[])[], atOnce: number, used: Record<string, number> = {}): boolean {
  const [first, ...rest] = can;
  if (!first) return true;
  return first.some((p) => (used[p] ?? 0) < atOnce && canAll(rest, atOnce, { ...used, [p]: (used[p] ?? 0) + 1 }));
}

describe('against trial of every way, on small random matrices', () => {
  it('agrees which losses do damage and which duties survive all of them', () => {
    fc.assert(
      fc.property(matrixOf, fc.integer({ min: 1, max: 2 }), (organisations, atOnce) => {
        const found = table(codes, organisations, atOnce);
        const people = [...new Set(Object.values(organisations).flatMap((h) => h.posts))];
        const holders = (code: string, role: 'A' | 'R', gonePerson: string, goneHouse: string): string[] => [
          ...new Set(
            Object.entries(organisations).flatMap(([house, h]) =>
              house !== goneHouse && h.holds.some((line) => line.startsWith(`${code} ${role}`)) ? h.posts.filter((p) => p !== gonePerson) : [],
            ),
          ),
        ];
        /** Duties that fail: unanswered; or short in some best allotment, which is: the rest can be met as well without it as with it. */
        const failing = (person: string, house: string): Set<string> => {
          const can = codes.map((code) => holders(code, 'R', person, house));
          const best = Math.max(
            ...subsets(codes.length).map((s) =>
              canAll(
                s.map((i) => can[i] as string[]),
                atOnce,
              )
                ? s.length
                : 0,
            ),
          );
          const short = codes.filter((_, d) =>
            subsets(codes.length).some(
              (s) =>
                s.length === best &&
                !s.includes(d) &&
                canAll(
                  s.map((i) => can[i] as string[]),
                  atOnce,
                ),
            ),
          );
          return new Set([
            ...codes.filter((code) => holders(code, 'A', person, house).length === 0).map((code) => `A ${code}`),
            ...short.map((code) => `R ${code}`),
          ]);
        };
        const before = failing('', '');
        const damaging = [...people.map((p) => [p, ''] as const), ...houses.map((h) => ['', h] as const)].filter(([p, h]) =>
          [...failing(p, h)].some((key) => !before.has(key)),
        );
        expect(found.names.flat().sort()).toEqual(damaging.map(([p, h]) => p || h).sort());
        const lost = new Set([...before, ...damaging.flatMap(([p, h]) => [...failing(p, h)])].map((key) => key.slice(2)));
        expect(found.survivors).toEqual(codes.filter((code) => !lost.has(code)));
      }),
      { numRuns: 200 },
    );
  });
});

const subsets = (n: number): number[][] =>
  Array.from({ length: 2 ** n }, (_, mask) => Array.from({ length: n }, (_x, i) => i).filter((i) => mask & (1 << i)));
