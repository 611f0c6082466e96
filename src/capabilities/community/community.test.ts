import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import type { CommunityId, GridId } from '../../kernel/ids.ts';
import { ok } from '../../kernel/result.ts';
import { doorTwice, floorOfRoom, layOut, readDoor } from './rules/doors.ts';
import * as community from './server.ts';

const { db } = await freshDatabase();
/** Everybody may everything: what duties allow is tested where duties are kept. */
const everything = async () => ({
  may: () => ok({ position: null, grids: null }),
  dutiesOf: () => new Map([['community.manage', { position: null, grids: null }]]),
  knows: () => true,
  scopesOf: () => ['community', `grid:${firstGrid}`],
});
const firstGrid = freshId<GridId>();
const { say, done, refused, rows, pull, copies } = speaker(db, [community], everything);
const mei = freshId();
const keeper = personActor(mei);

async function established(): Promise<CommunityId> {
  const at = await freshCommunity(db);
  await done(at, system, 'community.establish', { name: '人和社区', code12: '130602901001' });
  await done(at, system, 'community.addGrid', { id: firstGrid, number: 1, name: '第一网格' });
  return at;
}
const building = (number: string, units = 2) => ({
  id: freshId(),
  gridId: firstGrid,
  number,
  name: `${number}号楼`,
  floors: 3,
  ...layOut({ units, floors: 3, roomsPerFloor: 2, fromFloor: 1 }, freshId),
});

describe('doors', () => {
  it.each([
    ['3-2-501', '3', 2, '501'],
    [' ３－２－５０１ ', '3', 2, '501'],
    ['a03–1–101', 'A3', 1, '101'],
  ])('reads %s', (text, number, unit, room) => expect(readDoor(text)).toEqual({ building: number, unit, room }));
  it.each(['', '3-501', '3-2', 'x', '3-2-501; drop table'])('takes %j for no door', (text) => expect(readDoor(text)).toBeNull());
  it('tells the floor from the room', () => expect(['501', '2503', '12', 'B1'].map(floorOfRoom)).toEqual([5, 25, 1, 1]));
  it('lays a regular building out, leaving out the floors that the house leaves out', () => {
    const { units, doors } = layOut({ units: 2, floors: 5, roomsPerFloor: 2, fromFloor: 2, without: [4] }, freshId);
    expect([units.length, doors.length]).toEqual([2, 12]);
    expect(doors.map((d) => `${d.unit}-${d.room}`).slice(0, 4)).toEqual(['1-201', '1-202', '1-301', '1-302']);
    expect(doorTwice(doors)).toBeNull();
  });
});

describe('places', () => {
  it('keeps a building with its doors and finds them as people type them', async () => {
    const at = await established();
    await done(at, keeper, 'community.addBuilding', building('3'));
    expect(await rows(at, keeper, 'community.dwellingByDoor', { door: '３-2-302' })).toMatchObject([{ door: '3-2-302', gridId: firstGrid }]);
    expect(await rows(at, keeper, 'community.dwellingByDoor', { door: '3-2-402' })).toEqual([]);
    expect(await rows(at, keeper, 'community.places')).toMatchObject([
      { at: 'grid', number: '1' },
      { at: 'building', number: '3', units: 2, doors: 12 },
    ]);
  });

  it('refuses a building, a unit or a door that is there already, and writes nothing', async () => {
    const at = await established();
    const third = building('3');
    await done(at, keeper, 'community.addBuilding', third);
    expect(await refused(at, keeper, 'community.addBuilding', building('3'))).toMatchObject({ code: 'community.buildingNumberTaken' });
    expect(await refused(at, keeper, 'community.addUnit', { id: freshId(), buildingId: third.id, number: 2 })).toMatchObject({
      code: 'community.unitTwice',
    });
    const door = { id: freshId(), unit: 1, floor: 1, room: '101' };
    expect(await refused(at, keeper, 'community.addDwelling', { buildingId: third.id, door })).toMatchObject({
      code: 'community.doorTaken',
      params: { door: '3-1-101' },
    });
    const four = building('4');
    const twice = { ...four, doors: [...four.doors, { ...door, id: freshId() }] };
    expect(await refused(at, keeper, 'community.addBuilding', twice)).toMatchObject({ code: 'community.doorTwice' });
    expect(await rows(at, keeper, 'community.dwellingByDoor', { door: '4-1-101' })).toEqual([]);
  });

  it('says the same of a grid that does not exist and of one of another community', async () => {
    const [here, there] = [await established(), await freshCommunity(db)];
    const foreign = freshId();
    await done(here, keeper, 'community.addGrid', { id: foreign, number: 9, name: '9' });
    const answers = await Promise.all(
      [foreign, freshId()].map((gridId) => refused(there, keeper, 'community.addBuilding', { ...building('1'), gridId })),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toEqual({ kind: 'missing', code: 'community.gridGone' });
  });

  it('lets phones copy doors by grid and the directory by community', async () => {
    const at = await established();
    await done(at, keeper, 'community.addBuilding', building('3'));
    const other = freshId();
    await done(at, keeper, 'community.addGrid', { id: other, number: 2, name: '2' });
    await done(at, keeper, 'community.addBuilding', { ...building('4'), gridId: other });
    const seen = Map.groupBy(await copies(at, keeper), (row) => row.entity);
    expect([...seen].map(([entity, list]) => [entity, list.length]).sort()).toEqual([
      ['community.building', 2],
      ['community.dwelling', 12],
      ['community.grid', 2],
      ['community.unit', 2],
    ]);
  });

  it('corrects a shelter, gives it up once, and phones forget it', async () => {
    const at = await established();
    const shelter = { id: freshId(), name: '育才小学操场', capacity: 300, accessible: false, gridId: firstGrid };
    await done(at, keeper, 'community.addShelter', shelter);
    await done(at, keeper, 'community.changeShelter', { ...shelter, capacity: 240, accessible: true, gridId: null });
    expect(await rows(at, keeper, 'community.places')).toMatchObject([
      { at: 'grid' },
      { at: 'shelter', name: '育才小学操场', capacity: 240, accessible: true, gridId: null },
    ]);
    expect(await refused(at, keeper, 'community.changeShelter', { ...shelter, gridId: freshId() })).toMatchObject({ code: 'community.gridGone' });
    const elsewhere = await established();
    expect(await refused(elsewhere, keeper, 'community.endShelter', { id: shelter.id })).toEqual({ kind: 'missing', code: 'community.shelterGone' });
    const before = await pull(at, keeper, { cursor: 0, scopes: '', limit: 100 });
    if (!before.ok) throw new Error(before.problem.code);
    await done(at, keeper, 'community.endShelter', { id: shelter.id });
    expect(await rows(at, keeper, 'community.places')).toMatchObject([{ at: 'grid' }]);
    expect((await copies(at, keeper)).filter((row) => row.entity === 'community.shelter')).toEqual([]);
    expect(await pull(at, keeper, { cursor: before.value.cursor, scopes: before.value.scopes, limit: 100 })).toMatchObject({
      value: { gone: [{ entity: 'community.shelter', id: shelter.id, kind: 'delete' }] },
    });
    expect(await refused(at, keeper, 'community.endShelter', { id: shelter.id })).toMatchObject({ code: 'community.spotEnded' });
    expect(await refused(at, keeper, 'community.changeShelter', shelter)).toMatchObject({ code: 'community.spotEnded' });
  });

  it('changes and gives up a facility', async () => {
    const at = await established();
    const facility = { id: freshId(), kind: 'pharmacy', name: '仁心药房', gridId: null };
    await done(at, keeper, 'community.addFacility', facility);
    await done(at, keeper, 'community.changeFacility', { ...facility, name: '仁心大药房' });
    expect(await rows(at, keeper, 'community.places')).toMatchObject([{ at: 'grid' }, { at: 'facility', name: '仁心大药房' }]);
    await done(at, keeper, 'community.endFacility', { id: facility.id });
    expect(await refused(at, keeper, 'community.changeFacility', facility)).toMatchObject({ code: 'community.spotEnded' });
    expect(await rows(at, keeper, 'community.places')).toMatchObject([{ at: 'grid' }]);
  });

  it('adds the doors of a ledger that are missing, and no others', async () => {
    const at = await established();
    await done(at, keeper, 'community.addBuilding', building('3'));
    const found = await db.as({ community: at, actor: 'test' }, (tx) =>
      community.ensureDwellings(tx, { version: 99, newId: freshId }, [
        { building: '3', unit: 1, room: '101', grid: 1 },
        { building: '3', unit: 3, room: '201', grid: 1 },
        { building: '8', unit: 1, room: '1502', grid: 4 },
        { building: '8', unit: 1, room: '1502', grid: 4 },
      ]),
    );
    expect([...found.keys()].sort()).toEqual(['3-1-101', '3-3-201', '8-1-1502']);
    expect(await rows(at, keeper, 'community.places')).toMatchObject([
      { at: 'grid', number: '1' },
      { at: 'grid', number: '4' },
      { at: 'building', number: '3', units: 3, doors: 13 },
      { at: 'building', number: '8', units: 1, doors: 1, floors: 15 },
    ]);
  });
});

describe('people and positions', () => {
  async function team(at: CommunityId) {
    const [organisationId, first, second, positionId] = [freshId(), freshId(), freshId(), freshId()];
    await done(at, keeper, 'community.addOrganisation', { id: organisationId, kind: 'clinic', sector: 'publicService', name: '卫生站' });
    for (const [id, name] of [
      [first, '甲'],
      [second, '乙'],
    ])
      await done(at, keeper, 'community.addPerson', { id, name, phone: '19900000001' });
    await done(at, keeper, 'community.addPosition', { id: positionId, organisationId, title: '站长', holderId: first });
    return { organisationId, positionId, first, second };
  }

  it('has one holder, whom only a writer who saw them replaces', async () => {
    const at = await established();
    const { positionId, first, second } = await team(at);
    expect(await refused(at, keeper, 'community.assignHolder', { positionId, personId: second, replaces: null })).toMatchObject({
      code: 'community.positionHeld',
    });
    await done(at, keeper, 'community.assignHolder', { positionId, personId: second, replaces: first });
    expect(await rows(at, keeper, 'community.positions')).toMatchObject([{ title: '站长', holder: '乙', holderPhone: '19900000001', deputy: null }]);
    const history = await rows<{ name: string; until: string | null }>(at, keeper, 'community.holdings', { positionId });
    expect(history.map((h) => [h.name, h.until === null])).toEqual([
      ['乙', true],
      ['甲', false],
    ]);
  });

  it('has a deputy who is not the holder', async () => {
    const at = await established();
    const { positionId, first, second } = await team(at);
    expect(await refused(at, keeper, 'community.assignDeputy', { positionId, personId: first, replaces: null })).toMatchObject({
      code: 'community.deputyIsHolder',
    });
    await done(at, keeper, 'community.assignDeputy', { positionId, personId: second, replaces: null });
    expect(await refused(at, keeper, 'community.assignHolder', { positionId, personId: second, replaces: first })).toMatchObject({
      code: 'community.deputyIsHolder',
    });
  });

  it('cannot be taken in an organisation that has ended', async () => {
    const at = await established();
    const { organisationId, positionId, first, second } = await team(at);
    await done(at, keeper, 'community.endOrganisation', { organisationId });
    expect(await refused(at, keeper, 'community.assignHolder', { positionId, personId: second, replaces: first })).toMatchObject({
      code: 'community.organisationEnded',
    });
    expect(await refused(at, keeper, 'community.addPosition', { id: freshId(), organisationId, title: '医生' })).toMatchObject({
      code: 'community.organisationEnded',
    });
    await done(at, keeper, 'community.assignHolder', { positionId, personId: null, replaces: first });
  });

  it('ends with its history kept', async () => {
    const at = await established();
    const { positionId, second } = await team(at);
    await done(at, keeper, 'community.endPosition', { positionId });
    expect(await rows(at, keeper, 'community.positions')).toEqual([]);
    expect(await refused(at, keeper, 'community.assignHolder', { positionId, personId: second, replaces: null })).toMatchObject({
      code: 'community.positionEnded',
    });
    expect(await rows(at, keeper, 'community.holdings', { positionId })).toHaveLength(1);
  });

  it('enrols a list of members at once, seen on nobody else’s phone', async () => {
    const at = await established();
    const { organisationId } = await team(at);
    const members = Array.from({ length: 40 }, (_, i) => ({
      positionId: freshId(),
      person: {
        id: freshId(),
        name: `志愿者${i}`,
        phone: `1990000${String(i).padStart(4, '0')}`,
        languages: i % 2 ? ['zh', 'ug'] : [],
        skills: ['first_aid'],
      },
    }));
    await done(at, keeper, 'community.enrolMembers', { organisationId, title: '志愿者', members });
    expect(await rows(at, keeper, 'community.positions', { organisationId, seats: true })).toHaveLength(40);
    expect(await rows(at, keeper, 'community.people', { text: '志愿者3' })).toHaveLength(11);
    expect((await copies(at, keeper)).filter((row) => row.entity === 'community.position')).toHaveLength(1);
    expect(await say(at, keeper, 'community.enrolMembers', { organisationId, title: '志愿者', members })).toMatchObject({ status: 'refused' });
  });

  it('sorts people by pinyin', async () => {
    const at = await established();
    for (const name of ['张三', '李四', '阿依古丽', '王五']) await done(at, keeper, 'community.addPerson', { id: freshId(), name });
    expect((await rows<{ name: string }>(at, keeper, 'community.people')).map((p) => p.name)).toEqual(['阿依古丽', '李四', '王五', '张三']);
  });
});
