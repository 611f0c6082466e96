import type { HouseholdId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import { tombstones } from '../../platform/server/commands/tombstone.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { ImportChange } from './commands-import.ts';
import type { Lodged } from './import-rows.server.ts';
import { searchName } from './names.server.ts';
import { stampedLike, stampOf, stampsOf } from './rows.server.ts';
import { doorKey } from './rules/door-key.ts';

export type Imported = Extract<ImportChange, { type: 'ledgerImported' }>;

/** Changes what differs, and moves people whose door is another now; what stood there is kept for the undo. */
export async function changeResidents(tx: Tx, change: Imported, lodged: ReadonlyMap<HouseholdId, Lodged>, at: At): Promise<void> {
  const { plan } = change;
  const changed = plan.residentsChanged.map(({ id, before, set }) => ({ id, fields: { ...before, ...set } }));
  await noteChanges(
    tx,
    change,
    'resident',
    changed.map((c) => c.id),
    `select to_jsonb(r) - 'sought' - 'scope' from register.resident r where r.id = t.id`,
  );
  const names = changed.map(({ fields }) => searchName(fields.name));
  await tx.run(
    `update register.resident r set name = t.name, other_name = t.other_name, pinyin = t.pinyin, initials = t.initials, sex = t.sex, birth_date = t.birth_date,
            birth_year = t.birth_year, phone = t.phone, relation = t.relation, moved_in = t.moved_in, version = $12, stamps = ${stampedLike('t', 13)}
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::smallint[], $9::text[], $10::text[], $11::date[])
         as t(id, name, other_name, pinyin, initials, sex, birth_date, birth_year, phone, relation, moved_in) where r.id = t.id`,
    [
      changed.map((c) => c.id),
      changed.map((c) => c.fields.name),
      changed.map((c) => c.fields.otherName),
      names.map((n) => n.pinyin),
      names.map((n) => n.initials),
      changed.map((c) => c.fields.sex),
      changed.map((c) => c.fields.birthDate),
      changed.map((c) => c.fields.birthYear),
      changed.map((c) => c.fields.phone),
      changed.map((c) => c.fields.relation),
      changed.map((c) => c.fields.movedIn),
      at.version,
      stampOf(at),
    ],
  );
  await noteChanges(
    tx,
    change,
    'household',
    plan.householdsChanged.map((h) => h.id),
    `select jsonb_build_object('tenure', h.tenure) from register.household h where h.id = t.id`,
  );
  await tx.run(
    `update register.household h set tenure = t.tenure, version = $3, stamps = h.stamps || $4::jsonb
       from unnest($1::uuid[], $2::text[]) as t(id, tenure) where h.id = t.id`,
    [plan.householdsChanged.map((h) => h.id), plan.householdsChanged.map((h) => h.tenure), at.version, stampsOf(at, ['tenure'])],
  );
  const moves = plan.residentsChanged.flatMap(({ id, movedTo }) => (movedTo ? [{ id, to: lodged.get(movedTo) as Lodged }] : []));
  await moveResidents(tx, moves, at);
}

/** Residents and what hangs on them go to another household; phones of a grid they leave forget them. */
export async function moveResidents(tx: Tx, moves: readonly { readonly id: string; readonly to: Lodged }[], at: At): Promise<void> {
  if (moves.length === 0) return;
  const params = [moves.map((m) => m.id), moves.map((m) => m.to.id), moves.map((m) => m.to.grid), at.version];
  const target = 'unnest($1::uuid[], $2::uuid[], $3::uuid[]) as t(id, household, grid)';
  const gone: { entity: string; id: string; scope: string; kind: 'leave' }[] = [];
  const tables = [
    ['register.resident', 'register.resident', 'id', 'grid'],
    ['register.need', 'register.need', 'resident', 'needs'],
    ['register.contact', 'register.contact', 'resident', 'grid'],
    ['register.careLink', 'register.care_link', 'resident', 'grid'],
  ] as const;
  for (const [entity, table, key, prefix] of tables) {
    const left = await tx.rows<{ id: string; grid: string }>(
      `select x.id, x.grid from ${table} x join ${target} on x.${key} = t.id where x.grid <> t.grid and $4::bigint > 0`,
      params,
    );
    gone.push(...left.map(({ id, grid }) => ({ entity, id, scope: `${prefix}:${grid}`, kind: 'leave' as const })));
    await tx.run(`update ${table} x set household = t.household, grid = t.grid, version = $4 from ${target} where x.${key} = t.id`, params);
  }
  await tx.run(
    `update register.review x set household = t.household, grid = t.grid, door = t.door
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) as t(id, household, grid, door) where x.resident = t.id`,
    [...params.slice(0, 3), moves.map((m) => m.to.door)],
  );
  await tx.run(
    `update register.resident r set door = t.door, door_key = t.door_key from unnest($1::uuid[], $2::text[], $3::text[]) as t(id, door, door_key) where r.id = t.id`,
    [moves.map((m) => m.id), moves.map((m) => m.to.door), moves.map((m) => doorKey(m.to.door))],
  );
  await tombstones(tx, at, gone);
}

/** Keeps what rows said before the import changes them; `before` is a query on `t.id`. */
export const noteChanges = (tx: Tx, { importId }: Imported, entity: 'household' | 'resident' | 'identity', ids: readonly string[], before: string) =>
  tx.run(`insert into register.import_change (import, entity, id, before) select $1, $2, t.id, (${before}) from unnest($3::uuid[]) as t(id)`, [
    importId,
    entity,
    ids,
  ]);
