import { describe, expect, it } from 'vitest';
import { duty, mandate, type Sketch, situation } from '../../../../../test/harness/situation.ts';
import type { GridId, OrganisationId } from '../../../../kernel/ids.ts';
import type { Duty } from '../../model.ts';
import { analyse } from './analyse.ts';
import { type Finding, type Situation, usualAssumptions } from './model.ts';

const pump = duty('water.pump');
const find = (
  duties: readonly Duty[],
  organisations: Readonly<Record<string, Sketch>>,
  more: Partial<Situation> & { skills?: Record<string, string> } = {},
) => analyse(situation(organisations, more), duties, { level: 'II', hazard: '*' }, usualAssumptions).findings;
/** Findings in few words: code, where. Losses are another test's business. */
const said = (findings: readonly Finding[]) =>
  findings.flatMap(({ code, where }) => {
    if (code.endsWith('CannotBeLost')) return [];
    const limits = [where.grids?.join('+'), where.hazards?.join('+'), where.levels?.join('+')].filter((part) => part !== undefined);
    return [[code, ...limits].join(' ')];
  });

describe('gaps and overlaps', () => {
  it('finds nothing where one answers and one does', () => {
    expect(said(find([pump], { fire: { posts: ['li/wang'], holds: ['water.pump A', 'water.pump R'] } }))).toEqual([]);
  });

  it('finds a duty that nobody answers for, once for the whole community, and says who is nearest', () => {
    const findings = find([pump], { fire: { posts: ['li', 'wang'], holds: ['water.pump R'] } }, { grids: ['g1', 'g2', 'g3'] as GridId[] });
    expect(findings.find((f) => f.code === 'noAccountable')).toMatchObject({
      severity: 'critical',
      where: { grids: null, hazards: null, levels: null },
      params: { duty: 'water.pump' },
      fix: { kind: 'assign', duty: 'water.pump', role: 'A', rank: 1, organisationId: 'fire' },
      page: '/duties?duty=water.pump',
    });
    expect(said(findings)).toEqual(['noAccountable']);
  });

  it('says in which grids, for which hazards and levels', () => {
    const grids = ['g1', 'g2', 'g3'] as GridId[];
    expect(said(find([pump], { fire: { posts: ['li'], holds: ['water.pump A', 'water.pump R @g1'] } }, { grids }))).toEqual(['noResponsible g2+g3']);
    expect(said(find([pump], { fire: { posts: ['li'], holds: ['water.pump A', 'water.pump R #flood'] } }))).toEqual(['noResponsible *']);
    expect(said(find([pump], { fire: { posts: ['li'], holds: ['water.pump A', 'water.pump R !I,II'] } }))).toEqual(['noResponsible III+IV']);
  });

  it('finds a post limited to a grid wanting elsewhere', () => {
    const grids = ['g1', 'g2'] as GridId[];
    expect(said(find([pump], { fire: { posts: ['li@g1'], holds: ['water.pump A', 'water.pump R'] } }, { grids }))).toEqual([
      'accountableWithoutAuthority g2',
      'tooFewAble g2',
    ]);
  });

  it('finds two who answer first, and makes the later one a backup; a backup is no second', () => {
    const two = find([pump], {
      fire: { posts: ['li'], holds: ['water.pump A', 'water.pump R'] },
      owners: { posts: ['wang'], holds: ['water.pump A'] },
    });
    expect(two.find((f) => f.code === 'twoAccountable')?.fix).toEqual({ kind: 'makeBackup', assignmentId: 'owners water.pump A', rank: 2 });
    expect(
      said(find([pump], { fire: { posts: ['li'], holds: ['water.pump A', 'water.pump R'] }, owners: { posts: ['wang'], holds: ['water.pump A2'] } })),
    ).toEqual([]);
  });

  it('finds an Accountable nobody stands for, and one whose limits open nothing', () => {
    const empty = find([pump], { fire: { posts: ['-'], holds: ['water.pump A'] }, owners: { posts: ['wang'], holds: ['water.pump R'] } });
    expect(empty.find((f) => f.code === 'accountableWithoutAuthority')).toMatchObject({
      fix: { kind: 'fillPost', organisationId: 'fire' },
      page: '/organisations?organisation=fire',
    });
    const triage = duty('response.triage', { opens: true });
    expect(said(find([triage], { social: { posts: ['li'], holds: ['response.triage A #flood', 'response.triage R'] } }))).toEqual([
      'noAccountable',
      'accountableWithoutAuthority flood',
    ]);
  });

  it('counts only people with the skill, by what was written down or by the trade of their post', () => {
    const aid = duty('medical.support', { skills: ['nursing'], crew: 2 });
    const clinic = { kind: 'clinic', posts: ['li'], holds: ['medical.support A', 'medical.support R'] };
    const team = { kind: 'volunteer_team', posts: ['~wang', '~zhao'], holds: ['medical.support R2'] };
    expect(find([aid], { clinic, team }).find((f) => f.code === 'tooFewAble')).toMatchObject({
      params: { able: 1, crew: 2 },
      fix: { kind: 'addPeople', people: 1 },
    });
    expect(said(find([aid], { clinic, team }, { skills: { zhao: 'nursing' } }))).toEqual([]);
  });

  it('counts who is asked, and stops at five', () => {
    const asked = (n: number) =>
      Object.fromEntries(Array.from({ length: n }, (_, i) => [`c${i}`, { posts: [`p${i}`], holds: ['water.pump C'] }] as const));
    const fire = { posts: ['li'], holds: ['water.pump A', 'water.pump R'] };
    expect(said(find([pump], { fire, ...asked(5) }))).toEqual([]);
    expect(find([pump], { fire, ...asked(6) }).find((f) => f.code === 'tooManyConsulted')).toMatchObject({
      severity: 'note',
      params: { asked: 6, most: 5 },
    });
  });

  it('finds what is owned in the response and falls to nobody in the recovery', () => {
    const both = duty('psych.support', { phases: ['response', 'recovery'] });
    expect(said(find([both], { mind: { posts: ['li'], holds: ['psych.support A', 'psych.support R !I,II,III,IV'] } }))).toEqual(['phaseGap none']);
    const chain = [duty('supply.deliver', { leadsTo: 'relief.follow' }), duty('relief.follow', { phases: ['recovery'], critical: false })];
    const findings = find(chain, { shop: { posts: ['li'], holds: ['supply.deliver A', 'supply.deliver R', 'relief.follow A'] } });
    expect(findings.find((f) => f.code === 'phaseGap')).toMatchObject({ params: { duty: 'supply.deliver', next: 'relief.follow', role: 'R' } });
  });

  it('gives a finding the same id each time, and no two the same', () => {
    const make = () =>
      find([pump, duty('order.keep')], { fire: { posts: ['li'], holds: ['water.pump R @g1'] } }, { grids: ['g1', 'g2'] as GridId[] });
    const ids = make().map((f) => f.id);
    expect(make().map((f) => f.id)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the standing of organisations', () => {
  const fire = { posts: ['li'], holds: ['water.pump A', 'water.pump R'] };
  const id = 'fire' as OrganisationId;
  it('finds one that holds nothing, and one where nobody is', () => {
    expect(said(find([pump], { fire, choir: { posts: ['zhou'], holds: [] } }))).toEqual(['orphanOrganisation']);
    expect(find([pump], { fire, choir: { posts: ['-'], holds: ['water.pump I'] } }).find((f) => f.code === 'orphanOrganisation')?.params).toEqual({
      why: 'nobody',
    });
  });

  it('warns 60 days before a mandate ends, and names one that has; a renewed one is silent', () => {
    const agreed = (...untils: string[]) => ({
      mandates: { bindFrom: null, needing: [id], agreed: untils.map((until, n) => mandate(id, { id: `m${n}`, until })) },
    });
    expect(said(find([pump], { fire }, agreed('2027-03-01T00:00:00.000Z')))).toEqual([]);
    expect(find([pump], { fire }, agreed('2027-01-01T00:00:00.000Z')).find((f) => f.code === 'mandateEnding')?.params).toEqual({ days: 40 });
    expect(said(find([pump], { fire }, agreed('2026-11-01T00:00:00.000Z')))).toEqual(['mandateExpired']);
    expect(said(find([pump], { fire }, agreed('2026-11-01T00:00:00.000Z', '2028-01-01T00:00:00.000Z')))).toEqual([]);
  });

  it('warns 60 days before the insurance of those who are sent by a mandate ends, and names those who are not insured', () => {
    const insured = (until: string | null, more: object = {}) =>
      find(
        [pump],
        { fire },
        {
          mandates: { bindFrom: null, needing: [id], agreed: [mandate(id, { until: '2028-01-01T00:00:00.000Z' })] },
          insurances: [{ organisationId: id, until }],
          ...more,
        },
      ).flatMap((f) => (f.code === 'notInsured' || f.code === 'insuranceEnding' ? [[f.code, f.severity, f.params.days, f.fix.kind, f.page]] : []));
    const page = '/duties/mandates?organisation=fire';
    expect(insured('2027-03-01T00:00:00.000Z')).toEqual([]);
    expect(insured('2027-01-21T00:00:00.000Z')).toEqual([['insuranceEnding', 'warning', 60, 'renewInsurance', page]]);
    expect(insured('2026-11-02T00:00:00.000Z')).toEqual([['notInsured', 'warning', 20, 'renewInsurance', page]]);
    expect(insured(null)).toEqual([['notInsured', 'warning', -1, 'renewInsurance', page]]);
    expect(insured(null, { insurances: [] })).toEqual([]);
    expect(insured(null, { mandates: { bindFrom: null, needing: [id], agreed: [] } })).toEqual([]);
  });

  it('names who holds a duty with no mandate, and duties that a mandate does not carry: warnings until mandates bind', () => {
    const ground = (bindFrom: string | null, ...duties: string[]) => ({
      mandates: { bindFrom, needing: [id], agreed: duties.length > 0 ? [mandate(id, { duties, until: '2028-01-01T00:00:00.000Z' })] : [] },
    });
    const [past, later] = ['2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'];
    const two = { ...fire, holds: [...fire.holds, 'order.keep C'] };
    expect(said(find([pump], { fire: two }, ground(null)))).toEqual([]);
    const missing = find([pump], { fire: two }, ground(later)).filter((f) => f.code === 'mandateMissing');
    expect(missing.map((f) => [f.severity, f.params.count])).toEqual([['warning', 1]]);
    expect(said(find([pump], { fire: two }, ground(past)))).toEqual(['noAccountable', 'noResponsible', 'mandateMissing']);
    const outside = find([pump], { fire: two }, ground(past, 'order.keep')).filter((f) => f.code === 'assignmentOutsideMandate');
    expect(outside.map((f) => [f.severity, f.params.lack, f.page])).toEqual(
      Array(2).fill(['critical', 'duty', '/duties/mandates?organisation=fire']),
    );
    expect(said(find([pump], { fire: two }, ground(past, 'water.pump')))).toEqual([]);
  });

  it('names agreements that nobody has tried in time', () => {
    const agreement = (nextTestAt: string | null) => [
      { id: 'a1', between: [id, 'choir'] as [OrganisationId, OrganisationId], until: null, nextTestAt },
    ];
    const choir = { posts: ['zhou'], holds: ['water.pump C'] };
    const late = find([pump], { fire, choir }, { agreements: agreement('2026-11-12T00:00:00.000Z') }).filter(
      (f) => f.code === 'agreementTestOverdue',
    );
    expect(late.map((f) => [f.code, f.params.days, f.page])).toEqual([['agreementTestOverdue', 10, '/duties/agreements?agreement=a1']]);
    expect(said(find([pump], { fire, choir }, { agreements: agreement('2026-12-12T00:00:00.000Z') }))).toEqual([]);
    expect(said(find([pump], { fire, choir }, { agreements: agreement(null) }))).toEqual([]);
  });

  it('asks for a contact test after half a year, once tests are kept', () => {
    expect(said(find([pump], { fire }, { contactTests: [{ organisationId: id, lastAt: '2026-01-01T00:00:00.000Z' }] }))).toEqual([
      'contactTestOverdue',
    ]);
    expect(said(find([pump], { fire }, { contactTests: [{ organisationId: id, lastAt: '2026-11-01T00:00:00.000Z' }] }))).toEqual([]);
    expect(said(find([pump], { fire }, { contactTests: [] }))).toEqual(['contactTestOverdue']);
  });
});

describe('load', () => {
  const long = duty('response.checkIn', { effort: 20, crew: 1 });
  it('lays the effort of a level on those first in line', () => {
    const findings = find([long], {
      committee: { posts: ['li'], holds: ['response.checkIn A', 'response.checkIn R /0'] },
      grid: { posts: ['wang', 'zhao'], holds: ['response.checkIn R'] },
      backup: { posts: ['qian'], holds: ['response.checkIn R2'] },
    });
    // 20 h for 1,000 residents at level II × 0.7 = 14 h, 7 for each of two organisations.
    expect(findings.filter((f) => f.code.endsWith('Overloaded'))).toEqual([]);
    const over = (findings: readonly Finding[]) =>
      findings.filter((f) => f.code.endsWith('Overloaded')).map((f) => [f.code, f.subjects[0]?.id, f.params.hours, f.params.available]);
    const alone = { committee: { posts: ['li'], holds: ['response.checkIn A', 'response.checkIn R'] } };
    expect(over(find([long], alone))).toEqual([['organisationOverloaded', 'committee', 14, 8]]);
    // The house has hours enough, and yet all of it falls to one.
    const uneven = { committee: { posts: ['li', 'wang'], holds: ['response.checkIn A', 'response.checkIn R /0'] } };
    expect(over(find([long], uneven))).toEqual([['personOverloaded', 'li', 14, 8]]);
  });

  it('finds a person counted on in two places', () => {
    const two = find([pump, duty('order.keep')], {
      fire: { posts: ['li'], holds: ['water.pump A', 'water.pump R'] },
      police: { posts: ['li/wang'], holds: ['order.keep A', 'order.keep R'] },
    });
    expect(two.filter((f) => f.code === 'personInTwoPlaces').map((f) => f.subjects.map((s) => s.id))).toEqual([['li', 'fire', 'police']]);
  });
});
