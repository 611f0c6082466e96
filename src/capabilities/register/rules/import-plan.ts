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
  readonly building: string | null;
  readonly unit: string | null;
  readonly room: string | null;
  /** What the ledger says about the grid, as written. */
  readonly grid: string | null;
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
 */
export function planImport(
  reading: LedgerReading,
  blind: readonly (string | null)[],
  now: RegisterNow,
  choices: ImportChoices,
  newId: () => string,
): ImportPlan {
  const match = matcher(now, reading.residents, blind);
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
    const planned = householdOf.get(person.members[0]?.household ?? '') as HouseholdId;
    const householdId = person.known && choices.keep.has(person.known.id) ? person.known.householdId : planned;
    used.add(householdId);
    const id = person.known?.id ?? (newId() as ResidentId);
    for (const row of person.rows) residentOfRow.set(row, id);
    if (person.known) planChange(person, person.known, householdId, choices, plan);
    else plan.residents.push({ id, householdId, fields: fieldsOf(person.members) });
    planIdentity(person, id, blind, reading, plan);
    planNeeds(person, id, householdId, plan, newId);
    for (const { contactName, contactPhones } of person.members) {
      const phone = contactPhones[0];
      const key = `${householdId} ${phone}`;
      if (!contactName || !phone || seenContacts.has(key)) continue;
      seenContacts.add(key);
      plan.contacts.push({ id: newId() as ContactId, householdId, residentId: id, name: contactName.slice(0, 60), phone });
    }
  }
  planQuestions(reading, choices, residentOfRow, plan, newId);
  const found = new Set(residentOfRow.values());
  for (const { id } of now.people) if (!found.has(id)) plan.absent.push(id);
  return { ...plan, households: plan.households.filter((household) => used.has(household.id)) };
}

/** One person of the ledger: their rows, first row first, and who they are in the register. */
interface LedgerPerson {
  readonly rows: number[];
  readonly members: LedgerResident[];
  known: RegisterPerson | undefined;
}

/** Puts rows together that a person said are one. Rows found as two different residents of the register stay two. */
function joinRows(reading: LedgerReading, choices: ImportChoices, match: (row: number) => RegisterPerson | undefined): LedgerPerson[] {
  const people = new Map<number, LedgerPerson>();
  reading.residents.forEach((row, i) => {
    people.set(i, { rows: [i], members: [row], known: match(i) });
  });
  const byResident = new Map<ResidentId, LedgerPerson>();
  for (const person of new Set(people.values())) {
    if (!person.known) continue;
    const first = byResident.get(person.known.id);
    if (first) join(people, first, person);
    else byResident.set(person.known.id, person);
  }
  reading.duplicates.forEach(({ rows }, index) => {
    if ((choices.duplicates.get(index) ?? choices.otherDuplicates) === 'both') return;
    const first = people.get(rows[0] as number);
    for (const row of rows.slice(1)) {
      const other = people.get(row);
      if (!first || !other || first === other) continue;
      if (first.known && other.known && first.known.id !== other.known.id) continue;
      join(people, first, other);
    }
  });
  return [...new Set(people.values())];
}

function join(people: Map<number, LedgerPerson>, into: LedgerPerson, other: LedgerPerson): void {
  into.rows.push(...other.rows);
  into.members.push(...other.members);
  into.known ??= other.known;
  for (const row of other.rows) people.set(row, into);
}

/** Finds the register's household for each household of the ledger, or plans a new one. */
function planHouseholds(people: readonly LedgerPerson[], now: RegisterNow, plan: ImportPlan, newId: () => string): Map<string, HouseholdId> {
  const homes = new Map(now.homes.map((home) => [home.id, home]));
  const lived = new Set(now.people.map((person) => person.householdId));
  const emptyAt = new Map(now.homes.filter((home) => home.door !== '' && !lived.has(home.id)).map((home) => [doorKey(home.door), home]));
  const households = new Map<string, HouseholdId>();
  for (const [key, members] of Map.groupBy(people, (person) => person.members[0]?.household ?? '')) {
    const rows = members.map((person) => person.members[0]).filter((row) => row !== undefined);
    const place = rows.find((row) => row.door !== null) ?? rows[0];
    if (!place) continue;
    const stayed = members.find(({ known }) => known && (place.door === null || doorKey(known.door) === doorKey(place.door)))?.known;
    const home = stayed ? homes.get(stayed.householdId) : place.door ? emptyAt.get(doorKey(place.door)) : undefined;
    const tenure = rows.find((row) => row.tenure !== null)?.tenure ?? null;
    if (home) {
      households.set(key, home.id);
      if (tenure && tenure !== home.tenure) plan.householdsChanged.push({ id: home.id, tenure });
      continue;
    }
    const id = newId() as HouseholdId;
    households.set(key, id);
    const grid = rows.find((row) => row.grid !== null)?.grid ?? null;
    plan.households.push({
      id,
      door: place.door ?? '',
      building: place.building,
      unit: place.unit,
      room: place.room,
      grid,
      tenure: tenure ?? 'other',
    });
  }
  return households;
}

/** Fields of one person out of all their rows: the first row that says something is believed. */
function fieldsOf(members: readonly LedgerResident[]): ResidentFields {
  const first = <T>(read: (row: LedgerResident) => T | null): T | null => {
    for (const row of members) {
      const value = read(row);
      if (value !== null && value !== '') return value;
    }
    return null;
  };
  const birthDate = first((row) => row.birthDate);
  return {
    name: (first((row) => row.name) ?? '—').slice(0, 60),
    otherName: (first((row) => row.otherName) ?? '').slice(0, 120),
    sex: first((row) => row.sex),
    birthDate,
    birthYear: birthDate ? null : first((row) => row.birthYear),
    phone: [...new Set(members.flatMap((row) => row.phones))].slice(0, 3).join(' '),
    relation: first((row) => row.relation) ?? '',
    movedIn: first((row) => row.movedIn),
  };
}

function planChange(person: LedgerPerson, known: RegisterPerson, householdId: HouseholdId, choices: ImportChoices, plan: ImportPlan): void {
  const fields = fieldsOf(person.members);
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

/** The first valid number of the person's rows, else the first one; only when it is not the one recorded. */
function planIdentity(person: LedgerPerson, id: ResidentId, blind: readonly (string | null)[], reading: LedgerReading, plan: ImportPlan): void {
  const numbered = person.rows.filter((row) => reading.residents[row]?.idNumber);
  const row = numbered.find((i) => reading.residents[i]?.idValid !== false) ?? numbered[0];
  const found = row === undefined ? undefined : reading.residents[row];
  if (row === undefined || !found?.idNumber || person.known?.blind === blind[row]) return;
  plan.identities.push({ residentId: id, idNumber: found.idNumber, valid: found.idValid !== false });
}

function planNeeds(person: LedgerPerson, residentId: ResidentId, householdId: HouseholdId, plan: ImportPlan, newId: () => string): void {
  const has = new Set<NeedCode>(person.known?.needs ?? []);
  for (const { code, words } of person.members.flatMap((row) => row.needs)) {
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
