import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import * as community from '../community/server.ts';
import { findRemedy, measureInBackground, readSituation } from './analysis.server.ts';
import { duties } from './catalogue.ts';
import messagesEn from './messages/en.json' with { type: 'json' };
import { graphOf } from './rules/analysis/graph.ts';
import { findingCodes } from './rules/analysis/model.ts';
import * as doors from './server.ts';

const { db } = await freshDatabase();
const { done, rows, ask } = speaker(db, [community, doors], doors.loadAuthority);

/** A fire station that pumps alone, owners who are asked, a choir that holds nothing, and a director who keeps the matrix. */
async function village() {
  const at = await freshCommunity(db);
  const make = async (kind: string, sector: string, name: string, title: string) => {
    const [organisationId, positionId, person] = [freshId(), freshId(), freshId()];
    await done(at, system, 'community.addOrganisation', { id: organisationId, kind, sector, name });
    await done(at, system, 'community.addPerson', { id: person, name: `${title}某`, skills: ['electrics'] });
    await done(at, system, 'community.addPosition', { id: positionId, organisationId, title, holderId: person });
    return { organisationId, positionId, person, actor: personActor(person) };
  };
  const gridId = freshId();
  await done(at, system, 'community.addGrid', { id: gridId, number: 7, name: '第七网格' });
  const committee = await make('residents_committee', 'selfGovernance', '居委会', '主任');
  const fire = await make('fire_station', 'government', '消防站', '站长');
  const owners = await make('owners_committee', 'selfGovernance', '业委会', '会长');
  const cell = (to: { organisationId: string }, duty: string, role: string, more: object = {}) => ({
    id: freshId(),
    duty,
    organisationId: to.organisationId,
    role,
    ...more,
  });
  await done(at, system, 'duties.assign', {
    assignments: [
      cell(committee, 'duties.assign', 'A'),
      cell(fire, 'water.pump', 'A'),
      cell(fire, 'water.pump', 'R', { grids: [gridId] }),
      cell(owners, 'water.pump', 'C'),
    ],
  });
  const who = { community: at, actor: 'system' };
  return { at, gridId, committee, fire, owners, cell, situation: () => db.as(who, (tx) => readSituation(tx, new Date()), 'read only') };
}

describe('findings', () => {
  it('are read from the real register of posts, and name a person by the post', async () => {
    const { at, committee, fire } = await village();
    const found = await rows<{ code: string; subjects: { kind: string; id: string; name: string }[] }>(at, committee.actor, 'duties.findings');
    const alone = found.find((f) => f.code === 'personCannotBeLost' && f.subjects[0]?.id === fire.person);
    expect(alone?.subjects[0]).toEqual({ kind: 'person', id: fire.person, name: '消防站 · 站长' });
    expect(found.some((f) => f.code === 'noAccountable' && f.subjects[0]?.id === 'response.command')).toBe(true);
    expect(JSON.stringify(found)).not.toContain('站长某');
  });

  it('of losses and load are for those who assign duties', async () => {
    const { at, committee, owners } = await village();
    const question = { residents: 1000 };
    for (const name of ['duties.losses', 'duties.load', 'duties.tryChanges']) {
      expect(await ask(name, at, owners.actor, question)).toMatchObject({ ok: false, problem: { code: 'duties.notHeld' } });
    }
    const lost = await rows<{ lost: { name: string }[]; damage: { duty: string }[] }>(at, committee.actor, 'duties.losses', question);
    expect(lost.find((l) => l.lost[0]?.name === '消防站')?.damage.map((d) => d.duty)).toContain('water.pump');
    expect(lost[0]?.lost).toEqual([]);
    expect(await rows(at, committee.actor, 'duties.losses', { ...question, pairs: true })).toEqual(expect.any(Array));
    const load = await rows<{ kind: string; name: string; hours: number }>(at, committee.actor, 'duties.load', question);
    // 2 person-hours a day for 1,000 residents at level II × 0.7.
    expect(load.find((l) => l.kind === 'organisation' && l.name === '消防站')?.hours).toBeCloseTo(1.4, 9);
  });

  it('do not see the community next door', async () => {
    const [here, there] = [await village(), await village()];
    const found = JSON.stringify(await rows(here.at, here.committee.actor, 'duties.findings'));
    expect(found).not.toContain(there.fire.organisationId);
    const tried = await rows(here.at, here.committee.actor, 'duties.tryChanges', {
      changes: [{ is: 'assign', assignment: here.cell(there.owners, 'water.pump', 'A', { rank: 2 }) }],
    });
    expect(tried).toMatchObject([{ problem: { code: 'duties.organisationGone' } }]);
  });

  it('move when a change is tried, and nothing is written', async () => {
    const { at, committee, owners, cell } = await village();
    const before = await rows(at, committee.actor, 'duties.matrix');
    const [tried] = await rows<{ changed: unknown[]; closed: { code: string }[]; unchanged: number }>(at, committee.actor, 'duties.tryChanges', {
      changes: [
        { is: 'assign', assignment: cell(owners, 'water.pump', 'A', { rank: 2 }) },
        { is: 'assign', assignment: cell(owners, 'water.pump', 'R', { rank: 2 }) },
      ],
    });
    expect(tried?.closed.map((f) => f.code)).toContain('tooFewAble');
    expect(await rows(at, committee.actor, 'duties.matrix')).toEqual(before);
  });

  it('have a sentence each', () => {
    expect(findingCodes.filter((code) => !(`duties.finding.${code}` in messagesEn))).toEqual([]);
  });
});

describe('the network', () => {
  it('is declared by the matrix and observed in the journal', async () => {
    const { at, committee, fire } = await village();
    const [found] = await rows<{ declared: { ties: { grounds: string[] }[] }; observed: { ties: unknown[]; measures: { isolates: number } } }>(
      at,
      committee.actor,
      'duties.network',
      { since: '2026-01-01T00:00:00Z' },
    );
    expect(found?.declared.ties).toMatchObject([{ grounds: ['water.pump'] }]);
    expect(found?.observed).toMatchObject({ ties: [], measures: { isolates: 3 } });
    const parts = await rows<{ code: string; parts: { code: string; against: { id: string }[] }[] }>(at, fire.actor, 'duties.characteristics');
    expect(parts.map((p) => p.code)).toEqual(['integrity', 'redundancy']);
    expect(parts[0]?.parts.find((p) => p.code === 'togetherDeclared')?.against).toEqual([{ kind: 'organisation', id: committee.organisationId }]);
  });

  it('is measured in a thread when it is large, with progress', async () => {
    const size = 1500;
    const ring = graphOf(
      size,
      [...Array(size).keys()].flatMap((i): [number, number][] => [
        [i, (i + 1) % size],
        [i, (i * 7 + 3) % size],
      ]),
    );
    const told: number[] = [];
    const found = await measureInBackground(ring, Array<string>(size).fill('social'), (share) => told.push(share));
    expect(found).toMatchObject({ ok: true, value: { nodes: size, components: [size], cutPoints: [] } });
    expect(told.at(-1)).toBe(size);
    expect(told.length).toBeGreaterThan(10);
  });
});

/** Two strong houses of twelve posts each that carry every critical duty of the catalogue but the pumps. */
async function strongHouses(at: Awaited<ReturnType<typeof village>>['at'], cell: Awaited<ReturnType<typeof village>>['cell']) {
  const skills = ['first_aid', 'nursing', 'driving', 'lifting', 'electrics', 'counselling', 'childcare'];
  for (const [rank, name] of ['东院', '西院'].entries()) {
    const organisationId = freshId();
    await done(at, system, 'community.addOrganisation', { id: organisationId, kind: 'social_organisation', sector: 'social', name });
    for (let n = 1; n <= 12; n++) {
      const id = freshId();
      await done(at, system, 'community.addPerson', { id, name: `${name}${n}`, skills });
      await done(at, system, 'community.addPosition', { id: freshId(), organisationId, title: `第${n}岗`, holderId: id });
    }
    const critical = duties.filter((d) => d.critical && d.code !== 'water.pump').map((d) => d.code);
    await done(at, system, 'duties.assign', {
      assignments: critical.flatMap((duty) => [
        cell({ organisationId }, duty, 'A', { rank: duty === 'duties.assign' ? rank + 2 : rank + 1 }),
        cell({ organisationId }, duty, 'R', { rank: rank + 1 }),
      ]),
    });
  }
}

describe('the remedy', () => {
  it('is found in a thread, and the findings go when it is written into the matrix', async () => {
    const { at, committee, fire, cell, situation } = await village();
    await strongHouses(at, cell);
    const wishes = { occasion: { level: 'II', hazard: '*' } as const, keepIn: [], keepOut: [] };
    const found = await findRemedy(await situation(), duties, wishes, 15);
    if (!found.ok) throw new Error(found.problem.code);
    expect(found.value).toMatchObject({ status: 'solved', best: true, verified: true, recruit: [] });
    expect(found.value.lines.map((line) => line.duty)).toEqual(found.value.lines.map(() => 'water.pump'));
    expect(found.value.lines[0]?.reasons).toContainEqual({
      duty: 'water.pump',
      loses: 'A',
      whenLost: { kind: 'organisation', id: fire.organisationId },
    });
    const lines = found.value.lines.map(({ duty, organisationId, positionId, role, rank }) => ({
      id: freshId(),
      duty,
      organisationId,
      positionId,
      role,
      rank,
    }));
    await done(at, committee.actor, 'duties.assign', { assignments: lines });
    const left = await rows<{ code: string }>(at, committee.actor, 'duties.findings');
    expect(left.filter((f) => f.code.endsWith('CannotBeLost') || f.code === 'togetherTooFew')).toEqual([]);
    expect(await findRemedy(await situation(), duties, wishes, 15)).toMatchObject({ ok: true, value: { status: 'none' } });
  });

  it('ends in time', async () => {
    const { situation } = await village();
    const found = await findRemedy(await situation(), duties, { occasion: { level: 'II', hazard: '*' }, keepIn: [], keepOut: [] }, 0);
    expect(found).toMatchObject({ ok: true, value: { status: 'late' } });
  });
});
