import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { slices } from '../../src/apps/server/slices.ts';
import { duties } from '../../src/capabilities/duties/index.ts';
import { loadAuthority } from '../../src/capabilities/duties/server.ts';
import { readIdNumber } from '../../src/capabilities/register/rules/id-number.ts';
import { openVault, useVault } from '../../src/capabilities/register/vault.server.ts';
import { verifyJournal } from '../../src/platform/server/commands/journal.ts';
import { freshDatabase } from '../../test/harness/database.ts';
import { speaker as speakTo } from '../../test/harness/said.ts';
import { type LoadedCommunity, loadCommunity, renhe } from './load.ts';
import { makeDemo } from './make.ts';
import { randomFrom } from './random.ts';
import { byPerson } from './speaker.ts';

const day = Date.UTC(2026, 10, 22, 2);

describe('chance', () => {
  it('is the same for the same seed and spread evenly', () => {
    const [a, b, c] = [1, 1, 2].map((seed) => Array.from({ length: 1000 }, randomFrom(seed, day).next));
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
    const tens = Map.groupBy(a ?? [], (x) => Math.floor(x * 10));
    expect([...tens.values()].every((list) => list.length > 60 && list.length < 140)).toBe(true);
  });
});

describe('the demo community on paper', () => {
  const demo = makeDemo({ seed: 1, scale: 1, nowMs: day });
  const residents = demo.households.flatMap((h) => h.residents);

  it('has the size it promises', () => {
    expect(demo.places.grids).toHaveLength(13);
    expect(demo.places.said.filter(([name]) => name === 'community.addBuilding')).toHaveLength(26);
    expect(demo.organisations.organisations.size).toBe(25);
    expect(demo.organisations.posts.size).toBe(60);
    expect(demo.organisations.volunteers).toHaveLength(200);
    expect(demo.households).toHaveLength(4826);
    expect(Math.abs(residents.length - 12_000)).toBeLessThan(250);
    const tenants = demo.households.filter((h) => h.tenure === 'renter').reduce((sum, h) => sum + h.residents.length, 0);
    expect(tenants / residents.length).toBeGreaterThan(0.5);
  });

  it('has nobody who exists: every ID number is well formed, unique and of region 990000', () => {
    const numbers = residents.map((r) => r.idNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((n) => !n.startsWith('990000') || !readIdNumber(n).valid)).toEqual([]);
    expect(residents.filter((r) => r.phone && !r.phone.startsWith('1990'))).toEqual([]);
  });

  it('has needs that fit the age', () => {
    const age = (birthDate: string) => (day - Date.parse(birthDate)) / 31_557_600_000;
    for (const r of residents)
      for (const { code } of r.needs) {
        if (code === 'small_child') expect(age(r.birthDate)).toBeLessThan(4);
        if (code === 'pregnant') expect([r.sex, age(r.birthDate) > 20 && age(r.birthDate) < 43]).toEqual(['female', true]);
        if (code === 'lives_alone' || code === 'dementia') expect(age(r.birthDate)).toBeGreaterThan(59);
      }
    const counts = Map.groupBy(
      residents.flatMap((r) => r.needs),
      (n) => n.code,
    );
    for (const code of ['oxygen', 'dialysis', 'insulin', 'mobility', 'dementia', 'pregnant', 'language'])
      expect(counts.get(code)?.length).toBeGreaterThan(15);
  });

  it('is the same for the same seed', () => {
    expect(JSON.stringify(makeDemo({ seed: 1, scale: 0.05, nowMs: day }).households)).toBe(
      JSON.stringify(makeDemo({ seed: 1, scale: 0.05, nowMs: day }).households),
    );
  });

  it('gives every duty an answer but one, and never the needs to the shopkeepers', () => {
    const [, matrix] = demo.matrix as [string, { assignments: { duty: string; role: string; organisationId: string }[] }];
    const accountable = new Set(matrix.assignments.filter((a) => a.role === 'A').map((a) => a.duty));
    expect(duties.map((d) => d.code).filter((code) => !accountable.has(code))).toEqual(['community.read', 'account.publish']);
    const shops = demo.organisations.organisations.get('shops');
    expect(matrix.assignments.filter((a) => a.organisationId === shops && a.duty === 'register.readNeeds')).toEqual([]);
  });
});

describe('the demo community, loaded', async () => {
  const { db } = await freshDatabase();
  const speech = speakTo(db, slices, loadAuthority);
  let loaded: LoadedCommunity;
  beforeAll(async () => {
    useVault(openVault(mkdtempSync(join(tmpdir(), 'banyan-demo-'))));
    loaded = await loadCommunity({ db, seed: 7, scale: 0.02, nowMs: Date.now(), about: renhe });
  });

  it('stands in a journal that holds', async () => {
    const report = await db.as({ community: loaded.community, actor: 'test' }, verifyJournal);
    expect(report).toMatchObject({ holds: true, broken: null });
  });

  it('lets each sign-in do what its post is for, and the shopkeepers not read needs', async () => {
    const { community, demo } = loaded;
    const authority = await db.as({ community, actor: 'test' }, (tx) => loadAuthority(tx, new Date()));
    const may = (role: keyof typeof demo.signIns, duty: string) => authority.may(byPerson(demo.signIns[role]), duty).ok;
    expect(may('director', 'response.command')).toBe(true);
    expect(may('grid', 'response.checkIn')).toBe(true);
    expect(may('social', 'register.readNeeds')).toBe(true);
    expect([may('volunteer', 'response.volunteer'), may('volunteer2', 'response.volunteer')]).toEqual([true, true]);
    expect([may('shops', 'register.readNeeds'), may('shops', 'register.read')]).toEqual([false, false]);
    expect([may('street', 'response.report'), may('street', 'register.read')]).toEqual([true, false]);
  });

  it('gives those who need one a mandate that carries what they hold: one has run out, one ends soon, one waits for a name', async () => {
    const rows = await speech.rows<{ name: string; stage: string }>(loaded.community, byPerson(loaded.demo.signIns.director), 'duties.standings');
    const stages = new Map(rows.map((row) => [row.name, row.stage]));
    expect(stages.get('裕泽街道社会工作站')).toBe('inCommand');
    expect(stages.get('夕阳红助老服务社')).toBe('lapsed');
    expect(stages.get('人和家园业主委员会')).toBe('offered');
    expect(stages.get('人和社区居民委员会')).toBe('none');
    const dues = await speech.rows<{ kind: string; organisation: string }>(
      loaded.community,
      byPerson(loaded.demo.signIns.director),
      'community.mandateDues',
    );
    expect(dues.map((d) => [d.kind, d.organisation])).toEqual([
      ['mandateOver', '夕阳红助老服务社'],
      ['offerWaits', '人和家园业主委员会'],
      ['mandateEnds', '速达快递人和站'],
      ['insuranceEnds', '人和邻里志愿服务队'],
      ['testDue', '人和社区居民委员会'],
    ]);
    const cells = await speech.rows<{ organisation: string; carried: boolean }>(
      loaded.community,
      byPerson(loaded.demo.signIns.director),
      'duties.matrix',
    );
    expect(new Set(cells.filter((c) => !c.carried).map((c) => c.organisation))).toEqual(new Set(['夕阳红助老服务社']));
  });

  it('has a past: one real incident and one exercise, both closed with their figures', async () => {
    const past = await db.as({ community: loaded.community, actor: 'test' }, (tx) =>
      tx.rows<{ exercise: boolean; closed: boolean }>('select exercise, closed_at is not null as closed from response.incident order by opened_at'),
    );
    expect(past).toEqual([
      { exercise: false, closed: true },
      { exercise: true, closed: true },
    ]);
  });

  it('has something to do today', async () => {
    const open = await db.as({ community: loaded.community, actor: 'test' }, (tx) =>
      tx.rows<{ state: string }>(`select state from response.task where incident is null order by state`),
    );
    expect(open.map((t) => t.state)).toEqual(['claimed', 'claimed', 'open', 'open', 'open']);
  });

  it('has work that went from one organisation to another, in the exercise and today', async () => {
    const { community, demo } = loaded;
    const rows = await speech.rows<{ state: string; incident: string | null; escalatedAt: string | null; toOrganisation: string }>(
      community,
      byPerson(demo.signIns.director),
      'response.handovers',
    );
    const states = (past: boolean) => rows.filter(({ incident }) => (incident !== null) === past).map(({ state }) => state);
    expect(states(true).toSorted()).toEqual(['accepted', 'accepted', 'declined', 'withdrawn']);
    expect(states(false).toSorted()).toEqual(['accepted', 'declined', 'offered', 'offered', 'offered']);
    const late = rows.filter(({ state, escalatedAt }) => state === 'offered' && escalatedAt !== null);
    expect(late).toMatchObject([{ toOrganisation: demo.organisations.organisations.get('property') }]);
    // Each waits for somebody with a sign-in.
    const asked = new Set(rows.filter(({ state, escalatedAt }) => state === 'offered' && !escalatedAt).map((row) => row.toOrganisation));
    expect(asked).toEqual(new Set(['social', 'grid'].map((key) => demo.organisations.organisations.get(key))));
  });

  it('has tried who can be reached, sat at one table, and knows who acts for whom', async () => {
    const { community, demo } = loaded;
    const director = byPerson(demo.signIns.director);
    const [test] = await speech.rows<{
      closedAt: string | null;
      measures: { posts: number; reached: number; medianMin: number; unreachable: string[] };
    }>(community, director, 'duties.contactTests');
    expect(test?.closedAt).not.toBeNull();
    expect(test?.measures.reached).toBeGreaterThan((test?.measures.posts ?? 0) / 2);
    expect(test?.measures.unreachable.length).toBe((test?.measures.posts ?? 0) - (test?.measures.reached ?? 0));
    const incidents = await speech.rows<{ id: string; exercise: boolean }>(community, director, 'response.incidents');
    const briefings = await speech.rows<{ guests: { invited: boolean; present: boolean }[]; decisions: { taskState: string | null }[] }>(
      community,
      director,
      'response.briefings',
      { incidentId: incidents.find(({ exercise }) => exercise)?.id },
    );
    const guests = briefings.flatMap((briefing) => briefing.guests);
    expect([guests.filter((g) => g.invited && !g.present), guests.filter((g) => !g.invited && g.present)].map((g) => g.length)).toEqual([1, 1]);
    expect(briefings[0]?.decisions.map(({ taskState }) => taskState).toSorted()).toEqual(['done', 'dropped', null]);
    const covers = await speech.rows<{ personId: string; holderId: string; since: string }>(community, director, 'community.covers');
    expect(covers.map(({ since }) => Date.parse(since) < Date.now())).toEqual([true, false, false]);
    expect(covers[0]?.personId).toBe(demo.signIns.social);
    expect(new Set(covers.map(({ holderId }) => holderId))).toContain(demo.signIns.grid);
  });

  it('shows its pages to those who may see them', async () => {
    const director = byPerson(loaded.demo.signIns.director);
    expect(await speech.rows(loaded.community, director, 'community.organisations')).toHaveLength(25);
    expect((await speech.rows(loaded.community, director, 'duties.matrix')).length).toBeGreaterThan(200);
  });
});
