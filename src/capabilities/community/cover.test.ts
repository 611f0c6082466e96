import { describe, expect, it } from 'vitest';
import { freshId } from '../../../test/harness/database.ts';
import { flooded } from '../../../test/harness/flooded.ts';

let now = new Date('2026-07-12T02:00:00.000Z');
const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
const { done, refused, rows, lane } = await flooded(() => now);

type Lane = Awaited<ReturnType<typeof lane>>;
const post = async (l: Lane, title: string): Promise<string> =>
  (await l.look<{ id: string }>('select id from community.position where title = $1 and not seat', [title]))[0]?.id ?? '';
const mineOf = (l: Lane, name: string) =>
  rows<{ duty: string; actingUntil: string | null; actingFor: string | null; title: string }>(l.where, l.who(name), 'duties.mine');
const report = (l: Lane, name: string) => rows(l.where, l.who(name), 'response.situationReport', { incidentId: freshId() });

describe('who acts while the holder is away', () => {
  it('may do what the post may do from its first to its last moment, and is told why', async () => {
    const l = await lane();
    const positionId = await post(l, '主任');
    const cover = { id: freshId(), positionId, personId: l.people.clerk, since: inMinutes(60), until: inMinutes(180), note: '外出开会' };
    await done(l.where, l.who('director'), 'community.nameCover', cover);
    await expect(report(l, 'clerk')).rejects.toThrow('duties.notHeld');
    later(61);
    await report(l, 'clerk');
    expect((await mineOf(l, 'clerk')).find(({ duty }) => duty === 'response.report')).toMatchObject({
      actingUntil: cover.until,
      actingFor: expect.any(String),
      title: '主任',
    });
    // The holder keeps the post all the while.
    await report(l, 'director');
    later(121);
    await expect(report(l, 'clerk')).rejects.toThrow('duties.notHeld');
    expect(await rows(l.where, l.who('director'), 'community.covers')).toEqual([]);
  });

  it('begins at once where no date is given, and ends at once when the holder is back', async () => {
    const l = await lane();
    const cover = { id: freshId(), positionId: await post(l, '主任'), personId: l.people.clerk, until: inMinutes(600) };
    await done(l.where, l.who('director'), 'community.nameCover', cover);
    await report(l, 'clerk');
    expect(await refused(l.where, l.who('nurse'), 'community.endCover', { coverId: cover.id })).toMatchObject({ code: 'duties.notHeld' });
    await done(l.where, l.who('director'), 'community.endCover', { coverId: cover.id });
    await expect(report(l, 'clerk')).rejects.toThrow('duties.notHeld');
    expect(await refused(l.where, l.who('director'), 'community.endCover', { coverId: cover.id })).toMatchObject({ code: 'community.coverOver' });
  });

  it('is void when the post goes to another holder', async () => {
    const l = await lane();
    const positionId = await post(l, '网格员');
    await done(l.where, l.who('worker'), 'community.nameCover', { id: freshId(), positionId, personId: l.people.clerk, until: inMinutes(600) });
    const doors = () => rows(l.where, l.who('clerk'), 'response.doors', { roundId: freshId() });
    await doors();
    await done(l.where, l.who('director'), 'community.assignHolder', { positionId, personId: l.people.second, replaces: l.people.worker });
    await expect(doors()).rejects.toThrow('duties.notHeld');
  });

  it('is refused where it makes no sense, each time with its reason', async () => {
    const l = await lane();
    const positionId = await post(l, '主任');
    const good = { id: freshId(), positionId, personId: l.people.clerk, since: inMinutes(60), until: inMinutes(180) };
    const asked = async (by: string, more: object) =>
      (await refused(l.where, l.who(by), 'community.nameCover', { ...good, id: freshId(), ...more }))?.code;
    expect(await asked('director', { personId: l.people.director })).toBe('community.coverSelf');
    expect(await asked('director', { personId: l.people.nurse })).toBe('community.coverElsewhere');
    expect(await asked('director', { personId: freshId() })).toBe('community.personGone');
    expect(await asked('director', { until: good.since })).toBe('community.coverEndsFirst');
    expect(await asked('director', { since: inMinutes(-600), until: inMinutes(-10) })).toBe('community.coverOver');
    expect(await asked('director', { until: inMinutes(400 * 1440) })).toBe('community.coverTooLong');
    // Only the holder, or whoever keeps the directory.
    expect(await asked('nurse', {})).toBe('duties.notHeld');
    await done(l.where, l.who('director'), 'community.nameCover', good);
    expect(await asked('director', { personId: l.people.worker, since: inMinutes(170), until: inMinutes(300) })).toBe('community.coverOverlaps');
    const back = { positionId: await post(l, '文员'), personId: l.people.director };
    expect(await asked('clerk', { ...back, since: inMinutes(100), until: inMinutes(120) })).toBe('community.coverCircle');
    await done(l.where, l.who('clerk'), 'community.nameCover', { ...good, ...back, id: freshId(), since: good.until, until: inMinutes(300) });
  });

  it('answers a post of the community next door as one that is not there', async () => {
    const [l, other] = [await lane(), await lane()];
    const theirs = { id: freshId(), positionId: await post(other, '主任'), personId: l.people.clerk, until: inMinutes(60) };
    expect(await refused(l.where, l.who('director'), 'community.nameCover', theirs)).toEqual({ kind: 'missing', code: 'community.positionGone' });
  });
});
