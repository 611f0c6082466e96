import type { HouseholdId, PersonId, ResidentId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { Asker } from '../../platform/server/queries/answer.ts';
import { findPeople } from '../community/server.ts';
import type { HouseholdPage, Person } from './queries.ts';
import { residentColumns } from './rows.server.ts';

type HouseholdOnly = Omit<HouseholdPage, 'residents' | 'contacts' | 'may'>;
type PersonOnly = Omit<Person, 'needs' | 'carers' | 'caresFor'>;

/** May the asker do this where the household lies? */
function mayHere({ authority, actor }: Asker, duty: string, grid: string): boolean {
  if (actor.kind === 'system') return true;
  const allowance = authority.may(actor, duty);
  return allowance.ok && (allowance.value.grids === null || allowance.value.grids.some((g) => g === grid));
}

/** One household with its people; needs only for whoever may read them in its grid, identity numbers masked. */
export async function readHousehold(tx: Tx, id: HouseholdId, asker: Asker): Promise<HouseholdPage[]> {
  const [row] = await tx.rows<HouseholdOnly>(
    `select id, dwelling as "dwellingId", grid as "gridId", door, door_key as "doorKey", tenure, head_name as "headName", size, vulnerability, verified_at as "verifiedAt"
       from register.household where id = $1 and ($2::uuid[] is null or grid = any($2))`,
    [id, asker.allowance.grids],
  );
  if (!row) return [];
  const may = {
    readNeeds: mayHere(asker, 'register.readNeeds', row.gridId),
    readIdentity: mayHere(asker, 'register.readIdentity', row.gridId),
    write: mayHere(asker, 'register.write', row.gridId),
  };
  const [people, contacts, needs, carers, caresFor] = await Promise.all([
    tx.rows<PersonOnly>(
      `select ${residentColumns}, version,
              (select masked from register.identity i where i.resident = r.id) as "maskedId", (select valid from register.identity i where i.resident = r.id) as "idValid"
         from register.resident r where household = $1 and left_at is null order by (relation = 'head') desc, birth_date nulls last, id limit 200`,
      [id],
    ),
    tx.rows<HouseholdPage['contacts'][number]>(
      `select id, resident as "residentId", name, phone, relation from register.contact where household = $1 order by name, id limit 100`,
      [id],
    ),
    may.readNeeds
      ? tx.rows<NonNullable<Person['needs']>[number] & { resident: ResidentId }>(
          'select id, resident, code, detail, since from register.need where household = $1 and ended_at is null order by code, id limit 500',
          [id],
        )
      : [],
    readCarers(tx, id),
    tx.rows<Person['caresFor'][number] & { carer: ResidentId }>(
      `select l.carer_resident as carer, r.id, r.household as "householdId", r.name, r.door
         from register.care_link l
         join register.resident c on c.community = l.community and c.id = l.carer_resident
         join register.resident r on r.community = l.community and r.id = l.resident
        where c.household = $1 and ($2::uuid[] is null or r.grid = any($2)) order by r.door_key, r.id limit 200`,
      [id, asker.allowance.grids],
    ),
  ]);
  const residents = people.map((person) => ({
    ...person,
    needs: may.readNeeds ? needs.filter((need) => need.resident === person.id).map(({ resident: _, ...need }) => need) : null,
    carers: carers.filter((carer) => carer.resident === person.id).map(({ resident: _, ...carer }) => carer),
    caresFor: caresFor.filter((one) => one.carer === person.id).map(({ carer: _, ...one }) => one),
  }));
  return [{ ...row, residents, contacts, may }];
}

async function readCarers(tx: Tx, id: HouseholdId): Promise<(Person['carers'][number] & { resident: ResidentId })[]> {
  const rows = await tx.rows<{
    id: never;
    resident: ResidentId;
    carerPerson: PersonId | null;
    carerResident: ResidentId | null;
    name: string | null;
    phone: string | null;
    door: string | null;
    note: string;
  }>(
    `select l.id, l.resident, l.carer_person as "carerPerson", l.carer_resident as "carerResident", c.name, c.phone, c.door, l.note
       from register.care_link l left join register.resident c on c.community = l.community and c.id = l.carer_resident
      where l.household = $1 order by l.id limit 200`,
    [id],
  );
  const staff = rows.flatMap((row) => row.carerPerson ?? []);
  const people = new Map((staff.length > 0 ? await findPeople(tx, staff) : []).map((person) => [person.id, person]));
  return rows.map((row) => {
    const person = row.carerPerson ? people.get(row.carerPerson) : undefined;
    return {
      id: row.id,
      resident: row.resident,
      kind: row.carerPerson ? ('person' as const) : ('resident' as const),
      carerId: row.carerPerson ?? row.carerResident ?? '',
      name: person?.name ?? row.name ?? '—',
      phone: person?.phone ?? row.phone ?? '',
      door: row.door,
      note: row.note,
    };
  });
}
