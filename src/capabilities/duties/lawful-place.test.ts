import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import type { MandateRow, RequestRow } from '../community/index.ts';
import * as community from '../community/server.ts';
import * as doors from './server.ts';

const { db } = await freshDatabase();
const now = new Date('2026-03-01T02:00:00.000Z');
const day = (n: number): string => new Date(now.getTime() + n * 86_400_000).toISOString();
const { done, refused, rows } = speaker(db, [community, doors], doors.loadAuthority, () => now);

/** A committee and a police post that take part by law, a volunteer team and a shop that need a mandate; mandates bind. */
async function four() {
  const at = await freshCommunity(db);
  const post = async (organisationId: string, title: string) => {
    const [positionId, person] = [freshId(), freshId()];
    await done(at, system, 'community.addPerson', { id: person, name: `${title}某` });
    await done(at, system, 'community.addPosition', { id: positionId, organisationId, title, holderId: person });
    return { organisationId, positionId, person, actor: personActor(person) };
  };
  const house = async (kind: string, sector: string, name: string, title: string) => {
    const id = freshId();
    await done(at, system, 'community.addOrganisation', { id, kind, sector, name });
    return post(id, title);
  };
  const director = await house('residents_committee', 'selfGovernance', '居委会', '主任');
  const officer = await house('police_post', 'government', '警务室', '民警');
  const leader = await house('volunteer_team', 'social', '志愿队', '队长');
  const keeper = await house('shop', 'business', '超市', '店长');
  const cell = (to: { organisationId: string }, duty: string, role = 'A') => ({ id: freshId(), duty, organisationId: to.organisationId, role });
  await done(at, system, 'duties.assign', { assignments: [cell(director, 'duties.assign'), cell(director, 'community.manage')] });
  await done(at, director.actor, 'community.bindMandates', { from: day(0) });
  const assign = (to: { organisationId: string }) =>
    refused(at, director.actor, 'duties.assign', { assignments: [cell(to, 'medical.support', 'R')] });
  return { at, director, officer, leader, keeper, post, assign };
}

const codeOf = async (problem: ReturnType<typeof refused>) => (await problem)?.code;

describe('a mandate that an organisation asks for', () => {
  const asking = (by: { positionId: string }, more: object = {}) => ({
    id: freshId(),
    positionId: by.positionId,
    scope: '叫门提醒、代买代取',
    duties: ['response.volunteer'],
    why: '队里有四十人，住在各个楼里',
    ...more,
  });

  it('is declined with a reason, asked for anew, turned into an offer, and signed; both sides see where it stands', async () => {
    const { at, director, leader, officer } = await four();
    const dues = async (by: typeof leader) => (await rows<{ kind: string }>(at, by.actor, 'community.mandateDues')).map((d) => d.kind);
    const seen = async (by: typeof leader) => rows<RequestRow>(at, by.actor, 'community.mandateRequests', { organisationId: leader.organisationId });
    const first = asking(leader);
    await done(at, leader.actor, 'community.requestMandate', first);
    expect([await dues(director), await dues(leader), await dues(officer)]).toEqual([['requestWaits'], ['requestWaits'], []]);
    expect(await seen(director)).toMatchObject([
      { state: 'offered', asked: { organisation: '志愿队', title: '队长' }, answered: null, mayWithdraw: [] },
    ]);
    expect((await seen(leader))[0]?.mayWithdraw).toMatchObject([{ title: '队长' }]);

    await done(at, director.actor, 'community.declineMandateRequest', { requestId: first.id, reason: '请写明不进入哪些地方' });
    expect(await seen(leader)).toMatchObject([{ state: 'declined', answerReason: '请写明不进入哪些地方', answered: { title: '主任' } }]);
    expect(await dues(leader)).toEqual([]);

    const second = asking(leader, { scope: '叫门提醒；不进入积水区' });
    await done(at, leader.actor, 'community.requestMandate', second);
    const offer = {
      mandateId: freshId(),
      organisationId: leader.organisationId,
      scope: second.scope,
      duties: second.duties,
      costRule: '社区承担保险',
      since: day(0),
      until: day(200),
    };
    // Nobody has looked at the organisation yet: the request may come first, the mandate may not.
    expect(await codeOf(refused(at, director.actor, 'community.offerMandate', offer))).toBe('community.notAssessed');
    await done(at, director.actor, 'community.assessOrganisation', {
      id: freshId(),
      organisationId: leader.organisationId,
      people: 40,
      contact24: '13800000000',
    });
    await done(at, director.actor, 'community.offerMandate', offer);
    expect((await seen(leader)).find((r) => r.id === second.id)).toMatchObject({
      state: 'agreed',
      mandateId: offer.mandateId,
      answered: { title: '主任' },
    });
    await done(at, leader.actor, 'community.signMandate', { mandateId: offer.mandateId, positionId: leader.positionId });
    expect(await rows<MandateRow>(at, leader.actor, 'community.mandates')).toMatchObject([{ inForce: true }]);
  });

  it('is asked for by a holder of the organisation’s own post, for duties and grids that there are, one at a time', async () => {
    const { at, director, leader, officer, keeper } = await four();
    const code = (by: typeof leader, said: object) => codeOf(refused(at, by.actor, 'community.requestMandate', said));
    expect(await code(keeper, asking(leader))).toBe('community.notYourPost');
    expect(await code(director, asking(director))).toBe('community.needsNoMandate');
    expect(await code(leader, asking(leader, { duties: ['response.volunteer', 'everything.always'] }))).toBe('duties.unknownDuty');
    expect(await code(leader, asking(leader, { grids: [freshId()] }))).toBe('community.gridGone');
    const said = asking(leader);
    await done(at, leader.actor, 'community.requestMandate', said);
    expect(await code(leader, asking(leader))).toBe('community.requestOpen');
    const decline = (by: typeof leader) => codeOf(refused(at, by.actor, 'community.declineMandateRequest', { requestId: said.id, reason: '不同意' }));
    expect([await decline(officer), await decline(leader)]).toEqual(['duties.notHeld', 'duties.notHeld']);
    const withdraw = (by: typeof leader) =>
      codeOf(refused(at, by.actor, 'community.withdrawMandateRequest', { requestId: said.id, positionId: by.positionId }));
    expect([await withdraw(keeper), await withdraw(leader), await withdraw(leader)]).toEqual([
      'community.notYourPost',
      undefined,
      'community.requestSettled',
    ]);
    const elsewhere = await four();
    const other = asking(elsewhere.leader);
    await done(elsewhere.at, elsewhere.leader.actor, 'community.requestMandate', other);
    expect(await codeOf(refused(at, director.actor, 'community.declineMandateRequest', { requestId: other.id, reason: '不同意' }))).toBe(
      'community.requestGone',
    );
  });

  it('is offered for no duty that does not exist', async () => {
    const { at, director, leader } = await four();
    const offer = {
      mandateId: freshId(),
      organisationId: leader.organisationId,
      scope: '叫门',
      duties: ['respond.volunteer'],
      costRule: '社区承担',
      since: day(0),
      until: day(9),
    };
    expect(await refused(at, director.actor, 'community.offerMandate', offer)).toEqual({ code: 'duties.unknownDuty', kind: 'invalid' });
  });
});

describe('whoever keeps the directory', () => {
  it('cannot free a shop of its mandate by calling it a clinic, nor by writing down a new clinic', async () => {
    const { at, director, keeper, post, assign } = await four();
    const shop = { id: keeper.organisationId, sector: 'publicService', name: '超市' };
    await done(at, director.actor, 'community.changeOrganisation', { ...shop, kind: 'clinic' });
    expect(await codeOf(assign(keeper))).toBe('duties.noMandate');
    const fresh = freshId();
    await done(at, director.actor, 'community.addOrganisation', { ...shop, id: fresh, kind: 'clinic', name: '新门诊' });
    const doctor = await post(fresh, '医生');
    expect(await codeOf(assign(doctor))).toBe('duties.noMandate');
  });

  it('states a ground, and it counts when somebody of another organisation that takes part by law agrees', async () => {
    const { at, director, officer, leader, keeper, post, assign } = await four();
    const clinic = freshId();
    await done(at, director.actor, 'community.addOrganisation', { id: clinic, kind: 'clinic', sector: 'publicService', name: '卫生站' });
    const doctor = await post(clinic, '站长');
    const ground = (organisationId: string) => ({ id: freshId(), organisationId, basis: '医疗机构执业许可证 2024-017号' });
    expect(await codeOf(refused(at, director.actor, 'community.stateOffice', ground(leader.organisationId)))).toBe('community.kindNotByLaw');
    expect(await codeOf(refused(at, officer.actor, 'community.stateOffice', ground(clinic)))).toBe('duties.notHeld');
    const early = ground(clinic);
    await done(at, director.actor, 'community.stateOffice', early);
    const said = ground(clinic);
    await done(at, director.actor, 'community.stateOffice', said);
    const agree = (by: typeof doctor, more: object = {}) =>
      codeOf(refused(at, by.actor, 'community.answerOffice', { officeId: said.id, positionId: by.positionId, agrees: true, ...more }));
    // Who said it, by any of their posts; who gains by it; who has no such place themselves; who borrows another's post; what was said before.
    expect(await agree(director)).toBe('community.selfAcceptance');
    expect(await agree(doctor)).toBe('community.selfAcceptance');
    expect(await agree(leader)).toBe('community.answersByLaw');
    expect(await agree({ ...keeper, positionId: officer.positionId })).toBe('community.notYourPost');
    expect(await agree(officer, { officeId: early.id })).toBe('community.officeSettled');
    expect(await agree(officer, { officeId: freshId() })).toBe('community.officeGone');
    expect(await agree(officer, { agrees: false })).toBe('community.reasonNeeded');
    expect(await codeOf(assign(doctor))).toBe('duties.noMandate');

    const mayAnswer = async (by: typeof doctor) =>
      (await rows<{ state: string; mayAnswer: unknown[] }>(at, by.actor, 'community.offices', { organisationId: clinic }))[0]?.mayAnswer.length;
    expect([await mayAnswer(director), await mayAnswer(doctor), await mayAnswer(leader), await mayAnswer(officer)]).toEqual([0, 0, 0, 1]);
    expect((await rows<{ kind: string }>(at, officer.actor, 'community.mandateDues')).map((d) => d.kind)).toEqual(['officeWaits']);
    expect(await agree(officer)).toBeUndefined();
    expect(await assign(doctor)).toBeUndefined();
    expect((await rows<{ stage: string }>(at, doctor.actor, 'community.standings', { organisationId: clinic }))[0]?.stage).toBe('none');
  });

  it('does not have agreed to one thing what has become another, and changes no kind that two have agreed on', async () => {
    const { at, director, officer, keeper, assign } = await four();
    const shop = { id: keeper.organisationId, sector: 'publicService', name: '超市' };
    await done(at, director.actor, 'community.changeOrganisation', { ...shop, kind: 'clinic' });
    const said = { id: freshId(), organisationId: keeper.organisationId, basis: '执业许可证' };
    await done(at, director.actor, 'community.stateOffice', said);
    await done(at, director.actor, 'community.changeOrganisation', { ...shop, kind: 'police_post' });
    const answer = { officeId: said.id, positionId: officer.positionId, agrees: true };
    expect(await codeOf(refused(at, officer.actor, 'community.answerOffice', answer))).toBe('community.officePassed');
    expect(await codeOf(assign(keeper))).toBe('duties.noMandate');
    const police = { id: officer.organisationId, kind: 'shop', sector: 'government', name: '警务室' };
    expect(await codeOf(refused(at, director.actor, 'community.changeOrganisation', police))).toBe('community.kindByLaw');
    expect(
      await codeOf(refused(at, director.actor, 'community.changeOrganisation', { ...police, kind: 'police_post', name: '新警务室' })),
    ).toBeUndefined();
  });
});
