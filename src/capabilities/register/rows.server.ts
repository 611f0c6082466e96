import type { DwellingId, HouseholdId, ResidentId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { findDwelling } from '../community/server.ts';
import type { CorrectionState } from './commands.ts';
import type { Home, Household, HouseholdState, LeftWhy, Resident, ResidentFields, ResidentState } from './model.ts';
import { searchName } from './names.server.ts';
import type { Stamps } from './rules/conflicts.ts';

/** Every load of this slice runs under the lock of the community's head, so rows need no lock of their own. */
export async function loadHousehold(tx: Tx, id: HouseholdId): Promise<HouseholdState> {
  const [row] = await tx.rows<Household & { version: number; stamps: Stamps }>(
    'select id, dwelling as "dwellingId", grid, door, tenure, version, stamps from register.household where id = $1',
    [id],
  );
  if (!row) return { at: 'nowhere' };
  const { version, stamps, ...household } = row;
  return { at: 'here', household, version, stamps };
}

export const residentColumns = `id, household as "householdId", grid, door, name, other_name as "otherName", sex, birth_date as "birthDate",
  birth_year as "birthYear", phone, relation, moved_in as "movedIn"`;

export async function loadResident(tx: Tx, id: ResidentId): Promise<ResidentState> {
  const [row] = await tx.rows<Resident & { version: number; stamps: Stamps; why: LeftWhy | null }>(
    `select ${residentColumns}, version, stamps, left_why as why from register.resident where id = $1`,
    [id],
  );
  if (!row) return { at: 'nowhere' };
  const { version, stamps, why, ...resident } = row;
  return why ? { at: 'left', why, resident, stamps } : { at: 'here', resident, version, stamps };
}

/** A resident to be corrected: also the record into which the one meant was merged meanwhile. */
export async function loadForCorrection(tx: Tx, id: ResidentId): Promise<CorrectionState> {
  const found = await loadResident(tx, id);
  if (found.at !== 'nowhere') return found;
  const [merged] = await tx.rows<{ resident: ResidentId }>(
    'select resident from register.former where was = $1 and resident <> was order by replaced_at desc limit 1',
    [id],
  );
  const into = merged && (await loadResident(tx, merged.resident));
  return into && into.at !== 'nowhere' ? { at: 'merged', into } : found;
}

/** The stamp of what this command writes, for each of these fields, as a parameter for `stamps || $n::jsonb`. */
export const stampsOf = (at: At, fields: readonly string[]): string =>
  JSON.stringify(Object.fromEntries(fields.map((field) => [field, [at.version, at.commandId]])));

/** SQL: the stamps of the resident `r` after its fields became those of `t`, in which the columns have the same names. `$n`: {@link stampOf}. */
export const stampedLike = (t: string, n: number): string =>
  `r.stamps || jsonb_strip_nulls(jsonb_build_object(${Object.entries(columnOf)
    .map(([field, column]) => `'${field}', case when r.${column} is distinct from ${t}.${column} then $${n}::jsonb end`)
    .join(', ')}))`;

/** The stamp of what this command writes. */
export const stampOf = (at: At): string => JSON.stringify([at.version, at.commandId]);

const columnOf: Readonly<Record<keyof ResidentFields, string>> = {
  name: 'name',
  otherName: 'other_name',
  sex: 'sex',
  birthDate: 'birth_date',
  birthYear: 'birth_year',
  phone: 'phone',
  relation: 'relation',
  movedIn: 'moved_in',
};

/** The door of a dwelling and the grid it lies in, as the community's places know them. */
export async function findHome(tx: Tx, id: DwellingId): Promise<Home | null> {
  const found = await findDwelling(tx, id);
  return found ? { dwellingId: found.id, grid: found.gridId, door: found.door } : null;
}

export const actorOf = (at: At): string | null => (at.actor.kind === 'person' ? at.actor.person : null);

/** Writes the resident's fields, changed ones over the old ones. */
export async function setResident(tx: Tx, before: Resident, set: Partial<ResidentFields>, at: At): Promise<void> {
  const now = { ...before, ...set };
  const { pinyin, initials } = searchName(now.name);
  await tx.run(
    `update register.resident set name = $2, other_name = $3, pinyin = $4, initials = $5, sex = $6, birth_date = $7, birth_year = $8, phone = $9, relation = $10,
            moved_in = $11, version = $12, stamps = stamps || $13::jsonb where id = $1`,
    [
      before.id,
      now.name,
      now.otherName,
      pinyin,
      initials,
      now.sex,
      now.birthDate,
      now.birthYear,
      now.phone,
      now.relation,
      now.movedIn,
      at.version,
      stampsOf(at, Object.keys(set)),
    ],
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
