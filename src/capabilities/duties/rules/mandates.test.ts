import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GridId, OrganisationId } from '../../../kernel/ids.ts';
import type { AssignmentId, HeldAssignment, MandateGround } from '../model.ts';
import { carried, lackOf } from './mandates.ts';

const team = 'team' as OrganisationId;
const grids = ['g1', 'g2', 'g3'] as GridId[];
const levels = ['I', 'II', 'III', 'IV'] as const;
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
const maybe = <T>(list: readonly T[]) => fc.option(fc.uniqueArray(fc.constantFrom(...list), { minLength: 1 }), { nil: null });

const anyAssignment: fc.Arbitrary<HeldAssignment> = fc.record({
  id: fc.constant('a' as AssignmentId),
  duty: fc.constantFrom('register.read', 'register.readNeeds', 'supply.deliver'),
  organisationId: fc.constantFrom(team, 'committee' as OrganisationId),
  positionId: fc.constant(null),
  role: fc.constantFrom('R', 'A', 'C', 'I'),
  rank: fc.constant(1),
  grids: maybe(grids),
  hazards: fc.constant(null),
  levels: maybe(levels),
  since: fc.constant(day(0)),
  until: fc.constant(null),
});
const anyGround: fc.Arbitrary<MandateGround> = fc.record({
  bindFrom: fc.option(fc.integer({ min: 0, max: 20 }).map(day), { nil: null }),
  needing: fc.constantFrom([], [team]),
  agreed: fc.array(
    fc.record({
      id: fc.constant('m'),
      organisationId: fc.constant(team),
      duties: fc.uniqueArray(fc.constantFrom('register.read', 'register.readNeeds', 'supply.deliver'), { minLength: 1 }),
      grids: maybe(grids),
      levels: maybe(levels),
      tiers: fc.uniqueArray(fc.constantFrom('basic' as const, 'sensitive' as const)),
      since: fc.integer({ min: 0, max: 10 }).map(day),
      until: fc.integer({ min: 8, max: 20 }).map(day),
    }),
    { maxLength: 1 },
  ),
});

describe('what a mandate carries', () => {
  it('is the whole of an assignment exactly when nothing is lacking, and never more than was assigned', () => {
    fc.assert(
      fc.property(anyAssignment, anyGround, fc.integer({ min: 0, max: 20 }).map(day), (a, ground, at) => {
        const [part, ...more] = carried([a], ground, at);
        expect(more).toEqual([]);
        const whole = (list: readonly string[] | null, all: readonly string[] | null) =>
          (list ?? ['all']).toSorted().join() === (all ?? ['all']).toSorted().join();
        expect(part !== undefined && whole(part.grids, a.grids) && whole(part.levels, a.levels)).toBe(lackOf(ground, a, at) === null);
        if (part) for (const g of part.grids ?? []) expect(a.grids === null || a.grids.includes(g)).toBe(true);
        if (part && a.grids !== null) expect(part.grids).not.toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  it('is untouched, to the same list, where nobody is bound', () => {
    const list: HeldAssignment[] = [];
    expect(carried(list, { bindFrom: null, needing: [team], agreed: [] }, day(1))).toBe(list);
  });
});
