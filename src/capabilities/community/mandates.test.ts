import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { Granted } from '../../../test/harness/granted.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import type { AgreementRow, DueRow, MandateRow, StandingRow } from './queries-mandates.ts';
import * as doors from './server.ts';

const { db } = await freshDatabase();
const dayMs = 86_400_000;
let clock = Date.parse('2026-03-01T02:00:00.000Z');
const granted = new Granted();
const load: typeof granted.load = async () => {
  const authority = await granted.load();
  // Whoever holds a duty acts by the first post that was made for them.
  return { ...authority, may: (actor, duty) => withPost(authority.may(actor, duty), actor) };
};
const postOf = new Map<string, string>();
const withPost = (
  answer: ReturnType<Awaited<ReturnType<typeof granted.load>>['may']>,
  actor: Parameters<Awaited<ReturnType<typeof granted.load>>['may']>[0],
) =>
  answer.ok && actor.kind === 'person' ? { ...answer, value: { ...answer.value, position: (postOf.get(actor.person) ?? null) as never } } : answer;
const { done, refused, rows } = speaker(db, [doors], load, () => new Date(clock));
const day = (n: number): string => new Date(Date.parse('2026-03-01T02:00:00.000Z') + n * dayMs).toISOString();

/** A committee whose director signs for the community, and a volunteer team with a leader, a deputy and a second post. */
async function two() {
  clock = Date.parse(day(0));
  const at = await freshCommunity(db);
  const organisation = async (kind: string, sector: string, name: string) => {
    const id = freshId();
    await done(at, system, 'community.addOrganisation', { id, kind, sector, name });
    return id;
  };
  const post = async (organisationId: string, title: string, deputyId: string | null = null) => {
    const [positionId, person] = [freshId(), freshId()];
    await done(at, system, 'community.addPerson', { id: person, name: `${title}某` });
    await done(at, system, 'community.addPosition', { id: positionId, organisationId, title, holderId: person, deputyId });
    granted.give(person, null, 'community.read');
    if (!postOf.has(person)) postOf.set(person, positionId);
    return { organisationId, positionId, person, actor: personActor(person) };
  };
  const [committee, team] = [
    await organisation('residents_committee', 'selfGovernance', '居委会'),
    await organisation('volunteer_team', 'social', '志愿队'),
  ];
  const director = await post(committee, '主任');
  granted.give(director.person, null, 'community.read', 'community.manage', 'duties.assign');
  const second = await post(team, '副队长');
  const leader = await post(team, '队长', second.person);
  const assessment = { id: freshId(), organisationId: team, people: 12, contact24: '13800000000', insuredUntil: '2026-12-31' };
  const offer = (more: object = {}) => ({
    mandateId: freshId(),
    organisationId: team,
    scope: '叫门提醒、代买代取；\n不进入危险区域。',
    duties: ['response.volunteer'],
    costRule: '社区承担保险和补贴',
    since: day(0),
    until: day(365),
    ...more,
  });
  const sign = (said: { mandateId: string }, by: { positionId: string }) => ({ mandateId: said.mandateId, positionId: by.positionId });
  return { at, committee, team, director, leader, second, assessment, offer, sign, post, organisation };
}
const stage = async (at: Parameters<typeof rows>[0], by: { actor: Parameters<typeof rows>[1] }, organisationId: string) =>
  (await rows<StandingRow>(at, by.actor, 'community.standings', { organisationId }))[0]?.stage;

describe('the way to a lawful place', () => {
  it('leads from registered over assessed and offered to mandated, with two names under it, and is renewed and ended', async () => {
    const { at, team, committee, director, leader, assessment, offer, sign } = await two();
    expect([await stage(at, leader, team), await stage(at, leader, committee)]).toEqual(['registered', 'none']);
    const said = offer();
    expect(await refused(at, director.actor, 'community.offerMandate', said)).toMatchObject({ code: 'community.notAssessed' });
    await done(at, director.actor, 'community.assessOrganisation', assessment);
    expect(await stage(at, leader, team)).toBe('assessed');
    await done(at, director.actor, 'community.offerMandate', said);
    expect(await stage(at, leader, team)).toBe('offered');
    expect((await rows<MandateRow>(at, director.actor, 'community.mandates'))[0]?.maySign).toEqual([]);
    expect((await rows<MandateRow>(at, leader.actor, 'community.mandates'))[0]?.maySign).toEqual([
      { positionId: leader.positionId, title: '队长', organisation: '志愿队' },
    ]);
    await done(at, leader.actor, 'community.signMandate', sign(said, leader));
    expect(await rows<MandateRow>(at, leader.actor, 'community.mandates')).toMatchObject([
      {
        state: 'agreed',
        inForce: true,
        offered: { title: '主任', name: '主任某' },
        answered: { title: '队长', organisation: '志愿队' },
        scope: said.scope,
      },
    ]);
    expect(await stage(at, leader, team)).toBe('mandated');

    const renewed = offer({ since: day(10), until: day(700), duties: ['response.volunteer', 'vulnerable.alert'] });
    await done(at, director.actor, 'community.offerMandate', renewed);
    await done(at, leader.actor, 'community.signMandate', sign(renewed, leader));
    clock = Date.parse(day(11));
    const both = await rows<MandateRow>(at, leader.actor, 'community.mandates');
    expect(both.map((m) => [m.id, m.inForce, m.endedAt])).toEqual([
      [renewed.mandateId, true, null],
      [said.mandateId, false, day(10)],
    ]);
    const review = { id: freshId(), mandateId: renewed.mandateId, verdict: 'goOn', note: '到岗及时', nextAt: day(30) };
    await done(at, director.actor, 'community.reviewMandate', review);
    expect(await refused(at, director.actor, 'community.reviewMandate', review)).toMatchObject({ code: 'community.exists' });
    expect((await rows<DueRow>(at, leader.actor, 'community.mandateDues')).map((d) => [d.kind, d.days])).toEqual([['reviewDue', 19]]);

    const leave = { mandateId: renewed.mandateId, positionId: leader.positionId, reason: '队伍解散', on: day(20) };
    await done(at, leader.actor, 'community.leaveMandate', leave);
    clock = Date.parse(day(21));
    expect(await stage(at, leader, team)).toBe('lapsed');
    expect(await refused(at, director.actor, 'community.endMandate', { mandateId: renewed.mandateId, reason: '已退出' })).toMatchObject({
      code: 'community.mandateOver',
    });
  });

  it('is signed by nobody for both sides, and for an organisation only by the holder of one of its posts', async () => {
    const { at, team, director, leader, second, assessment, offer, sign, post } = await two();
    await done(at, director.actor, 'community.assessOrganisation', assessment);
    const said = offer();
    await done(at, director.actor, 'community.offerMandate', said);
    for (const [by, positionId] of [
      [director, director.positionId],
      [director, leader.positionId],
      [second, leader.positionId],
      [leader, director.positionId],
      [leader, freshId()],
    ] as const)
      expect(await refused(at, by.actor, 'community.signMandate', { mandateId: said.mandateId, positionId })).toMatchObject({
        code: 'community.notYourPost',
      });
    // The director takes a post in the team as well.
    const adviser = await post(team, '顾问');
    await done(at, system, 'community.assignHolder', { positionId: adviser.positionId, personId: director.person, replaces: adviser.person });
    expect(await refused(at, director.actor, 'community.signMandate', sign(said, adviser))).toEqual({
      code: 'community.selfAcceptance',
      kind: 'forbidden',
    });
    // Who may assign duties by a post in the team cannot sign for the community with it.
    granted.give(leader.person, null, 'community.read', 'duties.assign');
    await done(at, director.actor, 'community.withdrawMandate', { mandateId: said.mandateId });
    expect(await refused(at, leader.actor, 'community.offerMandate', offer())).toMatchObject({ code: 'community.selfAcceptance' });
    expect(await refused(at, second.actor, 'community.offerMandate', offer())).toMatchObject({ code: 'duties.notHeld' });
  });

  it('refuses what cannot be: no public body, no past, no end before the beginning, no second offer, no word twice', async () => {
    const { at, committee, director, leader, assessment, offer, sign } = await two();
    await done(at, director.actor, 'community.assessOrganisation', assessment);
    expect(await refused(at, director.actor, 'community.assessOrganisation', assessment)).toMatchObject({ code: 'community.exists' });
    const code = async (more: object) => (await refused(at, director.actor, 'community.offerMandate', offer(more)))?.code;
    expect(await code({ organisationId: committee })).toBe('community.needsNoMandate');
    expect(await code({ organisationId: freshId() })).toBe('community.organisationGone');
    expect(await code({ grids: [freshId()] })).toBe('community.gridGone');
    expect(await code({ since: day(-3) })).toBe('community.sincePast');
    expect(await code({ until: day(0) })).toBe('community.endsBeforeItBegins');
    expect(await code({ since: day(-9), until: day(-1) })).toBe('community.termPast');
    const said = offer({ until: day(20) });
    await done(at, director.actor, 'community.offerMandate', said);
    expect(await code({})).toBe('community.offerOpen');
    clock = Date.parse(day(21));
    expect(await refused(at, leader.actor, 'community.signMandate', sign(said, leader))).toMatchObject({ code: 'community.termPast' });
    await done(at, leader.actor, 'community.declineMandate', { ...sign(said, leader), reason: '人手不够' });
    expect(await refused(at, leader.actor, 'community.signMandate', sign(said, leader))).toMatchObject({ code: 'community.mandateSettled' });
    expect(await refused(at, director.actor, 'community.endMandate', { mandateId: said.mandateId, reason: '无' })).toMatchObject({
      code: 'community.mandateNotAgreed',
    });
  });
});

describe('what is due', () => {
  it('is told 60 days ahead to the director and to those whose organisation it is, and to nobody else', async () => {
    const { at, director, leader, second, assessment, offer, sign, post, organisation } = await two();
    const stranger = await post(await organisation('shop', 'business', '超市'), '店长');
    await done(at, director.actor, 'community.assessOrganisation', { ...assessment, insuredUntil: '2026-06-30' });
    const said = offer({ until: day(100) });
    await done(at, director.actor, 'community.offerMandate', said);
    const dues = async (by: { actor: Parameters<typeof rows>[1] }) =>
      (await rows<DueRow>(at, by.actor, 'community.mandateDues')).map((d) => [d.kind, d.days]);
    expect(await dues(leader)).toEqual([['offerWaits', 0]]);
    await done(at, leader.actor, 'community.signMandate', sign(said, leader));
    expect(await dues(leader)).toEqual([]);
    clock = Date.parse(day(41));
    expect(await dues(leader)).toEqual([['mandateEnds', 59]]);
    expect([await dues(director), await dues(second), await dues(stranger)]).toEqual([[['mandateEnds', 59]], [['mandateEnds', 59]], []]);
    clock = Date.parse(day(103));
    expect(await dues(director)).toEqual([['mandateOver', -3]]);
  });

  it('counts from a day that the community sets: a new one has half a year, an older one none until it decides', async () => {
    const { at, director } = await two();
    const from = async () => (await rows<{ bindFrom: string | null }>(at, director.actor, 'community.mandateRule'))[0]?.bindFrom;
    expect(await from()).toBeNull();
    await done(at, system, 'community.establish', { name: '甲社区', code12: '130602901017' });
    expect(await from()).toBe(day(180));
    await done(at, director.actor, 'community.bindMandates', { from: day(20) });
    expect((await rows<DueRow>(at, director.actor, 'community.mandateDues')).map((d) => [d.kind, d.days])).toEqual([['bindSoon', 20]]);
    await done(at, director.actor, 'community.bindMandates', { from: null });
    expect(await from()).toBeNull();
  });
});

describe('agreements', () => {
  it('hold once somebody of the other side accepts, are tried in time, and ended by either', async () => {
    const { at, committee, team, director, leader, second } = await two();
    const offer = {
      agreementId: freshId(),
      positionId: director.positionId,
      kind: 'mutualAid',
      partnerId: team,
      terms: '互相支援五人',
      since: day(0),
      testEveryDays: 30,
    };
    const named = (by: { positionId: string }, more: object = {}) => ({ agreementId: offer.agreementId, positionId: by.positionId, ...more });
    expect(await refused(at, director.actor, 'community.offerAgreement', { ...offer, partnerId: committee })).toMatchObject({
      code: 'community.agreesWithItself',
    });
    expect(await refused(at, leader.actor, 'community.offerAgreement', offer)).toMatchObject({ code: 'community.notYourPost' });
    await done(at, director.actor, 'community.offerAgreement', offer);
    expect(await refused(at, director.actor, 'community.acceptAgreement', named(director))).toMatchObject({ code: 'community.notYourPost' });
    expect(await refused(at, director.actor, 'community.testAgreement', named(director, { id: freshId(), worked: true }))).toMatchObject({
      code: 'community.agreementNotAgreed',
    });
    await done(at, second.actor, 'community.acceptAgreement', named(second));
    const row = async () => (await rows<AgreementRow>(at, leader.actor, 'community.agreements'))[0];
    expect(await row()).toMatchObject({ inForce: true, nextTestAt: day(30), offered: { title: '主任' }, answered: { title: '副队长' } });
    clock = Date.parse(day(40));
    expect((await rows<DueRow>(at, leader.actor, 'community.mandateDues')).map((d) => [d.kind, d.days])).toEqual([['testDue', -10]]);
    const test = { id: freshId(), worked: false, note: '电话没人接' };
    await done(at, leader.actor, 'community.testAgreement', named(leader, test));
    expect(await row()).toMatchObject({ testedAt: day(40), nextTestAt: day(70), tests: [{ worked: false, note: '电话没人接', title: '队长' }] });
    await done(at, director.actor, 'community.endAgreement', named(director, { reason: '另签新约' }));
    expect(await row()).toMatchObject({ inForce: false, endReason: '另签新约', mayKeep: [] });
    expect(await refused(at, leader.actor, 'community.endAgreement', named(leader, { reason: '不做了' }))).toMatchObject({
      code: 'community.agreementOver',
    });
  });
});
