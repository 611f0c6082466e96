import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import * as community from '../community/server.ts';
import type { CellRow } from './queries.ts';
import type { MandateStandingRow } from './queries-mandates.ts';
import * as doors from './server.ts';

const { db } = await freshDatabase();
const dayMs = 86_400_000;
const day = (n: number): string => new Date(Date.parse('2026-03-01T02:00:00.000Z') + n * dayMs).toISOString();
let clock = Date.parse(day(0));
const { done, refused, rows } = speaker(db, [community, doors], doors.loadAuthority, () => new Date(clock));

/** A committee that keeps the matrix, and a volunteer team that was looked at and has no mandate yet. */
async function two(bindFrom: string | null = day(0)) {
  clock = Date.parse(day(0));
  const at = await freshCommunity(db);
  const make = async (kind: string, sector: string, name: string, title: string) => {
    const [organisationId, positionId, person] = [freshId(), freshId(), freshId()];
    await done(at, system, 'community.addOrganisation', { id: organisationId, kind, sector, name });
    await done(at, system, 'community.addPerson', { id: person, name: `${title}某` });
    await done(at, system, 'community.addPosition', { id: positionId, organisationId, title, holderId: person });
    return { organisationId, positionId, person, actor: personActor(person) };
  };
  const grids = [freshId(), freshId()];
  for (const [i, id] of grids.entries()) await done(at, system, 'community.addGrid', { id, number: i + 1, name: '网格' });
  const committee = await make('residents_committee', 'selfGovernance', '居委会', '主任');
  const team = await make('volunteer_team', 'social', '志愿队', '队长');
  const cell = (to: { organisationId: string }, duty: string, role: string, more: object = {}) => ({
    id: freshId(),
    duty,
    organisationId: to.organisationId,
    role,
    ...more,
  });
  await done(at, system, 'duties.assign', { assignments: [cell(committee, 'duties.assign', 'A'), cell(committee, 'community.manage', 'A')] });
  await done(at, committee.actor, 'community.assessOrganisation', {
    id: freshId(),
    organisationId: team.organisationId,
    people: 9,
    contact24: '13800000000',
  });
  await done(at, committee.actor, 'community.bindMandates', { from: bindFrom });
  const mandate = async (more: object = {}) => {
    const mandateId = freshId();
    const terms = {
      scope: '入户走访',
      duties: ['register.read', 'supply.deliver'],
      tiers: ['basic'],
      costRule: '社区承担',
      since: day(0),
      until: day(100),
    };
    await done(at, committee.actor, 'community.offerMandate', { mandateId, organisationId: team.organisationId, ...terms, ...more });
    await done(at, team.actor, 'community.signMandate', { mandateId, positionId: team.positionId });
    return mandateId;
  };
  const assign = (...assignments: object[]) => refused(at, committee.actor, 'duties.assign', { assignments });
  const mine = async () => (await rows<{ duty: string }>(at, team.actor, 'duties.mine')).map((d) => d.duty).sort();
  return { at, grids, committee, team, cell, mandate, assign, mine };
}

describe('without a mandate no duty', () => {
  it('is given to an organisation that takes part neither by law nor by office, by the keeper or by a proposal; to be asked and told is free', async () => {
    const { at, team, committee, cell, mandate, assign, mine } = await two();
    expect(await assign(cell(team, 'register.read', 'R'))).toEqual({ code: 'duties.noMandate', kind: 'conflict', params: { duty: 'register.read' } });
    expect(await assign(cell(team, 'supply.deliver', 'C'), cell(team, 'order.keep', 'I'), cell(committee, 'register.read', 'A'))).toBeUndefined();
    const line = { kind: 'add', id: freshId(), duty: 'supply.deliver', organisationId: team.organisationId, role: 'R', basis: '居民会议决定' };
    const proposal = { proposalId: freshId(), positionId: committee.positionId, title: '送物资', reason: '人手不足', changes: [line] };
    expect(await refused(at, committee.actor, 'duties.propose', proposal)).toMatchObject({ code: 'duties.noMandate' });

    await mandate();
    await done(at, committee.actor, 'duties.propose', proposal);
    await done(at, team.actor, 'duties.answerProposal', { proposalId: proposal.proposalId, revision: 1, positionId: team.positionId, accepts: true });
    expect(await assign(cell(team, 'register.read', 'R'))).toBeUndefined();
    expect(await mine()).toEqual(['community.read', 'register.read', 'supply.deliver']);
  });

  it('is given beyond what it covers: duty, personal data, area, level, time', async () => {
    const { team, grids, cell, mandate, assign } = await two();
    const [north = '', south = ''] = grids;
    await mandate({ grids: [north], levels: ['I', 'II'], tiers: [], duties: ['register.read', 'supply.deliver', 'response.volunteer'] });
    const lack = async (duty: string, more: object) => (await assign(cell(team, duty, 'R', more)))?.params?.lack;
    const inside = { grids: [north], levels: ['I'] };
    expect(await lack('order.keep', inside)).toBe('duty');
    expect(await lack('register.read', { grids: [north] })).toBe('tier');
    expect(await lack('supply.deliver', { ...inside, grids: [north, south] })).toBe('area');
    expect(await lack('supply.deliver', { ...inside, grids: null })).toBe('area');
    expect(await lack('supply.deliver', { ...inside, levels: ['II', 'III'] })).toBe('level');
    // What opens screens cannot be limited to levels, so a mandate that is does not cover it.
    expect(await lack('response.volunteer', { grids: [north] })).toBe('level');
    expect(await lack('supply.deliver', { ...inside, until: day(101) })).toBe('term');
    expect(await assign(cell(team, 'supply.deliver', 'R', { ...inside, until: day(100) }))).toBeUndefined();
  });
});

describe('what is held by a mandate', () => {
  it('ends with it, without anybody’s doing: no permission, no ownership, and everyone can see why', async () => {
    const { at, team, committee, cell, mandate, assign, mine } = await two();
    await mandate();
    await assign(cell(team, 'register.read', 'R'), cell(team, 'supply.deliver', 'R'), cell(team, 'supply.deliver', 'C'));
    const owners = async () => {
      const found = await db.as({ community: at, actor: 'test' }, (tx) => doors.ownersOf(tx, ['supply.deliver'], {}, new Date(clock)), 'read only');
      return found.get('supply.deliver')?.map((o) => o.role);
    };
    const standing = async () => {
      const all = await rows<MandateStandingRow>(at, committee.actor, 'duties.standings');
      return all.flatMap((row) => (row.organisationId === team.organisationId ? [row.stage, row.holds, row.lost] : []));
    };
    expect([await owners(), await standing()]).toEqual([
      ['R', 'C'],
      ['inCommand', 2, 0],
    ]);
    clock = Date.parse(day(100)) - 1;
    expect(await mine()).toEqual(['community.read', 'register.read', 'supply.deliver']);
    clock = Date.parse(day(101));
    expect(await mine()).toEqual(['community.read']);
    expect([await owners(), await standing()]).toEqual([['C'], ['lapsed', 0, 2]]);
    expect(await rows(at, committee.actor, 'duties.whoAnswers', { duty: 'register.read' })).toEqual([]);
    const cells = await rows<CellRow>(at, committee.actor, 'duties.matrix');
    expect(cells.filter((c) => !c.carried).map((c) => [c.duty, c.role])).toEqual([
      ['register.read', 'R'],
      ['supply.deliver', 'R'],
    ]);
    const findings = await rows<{ code: string; page: string }>(at, committee.actor, 'duties.findings');
    expect(findings.find((f) => f.code === 'mandateExpired')?.page).toBe(`/duties/mandates?organisation=${team.organisationId}`);

    await mandate({ since: day(101), until: day(300) });
    expect(await mine()).toEqual(['community.read', 'register.read', 'supply.deliver']);
  });

  it('is refused by name when a command takes it, and comes back when the community puts the day off', async () => {
    const { at, team, committee, cell, mandate, assign } = await two();
    const mandateId = await mandate({ duties: ['community.manage'] });
    await assign(cell(team, 'community.manage', 'R'));
    const grid = () => ({ id: freshId(), number: 30, name: '新网格' });
    await done(at, committee.actor, 'community.endMandate', { mandateId, reason: '人员离开' });
    expect(await refused(at, team.actor, 'community.addGrid', grid())).toEqual({
      code: 'duties.notCarried',
      kind: 'forbidden',
      params: { duty: 'community.manage', ask: '居委会' },
    });
    await done(at, committee.actor, 'community.bindMandates', { from: day(30) });
    expect(await refused(at, team.actor, 'community.addGrid', grid())).toBeUndefined();
  });

  it('counts as before in a community that has set no day', async () => {
    const { team, cell, assign, mine } = await two(null);
    expect(await assign(cell(team, 'register.read', 'R'))).toBeUndefined();
    expect(await mine()).toEqual(['community.read', 'register.read']);
  });
});
