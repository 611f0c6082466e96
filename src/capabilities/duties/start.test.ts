import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import * as community from '../community/server.ts';
import { duties } from './catalogue.ts';
import type { CellRow } from './queries.ts';
import * as doors from './server.ts';
import type { StartPlanRow } from './start.ts';

const { db } = await freshDatabase();
const { done, refused, rows } = speaker(db, [community, doors], doors.loadAuthority);

/** As an installation leaves it: a committee whose director answers for all that opens something; beside it a grid team and a clinic. */
async function fresh() {
  const at = await freshCommunity(db);
  const house = async (kind: string, sector: string, name: string, title: string) => {
    const [organisationId, positionId, person] = [freshId(), freshId(), freshId()];
    await done(at, system, 'community.addOrganisation', { id: organisationId, kind, sector, name });
    await done(at, system, 'community.addPerson', { id: person, name: `${title}某` });
    await done(at, system, 'community.addPosition', { id: positionId, organisationId, title, holderId: person });
    return { organisationId, positionId, actor: personActor(person) };
  };
  const committee = await house('residents_committee', 'selfGovernance', '居委会', '主任');
  const grid = await house('grid_team', 'selfGovernance', '网格队', '队长');
  const clinic = await house('clinic', 'publicService', '卫生站', '站长');
  const { organisationId, positionId } = committee;
  const assignments = duties.filter((d) => d.opens).map((d) => ({ id: freshId(), duty: d.code, organisationId, positionId, role: 'A' }));
  await done(at, system, 'duties.assign', { assignments });
  return { at, committee, grid, clinic };
}
const taking = (plan: StartPlanRow | undefined) => ({
  start: plan?.start,
  lines: plan?.lines.map(({ duty, role, rank, organisationId, positionId }) => ({ id: freshId(), duty, role, rank, organisationId, positionId })),
});
const planOf = async (at: string, actor: ReturnType<typeof personActor>, start = 'tenants') =>
  (await rows<StartPlanRow>(at as never, actor, 'duties.startPlans')).find((row) => row.start === start);

describe('a starting matrix', () => {
  it('is seen first, taken over in one command, and changes what people may do', async () => {
    const { at, committee, grid } = await fresh();
    expect(await refused(at, grid.actor, 'community.addGrid', { id: freshId(), number: 1, name: '一' })).toMatchObject({ kind: 'forbidden' });
    const plan = await planOf(at, committee.actor);
    expect(plan?.missing).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'police_post', why: 'none' })]));
    expect(plan?.standsIn).toContain('order.keep');
    await done(at, committee.actor, 'duties.takeOverStart', taking(plan));
    const matrix = await rows<CellRow>(at, committee.actor, 'duties.matrix');
    const answering = (duty: string) => matrix.filter((c) => c.duty === duty && c.role === 'A').map((c) => c.organisation);
    expect(answering('response.checkIn')).toEqual(['网格队']);
    expect(answering('medical.support')).toEqual(['卫生站']);
    expect(answering('order.keep')).toEqual(['居委会']);
    for (const { code } of duties) if (code !== 'community.read') expect(answering(code), code).toHaveLength(1);
    expect((await rows<{ duty: string }>(at, grid.actor, 'duties.mine')).map((row) => row.duty)).toContain('response.checkIn');
    expect(await rows(at, committee.actor, 'duties.startPlans')).toEqual([]);
    expect(await refused(at, committee.actor, 'duties.takeOverStart', taking(plan))).toMatchObject({ code: 'duties.matrixBegun' });
  });

  it('is refused when what was seen is no more, and to whoever does not assign duties', async () => {
    const { at, committee, grid, clinic } = await fresh();
    const plan = await planOf(at, committee.actor, 'oldTown');
    expect(await refused(at, grid.actor, 'duties.takeOverStart', taking(plan))).toMatchObject({ kind: 'forbidden' });
    const { lines = [], start } = taking(plan);
    const own = { ...lines[0], id: freshId(), duty: 'register.readIdentity', role: 'R', organisationId: grid.organisationId };
    expect(await refused(at, committee.actor, 'duties.takeOverStart', { start, lines: [...lines, own] })).toMatchObject({
      code: 'duties.startChanged',
    });
    await done(at, system, 'community.endOrganisation', { organisationId: clinic.organisationId });
    expect(await refused(at, committee.actor, 'duties.takeOverStart', { start, lines })).toMatchObject({ code: 'duties.startChanged' });
  });

  it('is not laid over a matrix that others are in', async () => {
    const { at, committee, clinic } = await fresh();
    const plan = await planOf(at, committee.actor, 'ordinary');
    const told = { id: freshId(), duty: 'order.keep', organisationId: clinic.organisationId, role: 'I' };
    await done(at, committee.actor, 'duties.assign', { assignments: [told] });
    expect(await refused(at, committee.actor, 'duties.takeOverStart', taking(plan))).toMatchObject({ code: 'duties.matrixBegun' });
  });
});
