import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import type { PositionId } from '../../kernel/ids.ts';
import * as community from '../community/server.ts';
import { duties } from './catalogue.ts';
import messages from './messages/zh.json' with { type: 'json' };
import * as doors from './server.ts';

const { db } = await freshDatabase();
const { done, refused, rows, copies, ask } = speaker(db, [community, doors], doors.loadAuthority);

/** A committee with a director who assigns duties, and a shopkeepers' association that holds nothing yet. */
async function twoOrganisations() {
  const at = await freshCommunity(db);
  const make = async (kind: string, name: string, title: string) => {
    const [organisationId, positionId, person] = [freshId(), freshId<PositionId>(), freshId()];
    await done(at, system, 'community.addOrganisation', { id: organisationId, kind, sector: 'social', name });
    await done(at, system, 'community.addPerson', { id: person, name: `${title}某` });
    await done(at, system, 'community.addPosition', { id: positionId, organisationId, title, holderId: person });
    return { organisationId, positionId, actor: personActor(person) };
  };
  const gridId = freshId();
  await done(at, system, 'community.addGrid', { id: gridId, number: 1, name: '第一网格' });
  const committee = await make('residents_committee', '居委会', '主任');
  const shops = await make('shop_association', '商户联合会', '会长');
  await done(at, system, 'duties.assign', { assignments: [cell(committee, 'duties.assign', 'A'), cell(committee, 'register.readNeeds', 'A')] });
  return { at, gridId, committee, shops };
}
const cell = (to: { organisationId: string; positionId: string }, duty: string, role: string, more: object = {}) => ({
  id: freshId(),
  duty,
  organisationId: to.organisationId,
  positionId: to.positionId,
  role,
  ...more,
});

describe('the catalogue', () => {
  it('names every duty once, in three languages, and every link', () => {
    expect(new Set(duties.map((d) => d.code)).size).toBe(duties.length);
    expect(duties.filter((d) => !(`duty.${d.code}` in messages))).toEqual([]);
    expect([...new Set(duties.map((d) => d.link))]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(duties.filter((d) => d.phases.length === 0 || d.dimensions.length === 0)).toEqual([]);
  });
});

describe('the matrix as permission', () => {
  it('refuses the shopkeepers the needs of residents and tells them whom to ask', async () => {
    const { at, shops } = await twoOrganisations();
    expect(await refused(at, shops.actor, 'duties.assign', { assignments: [cell(shops, 'register.readNeeds', 'R')] })).toEqual({
      code: 'duties.notHeld',
      kind: 'forbidden',
      params: { duty: 'duties.assign', holders: '居委会 · 主任', ask: '居委会 · 主任' },
    });
    expect(await rows(at, shops.actor, 'duties.whoAnswers', { duty: 'register.readNeeds' })).toMatchObject([
      { organisation: '居委会', position: '主任', holder: '主任某', role: 'A' },
    ]);
  });

  it('counts from the next command on, both ways', async () => {
    const { at, committee, shops } = await twoOrganisations();
    const given = cell(shops, 'community.manage', 'R');
    let number = 10;
    const grid = () => ({ id: freshId(), number: number++, name: 'x' });
    expect(await refused(at, shops.actor, 'community.addGrid', grid())).toMatchObject({ code: 'duties.heldByNobody' });
    await done(at, committee.actor, 'duties.assign', { assignments: [given] });
    await done(at, shops.actor, 'community.addGrid', grid());
    await done(at, committee.actor, 'duties.withdraw', { assignmentId: given.id });
    expect(await refused(at, shops.actor, 'community.addGrid', grid())).toMatchObject({ kind: 'forbidden' });
    expect(await rows(at, committee.actor, 'duties.past')).toMatchObject([{ id: given.id }]);
  });

  it('ends with the position that held it', async () => {
    const { at, committee, shops } = await twoOrganisations();
    await done(at, committee.actor, 'duties.assign', { assignments: [cell(shops, 'register.read', 'R')] });
    expect((await rows(at, shops.actor, 'duties.mine')).map((r) => r.duty)).toEqual(['community.read', 'register.read']);
    await done(at, system, 'community.endPosition', { positionId: shops.positionId });
    expect(await rows(at, shops.actor, 'duties.mine')).toEqual([]);
    expect(await copies(at, shops.actor)).toEqual([]);
  });

  it('limits to grids, and says which', async () => {
    const { at, gridId, committee, shops } = await twoOrganisations();
    await done(at, committee.actor, 'duties.assign', { assignments: [cell(shops, 'register.read', 'R', { grids: [gridId] })] });
    expect(await rows(at, shops.actor, 'duties.mine')).toContainEqual({
      duty: 'register.read',
      positionId: shops.positionId,
      title: '会长',
      organisation: '商户联合会',
      asDeputy: false,
      actingUntil: null,
      actingFor: null,
      gridNumbers: [1],
    });
  });
});

describe('writing the matrix', () => {
  it('has one first Accountable; a second is a backup', async () => {
    const { at, committee, shops } = await twoOrganisations();
    const second = cell(shops, 'register.readNeeds', 'A');
    expect(await refused(at, committee.actor, 'duties.assign', { assignments: [second] })).toMatchObject({ code: 'duties.alreadyAccountable' });
    await done(at, committee.actor, 'duties.assign', { assignments: [{ ...second, rank: 2 }] });
  });

  it('refuses the same duty twice at once, one after the other, and whoever has ended', async () => {
    const { at, committee, shops } = await twoOrganisations();
    const first = cell(shops, 'supply.deliver', 'R', { since: '2030-01-01T00:00:00Z', until: '2030-06-01T00:00:00Z' });
    const again = (since: string) => cell(shops, 'supply.deliver', 'R', { since, until: '2031-01-01T00:00:00Z' });
    const twice = { assignments: [first, again('2030-05-31T23:59:59Z')] };
    expect(await refused(at, committee.actor, 'duties.assign', twice)).toMatchObject({ code: 'duties.overlappingDates' });
    await done(at, committee.actor, 'duties.assign', { assignments: [first, again('2030-06-01T00:00:00Z')] });
    await done(at, system, 'community.endOrganisation', { organisationId: shops.organisationId });
    const late = { assignments: [cell(shops, 'order.keep', 'R')] };
    expect(await refused(at, committee.actor, 'duties.assign', late)).toMatchObject({ code: 'duties.organisationGone' });
  });

  it.each([
    ['a duty nobody knows', { duty: 'cook.soup' }, 'duties.unknownDuty'],
    ['an organisation that is not here', { organisationId: freshId() }, 'duties.organisationGone'],
    ['a position of another organisation', { positionId: freshId() }, 'duties.positionGone'],
    ['a grid that is not here', { grids: [freshId()] }, 'duties.gridGone'],
    ['a hazard limit on what opens commands', { hazards: ['flood'] }, 'duties.limitNotHere'],
    ['an end before its beginning', { since: '2026-01-02T00:00:00Z', until: '2026-01-01T00:00:00Z' }, 'duties.endsBeforeItBegins'],
  ])('refuses %s, and then writes none of the cells', async (_, wrong, code) => {
    const { at, committee, shops } = await twoOrganisations();
    const good = cell(shops, 'supply.deliver', 'R');
    const assignments = [good, { ...cell(shops, 'response.report', 'R'), ...wrong }];
    expect(await refused(at, committee.actor, 'duties.assign', { assignments })).toMatchObject({ code });
    expect((await rows(at, committee.actor, 'duties.matrix')).map((c) => c.duty).sort()).toEqual(['duties.assign', 'register.readNeeds']);
  });

  it('keeps the last way to assign duties', async () => {
    const { at, committee } = await twoOrganisations();
    const [keeper] = await rows<{ id: string }>(at, committee.actor, 'duties.card', { duty: 'duties.assign' });
    expect(await refused(at, committee.actor, 'duties.withdraw', { assignmentId: keeper?.id })).toMatchObject({ code: 'duties.lastKeeper' });
  });

  it('is not shown to those who hold no post here', async () => {
    const { at } = await twoOrganisations();
    const stranger = personActor(freshId());
    expect(await ask('duties.matrix', at, stranger, {})).toMatchObject({ ok: false, problem: { kind: 'forbidden' } });
    expect(await ask('duties.card', at, stranger, { duty: 'duties.assign' })).toMatchObject({ ok: false });
  });
});

describe('who owns a piece of work', () => {
  const occasion = { hazard: 'flood', level: 'II' };
  it('is the first Responsible for that hazard, then backups, then the Accountable', async () => {
    const { at, committee, shops } = await twoOrganisations();
    await done(at, committee.actor, 'duties.assign', {
      assignments: [
        cell(committee, 'water.pump', 'A'),
        cell(shops, 'water.pump', 'R', { hazards: ['flood'] }),
        cell(committee, 'water.pump', 'R', { rank: 2 }),
        cell(shops, 'water.pump', 'R', { hazards: ['fire'] }),
      ],
    });
    const found = await db.as({ community: at, actor: 'test' }, (tx) => doors.ownersOf(tx, ['water.pump', 'supply.deliver'], occasion, new Date()));
    expect(found.get('water.pump')?.map((o) => [o.organisation, o.title, o.role, o.rank])).toEqual([
      ['商户联合会', '会长', 'R', 1],
      ['居委会', '主任', 'R', 2],
      ['居委会', '主任', 'A', 1],
    ]);
    expect(found.get('supply.deliver')).toEqual([]);
  });
});
