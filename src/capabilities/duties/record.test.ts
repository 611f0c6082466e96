import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import * as community from '../community/server.ts';
import type { HistoryRow } from './queries-record.ts';
import * as doors from './server.ts';

const { db } = await freshDatabase();
const dayMs = 86_400_000;
let clock = Date.parse('2026-03-01T02:00:00.000Z');
const { done, refused, rows } = speaker(db, [community, doors], doors.loadAuthority, () => new Date(clock));
const later = (days: number): string => new Date(clock + days * dayMs).toISOString();

/** A committee that keeps the matrix, and a fire station with a chief. */
async function two() {
  const at = await freshCommunity(db);
  const make = async (kind: string, name: string, title: string) => {
    const [organisationId, positionId, person] = [freshId(), freshId(), freshId()];
    await done(at, system, 'community.addOrganisation', { id: organisationId, kind, sector: 'government', name });
    await done(at, system, 'community.addPerson', { id: person, name: `${title}某` });
    await done(at, system, 'community.addPosition', { id: positionId, organisationId, title, holderId: person });
    return { organisationId, positionId, actor: personActor(person) };
  };
  const committee = await make('residents_committee', '居委会', '主任');
  const fire = await make('fire_station', '消防站', '站长');
  const keeps = ['duties.assign', 'water.pump', 'community.manage'].map((duty) => ({
    id: freshId(),
    duty,
    organisationId: committee.organisationId,
    positionId: committee.positionId,
    role: 'A',
  }));
  await done(at, system, 'duties.assign', { assignments: keeps });
  return { at, committee, fire };
}
type Cast = Awaited<ReturnType<typeof two>>;

const wording = ({ committee }: Cast, change: object, more: object = {}) => ({
  proposalId: freshId(),
  positionId: committee.positionId,
  title: '消防站协助排水',
  reason: '泵不够',
  changes: [{ basis: '联席会议', ...change }],
  ...more,
});
const answer = async ({ at, fire }: Cast, proposalId: string, revision: number, accepts: boolean, reason = '') =>
  done(at, fire.actor, 'duties.answerProposal', { proposalId, positionId: fire.positionId, revision, accepts, reason });
const history = ({ at, fire, committee }: Cast) =>
  rows<HistoryRow>(at, committee.actor, 'duties.cellHistory', { duty: 'water.pump', organisationId: fire.organisationId });

describe('the history of one cell', () => {
  it('tells who proposed, who declined why, who accepted, from when to when', async () => {
    const cast = await two();
    const { at, fire, committee } = cast;
    const id = freshId();
    const adds = { kind: 'add', id, duty: 'water.pump', organisationId: fire.organisationId, role: 'R' };
    const said = wording(cast, adds);
    await done(at, committee.actor, 'duties.propose', said);
    await answer(cast, said.proposalId, 1, false, '先配两台泵');
    expect(await history(cast)).toMatchObject([{ is: 'talked', talk: { state: 'open', said: [{ accepts: false, reason: '先配两台泵' }] } }]);
    await done(at, committee.actor, 'duties.amendProposal', { ...said, reason: '泵已到', changes: [{ ...adds, id, basis: '采购单' }], revision: 1 });
    await answer(cast, said.proposalId, 2, true);
    const [began] = await history(cast);
    expect(began).toMatchObject({
      is: 'held',
      role: 'R',
      until: null,
      began: { how: 'agreed', talk: { title: '消防站协助排水', organisation: '居委会', post: '主任', reason: '泵已到', basis: '采购单' } },
      mandates: null,
    });
    expect(began?.is === 'held' && began.began.talk?.said.map((one) => [one.revision, one.organisation, one.post, one.accepts])).toEqual([
      [1, '消防站', '站长', false],
      [2, '消防站', '站长', true],
    ]);
    const end = wording(cast, { kind: 'end', endsId: id }, { title: '不再排水', takesEffect: later(30) });
    await done(at, committee.actor, 'duties.propose', end);
    await answer(cast, end.proposalId, 1, true);
    expect(await history(cast)).toMatchObject([{ is: 'held', until: later(30), ended: { how: 'agreed', talk: { title: '不再排水' } } }]);
  });

  it('names the post that wrote past a proposal, and never a person', async () => {
    const cast = await two();
    const { at, fire, committee } = cast;
    const id = freshId();
    await done(at, committee.actor, 'duties.assign', {
      assignments: [{ id, duty: 'water.pump', organisationId: fire.organisationId, role: 'R', rank: 2 }],
    });
    const by = '居委会 · 主任';
    expect(await history(cast)).toMatchObject([{ began: { how: 'direct', by }, ended: null }]);
    clock += dayMs;
    await done(at, committee.actor, 'duties.withdraw', { assignmentId: id });
    const told = await history(cast);
    expect(told).toMatchObject([{ until: later(0), ended: { how: 'direct', by } }]);
    expect(JSON.stringify(told)).not.toContain('主任某');
  });

  it('is of one community only, and for those who may read it', async () => {
    const [cast, other] = [await two(), await two()];
    const id = freshId();
    const assignments = [{ id, duty: 'water.pump', organisationId: cast.fire.organisationId, role: 'R' }];
    await done(cast.at, cast.committee.actor, 'duties.assign', { assignments });
    const asked = { duty: 'water.pump', organisationId: cast.fire.organisationId };
    expect(await rows(other.at, other.committee.actor, 'duties.cellHistory', asked)).toEqual([]);
    await expect(rows(cast.at, other.committee.actor, 'duties.cellHistory', asked)).rejects.toThrow(/duties\./);
    expect((await rows(other.at, other.committee.actor, 'duties.matrixAt', { on: later(0) })).length).toBe(3);
  });
});

describe('the matrix at an instant', () => {
  it('is as it was, is and will be, with the names of what has ended since', async () => {
    const cast = await two();
    const { at, fire, committee } = cast;
    const began = clock;
    clock += dayMs;
    const stands = { id: freshId(), duty: 'water.pump', organisationId: fire.organisationId, role: 'R', until: later(10) };
    await done(at, committee.actor, 'duties.assign', { assignments: [stands] });
    const cells = async (on: string) =>
      (await rows<{ duty: string; organisation: string; role: string }>(at, committee.actor, 'duties.matrixAt', { on })).map(
        (row) => `${row.duty} ${row.organisation} ${row.role}`,
      );
    expect(await cells(new Date(began).toISOString())).not.toContain('water.pump 消防站 R');
    expect(await cells(later(0))).toContain('water.pump 消防站 R');
    expect(await cells(later(10))).not.toContain('water.pump 消防站 R');
    clock += dayMs;
    const before = later(-1);
    await done(at, committee.actor, 'community.endOrganisation', { organisationId: fire.organisationId });
    expect(await cells(later(0))).not.toContain('water.pump 消防站 R');
    expect(await cells(before)).toContain('water.pump 消防站 R');
    expect(await history(cast)).toMatchObject([{ until: later(0), ended: { how: 'organisation' } }]);
  });

  it('is refused for a day that no plan reaches', async () => {
    const { at, committee } = await two();
    await expect(rows(at, committee.actor, 'duties.matrixAt', { on: '2300-01-01T00:00:00Z' })).rejects.toThrow();
    expect(await refused(at, committee.actor, 'duties.withdraw', { assignmentId: freshId() })).toMatchObject({ code: 'duties.assignmentGone' });
  });
});
