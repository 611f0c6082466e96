import { describe, expect, it } from 'vitest';
import { freshCommunity, freshId } from '../../../test/harness/database.ts';
import { speaker, system } from '../../../test/harness/said.ts';
import { serve } from '../../../test/harness/serve.ts';
import * as community from '../community/server.ts';
import * as duties from './server.ts';

const { app, db, signIn } = await serve([community, duties], duties.loadAuthority);
const { done } = speaker(db, [community, duties], duties.loadAuthority);

async function keeper(...held: string[]) {
  const at = await freshCommunity(db);
  const [organisationId, person] = [freshId(), freshId()];
  await done(at, system, 'community.addOrganisation', { id: organisationId, kind: 'residents_committee', sector: 'selfGovernance', name: '居委会' });
  await done(at, system, 'community.addPerson', { id: person, name: '王某' });
  await done(at, system, 'community.addPosition', { id: freshId(), organisationId, title: '主任', holderId: person });
  const assignments = held.map((duty) => ({ id: freshId(), duty, organisationId, role: 'A' }));
  if (assignments.length > 0) await done(at, system, 'duties.assign', { assignments });
  const cookie = await signIn(at, person);
  const ask = (payload: object) =>
    app.inject({ method: 'POST', url: '/api/v1/duties/remedy', headers: { cookie }, payload: { community: at, ...payload } });
  return { at, cookie, ask };
}

describe('asking for a remedy', () => {
  it('answers whoever assigns duties, and says who is missing', async () => {
    const { ask } = await keeper('duties.assign');
    // One person in one house cannot be the remedy for anything: somebody must be recruited.
    const answer = await ask({ level: 'II', seconds: 1 });
    expect(answer.statusCode).toBe(200);
    expect(['impossible', 'late']).toContain(answer.json().status);
  });

  it('is sought once at a time for a community', async () => {
    const { ask } = await keeper('duties.assign');
    const answers = await Promise.all([ask({ seconds: 1 }), ask({ seconds: 1 })]);
    expect(answers.map((a) => a.statusCode).sort()).toEqual([200, 429]);
    expect(answers.find((a) => a.statusCode === 429)?.json()).toMatchObject({ problem: { code: 'duties.remedyRunning' } });
  });

  it('is refused to others, to strangers and to nonsense', async () => {
    const { at, ask, cookie } = await keeper('response.report');
    expect((await ask({})).json()).toMatchObject({ problem: { code: 'duties.heldByNobody' } });
    expect((await ask({ level: 'V' })).statusCode).toBe(422);
    const other = await keeper('duties.assign');
    const next = await app.inject({ method: 'POST', url: '/api/v1/duties/remedy', headers: { cookie }, payload: { community: other.at } });
    expect(next.json()).toMatchObject({ problem: { code: 'http.communityGone' } });
    expect((await app.inject({ method: 'POST', url: '/api/v1/duties/remedy', payload: { community: at } })).statusCode).toBe(401);
  });
});
