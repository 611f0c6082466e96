import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, freshId } from '../../../test/harness/database.ts';
import { Granted } from '../../../test/harness/granted.ts';
import { laneOf, shan, zhang } from '../../../test/harness/lane.ts';
import { personActor, speaker } from '../../../test/harness/said.ts';
import * as community from '../community/server.ts';
import type { DuplicateRow, Found, HouseholdPage, HouseholdRow } from './queries.ts';
import * as register from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-register-'));
beforeAll(() => register.useVault(register.openVault(folder)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { db, look } = await freshDatabase();
const granted = new Granted();
const { done, refused, rows, copies } = speaker(db, [community, register], granted.load);

const lane = laneOf({ db, done, granted });

describe('households and residents', () => {
  it('says how many live there and whose name stands for the door', async () => {
    const l = await lane();
    await l.household('1-1-501', [shan, zhang]);
    expect(await rows<HouseholdRow>(l.where, l.as.worker, 'register.households')).toMatchObject([
      { door: '1-1-501', headName: '张桂兰', size: 2, tenure: 'renter', needs: null },
    ]);
  });

  it('are written only in the area of the duty, and another community is as if it were not there', async () => {
    const l = await lane();
    const other = await lane();
    const there = { householdId: freshId(), dwellingId: l.homes['2-1-501'], tenure: 'owner' };
    expect(await refused(l.where, l.as.worker, 'register.addHousehold', there)).toMatchObject({ kind: 'forbidden' });
    expect(await refused(other.where, other.as.clerk, 'register.addHousehold', there)).toEqual({ kind: 'missing', code: 'register.dwellingGone' });
    const { householdId } = await l.household('1-1-501', [zhang]);
    expect(await rows(other.where, other.as.clerk, 'register.household', { id: householdId })).toEqual([]);
    await expect(rows(l.where, l.as.shop, 'register.households')).rejects.toThrow('duties.notHeld');
  });

  it('keeps what a correction replaced, and labels one that did not know of another', async () => {
    const l = await lane();
    const { residents } = await l.household('1-1-501', [zhang]);
    await done(l.where, l.as.worker, 'register.correctResident', {
      residentId: residents[0],
      basis: { phone: 9999 },
      set: { phone: '13900000002' },
    });
    await done(l.where, l.as.clerk, 'register.correctResident', {
      residentId: residents[0],
      basis: { relation: 0 },
      set: { relation: '', name: '张桂兰' },
    });
    expect(await look('select fields, parallel from register.former where community = $1 order by replaced_at, id', [l.where])).toEqual([
      { fields: { phone: '13800000001' }, parallel: false },
      { fields: { relation: 'head' }, parallel: true },
    ]);
    expect(
      await refused(l.where, l.as.clerk, 'register.correctResident', { residentId: residents[0], basis: {}, set: { birthDate: '2999-01-01' } }),
    ).toMatchObject({ code: 'register.birthInFuture' });
  });

  it('moving to another grid takes everything along, and phones of the old grid forget it', async () => {
    const l = await lane();
    const { householdId, residents } = await l.household('1-1-501', [zhang]);
    await done(l.where, l.as.clerk, 'register.recordNeed', { needId: freshId(), residentId: residents[0], code: 'oxygen' });
    await done(l.where, l.as.clerk, 'register.moveHousehold', { householdId, dwellingId: l.homes['2-1-502'] });
    expect(await copies(l.where, l.as.worker)).toEqual(expect.not.arrayContaining([expect.objectContaining({ entity: 'register.resident' })]));
    const left = await look<{ entity: string; kind: string }>('select entity, kind from platform.tombstone where community = $1 order by entity', [
      l.where,
    ]);
    expect(left).toEqual(['household', 'need', 'resident'].map((name) => ({ entity: `register.${name}`, kind: 'leave' })));
    expect(await rows(l.where, l.as.clerk, 'register.household', { id: householdId })).toMatchObject([
      { door: '2-1-502', residents: [{ needs: [{ code: 'oxygen' }] }] },
    ]);
  });

  it('someone who left is listed nowhere and their needs end', async () => {
    const l = await lane();
    const { householdId, residents } = await l.household('1-1-501', [zhang, shan]);
    await done(l.where, l.as.worker, 'register.recordNeed', { needId: freshId(), residentId: residents[0], code: 'dialysis' });
    await done(l.where, l.as.worker, 'register.recordDeparture', { residentId: residents[0], why: 'moved', basis: 9999 });
    expect(await rows(l.where, l.as.clerk, 'register.household', { id: householdId })).toMatchObject([
      { size: 1, vulnerability: 0, residents: [{ name: '单雄' }] },
    ]);
    expect(await refused(l.where, l.as.worker, 'register.recordDeparture', { residentId: residents[0], why: 'moved', basis: 9999 })).toMatchObject({
      code: 'register.residentGone',
    });
  });
});

describe('needs', () => {
  it('put the door in its order, and are read and copied only by whoever may read needs there', async () => {
    const l = await lane();
    const { householdId, residents } = await l.household('1-1-501', [zhang]);
    const needId = freshId();
    await done(l.where, l.as.worker, 'register.recordNeed', { needId, residentId: residents[0], code: 'oxygen', detail: '制氧机' });
    await done(l.where, l.as.worker, 'register.recordNeed', { needId: freshId(), residentId: residents[0], code: 'lives_alone' });
    const seen = async (who: keyof typeof l.as) => (await rows<HouseholdPage>(l.where, l.as[who], 'register.household', { id: householdId }))[0];
    expect((await seen('worker'))?.residents[0]?.needs).toBeNull();
    expect((await seen('worker'))?.vulnerability).toBe(3);
    expect((await seen('social'))?.residents[0]?.needs?.map((need) => need.code).sort()).toEqual(['lives_alone', 'oxygen']);
    expect((await copies(l.where, l.as.worker)).filter((row) => row.entity === 'register.need')).toEqual([]);
    expect((await copies(l.where, l.as.social)).filter((row) => row.entity === 'register.need')).toHaveLength(2);
    expect(await rows(l.where, l.as.worker, 'register.residents', { need: 'oxygen' })).toEqual([]);
    expect(await rows(l.where, l.as.social, 'register.residents', { need: 'oxygen' })).toHaveLength(1);
    await done(l.where, l.as.worker, 'register.endNeed', { needId, basis: 9999 });
    expect((await seen('social'))?.vulnerability).toBe(1);
    expect(await refused(l.where, l.as.worker, 'register.endNeed', { needId, basis: 9999 })).toMatchObject({ code: 'register.needEnded' });
  });
});

describe('identity numbers', () => {
  it('are sealed, masked in every list, and shown only after a recorded look, to the one who looked', async () => {
    const l = await lane();
    const { householdId, residents } = await l.household('1-1-501', [zhang]);
    const idNumber = '990000194803020023';
    await done(l.where, l.as.clerk, 'register.recordIdentity', { residentId: residents[0], idNumber, basis: 0 });
    const [stored] = await look<{ cipher: Buffer; masked: string }>('select cipher, masked from register.identity where community = $1', [l.where]);
    expect(stored?.cipher.includes(Buffer.from(idNumber))).toBe(false);
    expect(stored?.masked).toBe('99**************23');
    expect(await rows(l.where, l.as.social, 'register.household', { id: householdId })).toMatchObject([
      { residents: [{ maskedId: stored?.masked }] },
    ]);
    const lookId = freshId();
    expect(await refused(l.where, l.as.social, 'register.lookAtIdentity', { lookId, residentId: residents[0], reason: '核对' })).toMatchObject({
      kind: 'forbidden',
    });
    await done(l.where, l.as.clerk, 'register.lookAtIdentity', { lookId, residentId: residents[0], reason: '核对台账' });
    expect(await rows(l.where, l.as.clerk, 'register.identity', { lookId })).toEqual([
      { residentId: residents[0], idNumber, valid: expect.any(Boolean) },
    ]);
    const other = freshId();
    granted.give(other, null, 'register.readIdentity');
    expect(await rows(l.where, personActor(other), 'register.identity', { lookId })).toEqual([]);
    expect(await rows(l.where, l.as.worker, 'register.looks', { residentId: residents[0] })).toMatchObject([{ reason: '核对台账' }]);
    expect(
      await look(`select name from platform.journal where community = $1 and name = 'register.lookAtIdentity' and status = 'accepted'`, [l.where]),
    ).toHaveLength(1);
  });

  it('the keys are readable by their owner only', () => {
    expect(statSync(join(folder, 'keys', 'register.json')).mode & 0o777).toBe(0o600);
  });
});

describe('search', () => {
  it.each([
    ['张桂', 'name'],
    ['zgl', 'pinyin'],
    ['zhanggui', 'pinyin'],
    ['1-1-501', 'door'],
    ['1380000', 'phone'],
  ])('finds by %s', async (text, by) => {
    const l = await lane();
    await l.household('1-1-501', [zhang]);
    await l.household('2-1-501', [shan]);
    expect(await rows<Found>(l.where, l.as.worker, 'register.search', { text })).toMatchObject([{ name: '张桂兰', by }]);
  });

  it('reads a surname as a surname', async () => {
    const l = await lane();
    await l.household('1-1-501', [shan]);
    expect(await rows<Found>(l.where, l.as.worker, 'register.search', { text: 'shanx' })).toMatchObject([{ name: '单雄' }]);
    expect(await rows<Found>(l.where, l.as.worker, 'register.search', { text: '%' })).toEqual([]);
  });
});

describe('who looks after whom, and whom to ring', () => {
  it('links a carer once and shows both sides', async () => {
    const l = await lane();
    const a = await l.household('1-1-501', [zhang]);
    const b = await l.household('1-1-502', [shan]);
    const link = { linkId: freshId(), residentId: a.residents[0], carer: { kind: 'resident', residentId: b.residents[0] } };
    await done(l.where, l.as.worker, 'register.linkCarer', link);
    expect(await refused(l.where, l.as.worker, 'register.linkCarer', { ...link, linkId: freshId() })).toMatchObject({ code: 'register.carerLinked' });
    expect(await rows(l.where, l.as.worker, 'register.household', { id: a.householdId })).toMatchObject([
      { residents: [{ carers: [{ name: '单雄', door: '1-1-502' }] }] },
    ]);
    expect(await rows(l.where, l.as.worker, 'register.household', { id: b.householdId })).toMatchObject([
      { residents: [{ caresFor: [{ name: '张桂兰' }] }] },
    ]);
    await done(l.where, l.as.worker, 'register.addContact', {
      contactId: freshId(),
      householdId: a.householdId,
      contact: { name: '张红', phone: '13700000000', relation: '女儿' },
    });
    expect(await rows(l.where, l.as.worker, 'register.household', { id: a.householdId })).toMatchObject([{ contacts: [{ name: '张红' }] }]);
  });
});

describe('two records that may be one person', () => {
  it('merging carries needs over, fills gaps and keeps the other record as history', async () => {
    const l = await lane();
    const a = await l.household('1-1-501', [{ ...zhang, phone: '' }]);
    const b = await l.household('1-1-502', [zhang]);
    await done(l.where, l.as.worker, 'register.recordNeed', { needId: freshId(), residentId: b.residents[0], code: 'insulin' });
    await done(l.where, l.as.clerk, 'register.recordIdentity', { residentId: b.residents[0], idNumber: '990000194803020023', basis: 0 });
    await done(l.where, l.as.worker, 'register.mergeResidents', { keepId: a.residents[0], goneId: b.residents[0] });
    expect(await rows(l.where, l.as.clerk, 'register.household', { id: a.householdId })).toMatchObject([
      { size: 1, vulnerability: 2, residents: [{ phone: '13800000001', maskedId: '99**************23', needs: [{ code: 'insulin' }] }] },
    ]);
    expect(await rows(l.where, l.as.clerk, 'register.household', { id: b.householdId })).toMatchObject([{ size: 0, residents: [] }]);
    expect(await look('select fields from register.former where community = $1 and was = $2', [l.where, b.residents[0]])).toMatchObject([
      { fields: { name: '张桂兰' } },
    ]);
    expect(await rows<DuplicateRow>(l.where, l.as.clerk, 'register.duplicates')).toEqual([]);
  });
});
