import { describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../test/harness/database.ts';
import { personActor, speaker, system } from '../../../test/harness/said.ts';
import * as community from '../community/server.ts';
import { grounds, sources } from './catalogue/grounds.ts';
import { duties } from './catalogue.ts';
import * as doors from './server.ts';

const { db } = await freshDatabase();
const { done, refused, rows } = speaker(db, [community, doors], doors.loadAuthority);

async function withKeeper() {
  const at = await freshCommunity(db);
  const [organisationId, positionId, person] = [freshId(), freshId(), freshId()];
  await done(at, system, 'community.addOrganisation', { id: organisationId, kind: 'residents_committee', sector: 'selfGovernance', name: '居委会' });
  await done(at, system, 'community.addPerson', { id: person, name: '李敏' });
  await done(at, system, 'community.addPosition', { id: positionId, organisationId, title: '主任', holderId: person });
  const cell = (duty: string, role: string) => ({ id: freshId(), duty, organisationId, positionId, role });
  await done(at, system, 'duties.assign', { assignments: [cell('duties.assign', 'A'), cell('water.pump', 'A'), cell('water.pump', 'R')] });
  return { at, actor: personActor(person) };
}

describe('the catalogue', () => {
  it('says of every duty what it rests on, and every ground and source is used', () => {
    expect(duties.filter((d) => d.basis.length === 0)).toEqual([]);
    const used = new Set(duties.flatMap((d) => d.basis));
    expect(Object.keys(grounds).filter((code) => !used.has(code as keyof typeof grounds))).toEqual([]);
    const named = new Set(Object.values(grounds).map((g) => g.source));
    expect(sources.filter((source) => !named.has(source))).toEqual([]);
  });
});

describe('an estimate of one’s own', () => {
  it('takes the place of the catalogue’s in the load, and gives it back', async () => {
    const { at, actor } = await withKeeper();
    const hours = async () => {
      const found = await rows<{ kind: string; hours: number }>(at, actor, 'duties.load', { level: 'I', residents: 1000 });
      return found.find((row) => row.kind === 'organisation')?.hours ?? 0;
    };
    const before = await hours();
    await done(at, actor, 'duties.setEstimate', { duty: 'water.pump', estimate: { effort: 12, targetMin: 20, skills: [] } });
    expect(await rows(at, actor, 'duties.estimates')).toMatchObject([{ duty: 'water.pump', effort: 12, targetMin: 20, skills: [] }]);
    // Nobody needs the trade any more, so all twelve hours fall to the one house there is.
    expect((await hours()) - before).toBe(12);
    await done(at, actor, 'duties.setEstimate', { duty: 'water.pump', estimate: null });
    expect(await rows(at, actor, 'duties.estimates')).toEqual([]);
    expect(await hours()).toBe(before);
  });

  it('is refused for what is no duty, out of bounds, without the duty to assign, and is not seen next door', async () => {
    const [here, there] = [await withKeeper(), await withKeeper()];
    const estimate = { effort: 1, targetMin: null, skills: [] };
    expect(await refused(here.at, here.actor, 'duties.setEstimate', { duty: 'nobody.knows', estimate })).toMatchObject({
      code: 'duties.unknownDuty',
    });
    const far = { duty: 'water.pump', estimate: { ...estimate, effort: 201 } };
    expect(await refused(here.at, here.actor, 'duties.setEstimate', far)).toMatchObject({ kind: 'invalid' });
    expect(await refused(here.at, there.actor, 'duties.setEstimate', { duty: 'water.pump', estimate })).toMatchObject({ kind: 'forbidden' });
    await done(here.at, here.actor, 'duties.setEstimate', { duty: 'water.pump', estimate });
    expect(await rows(there.at, there.actor, 'duties.estimates')).toEqual([]);
  });
});
