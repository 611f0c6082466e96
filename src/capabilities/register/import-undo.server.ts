import type { HouseholdId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import { tombstones } from '../../platform/server/commands/tombstone.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { ImportChange, UndoState } from './commands-import.ts';
import { refreshHouseholds } from './household-summary.server.ts';
import { moveResidents } from './import-change.server.ts';
import type { Lodged } from './import-rows.server.ts';
import { actorOf, stampedLike, stampOf, stampsOf } from './rows.server.ts';

/** A row of an import that cannot simply be taken back. */
export interface Blocker {
  readonly entity: string;
  readonly id: string;
  readonly label: string;
  readonly door: string;
  /** `changed`: the row itself was changed; `usedSince`: rows that came later hang on it. */
  readonly why: 'changed' | 'usedSince';
}

const blockersSql = `
  with i as (select id, version from register.import where id = $1),
  p as (select r.*, i.version as imported from register.resident r join i on r.import = i.id
        union all select r.*, i.version from register.resident r join register.import_change c on c.id = r.id and c.entity = 'resident' join i on c.import = i.id),
  h as (select h.*, i.version as imported from register.household h join i on h.import = i.id
        union all select h.*, i.version from register.household h join register.import_change c on c.id = h.id and c.entity = 'household' join i on c.import = i.id)
  select 'resident' as entity, id, name as label, door, 'changed' as why from p where version > imported
  union all
  select 'resident', id, name, door, 'usedSince' from p
   where version <= imported
     and (exists (select from register.need n where n.resident = p.id and n.version > imported)
       or exists (select from register.contact n where n.resident = p.id and n.version > imported)
       or exists (select from register.care_link n where (n.resident = p.id or n.carer_resident = p.id) and n.version > imported)
       or exists (select from register.identity n where n.resident = p.id and n.version > imported)
       or exists (select from register.household n where n.id = p.household and n.verified_at is not null and n.version > imported))
  union all
  select 'household', id, head_name, door, 'changed' from h
   where version > imported and not exists (select from p where p.household = h.id and p.version > p.imported)
  union all
  select 'household', id, head_name, door, 'usedSince' from h
   where version <= imported and exists (select from register.contact n where n.household = h.id and n.version > imported)
  order by 4, 1, 2 limit 20000`;

export const readBlockers = (tx: Tx, importId: string): Promise<Blocker[]> => tx.rows<Blocker>(blockersSql, [importId]);

export async function loadUndo(tx: Tx, importId: string): Promise<UndoState> {
  const [row] = await tx.rows<{ undone: boolean }>('select undone_at is not null as undone from register.import where id = $1', [importId]);
  if (!row) return { at: 'nowhere' };
  if (row.undone) return { at: 'undone' };
  return { at: 'imported', changed: [...new Set((await readBlockers(tx, importId)).map((blocker) => blocker.id))] };
}

type Undone = Extract<ImportChange, { type: 'importUndone' }>;
type Gone = { readonly id: string; readonly scope: string };

/** Takes the import's rows back, children first; rows in `keep`, and households that still have people, stay. */
export async function applyUndo(tx: Tx, { importId, keep }: Undone, at: At): Promise<void> {
  const params = [importId, keep];
  const own = 'import = $1 and id <> all($2::uuid[])';
  await restoreResidents(tx, importId, keep, at);
  await restoreIdentities(tx, importId, keep, at);
  await tx.run(
    `update register.household h set tenure = c.before ->> 'tenure', version = $3, stamps = h.stamps || $4::jsonb from register.import_change c
      where c.import = $1 and c.entity = 'household' and c.id <> all($2::uuid[]) and h.id = c.id`,
    [...params, at.version, stampsOf(at, ['tenure'])],
  );
  const touched = await tx.rows<{ id: HouseholdId }>(
    `select household as id from register.resident where ${own} union select household from register.need where ${own}`,
    params,
  );
  const stays = 'resident is null or resident <> all($2::uuid[])';
  const gone: { entity: string; id: string; scope: string; kind: 'delete' }[] = [];
  const note = (entity: string, rows: readonly Gone[]) => gone.push(...rows.map(({ id, scope }) => ({ entity, id, scope, kind: 'delete' as const })));
  note('register.need', await tx.rows<Gone>(`delete from register.need where ${own} and (${stays}) returning id, scope`, params));
  note('register.contact', await tx.rows<Gone>(`delete from register.contact where ${own} and (${stays}) returning id, scope`, params));
  const residents = `(select id from register.resident where ${own})`;
  await tx.run(`delete from register.duplicate where first in ${residents} or second in ${residents}`, params);
  await tx.run(`delete from register.identity where resident in ${residents}`, params);
  note('register.resident', await tx.rows<Gone>(`delete from register.resident where ${own} returning id, scope`, params));
  const empty = `not exists (select from register.resident r where r.household = h.id) and not exists (select from register.contact k where k.household = h.id)`;
  note('register.household', await tx.rows<Gone>(`delete from register.household h where ${own} and ${empty} returning id, scope`, params));
  await tombstones(tx, at, gone);
  await refreshHouseholds(
    tx,
    at.version,
    touched.map((row) => row.id),
  );
  await tx.run('update register.import set undone_at = $2, undone_by = $3, kept_rows = $4, version = $5 where id = $1', [
    importId,
    at.now,
    actorOf(at),
    keep.length,
    at.version,
  ]);
}

async function restoreResidents(tx: Tx, importId: string, keep: readonly string[], at: At): Promise<void> {
  const moved = await tx.rows<{ id: string } & { household: HouseholdId; dwelling: Lodged['dwelling']; grid: Lodged['grid']; door: string }>(
    `select r.id, h.id as household, h.dwelling, h.grid, h.door from register.import_change c
       join register.resident r on r.id = c.id join register.household h on h.id = (c.before ->> 'household')::uuid
      where c.import = $1 and c.entity = 'resident' and c.id <> all($2::uuid[]) and r.household <> h.id`,
    [importId, keep],
  );
  await moveResidents(
    tx,
    moved.map(({ id, household, dwelling, grid, door }) => ({ id, to: { id: household, dwelling, grid, door } })),
    at,
  );
  const restored = await tx.rows<{ household: HouseholdId }>(
    `update register.resident r set name = b.name, other_name = b.other_name, pinyin = b.pinyin, initials = b.initials, sex = b.sex, birth_date = b.birth_date,
            birth_year = b.birth_year, phone = b.phone, relation = b.relation, moved_in = b.moved_in, version = $3, stamps = ${stampedLike('b', 4)}
       from register.import_change c, jsonb_to_record(c.before) as b(name text, other_name text, pinyin text, initials text, sex text, birth_date date,
            birth_year smallint, phone text, relation text, moved_in date)
      where c.import = $1 and c.entity = 'resident' and c.id <> all($2::uuid[]) and r.id = c.id returning r.household`,
    [importId, keep, at.version, stampOf(at)],
  );
  await refreshHouseholds(tx, at.version, [...new Set(restored.map((row) => row.household))]);
}

async function restoreIdentities(tx: Tx, importId: string, keep: readonly string[], at: At): Promise<void> {
  await tx.run(
    `update register.identity i set cipher = decode(c.before ->> 'cipher', 'hex'), key_id = c.before ->> 'keyId', blind_index = decode(c.before ->> 'blind', 'hex'),
            masked = c.before ->> 'masked', valid = (c.before ->> 'valid')::boolean, version = $3
       from register.import_change c
      where c.import = $1 and c.entity = 'identity' and c.before is not null and c.id <> all($2::uuid[]) and i.resident = c.id`,
    [importId, keep, at.version],
  );
  await tx.run(
    `delete from register.identity where resident in
       (select id from register.import_change where import = $1 and entity = 'identity' and before is null and id <> all($2::uuid[]))`,
    [importId, keep],
  );
}
