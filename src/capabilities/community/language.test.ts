import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import * as duties from '../duties/server.ts';
import * as doors from './server.ts';

const { db } = await freshDatabase();
const { done, refused, rows } = speaker(db, [doors, duties], duties.loadAuthority);

/** A committee whose director keeps the directory, and two teams with a leader each. */
async function teams() {
  const at = await freshCommunity(db);
  const make = async (kind: string, name: string) => {
    const [organisationId, positionId, person] = [freshId(), freshId(), freshId()];
    await done(at, system, 'community.addOrganisation', { id: organisationId, kind, sector: 'social', name });
    await done(at, system, 'community.addPerson', { id: person, name: `${name}长` });
    await done(at, system, 'community.addPosition', { id: positionId, organisationId, title: '队长', holderId: person });
    return { organisationId, positionId, actor: personActor(person) };
  };
  const committee = await make('residents_committee', '居委会');
  const keeps = { id: freshId(), duty: 'community.manage', organisationId: committee.organisationId, positionId: committee.positionId, role: 'A' };
  await done(at, system, 'duties.assign', { assignments: [keeps] });
  return { at, committee, bilingual: await make('volunteer_team', '双语帮帮团'), orange: await make('volunteer_team', '橙马甲') };
}
const say = (to: { organisationId: string }, language: string | null) => ({ organisationId: to.organisationId, language });

describe('the language of an organisation’s sheets', () => {
  it('is said by one of its own posts, or by whoever keeps the directory, and by nobody else', async () => {
    const { at, committee, bilingual, orange } = await teams();
    await done(at, bilingual.actor, 'community.rememberLanguage', say(bilingual, 'ug'));
    await done(at, committee.actor, 'community.rememberLanguage', say(orange, 'en'));
    expect(await refused(at, orange.actor, 'community.rememberLanguage', say(bilingual, 'zh'))).toMatchObject({ kind: 'forbidden' });
    const known = await rows<{ name: string; language: string | null }>(at, orange.actor, 'community.organisations');
    expect(Object.fromEntries(known.map((o) => [o.name, o.language]))).toEqual({ 居委会: null, 双语帮帮团: 'ug', 橙马甲: 'en' });
    await done(at, bilingual.actor, 'community.rememberLanguage', say(bilingual, null));
    expect(await rows(at, orange.actor, 'community.organisations')).toContainEqual(expect.objectContaining({ name: '双语帮帮团', language: null }));
  });

  it('is refused for what has ended, what is not here, and what nobody can print', async () => {
    const { at, committee, bilingual } = await teams();
    const next = await teams();
    expect(await refused(at, committee.actor, 'community.rememberLanguage', say(next.bilingual, 'ug'))).toMatchObject({
      code: 'community.organisationGone',
    });
    expect(await refused(at, committee.actor, 'community.rememberLanguage', say(bilingual, 'tlh'))).toMatchObject({ kind: 'invalid' });
    await done(at, committee.actor, 'community.endOrganisation', { organisationId: bilingual.organisationId });
    expect(await refused(at, committee.actor, 'community.rememberLanguage', say(bilingual, 'ug'))).toMatchObject({
      code: 'community.organisationEnded',
    });
  });
});
