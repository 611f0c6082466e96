import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { Granted } from '../../../test/harness/granted.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import * as community from '../community/server.ts';
import type { Counts, DuplicateRow, Found, ImportRow } from './queries.ts';
import * as register from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-import-'));
beforeAll(() => register.useVault(register.openVault(folder)));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { db, look } = await freshDatabase();
const granted = new Granted();
const { bus, done, refused, rows, copies } = speaker(db, [community, register], granted.load);
const fixture = join(import.meta.dirname, '../../../../shared/fixtures/register/rf.xlsx');

async function lane() {
  const where = await freshCommunity(db);
  const clerk = freshId();
  await done(where, system, 'community.establish', { name: '柳巷社区', code12: '130602990002', lon: null, lat: null });
  granted.give(clerk, null, 'register.read', 'register.write', 'register.readNeeds', 'register.readIdentity', 'register.import');
  const as = personActor(clerk);
  const file = (lines: string, decisions = {}) => {
    const path = join(folder, `${freshId()}.csv`);
    return import('node:fs/promises').then(async ({ writeFile }) => {
      await writeFile(path, lines);
      return register.importFile(bus, { path, community: where, actor: as, decisions });
    });
  };
  return { where, as, file };
}

const head = '楼栋,单元,房号,姓名,性别,出生日期,身份证号,联系电话,与户主关系,房屋性质,备注\n';
const ledger = `${head}3,2,501,张桂兰,女,1948-03-02,,13800000001,户主,自有,吸氧；独居
3,2,502,李明,男,1980-05-06,,13800000002,户主,租住,
3,2,502,王芳,女,1982-07-08,,,妻,租住,
`;

describe('importing a small ledger', () => {
  it('makes the doors, households, residents and needs, all in one version', async () => {
    const l = await lane();
    const imported = await l.file(ledger);
    expect(imported).toMatchObject({ ok: true, value: { rows: 3 } });
    expect(await rows<Counts>(l.where, l.as, 'register.counts')).toMatchObject([{ households: 2, residents: 3, renters: 2 }]);
    expect(await rows(l.where, l.as, 'register.households')).toMatchObject([
      { door: '3-2-501', headName: '张桂兰', vulnerability: 3, needs: expect.arrayContaining(['oxygen', 'lives_alone']) },
      { door: '3-2-502', headName: '李明', size: 2, vulnerability: 0 },
    ]);
    expect(await look('select distinct version from register.resident where community = $1', [l.where])).toHaveLength(1);
  });

  it('a second time changes nothing, and an updated ledger changes only what changed', async () => {
    const l = await lane();
    await l.file(ledger);
    const before = await look('select id, version from register.resident where community = $1 order by id', [l.where]);
    await l.file(ledger);
    expect(await look('select id, version from register.resident where community = $1 order by id', [l.where])).toEqual(before);
    await l.file(ledger.replace('13800000002', '13900000009').replace('3,2,502,王芳', '3,2,503,王芳'));
    const [last] = await rows<ImportRow>(l.where, l.as, 'register.imports');
    expect(last).toMatchObject({ residentsAdded: 0, residentsChanged: 2, householdsAdded: 1 });
    expect(await rows<Found>(l.where, l.as, 'register.search', { text: '王芳' })).toMatchObject([{ door: '3-2-503' }]);
    const changed = await look('select id from register.resident where community = $1 and version > $2', [l.where, before[0]?.version]);
    expect(changed).toHaveLength(2);
  });

  it('is taken back as a whole: an updated ledger leaves what stood before, the first one leaves nothing', async () => {
    const l = await lane();
    const first = await l.file(ledger);
    const second = await l.file(
      `${ledger.replace('13800000002', '13900000009').replace('3,2,502,王芳', '3,2,503,王芳')}3,2,504,赵新,男,1990-01-01,,,户主,租住,\n`,
    );
    if (!first.ok || !second.ok) throw new Error('not imported');
    await done(l.where, l.as, 'register.undoImport', { importId: second.value.importId });
    expect(await rows<Found>(l.where, l.as, 'register.search', { text: '1390' })).toEqual([]);
    expect(await rows<Found>(l.where, l.as, 'register.search', { text: '王芳' })).toMatchObject([{ door: '3-2-502' }]);
    expect(await rows<Counts>(l.where, l.as, 'register.counts')).toMatchObject([{ households: 2, residents: 3 }]);
    expect(await refused(l.where, l.as, 'register.undoImport', { importId: second.value.importId })).toMatchObject({ code: 'register.importUndone' });
    expect(await refused(l.where, l.as, 'register.undoImport', { importId: first.value.importId })).toMatchObject({
      code: 'register.importRowsChanged',
    });
    await done(l.where, l.as, 'register.undoImport', { importId: first.value.importId, keepChanged: true });
    expect(await rows<Found>(l.where, l.as, 'register.search', { text: '张桂兰' })).toEqual([]);
    expect((await copies(l.where, system)).filter((row) => row.entity.startsWith('register.'))).toEqual([]);
  });

  it('keeps rows that someone worked on since, and says which', async () => {
    const l = await lane();
    const first = await l.file(ledger);
    if (!first.ok) throw new Error('not imported');
    const [zhang] = await rows<Found>(l.where, l.as, 'register.search', { text: '张桂兰' });
    await done(l.where, l.as, 'register.recordNeed', { needId: freshId(), residentId: zhang?.id, code: 'mobility' });
    expect(await refused(l.where, l.as, 'register.undoImport', { importId: first.value.importId })).toMatchObject({
      code: 'register.importRowsChanged',
    });
    expect(await rows(l.where, l.as, 'register.importBlockers', { importId: first.value.importId })).toEqual(
      expect.arrayContaining([{ entity: 'resident', id: zhang?.id, label: '张桂兰', door: '3-2-501', why: 'usedSince' }]),
    );
    await done(l.where, l.as, 'register.undoImport', { importId: first.value.importId, keepChanged: true });
    expect(await rows<Counts>(l.where, l.as, 'register.counts')).toMatchObject([{ households: 1, residents: 1 }]);
  });

  it('puts two records side by side when told to keep both, and does not ask again about what was decided', async () => {
    const l = await lane();
    const twice = `${ledger}3,2,503,王芳,女,1982-07-08,,,户主,租住,\n`;
    await l.file(twice, { otherDuplicates: 'both', duplicates: [] });
    expect(await rows<Counts>(l.where, l.as, 'register.counts')).toMatchObject([{ residents: 4 }]);
    const [question] = await rows<DuplicateRow>(l.where, l.as, 'register.duplicates');
    expect(question).toMatchObject({ first: { name: '王芳', door: '3-2-502' }, second: { name: '王芳', door: '3-2-503' } });
    await done(l.where, l.as, 'register.keepBoth', { duplicateId: question?.id });
    await l.file(twice);
    expect(await rows<Counts>(l.where, l.as, 'register.counts')).toMatchObject([{ residents: 4, openDuplicates: 0 }]);
  });

  it('says clearly why a file cannot be imported, and writes nothing', async () => {
    const l = await lane();
    expect(await l.file('a,b\n1,2\n')).toMatchObject({ ok: false, problem: { code: 'register.ledgerNoResidents' } });
    expect(await register.importFile(bus, { path: join(folder, 'none.xlsx'), community: l.where })).toMatchObject({
      ok: false,
      problem: { code: 'register.ledgerMissing' },
    });
    expect(
      await refused(l.where, l.as, 'register.importLedger', { importId: freshId(), previewId: freshId(), revision: 1, decisions: {} }),
    ).toMatchObject({ code: 'register.previewGone' });
    expect(await rows(l.where, l.as, 'register.imports')).toEqual([]);
  });
});

const there = existsSync(fixture);
if (!there) console.warn('skipped: ../shared/fixtures/register/rf.xlsx is not here');
describe.skipIf(!there)('importing a ledger of 12,075 rows (../shared/fixtures/register/rf.xlsx)', () => {
  it('agrees with what is known of it, changes nothing when read again, and is taken back whole', async () => {
    const truth = JSON.parse(readFileSync(fixture.replace('rf.xlsx', 'rf.truth.json'), 'utf8')) as {
      residents: number;
      households: number;
      needs: Record<string, number>;
    };
    const l = await lane();
    const imported = await register.importFile(bus, { path: fixture, community: l.where, actor: l.as });
    if (!imported.ok) throw new Error(imported.problem.code);
    expect(imported.value.rows).toBe(12075);
    const [counts] = await rows<Counts>(l.where, l.as, 'register.counts');
    expect(counts).toMatchObject({ residents: truth.residents, households: truth.households });
    expect(Object.fromEntries((counts?.needs ?? []).map(({ code, people }) => [code, people]))).toEqual(truth.needs);
    await register.importFile(bus, { path: fixture, community: l.where, actor: l.as });
    const [last] = await rows<ImportRow>(l.where, l.as, 'register.imports');
    expect(last).toMatchObject({ residentsAdded: 0, householdsAdded: 0, needsAdded: 0, residentsChanged: 0 });
    await done(l.where, l.as, 'register.undoImport', { importId: imported.value.importId });
    expect(await rows<Counts>(l.where, l.as, 'register.counts')).toMatchObject([{ households: 0, residents: 0 }]);
  }, 300_000);
});
