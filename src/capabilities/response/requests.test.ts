import { describe, expect, it } from 'vitest';
import { copyingPhone } from '../../../test/harness/copying.ts';
import { freshId } from '../../../test/harness/database.ts';
import { flooded } from '../../../test/harness/flooded.ts';

const served = await flooded();
const { done, lane } = served;

type Lane = Awaited<ReturnType<typeof lane>>;

/** The phone of the grid worker, and what it learns of requests at each look. */
async function phoneOf(l: Lane) {
  const pull = await copyingPhone(served, l.where, l.people.worker ?? '');
  return async (afresh = false) => {
    const { rows, gone } = await pull(afresh);
    const of = <R extends { entity: string }>(all: readonly R[]) => all.filter(({ entity }) => entity === 'response.request');
    return { rows: of(rows).map(({ id }) => id), gone: of(gone).map(({ id }) => id) };
  };
}
const say = (l: Lane, name: string, payload: object) => done(l.where, l.who('director'), `response.${name}`, payload);
async function asked(l: Lane, kind: string, incidentId: string | null = null): Promise<string> {
  const requestId = freshId();
  await say(l, 'askForHelp', { requestId, incidentId, dwellingId: l.dwelling('501'), kind, urgency: 'today' });
  return requestId;
}
const close = (l: Lane, requestId: string) => say(l, 'closeRequest', { requestId, reply: '已送到' });
const end = (l: Lane) => {
  const reasons = { openRequests: '明天再看', openTasks: '取消', vulnerableUnvisited: '电话已联系' };
  return say(l, 'closeIncident', { incidentId: l.incident, sheltersEmpty: true, reasons });
};

describe('requests on phones', () => {
  it('leave when they are closed outside an incident, and a fresh phone never hears of them', async () => {
    const l = await lane();
    const look = await phoneOf(l);
    const [one, other] = [await asked(l, 'food'), await asked(l, 'medicine')];
    expect(await look()).toEqual({ rows: [one, other], gone: [] });
    await close(l, one);
    expect(await look()).toEqual({ rows: [], gone: [one] });
    expect(await look()).toEqual({ rows: [], gone: [] });
    expect(await look(true)).toEqual({ rows: [other], gone: [] });
  });

  it('stay while their incident runs, so that whoever is on the way sees how it ended; then they leave', async () => {
    const l = await lane();
    await l.activate();
    const look = await phoneOf(l);
    const [closed, open] = [await asked(l, 'food', l.incident), await asked(l, 'medicine', l.incident)];
    await look();
    await close(l, closed);
    expect(await look()).toEqual({ rows: [closed], gone: [] });
    expect(await look(true)).toEqual({ rows: [open, closed], gone: [] });
    await end(l);
    // What is still open is somebody's need, whatever became of the incident.
    expect(await look()).toEqual({ rows: [], gone: [closed] });
    expect(await look(true)).toEqual({ rows: [open], gone: [] });
    await close(l, open);
    expect(await look()).toEqual({ rows: [], gone: [open] });
  });

  it('of an exercise all leave with it', async () => {
    const l = await lane();
    await l.activate(true);
    const look = await phoneOf(l);
    const all = [await asked(l, 'food', l.incident), await asked(l, 'medicine', l.incident)];
    await look();
    await end(l);
    expect((await look()).gone.toSorted()).toEqual(all.toSorted());
    expect(await look(true)).toEqual({ rows: [], gone: [] });
  });

  it('that were taken back at the door leave like those that were closed', async () => {
    const l = await lane();
    const round = await l.activate();
    const look = await phoneOf(l);
    const door = { roundId: round, householdId: l.households.zhangs };
    await done(l.where, l.who('worker'), 'response.visitDoor', { ...door, outcome: 'help', kind: 'medicine' });
    const [id] = (await look()).rows;
    await done(l.where, l.who('worker'), 'response.undoVisit', door);
    expect(await look()).toEqual({ rows: [id], gone: [] });
    await end(l);
    expect((await look()).gone).toEqual([id]);
  });
});
