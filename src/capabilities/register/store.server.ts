import type { GridId, HouseholdId, ResidentId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import { tombstone } from '../../platform/server/commands/tombstone.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { refreshHouseholds } from './household-summary.server.ts';
import { recordIdentity } from './identity.server.ts';
import type { Home, Household, Presence, RegisterChange, Resident, ResidentFields } from './model.ts';
import { searchName } from './names.server.ts';
import { actorOf, formerFields, keepFormer, setResident, stampsOf } from './rows.server.ts';
import { doorKey } from './rules/door-key.ts';
import { applyCareChange } from './store-care.server.ts';
import { closeReview, openReview } from './store-review.server.ts';

/** Tells phones of the old grid to forget rows that now lie in another. */
export async function leaveGrid(tx: Tx, at: At, from: GridId, rows: readonly { entity: string; id: string }[]): Promise<void> {
  for (const { entity, id } of rows) {
    await tombstone(tx, at, { entity, id, scope: entity === 'register.need' ? `needs:${from}` : `grid:${from}`, kind: 'leave' });
  }
}

export async function applyRegisterChange(tx: Tx, change: RegisterChange, at: At): Promise<void> {
  switch (change.type) {
    case 'householdAdded': {
      const { id, home, tenure } = change;
      await tx.run('insert into register.household (id, dwelling, grid, door, door_key, tenure, version) values ($1, $2, $3, $4, $5, $6, $7)', [
        id,
        home.dwellingId,
        home.grid,
        home.door,
        doorKey(home.door),
        tenure,
        at.version,
      ]);
      return;
    }
    case 'householdCorrected':
      await tx.run('update register.household set tenure = $2, version = $3, stamps = stamps || $4::jsonb where id = $1', [
        change.id,
        change.tenure,
        at.version,
        stampsOf(at, ['tenure']),
      ]);
      return;
    case 'householdVerified':
      await tx.run('update register.household set verified_at = $2, verified_by = $3, version = $4 where id = $1', [
        change.id,
        at.now,
        actorOf(at),
        at.version,
      ]);
      return;
    case 'householdMoved':
      return moveHousehold(tx, change.id, change.from.grid, change.home, at);
    case 'residentAdded':
      return addResident(tx, change.id, change.household, change.fields, at);
    case 'residentCorrected':
      await keepFormer(tx, at, change.before.id, change.before.id, formerFields(change.before, change.set), change.parallel);
      await setResident(tx, change.before, change.set, at);
      await refreshHouseholds(tx, at.version, [change.before.householdId]);
      return;
    case 'residentLeft':
      return letGo(tx, change.resident, change.why, at);
    case 'leavingCorrected':
      return correctLeaving(tx, change.resident, change.presence, at);
    case 'reviewOpened':
      return openReview(tx, change.review, at);
    case 'reviewDecided':
      return closeReview(tx, change.id, change.choice, at);
    case 'identityRecorded':
      return recordIdentity(tx, change.id, change.idNumber, change.valid, at);
    case 'identityLookedAt':
      await tx.run('insert into register.identity_look (id, resident, looked_by, reason, looked_at) values ($1, $2, $3, $4, $5)', [
        change.lookId,
        change.id,
        change.by,
        change.reason,
        at.now,
      ]);
      return;
    default:
      return applyCareChange(tx, change, at);
  }
}

async function moveHousehold(tx: Tx, id: HouseholdId, from: GridId, home: Home, at: At): Promise<void> {
  const place = [id, home.grid, at.version];
  const door = [home.door, doorKey(home.door)];
  await tx.run('update register.household set grid = $2, version = $3, door = $4, door_key = $5, dwelling = $6 where id = $1', [
    ...place,
    ...door,
    home.dwellingId,
  ]);
  const moved: { entity: string; id: string }[] = [{ entity: 'register.household', id }];
  const residents = await tx.rows<{ id: string }>(
    'update register.resident set grid = $2, version = $3, door = $4, door_key = $5 where household = $1 returning id',
    [...place, ...door],
  );
  moved.push(...residents.map((row) => ({ entity: 'register.resident', id: row.id })));
  for (const [entity, sql] of [
    ['register.need', 'update register.need set grid = $2, version = $3 where household = $1 returning id'],
    ['register.contact', 'update register.contact set grid = $2, version = $3 where household = $1 returning id'],
    ['register.careLink', 'update register.care_link set grid = $2, version = $3 where household = $1 returning id'],
  ] as const) {
    const rows = await tx.rows<{ id: string }>(sql, place);
    moved.push(...rows.map((row) => ({ entity, id: row.id })));
  }
  await tx.run('update register.review set grid = $2, door = $3 where household = $1', [id, home.grid, home.door]);
  if (from !== home.grid) await leaveGrid(tx, at, from, moved);
}

async function addResident(tx: Tx, id: ResidentId, household: Household, fields: ResidentFields, at: At): Promise<void> {
  const { pinyin, initials } = searchName(fields.name);
  await tx.run(
    `insert into register.resident (id, household, grid, door, door_key, name, other_name, pinyin, initials, sex, birth_date, birth_year, phone, relation, moved_in, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      id,
      household.id,
      household.grid,
      household.door,
      doorKey(household.door),
      fields.name,
      fields.otherName,
      pinyin,
      initials,
      fields.sex,
      fields.birthDate,
      fields.birthYear,
      fields.phone,
      fields.relation,
      fields.movedIn,
      at.version,
    ],
  );
  await refreshHouseholds(tx, at.version, [household.id]);
}

async function letGo(tx: Tx, resident: Resident, why: 'moved' | 'died', at: At): Promise<void> {
  await tx.run('update register.resident set left_at = $2, left_why = $3, version = $4 where id = $1', [resident.id, at.now, why, at.version]);
  const ended = await tx.rows<{ id: string }>(
    'update register.need set ended_at = $2, version = $3 where resident = $1 and ended_at is null returning id',
    [resident.id, at.now, at.version],
  );
  for (const { id } of ended) await tombstone(tx, at, { entity: 'register.need', id, scope: `needs:${resident.grid}`, kind: 'delete' });
  const links = await tx.rows<{ id: string; grid: string }>(
    'delete from register.care_link where resident = $1 or carer_resident = $1 returning id, grid',
    [resident.id],
  );
  for (const { id, grid } of links) await tombstone(tx, at, { entity: 'register.careLink', id, scope: `grid:${grid}`, kind: 'delete' });
  await tombstone(tx, at, { entity: 'register.resident', id: resident.id, scope: `grid:${resident.grid}`, kind: 'delete' });
  await refreshHouseholds(tx, at.version, [resident.householdId]);
}

/** Somebody who was said to have left did so for another reason, or lives here after all. Needs that ended with the departure are recorded anew. */
async function correctLeaving(tx: Tx, resident: Resident, presence: Presence, at: At): Promise<void> {
  const left = presence === 'here' ? null : presence;
  await tx.run(
    'update register.resident set left_why = $2, left_at = case when $2::text is not null then coalesce(left_at, $3) end, version = $4 where id = $1',
    [resident.id, left, at.now, at.version],
  );
  await refreshHouseholds(tx, at.version, [resident.householdId]);
}
