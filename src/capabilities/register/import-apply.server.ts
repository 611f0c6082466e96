import type { GridId, HouseholdId } from '../../kernel/ids.ts';
import type { At } from '../../platform/server/commands/handler.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { ensureDwellings, readDirectory } from '../community/server.ts';
import { refreshHouseholds } from './household-summary.server.ts';
import { identityPlace } from './identity.server.ts';
import { changeResidents, type Imported, noteChanges } from './import-change.server.ts';
import { type Lodged, tellProgress } from './import-rows.server.ts';
import { searchName } from './names.server.ts';
import { actorOf, stampsOf } from './rows.server.ts';
import { doorKey } from './rules/door-key.ts';
import type { ImportPlan } from './rules/import-plan.ts';
import { vulnerabilityOf } from './rules/vulnerability.ts';
import { maskId, vault } from './vault.server.ts';

/** Writes a planned import: a few statements with arrays, however many rows; everything carries the command's one version. */
export async function applyImport(tx: Tx, change: Imported, at: At): Promise<void> {
  const { plan, importId } = change;
  const steps = 6;
  let done = 0;
  const step = () => tellProgress(at.community, importId, { done: ++done, total: steps });
  try {
    await writeImport(tx, change, at);
    const lodged = await lodge(tx, change, at);
    await addHouseholds(tx, change, lodged, at);
    step();
    await addResidents(tx, change, lodged, at);
    step();
    await changeResidents(tx, change, lodged, at);
    step();
    await recordIdentities(tx, change, at);
    step();
    await addNeedsAndContacts(tx, change, lodged, at);
    await askDuplicates(tx, change, at);
    step();
    // New households were written with their figures; those that stood before, or that people moved into, are counted anew.
    const touched = new Set([...plan.residents, ...plan.needs].map((row) => row.householdId));
    for (const { id } of plan.households) touched.delete(id);
    for (const { before, movedTo } of plan.residentsChanged) touched.add(before.householdId).add(movedTo ?? before.householdId);
    await refreshHouseholds(tx, at.version, [...touched]);
  } finally {
    tellProgress(at.community, importId);
  }
}

const writeImport = (tx: Tx, { importId, fileName, sha256, rows, notImported, plan }: Imported, at: At) =>
  tx.run(
    `insert into register.import (id, file_name, file_sha256, imported_at, imported_by, rows, residents_added, residents_changed, households_added, needs_added, not_imported, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      importId,
      fileName,
      sha256,
      at.now,
      actorOf(at),
      rows,
      plan.residents.length,
      plan.residentsChanged.length,
      plan.households.length,
      plan.needs.length,
      JSON.stringify(notImported),
      at.version,
    ],
  );

/** Finds the grid and dwelling of every household that the plan touches; doors the community lacks are made through its own door. */
async function lodge(tx: Tx, { plan, decisions }: Imported, at: At): Promise<Map<HouseholdId, Lodged>> {
  const chosen = new Map(decisions.grids.map(({ building, grid }) => [building, grid]));
  const wanted = plan.households.flatMap(({ place, grid }) =>
    place
      ? [{ building: place.building, unit: place.unit, room: place.room, grid: chosen.get(place.building) ?? grid ?? decisions.defaultGrid }]
      : [],
  );
  const dwellings = await ensureDwellings(tx, at, wanted);
  const gridOfBuilding = new Map([...dwellings.values()].map(({ door, gridId }) => [door.split('-')[0], gridId]));
  const { grids } = await readDirectory(tx);
  const lodged = new Map<HouseholdId, Lodged>();
  for (const { id, door, building, place } of plan.households) {
    const dwelling = place ? dwellings.get(place.door) : undefined;
    const grid = dwelling?.gridId ?? gridOfBuilding.get(building ?? '') ?? grids[0];
    if (!grid) throw new Error('no grid to import into');
    lodged.set(id, { id, dwelling: dwelling?.id ?? null, grid, door: dwelling?.door ?? door });
  }
  const known = [...new Set([...plan.residents, ...plan.needs, ...plan.contacts].map((row) => row.householdId).filter((id) => !lodged.has(id)))];
  for (const { movedTo } of plan.residentsChanged) if (movedTo && !lodged.has(movedTo)) known.push(movedTo);
  const rows = await tx.rows<Lodged>('select id, dwelling, grid, door from register.household where id = any($1)', [known]);
  for (const row of rows) lodged.set(row.id, row);
  return lodged;
}

const gridOf = (lodged: ReadonlyMap<HouseholdId, Lodged>, id: HouseholdId): GridId => (lodged.get(id) as Lodged).grid;

async function addHouseholds(tx: Tx, { plan, importId }: Imported, lodged: ReadonlyMap<HouseholdId, Lodged>, at: At): Promise<void> {
  const people = Map.groupBy(plan.residents, (resident) => resident.householdId);
  const needs = Map.groupBy(plan.needs, (need) => need.householdId);
  const homes = plan.households.map(({ id, tenure }) => ({ ...(lodged.get(id) as Lodged), tenure, people: people.get(id) ?? [] }));
  await tx.run(
    `insert into register.household (id, dwelling, grid, door, door_key, tenure, head_name, size, vulnerability, version, import)
     select t.*, $10, $11 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[]) as t`,
    [
      homes.map((h) => h.id),
      homes.map((h) => h.dwelling),
      homes.map((h) => h.grid),
      homes.map((h) => h.door),
      homes.map((h) => doorKey(h.door)),
      homes.map((h) => h.tenure),
      homes.map((h) => headOf(h.people)),
      homes.map((h) => h.people.length),
      homes.map((h) => vulnerabilityOf((needs.get(h.id) ?? []).map((need) => need.code)).count),
      at.version,
      importId,
    ],
  );
}

/** Whose name stands for a household: as in `refreshHouseholds`, the head, else the eldest. */
function headOf(people: ImportPlan['residents']): string {
  const rank = ({ fields }: ImportPlan['residents'][number]) => `${fields.relation === 'head' ? 0 : 1} ${fields.birthDate ?? '9999'}`;
  return (
    people.reduce<ImportPlan['residents'][number] | undefined>((first, one) => (first && rank(first) <= rank(one) ? first : one), undefined)?.fields
      .name ?? ''
  );
}

async function addResidents(tx: Tx, { plan: { residents }, importId }: Imported, lodged: ReadonlyMap<HouseholdId, Lodged>, at: At): Promise<void> {
  const homes = residents.map(({ householdId }) => lodged.get(householdId) as Lodged);
  const names = residents.map(({ fields }) => searchName(fields.name));
  const column = <T>(read: (fields: ImportPlan['residents'][number]['fields']) => T): T[] => residents.map(({ fields }) => read(fields));
  await tx.run(
    `insert into register.resident (id, household, grid, door, door_key, name, other_name, pinyin, initials, sex, birth_date, birth_year, phone, relation, moved_in, version, import)
     select t.*, $16, $17 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::date[],
       $12::smallint[], $13::text[], $14::text[], $15::date[]) as t`,
    [
      residents.map((r) => r.id),
      homes.map((h) => h.id),
      homes.map((h) => h.grid),
      homes.map((h) => h.door),
      homes.map((h) => doorKey(h.door)),
      column((f) => f.name),
      column((f) => f.otherName),
      names.map((n) => n.pinyin),
      names.map((n) => n.initials),
      column((f) => f.sex),
      column((f) => f.birthDate),
      column((f) => f.birthYear),
      column((f) => f.phone),
      column((f) => f.relation),
      column((f) => f.movedIn),
      at.version,
      importId,
    ],
  );
}

async function recordIdentities(tx: Tx, change: Imported, at: At): Promise<void> {
  const { identities, residents } = change.plan;
  const added = new Set(residents.map((r) => r.id));
  const known = identities.map((i) => i.residentId).filter((id) => !added.has(id));
  const before = `select jsonb_build_object('cipher', encode(i.cipher, 'hex'), 'keyId', i.key_id, 'blind', encode(i.blind_index, 'hex'), 'masked', i.masked, 'valid', i.valid)
                    from register.identity i where i.resident = t.id`;
  await noteChanges(tx, change, 'identity', known, before);
  const sealed = identities.map(({ residentId, idNumber }) => vault().seal(Buffer.from(idNumber), identityPlace(at.community, residentId)));
  await tx.run(
    `insert into register.identity (resident, cipher, key_id, blind_index, masked, valid, version)
     select t.*, $7 from unnest($1::uuid[], $2::bytea[], $3::text[], $4::bytea[], $5::text[], $6::boolean[]) as t
     on conflict (community, resident) do update set cipher = excluded.cipher, key_id = excluded.key_id, blind_index = excluded.blind_index,
       masked = excluded.masked, valid = excluded.valid, version = excluded.version`,
    [
      identities.map((i) => i.residentId),
      sealed.map((s) => s.cipher),
      sealed.map((s) => s.keyId),
      identities.map((i) => vault().blindIndex(at.community, i.idNumber)),
      identities.map((i) => maskId(i.idNumber)),
      identities.map((i) => i.valid),
      at.version,
    ],
  );
}

async function addNeedsAndContacts(
  tx: Tx,
  { plan: { needs, contacts }, importId }: Imported,
  lodged: ReadonlyMap<HouseholdId, Lodged>,
  at: At,
): Promise<void> {
  await tx.run(
    `insert into register.need (id, resident, household, grid, code, detail, source, since, version, import, stamps)
     select t.*, 'import', $7::timestamptz, $8, $9, $10::jsonb from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[]) as t`,
    [
      needs.map((n) => n.id),
      needs.map((n) => n.residentId),
      needs.map((n) => n.householdId),
      needs.map((n) => gridOf(lodged, n.householdId)),
      needs.map((n) => n.code),
      needs.map((n) => n.detail),
      at.now,
      at.version,
      importId,
      stampsOf(at, ['recorded']),
    ],
  );
  await tx.run(
    `insert into register.contact (id, household, resident, grid, name, phone, version, import)
     select t.*, $7, $8 from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[]) as t`,
    [
      contacts.map((c) => c.id),
      contacts.map((c) => c.householdId),
      contacts.map((c) => c.residentId),
      contacts.map((c) => gridOf(lodged, c.householdId)),
      contacts.map((c) => c.name),
      contacts.map((c) => c.phone),
      at.version,
      importId,
    ],
  );
}

const askDuplicates = (tx: Tx, { importId, plan: { questions } }: Imported, at: At) =>
  tx.run(
    `insert into register.duplicate (id, first, second, reason, state, import, found_at, decided_at, decided_by, version)
     select t.id, t.first, t.second, t.reason, case when t.kept then 'kept' else 'open' end, $6, $7::timestamptz, case when t.kept then $7::timestamptz end,
            case when t.kept then $8::uuid end, $9
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::boolean[]) as t(id, first, second, reason, kept)
      where not exists (select from register.duplicate d where d.first = t.second and d.second = t.first)
     on conflict (community, first, second) do nothing`,
    [
      questions.map((q) => q.id),
      questions.map((q) => q.first),
      questions.map((q) => q.second),
      questions.map((q) => q.reason),
      questions.map((q) => q.kept),
      importId,
      at.now,
      actorOf(at),
      at.version,
    ],
  );
