import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../kernel/command.ts';
import type { GridId, OrganisationId, PersonId, PositionId } from '../../../kernel/ids.ts';
import { duties, findDuty } from '../catalogue.ts';
import { type AssignmentId, type HeldAssignment, noMandates, type PositionSeen, type Snapshot } from '../model.ts';
import { buildAuthority } from './authority.ts';

const id = <T>(kind: number, n: number) => `00000000-0000-7000-8${kind}00-${String(n).padStart(12, '0')}` as T;
const grid = (n: number) => id<GridId>(1, n);
const organisation = (n: number) => id<OrganisationId>(2, n);
const position = (n: number) => id<PositionId>(3, n);
const person = (n: number) => id<PersonId>(4, n);
const as = (n: number): Actor => ({ kind: 'person', person: person(n) });
const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
const now = new Date(day(10));

const post = (n: number, more: Partial<PositionSeen> = {}): PositionSeen => ({
  id: position(n),
  organisationId: organisation(1),
  title: `post ${n}`,
  seat: false,
  grids: null,
  holder: person(n),
  deputy: null,
  since: day(0),
  until: null,
  ...more,
});
const cell = (n: number, duty: string, more: Partial<HeldAssignment> = {}): HeldAssignment => ({
  id: id<AssignmentId>(5, n),
  duty,
  organisationId: organisation(1),
  positionId: null,
  role: 'R',
  rank: 1,
  grids: null,
  hazards: null,
  levels: null,
  since: day(0),
  until: null,
  ...more,
});
const world = (more: Partial<Snapshot>): Snapshot => ({
  grids: [grid(1), grid(2), grid(3)],
  organisations: [
    { id: organisation(1), name: 'Committee', active: true },
    { id: organisation(2), name: 'Shops', active: true },
  ],
  positions: [],
  assignments: [],
  mandates: noMandates,
  ...more,
});

describe('what a position gives', () => {
  it('lets R and A do, and neither C nor I', () => {
    const seen = (['R', 'A', 'C', 'I'] as const).map(
      (role) =>
        buildAuthority(world({ positions: [post(1)], assignments: [cell(1, 'register.read', { role })] }), now).may(as(1), 'register.read').ok,
    );
    expect(seen).toEqual([true, true, false, false]);
  });

  it('limits to the grids that position and assignment share, and gives nothing where they share none', () => {
    const positions = [post(1, { grids: [grid(1), grid(2)] }), post(2, { grids: [grid(3)] })];
    const authority = buildAuthority(world({ positions, assignments: [cell(1, 'register.read', { grids: [grid(2)] })] }), now);
    expect(authority.may(as(1), 'register.read')).toEqual({ ok: true, value: { position: position(1), grids: [grid(2)] } });
    expect(authority.may(as(2), 'register.read').ok).toBe(false);
    expect(authority.scopesOf(as(1))).toEqual(['community', `grid:${grid(2)}`, `person:${person(1)}`]);
  });

  it('unites the areas of two positions and shows the position with the larger one', () => {
    const positions = [post(1, { grids: [grid(1)] }), post(2, { holder: person(1), grids: [grid(2), grid(3)] })];
    const answer = buildAuthority(world({ positions, assignments: [cell(1, 'register.read')] }), now).may(as(1), 'register.read');
    expect(answer).toEqual({ ok: true, value: { position: position(2), grids: [grid(1), grid(2), grid(3)] } });
  });

  it('lets the deputy act at any time', () => {
    const authority = buildAuthority(world({ positions: [post(1, { deputy: person(7) })], assignments: [cell(1, 'response.command')] }), now);
    expect(authority.may(as(7), 'response.command')).toEqual({ ok: true, value: { position: position(1), grids: null } });
  });

  it('begins on its first instant and ends before its last', () => {
    const may = (since: string, until: string | null) =>
      buildAuthority(world({ positions: [post(1)], assignments: [cell(1, 'register.read', { since, until })] }), now).may(as(1), 'register.read').ok;
    expect([may(day(10), null), may(day(11), null), may(day(0), day(10)), may(day(0), day(11))]).toEqual([true, false, false, true]);
  });

  it('gives nothing in an organisation that has ended', () => {
    const ended = world({
      organisations: [{ id: organisation(1), name: 'Committee', active: false }],
      positions: [post(1)],
      assignments: [cell(1, 'register.read')],
    });
    expect(buildAuthority(ended, now).scopesOf(as(1))).toEqual([`person:${person(1)}`]);
  });

  it('shows every post, but no seat, who answers for what', () => {
    const authority = buildAuthority(world({ positions: [post(1), post(2, { seat: true })] }), now);
    expect([authority.may(as(1), 'community.read').ok, authority.may(as(2), 'community.read').ok]).toEqual([true, false]);
  });

  it('opens no command by an assignment that is limited to a hazard', () => {
    const assignments = [cell(1, 'response.command', { hazards: ['flood'] }), cell(2, 'water.pump', { hazards: ['flood'] })];
    const authority = buildAuthority(world({ positions: [post(1)], assignments }), now);
    expect([authority.may(as(1), 'response.command').ok, authority.may(as(1), 'water.pump').ok]).toEqual([false, true]);
  });

  it('gives doors and the system nothing of its own', () => {
    const authority = buildAuthority(world({}), now);
    expect(authority.may({ kind: 'system' }, 'register.read').ok).toBe(false);
    expect(authority.scopesOf({ kind: 'door', dwelling: id(6, 1) })).toEqual([]);
  });
});

describe('a refusal', () => {
  it('names the duty, who holds it and whom to ask, and no person', () => {
    const positions = [post(1), post(2, { organisationId: organisation(2) })];
    const assignments = [cell(1, 'register.readNeeds', { role: 'A', positionId: position(1) }), cell(2, 'register.readNeeds', { rank: 2 })];
    expect(buildAuthority(world({ positions, assignments }), now).may(as(2), 'register.readNeeds')).toEqual({
      ok: false,
      problem: {
        code: 'duties.notHeld',
        kind: 'forbidden',
        params: { duty: 'register.readNeeds', holders: 'Committee · post 1 / Committee', ask: 'Committee · post 1' },
      },
    });
  });

  it('says so when nobody holds it, and sends to whoever assigns duties', () => {
    const assignments = [cell(1, 'duties.assign', { role: 'A', positionId: position(1) })];
    expect(buildAuthority(world({ positions: [post(1)], assignments }), now).may(as(1), 'register.readNeeds')).toMatchObject({
      problem: { code: 'duties.heldByNobody', params: { duty: 'register.readNeeds', ask: 'Committee · post 1' } },
    });
  });
});

describe('what an organisation holds by mandate', () => {
  const bound = (agreed: Snapshot['mandates']['agreed'], bindFrom: string | null = day(0)) =>
    world({
      positions: [post(1), post(2, { organisationId: organisation(2) })],
      assignments: [cell(1, 'duties.assign', { role: 'A' }), cell(2, 'register.read', { organisationId: organisation(2) })],
      mandates: { bindFrom, needing: [organisation(2)], agreed },
    });
  const mandate = (more: Partial<Snapshot['mandates']['agreed'][number]> = {}) => ({
    id: 'm',
    organisationId: organisation(2),
    duties: ['register.read'],
    grids: null,
    levels: null,
    tiers: ['basic' as const],
    since: day(1),
    until: day(20),
    ...more,
  });
  const may = (agreed: Snapshot['mandates']['agreed'], at = now, bindFrom: string | null = day(0)) =>
    buildAuthority(bound(agreed, bindFrom), at).may(as(2), 'register.read');

  it('counts from its first day to its last, and a refusal says that the mandate is missing and whom to ask', () => {
    expect([0, 1, 19, 20].map((n) => may([mandate()], new Date(day(n))).ok)).toEqual([false, true, true, false]);
    expect(may([])).toEqual({
      ok: false,
      problem: { code: 'duties.notCarried', kind: 'forbidden', params: { duty: 'register.read', ask: 'Committee' } },
    });
    expect(buildAuthority(bound([]), now).may(as(1), 'duties.assign').ok).toBe(true);
  });

  it('is no more than the mandate says: grids, tiers of data, and nothing that opens screens where it is limited to levels', () => {
    expect(may([mandate({ grids: [grid(2)] })])).toEqual({ ok: true, value: { position: position(2), grids: [grid(2)] } });
    for (const less of [{ tiers: [] }, { duties: ['register.write'] }, { levels: ['I' as const] }]) expect(may([mandate(less)]).ok).toBe(false);
  });

  it('is held without one until the day from which mandates bind', () => {
    expect([may([], now, null), may([], now, day(11)), may([], now, day(10))].map((answer) => answer.ok)).toEqual([true, true, false]);
  });
});

/** The oracle: no maps, no unions; asks point by point whether some position and some cell cover it. `elsewhere` is a grid added tomorrow. */
function covers(s: Snapshot, who: PersonId, duty: string, point: GridId | 'elsewhere', at: number): boolean {
  const during = (from: string, to: string | null) => Date.parse(from) <= at && !(to !== null && at >= Date.parse(to));
  const inside = (area: readonly GridId[] | null) => area === null || (point !== 'elsewhere' && area.some((g) => g === point));
  for (const p of s.positions) {
    if (!(p.holder === who || p.deputy === who) || !during(p.since, p.until)) continue;
    if (!s.organisations.some((o) => o.id === p.organisationId && o.active)) continue;
    if (duty === 'community.read' && p.seat === false) return true;
    for (const a of s.assignments) {
      if (a.duty !== duty || a.organisationId !== p.organisationId || !'RA'.includes(a.role) || !during(a.since, a.until)) continue;
      if (a.positionId !== null && a.positionId !== p.id) continue;
      if (findDuty(duty)?.opens && (a.hazards || a.levels)) continue;
      if (!inside(p.grids) || !inside(a.grids)) continue;
      const { bindFrom, needing, agreed } = s.mandates;
      if (bindFrom === null || Date.parse(bindFrom) > at || !needing.includes(a.organisationId)) return true;
      const shown = { 'register.read': 'basic' }[duty] ?? 'nothing';
      for (const m of agreed) {
        if (m.organisationId !== a.organisationId || !during(m.since, m.until) || !m.duties.includes(duty) || !inside(m.grids)) continue;
        if (shown !== 'nothing' && !m.tiers.some((tier) => tier === shown)) continue;
        if (m.levels === null || (!findDuty(duty)?.opens && (a.levels === null || a.levels.some((l) => m.levels?.includes(l))))) return true;
      }
    }
  }
  return false;
}

const someDuties = ['community.read', 'register.read', 'response.command', 'water.pump'];
const small = (max: number) => fc.integer({ min: 1, max });
const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: null });
const someGrids = maybe(fc.uniqueArray(small(3).map(grid), { minLength: 1, maxLength: 3 }));
const since = fc.integer({ min: 5, max: 12 }).map(day);
const until = maybe(fc.integer({ min: 8, max: 14 }).map(day));
/** At most one mandate for each organisation: a new one ends the one before. */
const anyMandates: fc.Arbitrary<Snapshot['mandates']> = fc.record({
  bindFrom: maybe(since),
  needing: fc.uniqueArray(small(2).map(organisation), { maxLength: 2 }),
  agreed: fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      organisationId: small(2).map(organisation),
      duties: fc.uniqueArray(fc.constantFrom(...someDuties), { minLength: 1 }),
      grids: someGrids,
      levels: maybe(fc.uniqueArray(fc.constantFrom('I' as const, 'II' as const), { minLength: 1 })),
      tiers: fc.uniqueArray(fc.constantFrom('basic' as const, 'sensitive' as const)),
      since,
      until: fc.integer({ min: 8, max: 14 }).map(day),
    }),
    { selector: (m) => m.organisationId },
  ),
});
const anySnapshot: fc.Arbitrary<Snapshot> = fc.record({
  grids: fc.constant([grid(1), grid(2), grid(3)]),
  organisations: fc.tuple(fc.boolean(), fc.boolean()).map((on) => on.map((active, i) => ({ id: organisation(i + 1), name: `o${i}`, active }))),
  positions: fc
    .array(
      fc.record({
        organisationId: small(2).map(organisation),
        seat: fc.boolean(),
        grids: someGrids,
        holder: maybe(small(3).map(person)),
        deputy: maybe(small(3).map(person)),
        since,
        until,
      }),
      { maxLength: 6 },
    )
    .map((list) => list.map((p, i) => ({ ...p, id: position(i + 1), title: `t${i}` }))),
  assignments: fc
    .array(
      fc.record({
        duty: fc.constantFrom(...someDuties),
        organisationId: small(2).map(organisation),
        positionId: maybe(small(6).map(position)),
        role: fc.constantFrom('R', 'A', 'C', 'I'),
        rank: small(3),
        grids: someGrids,
        hazards: maybe(fc.constant(['flood'])),
        levels: maybe(fc.constant<('I' | 'II' | 'III' | 'IV')[]>(['I'])),
        since,
        until,
      }),
      { maxLength: 12 },
    )
    .map((list) => list.map((a, i) => ({ ...a, id: id<AssignmentId>(5, i + 1) }) as HeldAssignment)),
  mandates: anyMandates,
});

describe('the check and an independent reading of the matrix', () => {
  it('agree for every person, duty and grid', () => {
    fc.assert(
      fc.property(anySnapshot, (snapshot) => {
        const authority = buildAuthority(snapshot, now);
        for (const n of [1, 2, 3])
          for (const duty of someDuties) {
            const answer = authority.may(as(n), duty);
            const points = [...snapshot.grids, 'elsewhere'] as const;
            const mine = points.map((p) => answer.ok && (answer.value.grids === null || (p !== 'elsewhere' && answer.value.grids.includes(p))));
            expect(mine).toEqual(points.map((p) => covers(snapshot, person(n), duty, p, now.getTime())));
            expect(authority.dutiesOf(as(n)).has(duty)).toBe(answer.ok);
          }
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes less than five microseconds, refusals too', () => {
    const positions = Array.from({ length: 260 }, (_, i) => post(i));
    const authority = buildAuthority(world({ positions, assignments: duties.slice(0, 40).map((d, i) => cell(i, d.code)) }), now);
    const actors = positions.map((_, i) => as(i));
    const checks = 40_000;
    // The best of a few rounds: what the check takes, not what else the machine does.
    const perCheckUs = Array.from({ length: 5 }, () => {
      const begin = performance.now();
      for (let i = 0; i < checks; i++) authority.may(actors[i % actors.length] as Actor, duties[i % duties.length]?.code ?? '');
      return ((performance.now() - begin) * 1000) / checks;
    });
    expect(Math.min(...perCheckUs)).toBeLessThan(5);
  });
});
