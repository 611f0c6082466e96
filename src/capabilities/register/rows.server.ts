import type { DwellingId, HouseholdId, ResidentId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { findDwelling } from '../community/server.ts';
import type { Home, Household, HouseholdState, Resident, ResidentFields, ResidentState } from './model.ts';
import { searchName } from './names.server.ts';

/** Every load of this slice runs under the lock of the community's head, so rows need no lock of their own. */
export async function loadHousehold(tx: Tx, id: HouseholdId): Promise<HouseholdState> {
  const [row] = await tx.rows<Household & { version: number }>(
    'select id, dwelling as "dwellingId", grid, door, tenure, version from register.household where id = $1',
    [id],
  );
  if (!row) return { at: 'nowhere' };
  const { version, ...household } = row;
  return { at: 'here', household, version };
}

export const residentColumns = `id, household as "householdId", grid, door, name, other_name as "otherName", sex, birth_date as "birthDate",
  birth_year as "birthYear", phone, relation, moved_in as "movedIn"`;

export async function loadResident(tx: Tx, id: ResidentId): Promise<ResidentState> {
  const [row] = await tx.rows<Resident & { version: number; left: boolean }>(
    `select ${residentColumns}, version, left_at is not null as left from register.resident where id = $1`,
    [id],
  );
  if (!row) return { at: 'nowhere' };
  const { version, left, ...resident } = row;
  return left ? { at: 'left', resident } : { at: 'here', resident, version };
}

/** The door of a dwelling and the grid it lies in, as the community's places know them. */
export async function findHome(tx: Tx, id: DwellingId): Promise<Home | null> {
  const found = await findDwelling(tx, id);
  return found ? { dwellingId: found.id, grid: found.gridId, door: found.door } : null;
}

export const actorOf = (at: At): string | null => (at.actor.kind === 'person' ? at.actor.person : null);

/** Writes the resident's fields, changed ones over the old ones. */
export async function setResident(tx: Tx, before: Resident, set: Partial<ResidentFields>, version: number): Promise<void> {
  const now = { ...before, ...set };
  const { pinyin, initials } = searchName(now.name);
  await tx.run(
    `update register.resident set name = $2, other_name = $3, pinyin = $4, initials = $5, sex = $6, birth_date = $7, birth_year = $8, phone = $9, relation = $10,
            moved_in = $11, version = $12 where id = $1`,
    [before.id, now.name, now.otherName, pinyin, initials, now.sex, now.birthDate, now.birthYear, now.phone, now.relation, now.movedIn, version],
  );
}

/** The values that `set` replaces. */
export const formerFields = (before: ResidentFields, set: Partial<ResidentFields>): Record<string, unknown> =>
  Object.fromEntries(Object.keys(set).map((field) => [field, before[field as keyof ResidentFields]]));

/** Keeps what a record said before. */
export const keepFormer = (
  tx: Tx,
  at: At,
  resident: ResidentId,
  was: ResidentId,
  fields: Record<string, unknown>,
  parallel = false,
): Promise<number> =>
  tx.run('insert into register.former (id, resident, was, fields, parallel, replaced_at, replaced_by) values ($1, $2, $3, $4, $5, $6, $7)', [
    at.newId(),
    resident,
    was,
    JSON.stringify(fields),
    parallel,
    at.now,
    actorOf(at),
  ]);
