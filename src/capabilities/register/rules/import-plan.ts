import type { HouseholdId, ResidentId } from '../../../kernel/ids.ts';
import {
  type ContactId,
  type DuplicateId,
  type DuplicateReason,
  type NeedCode,
  type NeedId,
  type ResidentFields,
  residentFields,
  type Tenure,
} from '../model.ts';
import { doorKey } from './door-key.ts';
import type { LedgerReading, LedgerResident } from './ledger/model.ts';
import { distinctPeople } from './ledger/summary.ts';
import { doorOf, gridNumber, type Place, placeOf } from './ledger-place.ts';
import { matcher, type RegisterNow, type RegisterPerson } from './match-ledger.ts';

/** What a person decided about a previewed ledger. */
export interface ImportChoices {
  /** For proposals of `reading.duplicates`, by index: `one` person, or `both` kept. */
  readonly duplicates: ReadonlyMap<number, 'one' | 'both'>;
  /** For proposals that nobody looked at. */
  readonly otherDuplicates: 'one' | 'both';
  /** Residents of the register whose differing fields stay as they are. */
  readonly keep: ReadonlySet<ResidentId>;
}

export interface NewHousehold {
  readonly id: HouseholdId;
  /** Empty while the ledger does not say which room. */
  readonly door: string;
  /** Number of the building, where the ledger says one. */
  readonly building: string | null;
  /** The door taken apart; null when the ledger's words fit no door of this community. */
  readonly place: Place | null;
  /** Number of the grid, where the ledger says one. */
  readonly grid: number | null;
  readonly tenure: Tenure;
}

export interface ChangedResident {
  readonly id: ResidentId;
  readonly before: RegisterPerson;
  readonly set: Partial<ResidentFields>;
  /** The household in which the ledger has the resident now, when that is another one. */
  readonly movedTo: HouseholdId | null;
}

/** Everything an import would do, worked out before anything is written. */
export interface ImportPlan {
  readonly households: NewHousehold[];
  readonly householdsChanged: { readonly id: HouseholdId; readonly tenure: Tenure }[];
  readonly residents: { readonly id: ResidentId; readonly householdId: HouseholdId; readonly fields: ResidentFields }[];
  readonly residentsChanged: ChangedResident[];
  readonly identities: { readonly residentId: ResidentId; readonly idNumber: string; readonly valid: boolean }[];
  readonly needs: {
    readonly id: NeedId;
    readonly residentId: ResidentId;
    readonly householdId: HouseholdId;
    readonly code: NeedCode;
    readonly detail: string;
  }[];
  readonly contacts: {
    readonly id: ContactId;
    readonly householdId: HouseholdId;
    readonly residentId: ResidentId;
    readonly name: string;
    readonly phone: string;
  }[];
  /** Pairs that may be one person: open, or answered `both` in the preview. */
  readonly questions: {
    readonly id: DuplicateId;
    readonly first: ResidentId;
    readonly second: ResidentId;
    readonly reason: DuplicateReason;
    readonly kept: boolean;
  }[];
  /** Residents found unchanged. */
  unchanged: number;
  /** Residents of the register that the ledger does not have. Listed, never removed. */
  readonly absent: ResidentId[];
}

/**
 * Works out what an import changes: ledger rows that are one person become one, people already in the register are found again
 * (see `matcher`), and only what differs is changed. Empty cells change nothing; needs are added, never ended, because a
 * ledger's silence is no statement.
 * @param blind keyed hash of each row's identity number, by index of `reading.residents`; null where there is none
 * @param match finds residents again; for who has built it already
 */
export function planImport(
  reading: LedgerReading,
  blind: readonly (string | null)[],
  now: RegisterNow,
  choices: ImportChoices,
  newId: () => string,
  match = matcher(now, reading.residents, blind),
): ImportPlan {
  const people = joinRows(reading, choices, match);
  const plan: ImportPlan = {
    households: [],
    householdsChanged: [],
    residents: [],
    residentsChanged: [],
    identities: [],
    needs: [],
    contacts: [],
    questions: [],
    unchanged: 0,
    absent: [],
  };
  const householdOf = planHouseholds(people, now, plan, newId);
  const seenContacts = new Set(now.contacts.map((contact) => `${contact.householdId} ${contact.phone}`));
  const residentOfRow = new Map<number, ResidentId>();
  const used = new Set<HouseholdId>();
  for (const person of people) {
    const planned = householdOf.get(person.row.household) as HouseholdId;
    const householdId = person.known && choices.keep.has(person.known.id) ? person.known.householdId : planned;
    used.add(householdId);
    const id = person.known?.id ?? (newId() as ResidentId);
    for (const row of person.rows) residentOfRow.set(row, id);
    if (person.known) planChange(person, person.known, householdId, choices, plan);
    else plan.residents.push({ id, householdId, fields: fieldsOf(person.row) });
    planIdentity(person, id, blind, reading, plan);
    planNeeds(person, id, householdId, plan, newId);
    const { contactName, contactPhones } = person.row;
    const phone = contactPhones[0];
    if (!contactName || !phone || seenContacts.has(`${householdId} ${phone}`)) continue;
    seenContacts.add(`${householdId} ${phone}`);
    plan.contacts.push({ id: newId() as ContactId, householdId, residentId: id, name: contactName.slice(0, 60), phone });
  }
  planQuestions(reading, choices, residentOfRow, plan, newId);
  const found = new Set(residentOfRow.values());
  for (const { id } of now.people) if (!found.has(id)) plan.absent.push(id);
  return { ...plan, households: plan.households.filter((household) => used.has(household.id)) };
}

/** One person of the ledger: indices of their rows, first row first; what the rows say together; and who they are in the register. */
interface LedgerPerson {
  readonly rows: readonly number[];
  readonly row: LedgerResident;
  readonly known: RegisterPerson | undefined;
}

/** Puts rows together that a person said are one, and rows that were found to be one resident. Two different residents stay two. */
function joinRows(reading: LedgerReading, choices: ImportChoices, match: (row: number) => RegisterPerson | undefined): LedgerPerson[] {
  const agreed = reading.duplicates.filter(({ rows }, index) => {
    const known = new Set(rows.flatMap((row) => match(row)?.id ?? []));
    return known.size < 2 && (choices.duplicates.get(index) ?? choices.otherDuplicates) === 'one';
  });
  const joined = new Set(agreed.flatMap(({ rows }) => rows));
  const again = Map.groupBy(
    [...reading.residents.keys()].filter((row) => match(row) && !joined.has(row)),
    (row) => match(row)?.id,
  );
  for (const rows of again.values()) if (rows.length > 1) agreed.push({ reason: 'sameNameAndBirthDate', rows });
  const place = ({ sheet, row }: { sheet: string; row: number }) => `${row} ${sheet}`;
  const index = new Map(reading.residents.map((resident, i) => [place(resident), i]));
  return distinctPeople(reading, agreed).map(({ person, rows }) => {
    const own = rows.flatMap((at) => index.get(place(at)) ?? []);
    return { rows: own, row: person, known: own.map((i) => match(i)).find((found) => found !== undefined) };
  });
}

/** Finds the register's household for each household of the ledger, or plans a new one. */
function planHouseholds(people: readonly LedgerPerson[], now: RegisterNow, plan: ImportPlan, newId: () => string): Map<string, HouseholdId> {
  const homes = new Map(now.homes.map((home) => [home.id, home]));
  const lived = new Set(now.people.map((person) => person.householdId));
  const emptyAt = new Map(now.homes.filter((home) => home.door !== '' && !lived.has(home.id)).map((home) => [doorKey(home.door), home]));
  const households = new Map<string, HouseholdId>();
  for (const [key, members] of Map.groupBy(people, (person) => person.row.household)) {
    const rows = members.map((person) => person.row);
    const place = rows.find((row) => row.door !== null) ?? rows[0];
    if (!place) continue;
    const door = doorOf(place);
    const stayed = members.find(({ known }) => known && (door === '' || doorKey(known.door) === doorKey(door)))?.known;
    const home = stayed ? homes.get(stayed.householdId) : emptyAt.get(doorKey(door));
    const tenure = rows.find((row) => row.tenure !== null)?.tenure ?? null;
    if (home) {
      households.set(key, home.id);
      if (tenure && tenure !== home.tenure) plan.householdsChanged.push({ id: home.id, tenure });
      continue;
    }
    const id = newId() as HouseholdId;
    households.set(key, id);
    const grid = gridNumber(rows.find((row) => row.grid !== null)?.grid ?? null);
    plan.households.push({ id, door, building: place.building, place: placeOf(place), grid, tenure: tenure ?? 'other' });
  }
  return households;
}

/** What a ledger says about a person, in the register's fields. */
function fieldsOf(row: LedgerResident): ResidentFields {
  return {
    name: (row.name || '—').slice(0, 60),
    otherName: (row.otherName ?? '').slice(0, 120),
    sex: row.sex,
    birthDate: row.birthDate,
    birthYear: row.birthDate ? null : row.birthYear,
    phone: row.phones.slice(0, 3).join(' '),
    relation: row.relation ?? '',
    movedIn: row.movedIn,
  };
}

function planChange(person: LedgerPerson, known: RegisterPerson, householdId: HouseholdId, choices: ImportChoices, plan: ImportPlan): void {
  const fields = fieldsOf(person.row);
  const changed = choices.keep.has(known.id)
    ? []
    : residentFields.filter((field) => fields[field] && fields[field] !== known[field] && !(field === 'birthYear' && known.birthDate));
  const movedTo = householdId === known.householdId ? null : householdId;
  if (changed.length === 0 && !movedTo) {
    plan.unchanged += 1;
    return;
  }
  const set = Object.fromEntries(changed.map((field) => [field, fields[field]])) as Partial<ResidentFields>;
  plan.residentsChanged.push({ id: known.id, before: known, set, movedTo });
}

/** The identity number that the person's rows give, when it is not the one recorded. */
function planIdentity(
  { row, rows, known }: LedgerPerson,
  residentId: ResidentId,
  blind: readonly (string | null)[],
  reading: LedgerReading,
  plan: ImportPlan,
): void {
  if (!row.idNumber) return;
  const from = rows.find((i) => reading.residents[i]?.idNumber === row.idNumber);
  if (from === undefined || (known && known.blind === blind[from])) return;
  plan.identities.push({ residentId, idNumber: row.idNumber.slice(0, 24), valid: row.idValid !== false });
}

function planNeeds(person: LedgerPerson, residentId: ResidentId, householdId: HouseholdId, plan: ImportPlan, newId: () => string): void {
  const has = new Set<NeedCode>(person.known?.needs ?? []);
  for (const { code, words } of person.row.needs) {
    if (has.has(code)) continue;
    has.add(code);
    plan.needs.push({ id: newId() as NeedId, residentId, householdId, code, detail: words.slice(0, 200) });
  }
}

function planQuestions(
  reading: LedgerReading,
  choices: ImportChoices,
  residentOfRow: ReadonlyMap<number, ResidentId>,
  plan: ImportPlan,
  newId: () => string,
): void {
  const asked = new Set<string>();
  const ask = (rows: readonly number[], reason: DuplicateReason, kept: boolean): void => {
    const [first, ...others] = [...new Set(rows.flatMap((row) => residentOfRow.get(row) ?? []))];
    for (const second of others) {
      if (!first || asked.has(`${first} ${second}`)) continue;
      asked.add(`${first} ${second}`);
      plan.questions.push({ id: newId() as DuplicateId, first, second, reason, kept });
    }
  };
  reading.duplicates.forEach(({ rows, reason }, index) => {
    ask(rows, reason, choices.duplicates.get(index) === 'both');
  });
  for (const { rows } of reading.sharedIds) ask(rows, 'sharedId', false);
}
