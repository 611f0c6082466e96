import { describe, expect, it } from 'vitest';
import { freshId } from '../../../test/harness/database.ts';
import { flooded } from '../../../test/harness/flooded.ts';
import type { DoorView } from './door-view.ts';
import { communityOfDoorToken, doorToken } from './rules/door-link.ts';

const { app, done, lane, signIn, logged } = await flooded();
type Lane = Awaited<ReturnType<typeof lane>>;

/** The director prints the poster of a door. */
async function linkOf(l: Lane, room: string): Promise<string> {
  const cookie = await signIn(l.where, l.people.director as string);
  const made = await app.inject({
    method: 'POST',
    url: '/api/v1/response/door-links',
    headers: { cookie },
    payload: { community: l.where, dwellings: [l.dwelling(room)] },
  });
  expect(made.statusCode).toBe(200);
  return made.json().links[0].token;
}
const say = (token: string, payload: object) => app.inject({ method: 'POST', url: `/api/v1/door/${token}`, payload });
const seen = async (token: string, ...codes: string[]): Promise<DoorView> =>
  (await app.inject({ method: 'POST', url: `/api/v1/door/${token}/follow`, payload: { codes } })).json();
const help = (follow: string) => ({
  say: 'help',
  commandId: freshId(),
  requestId: freshId(),
  kind: 'food',
  urgency: 'today',
  words: '没有水',
  follow,
});

describe('the link of a door', () => {
  it('asks for help without an account, and the phone that asked sees what became of it', async () => {
    const l = await lane();
    await l.activate();
    const token = await linkOf(l, '501');
    expect((await say(token, help('0123456789AB'))).statusCode).toBe(200);
    expect((await seen(token, '0123456789AB')).requests).toMatchObject([{ kind: 'food', state: 'open', reply: null }]);
    const [request] = await l.look<{ id: string; incident: string; source: string }>('select id, incident, source from response.request');
    expect(request).toMatchObject({ incident: l.incident, source: 'door' });
    await done(l.where, l.who('director'), 'response.answerRequest', { requestId: request?.id, reply: '十分钟后送到' });
    expect((await seen(token, '0123456789AB')).requests).toMatchObject([{ reply: '十分钟后送到' }]);
  });

  it('tells nothing of who lives there, nor of what others behind the same door asked', async () => {
    const l = await lane();
    await l.activate();
    const token = await linkOf(l, '501');
    await say(token, help('0123456789AB'));
    const view = await seen(token, 'ZZZZZZZZZZZZ');
    expect(view).toMatchObject({ door: '3-2-501', requests: [], running: [{ exercise: false, asksDoors: true }] });
    expect(JSON.stringify(view)).not.toMatch(/户主|household|resident/);
  });

  it('merges what the same door asks twice, and both phones follow it', async () => {
    const l = await lane();
    await l.activate();
    const token = await linkOf(l, '501');
    await say(token, help('0123456789AB'));
    await say(token, help('CDEFGHJKMNPQ'));
    expect(await l.look('select times, words from response.request')).toEqual([{ times: 2, words: '没有水\n没有水' }]);
    expect((await seen(token, 'CDEFGHJKMNPQ')).requests).toHaveLength(1);
  });

  it('says "safe" once, however often the answer was lost on the way', async () => {
    const l = await lane();
    await l.activate();
    const token = await linkOf(l, '501');
    const safe = { say: 'safe', commandId: freshId() };
    expect([(await say(token, safe)).json(), (await say(token, safe)).json()]).toEqual([expect.anything(), expect.anything()]);
    expect(await l.look("select outcome, times from response.visit where door = '3-2-501'")).toEqual([{ outcome: 'safe', times: 1 }]);
  });

  it('keeps real calls for help out of a drill', async () => {
    const l = await lane();
    await l.activate(true);
    const token = await linkOf(l, '501');
    await say(token, help('0123456789AB'));
    await say(token, { ...help('CDEFGHJKMNPQ'), incidentId: l.incident });
    expect(await l.look('select incident from response.request order by incident nulls first')).toEqual([
      { incident: null },
      { incident: l.incident },
    ]);
  });

  it('is dead when revoked, and answers like one that never was', async () => {
    const l = await lane();
    const token = await linkOf(l, '501');
    await done(l.where, l.who('director'), 'response.revokeDoorTokens', { dwellingId: l.dwelling('501') });
    const answers = await Promise.all(
      [token, doorToken(freshId(), 'A'.repeat(22)), 'nonsense'].map((t) => say(t, { say: 'safe', commandId: freshId() })),
    );
    expect(answers.map((a) => [a.statusCode, a.json().problem.code])).toEqual(Array.from({ length: 3 }, () => [404, 'response.doorLinkGone']));
  });

  it('is limited in pace and never stands in the log', async () => {
    const l = await lane();
    const token = await linkOf(l, '501');
    const many = await Promise.all(Array.from({ length: 40 }, () => app.inject({ url: `/api/v1/door/${token}` })));
    expect(many.some((a) => a.statusCode === 429)).toBe(true);
    expect(logged.join('\n')).not.toContain(token);
  });

  it('is issued by the desk only', async () => {
    const l = await lane();
    const cookie = await signIn(l.where, l.people.worker as string);
    const answer = await app.inject({
      method: 'POST',
      url: '/api/v1/response/door-links',
      headers: { cookie },
      payload: { community: l.where, dwellings: [l.dwelling('501')] },
    });
    expect(answer.statusCode).toBe(403);
  });

  it('refuses what does not fit', async () => {
    const l = await lane();
    const token = await linkOf(l, '501');
    const answer = await say(token, { say: 'help', kind: 'gold' });
    expect(answer.statusCode).toBe(422);
  });
});

describe('a token', () => {
  it('names its community and nothing else', () => {
    const community = freshId();
    expect(communityOfDoorToken(doorToken(community, 'a_-'.repeat(7) + 'b'))).toBe(community);
    expect(communityOfDoorToken('short')).toBeNull();
  });
});
