import { describe, expect, it } from 'vitest';
import type { OrganisationId } from '../../../kernel/ids.ts';
import { type AssignmentId, type HeldAssignment, noMandates } from '../model.ts';
import { MatrixChange } from '../model-proposals.ts';
import { affectedBy, outcomeOf, type ProposalGround } from './proposals.ts';

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [committee, shops, team, ended] = [1, 2, 3, 4].map((n) => uuid(n) as OrganisationId) as [
  OrganisationId,
  OrganisationId,
  OrganisationId,
  OrganisationId,
];
const from = '2026-12-01T00:00:00.000Z';
let next = 100;
const held = (organisationId: OrganisationId, duty: string, role: 'A' | 'R', more: Partial<HeldAssignment> = {}): HeldAssignment => ({
  id: uuid(next++) as AssignmentId,
  duty,
  organisationId,
  positionId: null,
  role,
  rank: 1,
  grids: null,
  hazards: null,
  levels: null,
  since: '2026-01-01T00:00:00.000Z',
  until: null,
  ...more,
});
const keeper = held(committee, 'duties.assign', 'A');
const ground = (standing: readonly HeldAssignment[], delegations: readonly (readonly [AssignmentId, OrganisationId])[] = []): ProposalGround => ({
  standing: [keeper, ...standing],
  takenIds: new Set(),
  organisations: new Set([committee, shops, team]),
  positions: new Map(),
  grids: new Set(),
  mandates: noMandates,
  delegations: new Map(delegations),
});
const add = (organisationId: OrganisationId, duty: string, role: 'A' | 'R', more: object = {}) =>
  MatrixChange.parse({ kind: 'add', id: uuid(next++), organisationId, duty, role, basis: '居民会议决定', ...more });
const end = (endsId: string) => MatrixChange.parse({ kind: 'end', endsId, basis: '居民会议决定' });
const code = (g: ProposalGround, ...changes: MatrixChange[]) => {
  const outcome = outcomeOf(g, changes, from);
  return outcome.ok ? 'ok' : outcome.problem.code;
};
const asked = (g: ProposalGround, proposer: OrganisationId, ...changes: MatrixChange[]) => {
  const outcome = outcomeOf(g, changes, from);
  if (!outcome.ok) throw new Error(outcome.problem.code);
  const affected = affectedBy(g, outcome.value, proposer);
  return affected.ok ? affected.value : affected.problem.code;
};

describe('what a proposal makes of the matrix', () => {
  it('hands a duty from one organisation to another at one instant', () => {
    const old = held(committee, 'water.pump', 'A');
    const outcome = outcomeOf(ground([old]), [end(old.id), add(shops, 'water.pump', 'A')], from);
    expect(outcome).toMatchObject({ ok: true, value: { from, ends: [old.id], begins: [{ organisationId: shops, since: from }] } });
    expect(code(ground([old]), add(shops, 'water.pump', 'A'))).toBe('duties.alreadyAccountable');
  });

  it('refuses an organisation that has ended, an assignment that is not there or over, and the same one twice', () => {
    const over = held(shops, 'water.pump', 'R', { until: '2026-11-30T00:00:00.000Z' });
    expect(code(ground([]), add(ended, 'water.pump', 'R'))).toBe('duties.organisationGone');
    expect(code(ground([]), end(uuid(99)))).toBe('duties.assignmentGone');
    expect(code(ground([over]), end(over.id))).toBe('duties.assignmentEnded');
    const old = held(shops, 'water.pump', 'R');
    expect(code(ground([old]), end(old.id), end(old.id))).toBe('duties.changedTwice');
  });

  it('refuses dates that overlap, and takes dates that only touch', () => {
    const till = held(shops, 'water.pump', 'R', { until: '2026-12-15T00:00:00.000Z' });
    expect(code(ground([till]), add(shops, 'water.pump', 'R'))).toBe('duties.overlappingDates');
    expect(code(ground([{ ...till, until: from }]), add(shops, 'water.pump', 'R'))).toBe('ok');
    expect(code(ground([]), add(shops, 'water.pump', 'R', { until: '2026-11-01T00:00:00Z' }))).toBe('duties.endsBeforeItBegins');
  });

  it('refuses a duty handed round in a circle, and one handed down by who does not hold it', () => {
    const a = held(committee, 'water.pump', 'A');
    const b = held(shops, 'water.pump', 'R');
    expect(code(ground([a, b]), add(team, 'water.pump', 'R', { delegatedFrom: shops }))).toBe('ok');
    expect(code(ground([a]), add(team, 'water.pump', 'R', { delegatedFrom: shops }))).toBe('duties.delegatesNothing');
    const c = held(team, 'water.pump', 'R');
    expect(code(ground([a, c], [[c.id, shops]]), add(shops, 'water.pump', 'R', { delegatedFrom: team }))).toBe('duties.cyclicDelegation');
    expect(code(ground([a, b]), add(shops, 'water.pump', 'R', { rank: 2, positionId: null, delegatedFrom: shops }))).not.toBe('ok');
  });

  it('keeps somebody who may assign duties', () => {
    expect(code(ground([]), end(keeper.id))).toBe('duties.lastKeeper');
    expect(code(ground([]), end(keeper.id), add(shops, 'duties.assign', 'A'))).toBe('ok');
  });
});

describe('who has to accept', () => {
  it('is whoever gains or loses, and who answers for the duty', () => {
    const a = held(shops, 'water.pump', 'A');
    expect(asked(ground([a]), committee, add(team, 'water.pump', 'R'))).toEqual([shops, team]);
  });

  it('is the keeper of the matrix too, where nobody else answers for it: none gives itself what nobody holds', () => {
    expect(asked(ground([]), team, add(team, 'water.pump', 'R'))).toEqual([committee, team]);
    const own = held(team, 'water.pump', 'A');
    expect(asked(ground([own]), team, add(team, 'water.pump', 'R', { rank: 2 }))).toEqual([committee, team]);
    expect(asked(ground([own]), team, end(own.id))).toEqual([committee, team]);
    const half = held(shops, 'water.pump', 'A', { hazards: ['flood'] });
    expect(asked(ground([half]), team, add(team, 'water.pump', 'R'))).toEqual([committee, shops, team]);
  });

  it('is refused where there is nobody to ask', () => {
    expect(asked({ ...ground([]), standing: [] }, team, add(team, 'water.pump', 'R'))).toBe('duties.nobodyToAsk');
  });
});
