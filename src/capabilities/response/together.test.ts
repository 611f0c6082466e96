import { describe, expect, it } from 'vitest';
import { freshId } from '../../../test/harness/database.ts';
import { flooded } from '../../../test/harness/flooded.ts';

let now = new Date('2026-07-12T02:00:00.000Z');
const { database, done, rows, lane } = await flooded(() => now);

type Lane = Awaited<ReturnType<typeof lane>>;
/** Who said what about one thing, by the title of the position in the journal. */
const said = async (l: Lane, entity: string | undefined) =>
  (
    await database.look<{ name: string; title: string | null }>(
      `select j.name, p.title from platform.journal j left join community.position p on p.community = j.community and p.id = j.position
        where j.community = $1 and j.entity = $2 and j.status = 'accepted' order by j.version`,
      [l.where, entity],
    )
  ).map(({ name, title }) => [name, title]);
const task = async (l: Lane, duty: string) => (await l.look<{ id: string }>('select id from response.task where duty = $1', [duty]))[0]?.id ?? '';
const ties = async (l: Lane) => {
  now = new Date(now.getTime() + 60_000);
  const [found] = await rows<{ observed: { ties: { grounds: string[]; times: number }[] } }>(l.where, l.who('clerk'), 'duties.network', {
    since: '2026-01-01T00:00:00Z',
  });
  return found?.observed.ties;
};

describe('two organisations on one task', () => {
  it('are seen to have worked together: who accepts, gives back and closes does so in a position', async () => {
    const l = await lane();
    await l.activate();
    const taskId = await task(l, 'water.pump');
    expect(await ties(l)).toEqual([]);
    const [clinic] = await l.look<{ organisation: string }>('select organisation from community.position where id = $1', [l.nursePost]);
    const assigned = { taskId, organisationId: clinic?.organisation, positionId: l.nursePost };
    await done(l.where, l.who('director'), 'response.assignTask', assigned);
    await done(l.where, l.who('nurse'), 'response.acceptTask', { taskId });
    expect(await ties(l)).toMatchObject([{ grounds: ['response.acceptTask'], times: 1 }]);
    await done(l.where, l.who('nurse'), 'response.extendTask', { taskId, minutes: 30 });
    await done(l.where, l.who('nurse'), 'response.releaseTask', { taskId });
    await done(l.where, l.who('nurse'), 'response.acceptTask', { taskId });
    await done(l.where, l.who('nurse'), 'response.closeTask', { taskId });
    // Somebody else went all the same: their work is kept, and so is in which position they did it.
    await done(l.where, l.who('volunteer'), 'response.closeTask', { taskId });
    expect(await said(l, taskId)).toEqual([
      ['response.assignTask', '主任'],
      ['response.acceptTask', '护士'],
      ['response.extendTask', '护士'],
      ['response.releaseTask', '护士'],
      ['response.acceptTask', '护士'],
      ['response.closeTask', '护士'],
      ['response.closeTask', '志愿者'],
    ]);
    expect(await ties(l)).toMatchObject([{ times: 1 }, { times: 1 }]);
  });

  it('counts for whoever was asked in person, and for a volunteer who gives a task back', async () => {
    const l = await lane();
    await l.activate();
    const taskId = freshId();
    await done(l.where, l.who('director'), 'response.raiseTask', { taskId, incidentId: l.incident, kind: 'food' });
    await done(l.where, l.who('volunteer'), 'response.claimTask', { taskId });
    await done(l.where, l.who('volunteer'), 'response.releaseTask', { taskId });
    expect((await said(l, taskId)).slice(1)).toEqual([
      ['response.claimTask', '志愿者'],
      ['response.releaseTask', '志愿者'],
    ]);
    const pump = await task(l, 'water.pump');
    const [committee] = await l.look<{ organisation: string; id: string }>("select organisation, id from community.position where title = '主任'");
    const asked = { taskId: pump, organisationId: committee?.organisation, positionId: committee?.id, personId: l.people.nurse };
    await done(l.where, l.who('director'), 'response.assignTask', asked);
    await done(l.where, l.who('nurse'), 'response.acceptTask', { taskId: pump });
    expect(await said(l, pump)).toEqual([
      ['response.assignTask', '主任'],
      ['response.acceptTask', '护士'],
    ]);
  });

  it('says nothing of a position where nobody stands in one', async () => {
    const l = await lane();
    await l.activate();
    const taskId = freshId();
    await done(l.where, l.who('director'), 'response.raiseTask', { taskId, incidentId: l.incident, kind: 'food' });
    await done(l.where, l.who('deputy'), 'response.closeTask', { taskId });
    await l.look('update community.position set deputy = null where id = $1 returning 1', [l.workerPost]);
    await done(l.where, l.who('deputy'), 'response.closeTask', { taskId });
    expect((await said(l, taskId)).slice(1)).toEqual([
      ['response.closeTask', '网格员'],
      ['response.closeTask', null],
    ]);
  });
});
