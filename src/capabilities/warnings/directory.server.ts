import type { GridId, HouseholdId, PersonId, PositionId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { type Acting, findPeople, readAbout, readDirectory } from '../community/server.ts';
import { loadAuthority } from '../duties/server.ts';
import { householdsToTell, phonesOfHouseholds } from '../register/server.ts';
import type { Place } from './model.ts';
import type { OutwardChannel, Recipient, Told } from './notice.ts';

/** Where this community is; before it is established it is nowhere, and nothing matches. */
export async function placeOf(tx: Tx): Promise<Place & { readonly name: string }> {
  const about = await readAbout(tx);
  const points = about && about.lat !== null && about.lon !== null ? [{ lat: about.lat, lon: about.lon }] : [];
  return { code12: about?.code12 ?? '', name: about?.name ?? '', points };
}

/** The people, households and partners that the audience means now, each once: a person in the first position that fits. */
export async function recipientsOf(tx: Tx, audience: readonly Told[], now: Date): Promise<Recipient[]> {
  const found = new Map<string, Recipient>();
  const people = new Map<PersonId, PositionId | null>();
  for (const group of audience) {
    switch (group.to) {
      case 'staff':
      case 'volunteers':
      case 'grids':
      case 'duty':
      case 'positions':
        for (const [person, position] of await peopleOf(tx, group, now)) if (!people.has(person)) people.set(person, position);
        break;
      case 'residents':
      case 'vulnerable':
        for (const { id, grid, door, hasPhone } of await householdsToTell(tx, group.grids, group.to === 'vulnerable'))
          found.set(id, { kind: 'household', household: id, grid, door, hasPhone });
        break;
      case 'endpoint': {
        const [row] = await tx.rows<{ channel: OutwardChannel }>('select channel from warnings.endpoint where id = $1 and ended_at is null', [
          group.endpointId,
        ]);
        if (row) found.set(group.endpointId, { kind: 'endpoint', endpoint: group.endpointId, channel: row.channel });
        break;
      }
      default:
        group satisfies never;
    }
  }
  const known = await findPeople(tx, [...people.keys()]);
  const told = known.map(({ id, phone }): Recipient => ({ kind: 'person', person: id, position: people.get(id) ?? null, hasPhone: phone !== '' }));
  return [...told, ...found.values()];
}

/** Whoever acts for a holder who is away is told with them. */
const actingNow = (acting: readonly Acting[], now: Date): PersonId[] =>
  acting.flatMap(({ person, since }) => (Date.parse(since) <= now.getTime() ? person : []));

type PeopleGroup = Extract<Told, { to: 'staff' | 'volunteers' | 'grids' | 'duty' | 'positions' }>;

async function peopleOf(tx: Tx, group: PeopleGroup, now: Date): Promise<[PersonId, PositionId | null][]> {
  const { positions, organisations } = await readDirectory(tx, now);
  const active = new Set(organisations.filter((one) => one.active).map((one) => one.id));
  const standing = positions.filter((p) => active.has(p.organisationId) && Date.parse(p.since) <= now.getTime());
  const holders = standing.flatMap((p) =>
    [p.holder, p.deputy, ...actingNow(p.acting, now)].flatMap((person) => (person ? [{ person, position: p }] : [])),
  );
  switch (group.to) {
    case 'staff':
      return holders.filter(({ position }) => !position.seat).map(({ person, position }) => [person, position.id]);
    case 'volunteers':
      return holders.filter(({ position }) => position.seat).map(({ person, position }) => [person, position.id]);
    case 'grids':
      return holders
        .filter(({ position }) => position.grids !== null && meets(position.grids, group.grids))
        .map(({ person, position }) => [person, position.id]);
    case 'positions':
      return holders.filter(({ position }) => group.positions.includes(position.id)).map(({ person, position }) => [person, position.id]);
    case 'duty': {
      const authority = await loadAuthority(tx, now);
      return [...new Set(holders.map(({ person }) => person))].flatMap((person): [PersonId, PositionId | null][] => {
        const may = authority.may({ kind: 'person', person }, group.duty);
        return may.ok && meets(may.value.grids, group.grids) ? [[person, may.value.position]] : [];
      });
    }
    default:
      return group satisfies never;
  }
}

/** Do two areas meet? null is the whole community. */
const meets = (a: readonly GridId[] | null, b: readonly GridId[] | null): boolean => a === null || b === null || a.some((grid) => b.includes(grid));

/** How to reach people and households by telephone now, and in which language; by id, those without a number left out. */
export async function phonesOf(
  tx: Tx,
  who: { persons: readonly string[]; households: readonly string[] },
): Promise<Map<string, { to: string; language: string }>> {
  const people = await findPeople(tx, who.persons as readonly PersonId[]);
  const homes = await phonesOfHouseholds(tx, who.households as readonly HouseholdId[]);
  const found = new Map<string, { to: string; language: string }>();
  for (const { id, phone, languages } of people) if (phone !== '') found.set(id, { to: phone, language: languageOf(languages) });
  for (const [id, phone] of homes) found.set(id, { to: phone, language: 'zh' });
  return found;
}

/** Chinese for whoever speaks it or says nothing, else the first of the community's other languages. */
const languageOf = (spoken: readonly string[]): string =>
  spoken.includes('zh') ? 'zh' : (spoken.find((one) => one === 'ug' || one === 'en') ?? 'zh');
