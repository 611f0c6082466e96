import { describe, expect, it } from 'vitest';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { organisationKinds } from '../model.ts';
import type { MandateState } from '../model-mandates.ts';
import { type DueGround, duesOf } from './dues.ts';
import { afterDay, holdsAt, lastDayOf, needsMandate, nextTestOf, stageOf, statutoryKinds } from './mandates.ts';

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString();
const now = day(100);
const mandate = (since: number, until: number, more: { state?: MandateState; endedAt?: string | null } = {}) => ({
  since: day(since),
  until: day(until),
  state: 'agreed' as const,
  endedAt: null,
  ...more,
});

describe('who needs a mandate', () => {
  it('is everyone but those of whom two people have agreed that they take part by law, whatever they are called', () => {
    expect([needsMandate({ byLaw: true }), needsMandate({ byLaw: false })]).toEqual([false, true]);
  });

  it('cannot be got out of by kinds other than public bodies and the committee with its grids', () => {
    expect(Object.keys(organisationKinds).filter((kind) => !statutoryKinds.has(kind))).toEqual([
      'owners_committee',
      'tenants_council',
      'social_work_station',
      'volunteer_team',
      'social_organisation',
      'foundation',
      'property_company',
      'shop',
      'shop_association',
      'enterprise',
    ]);
  });
});

describe('a term', () => {
  it('holds from its first instant to before its last, or until it is ended', () => {
    const at = (n: number, endedAt: string | null = null) => holdsAt(mandate(10, 20, { endedAt }), day(n));
    expect([9, 10, 19, 20].map((n) => at(n))).toEqual([false, true, true, false]);
    expect([14, 15].map((n) => at(n, day(15)))).toEqual([true, false]);
    // An end after the term changes nothing.
    expect(at(20, day(30))).toBe(false);
  });

  it('is told by its last day, which counts', () => {
    expect(afterDay('2026-06-30')).toBe('2026-06-30T16:00:00.000Z');
    expect(lastDayOf(afterDay('2026-06-30'))).toBe('2026-06-30T15:59:59.999Z');
  });
});

describe('the stage', () => {
  const stage = (mandates: ReturnType<typeof mandate>[], more: object = {}) =>
    stageOf({ byLaw: false, assessed: true, duties: 0, ...more }, mandates, now);
  it.each([
    ['none', [], { byLaw: true }],
    ['registered', [], { assessed: false }],
    ['assessed', [], {}],
    ['assessed', [mandate(0, 200, { state: 'declined' })], {}],
    ['offered', [mandate(90, 200, { state: 'offered' })], {}],
    ['offered', [mandate(120, 200)], {}],
    ['mandated', [mandate(0, 200)], {}],
    ['inCommand', [mandate(0, 200), mandate(200, 300, { state: 'offered' })], { duties: 2 }],
    ['lapsed', [mandate(0, 100)], { duties: 2 }],
    ['lapsed', [mandate(0, 200, { endedAt: day(50) })], {}],
    ['lapsed', [mandate(120, 200, { endedAt: day(110) }), mandate(0, 90)], {}],
  ] as const)('is %s', (wanted, mandates, more) => {
    expect(stage([...mandates], more)).toBe(wanted);
  });
});

describe('when an agreement is next tried', () => {
  it('is so many days after the last time, or after it began', () => {
    expect(nextTestOf({ since: day(0), testEveryDays: 30, testedAt: null })).toBe(day(30));
    expect(nextTestOf({ since: day(0), testEveryDays: 30, testedAt: day(50) })).toBe(day(80));
    expect(nextTestOf({ since: day(0), testEveryDays: null, testedAt: day(50) })).toBeNull();
  });
});

describe('what is due', () => {
  const id = 'team' as OrganisationId;
  const ground = (more: Partial<DueGround>): DueGround => ({
    bindFrom: null,
    organisations: [{ id, insuredUntil: null }],
    mandates: [],
    agreements: [],
    requests: [],
    offices: [],
    ...more,
  });
  const held = (since: number, until: number, n: number, nextReviewAt: string | null = null) => ({
    ...mandate(since, until),
    id: `m${n}`,
    organisationId: id,
    nextReviewAt,
  });
  const dues = (more: Partial<DueGround>) => duesOf(ground(more), now).map((d) => [d.kind, d.id, d.days]);

  it('is nothing 61 days before the end, and something the day after that', () => {
    expect(dues({ mandates: [held(0, 161, 1)] })).toEqual([]);
    expect(dues({ mandates: [held(0, 160, 1)] })).toEqual([['mandateEnds', 'm1', 60]]);
    expect(dues({ mandates: [held(0, 80, 1)] })).toEqual([['mandateOver', 'm1', -20]]);
  });

  it('is not the end of a mandate that another follows without a gap', () => {
    expect(dues({ mandates: [held(0, 120, 1), held(120, 400, 2)] })).toEqual([]);
    expect(dues({ mandates: [held(0, 120, 1), held(130, 400, 2)] })).toEqual([['mandateEnds', 'm1', 20]]);
    expect(dues({ mandates: [held(0, 80, 1), held(110, 400, 2)] })).toEqual([]);
  });

  it('is the insurance of those who have a mandate, a review, the day from which mandates bind, and agreements', () => {
    const insured = (insuredUntil: string) => dues({ organisations: [{ id, insuredUntil }], mandates: [held(0, 400, 1)] });
    expect(insured('2026-04-20')).toEqual([['insuranceEnds', 'team', 9]]);
    expect(insured('2026-04-01')).toEqual([['insuranceOver', 'team', -9]]);
    expect(dues({ mandates: [held(0, 400, 1, day(95))] })).toEqual([['reviewDue', 'm1', -5]]);
    expect(dues({ bindFrom: day(130) })).toEqual([['bindSoon', '', 30]]);
    const agreement = { id: 'a', organisationId: id, partnerId: id, state: 'agreed' as const, inForce: true, nextTestAt: day(130) };
    expect(dues({ agreements: [agreement] })).toEqual([['testDue', 'a', 30]]);
    expect(dues({ agreements: [{ ...agreement, state: 'offered', inForce: false }] })).toEqual([['agreementWaits', 'a', 0]]);
  });
});
