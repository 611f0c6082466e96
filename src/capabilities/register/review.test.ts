import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, freshId } from '../../../test/harness/database.ts';
import { Granted } from '../../../test/harness/granted.ts';
import { laneOf, shan, zhang } from '../../../test/harness/lane.ts';
import { personActor, speaker } from '../../../test/harness/said.ts';
import type { CommandId } from '../../kernel/ids.ts';
import * as community from '../community/server.ts';
import type { HouseholdPage, ReviewRow } from './queries.ts';
import * as register from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-review-'));
beforeAll(() => register.useVault(register.openVault(folder)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { db, look } = await freshDatabase();
const granted = new Granted();
const { say, done, refused, rows, copies, bus } = speaker(db, [community, register], granted.load);
const lane = laneOf({ db, done, granted });

/** One household with one resident, as two phones copied it; and somebody who decides. */
async function twoPhones() {
  const l = await lane();
  const { householdId, residents } = await l.household('1-1-501', [zhang]);
  const seen = await versionOf(l.where);
  const people = async () => (await rows<HouseholdPage>(l.where, l.as.clerk, 'register.household', { id: householdId }))[0]?.residents ?? [];
  const reviews = (who = l.as.clerk) => rows<ReviewRow>(l.where, who, 'register.reviews');
  const decide = async (choice: string, set = {}, who = l.as.clerk) => {
    const [row] = await reviews();
    return say(l.where, who, 'register.decideReview', { reviewId: row?.id ?? freshId(), choice, set, seen: await versionOf(l.where) });
  };
  return { ...l, householdId, residentId: residents[0], seen, people, reviews, decide };
}
const versionOf = async (where: string): Promise<number> =>
  (await look<{ version: string }>('select version from platform.head where community = $1', [where])).map(({ version }) => Number(version))[0] ?? 0;

describe('two phones correct the same routine field without knowing of each other', () => {
  it('the last one received stands, the desk sees both sides, and the author learns what was decided', async () => {
    const t = await twoPhones();
    const correct = (phone: string) => ({ residentId: t.residentId, set: { phone }, basis: { phone: t.seen } });
    await done(t.where, t.as.clerk, 'register.correctResident', correct('13900000001'));
    const reply = await say(t.where, t.as.worker, 'register.correctResident', correct('13900000002'));
    expect(reply).toMatchObject({ status: 'accepted_with_review', reviewId: expect.any(String) });
    expect((await t.people())[0]?.phone).toBe('13900000002');
    expect(await t.reviews()).toMatchObject([
      {
        kind: 'resident',
        name: '张桂兰',
        door: '1-1-501',
        applied: true,
        said: [
          {
            field: 'phone',
            earlier: '13900000001',
            later: '13900000002',
            now: '13900000002',
            earlierBy: { claimedAt: '2026-03-01T10:00:00.000+08:00' },
          },
        ],
        laterBy: { through: 'register.correctResident' },
      },
    ]);
    const mine = async () => (await copies(t.where, t.as.worker)).filter((row) => row.entity === 'register.review');
    expect(await mine()).toMatchObject([{ state: 'open', fields: ['phone'], choice: null }]);
    expect((await copies(t.where, t.as.social)).filter((row) => row.entity === 'register.review')).toEqual([]);
    expect(await t.decide('earlier')).toMatchObject({ status: 'accepted' });
    expect((await t.people())[0]?.phone).toBe('13900000001');
    expect(await mine()).toMatchObject([{ state: 'decided', choice: 'earlier' }]);
    expect(JSON.stringify(await mine())).not.toContain('139000');
    expect(await t.reviews()).toEqual([]);
  });
  it('neither side may be right: the desk writes a third value, once', async () => {
    const t = await twoPhones();
    const correct = (name: string) => ({ residentId: t.residentId, set: { name }, basis: { name: t.seen } });
    await done(t.where, t.as.clerk, 'register.correctResident', correct('张桂蓝'));
    await say(t.where, t.as.worker, 'register.correctResident', correct('章桂兰'));
    const [review] = await t.reviews();
    expect(await t.decide('other')).toMatchObject({ problem: { code: 'register.reviewWithoutValue' } });
    expect(await t.decide('other', { name: '章桂蓝' })).toMatchObject({ status: 'accepted' });
    expect((await t.people())[0]?.name).toBe('章桂蓝');
    const again = { reviewId: review?.id, choice: 'later', seen: 9999 };
    expect(await refused(t.where, t.as.clerk, 'register.decideReview', again)).toMatchObject({ code: 'register.reviewDecided' });
    expect(await look('select count(*)::int as n from register.former where community = $1', [t.where])).toEqual([{ n: 3 }]);
  });
  it('what changed after the reviewer looked is not written over', async () => {
    const t = await twoPhones();
    const correct = (phone: string, seen: number) => ({ residentId: t.residentId, set: { phone }, basis: { phone: seen } });
    await done(t.where, t.as.clerk, 'register.correctResident', correct('13900000001', t.seen));
    await say(t.where, t.as.worker, 'register.correctResident', correct('13900000002', t.seen));
    const [review] = await t.reviews();
    const looked = await versionOf(t.where);
    await done(t.where, t.as.worker, 'register.correctResident', correct('13900000003', looked));
    const decision = { reviewId: review?.id, choice: 'earlier', seen: looked };
    expect(await refused(t.where, t.as.clerk, 'register.decideReview', decision)).toMatchObject({ code: 'register.reviewMoved' });
    expect((await t.people())[0]?.phone).toBe('13900000003');
  });
  it('an older app, which sends one base version for all it says, is held to the same', async () => {
    const t = await twoPhones();
    const set = { phone: '13900000001', relation: 'head' };
    await done(t.where, t.as.clerk, 'register.correctResident', { residentId: t.residentId, set, basis: { phone: t.seen } });
    const old = { residentId: t.residentId, baseVersion: t.seen, set: { ...set, phone: '13900000002' } };
    expect(await say(t.where, t.as.worker, 'register.correctResident', old, 1)).toMatchObject({ status: 'accepted_with_review' });
  });
  it('one who corrects their own correction that was still on its way is in conflict with nobody', async () => {
    const t = await twoPhones();
    const first = { id: freshId<CommandId>(), name: 'register.correctResident', ver: 2, dseq: 1, claimedAt: '2026-03-01T10:00:00.000+08:00' };
    const correct = (phone: string, basis: unknown) => ({ residentId: t.residentId, set: { phone }, basis: { phone: basis } });
    const replies = await bus.submit(t.where, {
      actor: t.as.worker,
      device: null,
      commands: [
        { ...first, payload: correct('13900000001', t.seen) },
        { ...first, id: freshId<CommandId>(), payload: correct('13900000002', first.id) },
      ],
    });
    expect(replies.map((reply) => reply.status)).toEqual(['accepted', 'accepted']);
  });
});

describe('protected fields', () => {
  it('a departure that did not know of a need is not written, until the desk says so', async () => {
    const t = await twoPhones();
    await done(t.where, t.as.clerk, 'register.recordNeed', { needId: freshId(), residentId: t.residentId, code: 'oxygen' });
    const leave = { residentId: t.residentId, why: 'moved', basis: t.seen };
    expect(await say(t.where, t.as.worker, 'register.recordDeparture', leave)).toMatchObject({ status: 'accepted_with_review' });
    expect(await t.people()).toMatchObject([{ needs: [{ code: 'oxygen' }] }]);
    expect(await t.reviews(t.as.worker)).toMatchObject([
      { kind: 'departure', applied: false, said: [{ earlier: 'here', later: 'moved', now: 'here' }] },
    ]);
    await t.decide('later');
    expect(await t.people()).toEqual([]);
  });
  it('moved away or died: two who disagree are both kept, and the third answer, that they live here, brings them back', async () => {
    const t = await twoPhones();
    await done(t.where, t.as.clerk, 'register.recordDeparture', { residentId: t.residentId, why: 'moved', basis: t.seen });
    const died = { residentId: t.residentId, why: 'died', basis: t.seen };
    expect(await say(t.where, t.as.worker, 'register.recordDeparture', died)).toMatchObject({ status: 'accepted_with_review' });
    expect(await t.reviews()).toMatchObject([{ said: [{ field: 'presence', earlier: 'moved', later: 'died' }] }]);
    await t.decide('other', { presence: 'here' });
    expect(await t.people()).toMatchObject([{ name: '张桂兰' }]);
    expect((await copies(t.where, t.as.worker)).filter((row) => row.entity === 'register.resident')).toHaveLength(1);
  });
  it('what is said of somebody who left meanwhile, or whose record went into another, waits for the desk', async () => {
    const t = await twoPhones();
    const other = await t.household('1-1-502', [shan]);
    await done(t.where, t.as.clerk, 'register.recordDeparture', { residentId: t.residentId, why: 'moved', basis: t.seen });
    const correct = (residentId: string, phone: string) => ({ residentId, set: { phone }, basis: { phone: t.seen } });
    expect(await say(t.where, t.as.worker, 'register.correctResident', correct(t.residentId, '139'))).toMatchObject({
      status: 'accepted_with_review',
    });
    const kept = await t.household('1-1-501', [{ ...shan, phone: '13700000000' }]);
    await done(t.where, t.as.clerk, 'register.mergeResidents', { keepId: kept.residents[0], goneId: other.residents[0] });
    expect(await say(t.where, t.as.worker, 'register.correctResident', correct(other.residents[0], '138'))).toMatchObject({
      status: 'accepted_with_review',
    });
    expect((await t.reviews()).map(({ applied, said }) => [applied, said[0]?.earlier, said[0]?.later])).toEqual([
      [false, '13800000001', '139'],
      [false, '13700000000', '138'],
    ]);
  });
  it('a need with other particulars stays as it is, and only who may read needs there sees or decides it', async () => {
    const t = await twoPhones();
    const need = { residentId: t.residentId, code: 'oxygen' };
    await done(t.where, t.as.clerk, 'register.recordNeed', { ...need, needId: freshId(), detail: '制氧机' });
    const reply = await say(t.where, t.as.worker, 'register.recordNeed', { ...need, needId: freshId(), detail: '氧气瓶，每天两瓶' });
    expect(reply).toMatchObject({ status: 'accepted_with_review' });
    expect(await refused(t.where, t.as.worker, 'register.recordNeed', { ...need, needId: freshId(), detail: '制氧机' })).toMatchObject({
      code: 'register.needKnown',
    });
    expect(await t.reviews(t.as.worker)).toEqual([]);
    expect(await rows(t.where, t.as.worker, 'register.openReviews')).toEqual([{ open: 0 }]);
    expect(await t.decide('later', {}, t.as.worker)).toMatchObject({ problem: { kind: 'forbidden' } });
    expect(await t.reviews()).toMatchObject([{ kind: 'need', needCode: 'oxygen', said: [{ earlier: '制氧机', later: '氧气瓶，每天两瓶' }] }]);
    await t.decide('later');
    expect(await t.people()).toMatchObject([{ needs: [{ detail: '氧气瓶，每天两瓶' }] }]);
    const [stored] = await look<{ id: string }>('select id from register.need where community = $1', [t.where]);
    const end = { needId: stored?.id, basis: t.seen };
    expect(await say(t.where, t.as.worker, 'register.endNeed', end)).toMatchObject({ status: 'accepted_with_review' });
    expect(await t.people()).toMatchObject([{ needs: [{ code: 'oxygen' }] }]);
  });
  it('an identity number that the writer did not know of is not written over, and both stay sealed', async () => {
    const t = await twoPhones();
    const number = (idNumber: string) => ({ residentId: t.residentId, idNumber, basis: t.seen });
    const [ours, theirs] = ['990000194803020023', '990000194803020031'];
    await done(t.where, t.as.clerk, 'register.recordIdentity', number(ours));
    expect(await say(t.where, t.as.clerk, 'register.recordIdentity', number(theirs))).toMatchObject({ status: 'accepted_with_review' });
    expect(await t.people()).toMatchObject([{ maskedId: '99**************23' }]);
    expect(await t.reviews(t.as.worker)).toEqual([]);
    expect(await t.reviews()).toMatchObject([{ kind: 'identity', said: [{ earlier: '99**************23', later: '99**************31' }] }]);
    expect(JSON.stringify(await look('select * from register.review where community = $1', [t.where]))).not.toContain(theirs);
    expect(await t.decide('later', {}, t.as.worker)).toMatchObject({ problem: { kind: 'forbidden' } });
    await t.decide('later');
    expect(await t.people()).toMatchObject([{ maskedId: '99**************31' }]);
  });
});

describe('who may decide', () => {
  it('only in the grid of the duty, and the community next door has no such review', async () => {
    const t = await twoPhones();
    const other = await lane();
    const correct = (phone: string) => ({ residentId: t.residentId, set: { phone }, basis: { phone: t.seen } });
    await done(t.where, t.as.clerk, 'register.correctResident', correct('1'.repeat(5)));
    await say(t.where, t.as.worker, 'register.correctResident', correct('2'.repeat(5)));
    const elsewhere = freshId();
    granted.give(elsewhere, [t.gridB], 'register.read', 'register.write');
    expect(await t.reviews(personActor(elsewhere))).toEqual([]);
    expect(await t.decide('later', {}, personActor(elsewhere))).toMatchObject({ problem: { code: 'platform.outsideArea' } });
    const [review] = await t.reviews();
    expect(await refused(other.where, other.as.clerk, 'register.decideReview', { reviewId: review?.id, choice: 'later', seen: 9999 })).toEqual({
      kind: 'missing',
      code: 'register.reviewGone',
    });
  });
  it('a household is moved by whoever holds the duty in the old grid and in the new', async () => {
    const t = await twoPhones();
    const move = { householdId: t.householdId, dwellingId: t.homes['2-1-501'] };
    expect(await refused(t.where, t.as.worker, 'register.moveHousehold', move)).toMatchObject({ code: 'platform.outsideArea' });
    const both = freshId();
    granted.give(both, [t.gridA, t.gridB], 'register.read', 'register.write');
    expect(await refused(t.where, personActor(both), 'register.moveHousehold', move)).toBeUndefined();
  });
});
