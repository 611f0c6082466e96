import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import * as community from '../community/server.ts';
import type { ProposalRow } from './queries-proposals.ts';
import * as doors from './server.ts';

const { db } = await freshDatabase();
const dayMs = 86_400_000;
let clock = Date.parse('2026-03-01T02:00:00.000Z');
const { done, refused, rows } = speaker(db, [community, doors], doors.loadAuthority, () => new Date(clock));

/** A committee that keeps the matrix and answers for the register, and shopkeepers with a president and a secretary. */
async function two() {
  const at = await freshCommunity(db);
  const post = async (organisationId: string, title: string) => {
    const [positionId, person] = [freshId(), freshId()];
    await done(at, system, 'community.addPerson', { id: person, name: `${title}某` });
    await done(at, system, 'community.addPosition', { id: positionId, organisationId, title, holderId: person });
    return { organisationId, positionId, person, actor: personActor(person) };
  };
  const [a, b] = [freshId(), freshId()];
  await done(at, system, 'community.addOrganisation', { id: a, kind: 'residents_committee', sector: 'selfGovernance', name: '居委会' });
  await done(at, system, 'community.addOrganisation', { id: b, kind: 'shop_association', sector: 'business', name: '商户联合会' });
  const director = await post(a, '主任');
  const president = await post(b, '会长');
  const secretary = await post(b, '秘书');
  const cell = (duty: string) => ({ id: freshId(), duty, organisationId: a, positionId: director.positionId, role: 'A' });
  await done(at, system, 'duties.assign', { assignments: [cell('duties.assign'), cell('register.read'), cell('community.manage')] });
  return { at, director, president, secretary };
}
const wording = (by: { positionId: string }, to: { organisationId: string }, more: object = {}) => ({
  proposalId: freshId(),
  positionId: by.positionId,
  title: '商户协助登记',
  reason: '商户熟悉住户',
  changes: [{ kind: 'add', id: freshId(), duty: 'community.manage', organisationId: to.organisationId, role: 'R', basis: '居民会议决定' }],
  ...more,
});
const answerOf = (said: { proposalId: string }, by: { positionId: string }, accepts: boolean, more: object = {}) => ({
  proposalId: said.proposalId,
  positionId: by.positionId,
  revision: 1,
  accepts,
  ...more,
});
const grid = (number: number) => ({ id: freshId(), number, name: '网格' });

describe('a proposal', () => {
  it('is declined, amended, accepted, and changes on its date what people may do', async () => {
    const { at, director, president, secretary } = await two();
    const said = wording(director, president);
    await done(at, director.actor, 'duties.propose', said);
    expect(await rows<ProposalRow>(at, president.actor, 'duties.proposals')).toMatchObject([
      { state: 'open', asked: [{ organisation: expect.any(String) }, {}], mayAnswer: [{ title: '会长' }], mayAmend: [] },
    ]);
    expect(await refused(at, president.actor, 'duties.answerProposal', answerOf(said, president, false))).toMatchObject({
      code: 'duties.reasonNeeded',
    });
    await done(at, president.actor, 'duties.answerProposal', answerOf(said, president, false, { reason: '请从月中开始' }));
    const takesEffect = new Date(clock + 10 * dayMs).toISOString();
    await done(at, director.actor, 'duties.amendProposal', { ...said, takesEffect, revision: 1 });
    expect(await refused(at, president.actor, 'duties.answerProposal', answerOf(said, president, true))).toMatchObject({
      code: 'duties.revisionPassed',
    });
    const [amended] = await rows<ProposalRow>(at, president.actor, 'duties.proposals');
    expect(amended?.asked.map((a) => [a.organisation, a.accepts])).toEqual(
      expect.arrayContaining([
        ['居委会', true],
        ['商户联合会', null],
      ]),
    );
    expect(amended?.earlier).toMatchObject([{ revision: 1, answers: [{ organisation: '商户联合会', accepts: false, reason: '请从月中开始' }] }]);
    await done(at, secretary.actor, 'duties.answerProposal', answerOf(said, secretary, true, { revision: 2 }));
    expect(await rows(at, director.actor, 'duties.proposals')).toMatchObject([{ state: 'agreed', effectFrom: takesEffect }]);
    expect(await refused(at, president.actor, 'community.addGrid', grid(1))).toMatchObject({ kind: 'forbidden' });
    clock += 10 * dayMs;
    await done(at, president.actor, 'community.addGrid', grid(1));
    expect(await refused(at, president.actor, 'duties.answerProposal', answerOf(said, president, false, { revision: 2, reason: 'x' }))).toMatchObject(
      { code: 'duties.proposalSettled' },
    );
  });

  it('ends what stood, and keeps it in the history', async () => {
    const { at, director, president } = await two();
    const said = wording(director, president);
    await done(at, director.actor, 'duties.propose', said);
    await done(at, president.actor, 'duties.answerProposal', answerOf(said, president, true));
    await done(at, president.actor, 'community.addGrid', grid(2));
    const ending = wording(president, president, { changes: [{ kind: 'end', endsId: said.changes[0]?.id, basis: '商户会议决定' }] });
    await done(at, president.actor, 'duties.propose', ending);
    await done(at, director.actor, 'duties.answerProposal', answerOf(ending, director, true));
    expect(await refused(at, president.actor, 'community.addGrid', grid(3))).toMatchObject({ kind: 'forbidden' });
    expect(await rows(at, director.actor, 'duties.past')).toMatchObject([{ id: said.changes[0]?.id, organisation: '商户联合会' }]);
  });

  it('is never accepted by one person for two organisations, nor by a post that one does not hold', async () => {
    const { at, director, president } = await two();
    await done(at, director.actor, 'community.assignDeputy', { positionId: president.positionId, personId: director.person, replaces: null });
    const said = wording(director, president);
    await done(at, director.actor, 'duties.propose', said);
    expect(await refused(at, director.actor, 'duties.answerProposal', answerOf(said, president, true))).toMatchObject({
      code: 'duties.selfAcceptance',
    });
    expect(await refused(at, director.actor, 'duties.answerProposal', answerOf(said, director, true))).toMatchObject({ code: 'duties.ownProposal' });
    expect(await refused(at, president.actor, 'duties.answerProposal', answerOf(said, director, true))).toMatchObject({ code: 'duties.notYourPost' });
    expect(await refused(at, president.actor, 'duties.propose', wording(director, president))).toMatchObject({ code: 'duties.notYourPost' });
    expect((await rows<ProposalRow>(at, director.actor, 'duties.proposals'))[0]?.mayAnswer).toEqual([]);
  });

  it('does not let an organisation give itself a duty that nobody holds', async () => {
    const { at, president, secretary, director } = await two();
    const grab = wording(president, president, {
      changes: [{ kind: 'add', id: freshId(), duty: 'journal.read', organisationId: president.organisationId, role: 'A', basis: '自愿' }],
    });
    await done(at, president.actor, 'duties.propose', grab);
    expect(await rows(at, president.actor, 'duties.proposals')).toMatchObject([{ state: 'open' }]);
    expect(await refused(at, secretary.actor, 'duties.answerProposal', answerOf(grab, secretary, true))).toMatchObject({
      code: 'duties.ownProposal',
    });
    await done(at, director.actor, 'duties.answerProposal', answerOf(grab, director, true));
    expect(await rows(at, president.actor, 'duties.proposals')).toMatchObject([{ state: 'agreed' }]);
  });

  it('is taken back by those who made it, while it is open', async () => {
    const { at, director, president } = await two();
    const said = wording(director, president);
    await done(at, director.actor, 'duties.propose', said);
    const back = (by: { positionId: string }) => ({ proposalId: said.proposalId, positionId: by.positionId });
    expect(await refused(at, president.actor, 'duties.withdrawProposal', back(president))).toMatchObject({ code: 'duties.notYourPost' });
    await done(at, director.actor, 'duties.withdrawProposal', back(director));
    expect(await refused(at, director.actor, 'duties.withdrawProposal', back(director))).toMatchObject({ code: 'duties.proposalSettled' });
  });

  it('stands with all that were put with it, or none of them does', async () => {
    const { at, director, president } = await two();
    const of = ({ proposalId, title, reason, changes }: ReturnType<typeof wording>) => ({ proposalId, title, reason, changes });
    const first = wording(director, president);
    const impossible = wording(director, president, {
      changes: [{ kind: 'add', id: freshId(), duty: 'no.such', organisationId: president.organisationId, role: 'R', basis: '自愿' }],
    });
    const several = (...said: ReturnType<typeof wording>[]) => ({ positionId: director.positionId, proposals: said.map(of) });
    expect(await refused(at, director.actor, 'duties.proposeSeveral', several(first, impossible))).toMatchObject({ code: 'duties.unknownDuty' });
    expect(await rows(at, director.actor, 'duties.proposals')).toEqual([]);
    expect(await refused(at, director.actor, 'duties.proposeSeveral', several(first, first))).toMatchObject({ code: 'duties.proposalExists' });
    // One that needs nobody else is agreed at once; what comes after it is held against the matrix that it makes.
    const line = { kind: 'add', duty: 'order.keep', organisationId: director.organisationId, role: 'R', basis: '居民会议决定' };
    const own = wording(director, director, { changes: [{ ...line, id: freshId() }] });
    const again = wording(director, director, { changes: [{ ...line, id: freshId() }] });
    expect(await refused(at, director.actor, 'duties.proposeSeveral', several(own, again))).toMatchObject({ code: 'duties.overlappingDates' });
    await done(at, director.actor, 'duties.proposeSeveral', several(first, own));
    const states = async () => (await rows<ProposalRow>(at, director.actor, 'duties.proposals')).map((p) => [p.id, p.state]).sort();
    expect(await states()).toEqual([[first.proposalId, 'open'] as const, [own.proposalId, 'agreed'] as const].sort());
    expect(await refused(at, director.actor, 'duties.proposeSeveral', several(first))).toMatchObject({ code: 'duties.proposalExists' });
    expect(await refused(at, president.actor, 'duties.proposeSeveral', several(wording(director, president)))).toMatchObject({
      code: 'duties.notYourPost',
    });
    await done(at, president.actor, 'duties.answerProposal', answerOf(first, president, true));
  });

  it('is not seen from next door', async () => {
    const [here, there] = [await two(), await two()];
    const said = wording(here.director, here.president);
    await done(here.at, here.director.actor, 'duties.propose', said);
    expect(await rows(there.at, there.director.actor, 'duties.proposals')).toEqual([]);
    expect(await refused(there.at, there.president.actor, 'duties.answerProposal', answerOf(said, there.president, true))).toMatchObject({
      code: 'duties.proposalGone',
    });
  });
});
