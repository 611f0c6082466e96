import { describe, expect, it } from 'vitest';
import { type Sketch, situation } from '../../../../test/harness/situation.ts';
import { type StartName, startNames, starts } from '../catalogue/starts.ts';
import { duties, everyPostHolds } from '../catalogue.ts';
import type { AssignmentId, HeldAssignment } from '../model.ts';
import { analyse } from './analysis/analyse.ts';
import { type Situation, usualAssumptions } from './analysis/model.ts';
import { keyOf, type StartGround, soleKeeper, startPlan } from './start.ts';

describe('each starting matrix', () => {
  it.each(startNames)('%s has every duty of the catalogue, exactly one Accountable and at least one who does it', (name) => {
    const byDuty = Map.groupBy(starts[name], (e) => e.duty);
    expect([...byDuty.keys()].sort()).toEqual(
      duties
        .map((d) => d.code)
        .filter((code) => code !== everyPostHolds)
        .sort(),
    );
    for (const [duty, entries] of byDuty) {
      expect(entries.filter((e) => e.role === 'A').length, duty).toBe(1);
      expect(entries.filter((e) => e.role === 'R' && e.rank === 1).length, duty).toBeGreaterThan(0);
      expect(new Set(entries.map((e) => `${e.role} ${e.kind}`)).size, duty).toBe(entries.length);
    }
  });

  it('leaves out the houses that such a community does not have', () => {
    const kinds = (name: StartName) => new Set(starts[name].map((e) => e.kind as string));
    expect(kinds('tenants').has('owners_committee')).toBe(false);
    expect(kinds('tenants').has('tenants_council')).toBe(true);
    for (const none of ['owners_committee', 'property_company', 'tenants_council']) expect(kinds('oldTown').has(none)).toBe(false);
  });
});

const people = (prefix: string, n: number, mark = '') => Array.from({ length: n }, (_, i) => `${mark}${prefix}${2 * i}/${prefix}${2 * i + 1}`);
const houses: Readonly<Record<string, Sketch>> = {
  committee: { kind: 'residents_committee', sector: 'selfGovernance', posts: people('c', 5), holds: ['duties.assign A /0', 'community.manage A /0'] },
  grid: { kind: 'grid_team', sector: 'selfGovernance', posts: people('g', 4), holds: [] },
  owners: { kind: 'owners_committee', sector: 'selfGovernance', posts: people('o', 1), holds: [] },
  tenants: { kind: 'tenants_council', sector: 'selfGovernance', posts: people('t', 2), holds: [] },
  social: { kind: 'social_work_station', posts: people('w', 2), holds: [] },
  team: { kind: 'volunteer_team', posts: people('v', 6), holds: [] },
  civic: { kind: 'social_organisation', posts: people('s', 2), holds: [] },
  property: { kind: 'property_company', sector: 'business', posts: people('p', 3), holds: [] },
  shops: { kind: 'shop_association', sector: 'business', posts: people('k', 2), holds: [] },
  firm: { kind: 'enterprise', sector: 'business', posts: people('f', 2), holds: [] },
  clinic: { kind: 'clinic', sector: 'publicService', posts: people('n', 3), holds: [] },
  school: { kind: 'school', sector: 'publicService', posts: people('e', 2), holds: [] },
  utility: { kind: 'utility', sector: 'publicService', posts: people('u', 2), holds: [] },
  police: { kind: 'police_post', sector: 'government', posts: people('x', 2), holds: [] },
  fire: { kind: 'fire_station', sector: 'government', posts: people('y', 3), holds: [] },
  street: { kind: 'street_office', sector: 'government', posts: people('z', 2), holds: [] },
};
const able: Readonly<Record<string, string>> = {
  p: 'electrics',
  u: 'electrics',
  f: 'electrics',
  n: 'nursing,first_aid',
  y: 'first_aid,lifting',
  g: 'first_aid',
  v: 'first_aid,lifting',
  s: 'counselling',
  w: 'counselling,childcare',
  e: 'childcare',
};

/** A community with these kinds of organisation, in which the committee keeps the matrix and nobody else holds anything. */
function modelCommunity(left: readonly string[] = []): Situation {
  const there = Object.fromEntries(Object.entries(houses).filter(([key]) => !left.includes(key)));
  const names = Object.values(there).flatMap((h) => h.posts.flatMap((p) => p.split('/')));
  const skills = Object.fromEntries(names.map((name) => [name, able[name[0] ?? ''] ?? '']));
  return situation(there, { skills, residents: 3_000 });
}
function groundOf(s: Situation): StartGround {
  return {
    matrix: {
      standing: s.assignments,
      takenIds: new Set(s.assignments.map((a) => a.id)),
      organisations: new Set(s.organisations.map((o) => o.id)),
      positions: new Map(s.positions.map((p) => [p.id, p.organisationId])),
      grids: new Set(s.grids),
      mandates: s.mandates,
    },
    houses: s.organisations,
    posts: s.positions,
  };
}
function begun(name: StartName, s: Situation) {
  const ground = groundOf(s);
  const keeper = soleKeeper(ground.matrix);
  if (!keeper) throw new Error('nobody keeps the matrix');
  const plan = startPlan(name, ground, keeper, s.at);
  const lines = plan.lines.map(
    (l): HeldAssignment => ({ ...l, id: keyOf(l) as AssignmentId, grids: null, hazards: null, levels: null, since: s.at, until: null }),
  );
  return { plan, after: { ...s, assignments: [...s.assignments.filter((a) => !plan.ends.includes(a.id)), ...lines] } };
}
/** Critical findings about the matrix itself. That nothing stands the loss of its one Accountable is left to the remedy: a starting matrix names no deputies. */
const gaps = (s: Situation) =>
  analyse(s, duties, { level: 'I', hazard: '*' }, usualAssumptions).findings.filter(
    (f) => f.severity === 'critical' && !f.code.endsWith('CannotBeLost'),
  );

describe('on a model community of its kind', () => {
  it.each([
    ['ordinary', ['tenants']],
    ['tenants', ['owners']],
    ['oldTown', ['owners', 'tenants', 'property']],
  ] as const)('%s leaves no critical gap where every house has people enough', (name, left) => {
    const { plan, after } = begun(name, modelCommunity(left));
    expect(plan.standsIn).toEqual([]);
    expect(gaps(after).map((f) => f.id)).toEqual([]);
  });

  it('tenants shows the want of people that the field study of the renters’ community reports: 12,000 residents, no volunteers', () => {
    const few = { ...modelCommunity(['owners', 'team', 'fire']), residents: 12_000 };
    const { plan, after } = begun('tenants', few);
    expect(plan.missing.map((m) => `${m.kind} ${m.why}`)).toEqual(expect.arrayContaining(['volunteer_team none', 'fire_station none']));
    expect(gaps(after)).toEqual([]);
    const overloaded = analyse(after, duties, { level: 'I', hazard: '*' }, usualAssumptions).findings.filter(
      (f) => f.code === 'organisationOverloaded',
    );
    expect(overloaded.map((f) => f.subjects[0]?.id)).toEqual(expect.arrayContaining(['committee', 'grid']));
  });

  it('oldTown shows who is not cared for while there are no community organisations, as the field study of the old town reports', () => {
    const { plan, after } = begun('oldTown', modelCommunity(['owners', 'tenants', 'property', 'civic', 'team']));
    expect(plan.missing.map((m) => `${m.kind} ${m.why}`)).toEqual(expect.arrayContaining(['social_organisation none', 'volunteer_team none']));
    expect(plan.standsIn).toEqual(expect.arrayContaining(['response.volunteer', 'volunteer.mobilise']));
    expect(gaps(after).map((f) => `${f.code} ${f.subjects[0]?.id}`)).toEqual([]);
    const without = analyse(after, duties, { level: 'I', hazard: '*' }, usualAssumptions).findings.filter((f) => f.code === 'noResponsible');
    expect(without.map((f) => f.subjects[0]?.id)).toEqual(expect.arrayContaining(['language.help', 'response.volunteer']));
  });
});

describe('laid on what is there', () => {
  it('lets the keeper stand in where the house that should answer is missing, unmanned or without a mandate, and says which', () => {
    const s = modelCommunity(['clinic', 'tenants']);
    const noPolice = { ...s, positions: s.positions.map((p) => (p.organisationId === 'police' ? { ...p, holder: null, deputy: null } : p)) };
    const strict = {
      ...noPolice,
      mandates: { bindFrom: '2026-01-01T00:00:00.000Z', needing: s.organisations.filter((o) => o.id === 'team').map((o) => o.id), agreed: [] },
    };
    const { plan } = begun('ordinary', strict);
    expect(plan.missing.map((m) => `${m.kind} ${m.why}`)).toEqual(
      expect.arrayContaining(['clinic none', 'police_post unmanned', 'volunteer_team mandate']),
    );
    expect(plan.standsIn).toEqual(expect.arrayContaining(['medical.support', 'order.keep', 'volunteer.mobilise']));
    expect(plan.lines.filter((l) => l.organisationId === 'police' || (l.organisationId === 'team' && (l.role === 'A' || l.role === 'R')))).toEqual(
      [],
    );
    expect(plan.lines.find((l) => l.duty === 'medical.support' && l.role === 'A')?.organisationId).toBe('committee');
  });

  it('does not ask or tell a house what it does itself', () => {
    const { plan } = begun('ordinary', modelCommunity(['tenants', 'owners', 'fire', 'police', 'property']));
    const does = new Set(plan.lines.filter((l) => l.role === 'A' || l.role === 'R').map((l) => `${l.duty} ${l.organisationId}`));
    expect(plan.lines.filter((l) => (l.role === 'C' || l.role === 'I') && does.has(`${l.duty} ${l.organisationId}`))).toEqual([]);
  });

  it('gives what shows the most or changes who may do what to one post, and never moves the keeping of the matrix', () => {
    const { plan } = begun('ordinary', modelCommunity(['tenants']));
    expect(plan.lines.filter((l) => l.duty === 'register.readIdentity').map((l) => l.positionId)).toEqual(['committee/0', 'committee/0']);
    expect(plan.lines.filter((l) => l.duty === 'register.readNeeds' && l.organisationId === 'clinic').map((l) => l.positionId)).toEqual(['clinic/0']);
    expect(plan.lines.filter((l) => l.duty === 'duties.assign' && l.role === 'A')).toEqual([]);
    expect(plan.ends).toEqual([]);
  });

  it('ends what the keeper answered for where another house takes it over', () => {
    const s = modelCommunity(['tenants']);
    const own = situation({ committee: { posts: ['c0'], holds: ['response.checkIn A /0'] } }).assignments;
    const { plan } = begun('ordinary', { ...s, assignments: [...s.assignments, ...own] });
    expect(plan.ends).toEqual(own.map((a) => a.id));
    expect(plan.lines.find((l) => l.duty === 'response.checkIn' && l.role === 'A')?.organisationId).toBe('grid');
  });

  it('is for a matrix that nobody but the keeper is in', () => {
    const s = modelCommunity();
    expect(soleKeeper(groundOf(s).matrix)?.duty).toBe('duties.assign');
    const told = situation({ fire: { posts: ['y0'], holds: ['rescue.first I'] } }).assignments;
    expect(soleKeeper(groundOf({ ...s, assignments: [...s.assignments, ...told] }).matrix)).toBeNull();
  });
});
