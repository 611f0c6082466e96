import { describe, expect, it } from 'vitest';
import { copyingPhone } from '../../../test/harness/copying.ts';
import { freshId } from '../../../test/harness/database.ts';
import { flooded } from '../../../test/harness/flooded.ts';
import { system } from '../../../test/harness/said.ts';

const { app, done, signIn, lane } = await flooded();

/** Two grids with a worker and a phone each; in the first a household with everything that can hang on one, and a round is open. */
async function twoGrids() {
  const l = await lane();
  const must = (name: string, payload: unknown) => done(l.where, system, name, payload);
  const [committee, secondPost, there, unit, second] = [freshId(), freshId(), freshId(), freshId(), l.people.second ?? ''];
  await must('community.addBuilding', {
    id: freshId(),
    gridId: l.otherGrid,
    number: '4',
    name: '4号楼',
    floors: 6,
    units: [{ id: unit, number: 1 }],
    doors: [{ id: there, unit: 1, floor: 2, room: '201' }],
  });
  await must('community.addOrganisation', { id: committee, kind: 'residents_committee', sector: 'selfGovernance', name: '第二居委会' });
  await must('community.addPosition', { id: secondPost, organisationId: committee, title: '网格员', holderId: second, grids: [l.otherGrid] });
  const [directorPost] = await l.look<{ id: string; organisation: string }>("select id, organisation from community.position where title = '主任'");
  const assign = (duty: string, organisationId: string | undefined, positionId: string | undefined) => ({
    id: freshId(),
    duty,
    organisationId,
    positionId,
    role: 'R',
  });
  await must('duties.assign', {
    assignments: [
      ...['register.read', 'register.readNeeds', 'response.checkIn'].map((duty) => assign(duty, committee, secondPost)),
      assign('register.readNeeds', directorPost?.organisation, l.workerPost),
      ...['register.read', 'register.write', 'register.readNeeds'].map((duty) => assign(duty, directorPost?.organisation, directorPost?.id)),
    ],
  });
  const director = l.who('director');
  const household = l.households.zhangs;
  const [resident, carer] = [freshId(), freshId()];
  for (const residentId of [resident, carer])
    await done(l.where, director, 'register.addResident', { residentId, householdId: household, fields: { name: '张桂兰' } });
  await done(l.where, director, 'register.recordNeed', { needId: freshId(), residentId: resident, code: 'oxygen' });
  await done(l.where, director, 'register.addContact', {
    contactId: freshId(),
    householdId: household,
    contact: { name: '张红', phone: '13700000000' },
  });
  await done(l.where, director, 'register.linkCarer', {
    linkId: freshId(),
    residentId: resident,
    carer: { kind: 'resident', residentId: carer },
  });
  await l.activate();
  const phone = (person: string | undefined) => copyingPhone({ app, signIn }, l.where, person ?? '');
  return { ...l, director, household, there, first: await phone(l.people.worker), second: await phone(second) };
}

/** What hangs on a household, by entity, and how often. */
const everything = {
  'register.careLink': 1,
  'register.contact': 1,
  'register.household': 1,
  'register.need': 1,
  'register.resident': 2,
  'response.visit': 1,
};
const count = (rows: readonly { readonly entity: string }[]) =>
  Object.fromEntries(
    Object.keys(everything)
      .map((entity) => [entity, rows.filter((row) => row.entity === entity).length] as const)
      .filter(([, n]) => n > 0),
  );

describe('a household that moves into another grid', () => {
  it('leaves the phone of the old grid with all that hangs on it, also its door of the open round, and comes to that of the new', async () => {
    const t = await twoGrids();
    const [before] = [await t.first(), await t.second()];
    expect(count(before.rows.filter((row) => row.scope === `grid:${t.grid}`))).toMatchObject({
      'register.resident': 2,
      'response.visit': 4,
    });
    await done(t.where, t.director, 'register.moveHousehold', { householdId: t.household, dwellingId: t.there });
    const [old, fresh] = [await t.first(), await t.second()];
    expect(count(old.gone)).toEqual(everything);
    expect(old.gone.every(({ kind, scope }) => kind === 'leave' && [`grid:${t.grid}`, `needs:${t.grid}`].includes(scope))).toBe(true);
    expect(count(old.rows)).toEqual({});
    expect(count(fresh.rows)).toEqual(everything);
    expect(fresh.rows.find(({ entity }) => entity === 'response.visit')).toMatchObject({
      door: '4-1-201',
      scope: `grid:${t.otherGrid}`,
      outcome: null,
    });
    const ids = (rows: readonly { readonly id: string; readonly entity: string }[]) =>
      rows
        .filter(({ entity }) => entity in everything)
        .map(({ entity, id }) => `${entity} ${id}`)
        .toSorted();
    expect(ids(old.gone)).toEqual(ids(fresh.rows));
    // Whoever goes from door to door there can say what they found.
    const [visit] = await t.look<{ round: string }>('select round from response.visit where household = $1', [t.household]);
    await done(t.where, t.who('second'), 'response.visitDoor', { roundId: visit?.round, householdId: t.household, outcome: 'safe' });
  });
});

describe('a worker who loses a grid', () => {
  it('is told to begin the copy anew, and it holds nothing of that grid any more', async () => {
    const t = await twoGrids();
    await t.first();
    expect((await t.first()).restart).toBe(false);
    await done(t.where, system, 'community.changePosition', { positionId: t.workerPost, title: '网格员', grids: [t.otherGrid] });
    const page = await t.first();
    expect(page.restart).toBe(true);
    expect(page.rows.length).toBeGreaterThan(0);
    expect(page.rows.filter(({ scope }) => scope === `grid:${t.grid}`)).toEqual([]);
  });
});

describe('an answer that comes in when the round is over', () => {
  it('is kept beside what was counted, and a call for help becomes a request', async () => {
    const t = await twoGrids();
    const [visit] = await t.look<{ round: string }>('select round from response.visit where household = $1', [t.household]);
    await done(t.where, t.director, 'response.closeRound', { roundId: visit?.round });
    const late = { roundId: visit?.round, householdId: t.household, outcome: 'help', kind: 'medicine', note: '胰岛素只够今晚' };
    await done(t.where, t.who('worker'), 'response.visitDoor', late);
    expect(await t.look('select outcome from response.visit where household = $1', [t.household])).toEqual([{ outcome: null }]);
    expect(await t.look('select outcome from response.extra_visit where household = $1', [t.household])).toEqual([{ outcome: 'help' }]);
    expect(await t.look('select words from response.request where household = $1', [t.household])).toEqual([{ words: '胰岛素只够今晚' }]);
  });
});
