import type { HouseholdId, ResidentId } from '../../../kernel/ids.ts';
import type { NeedCode, ResidentFields, Tenure } from '../model.ts';
import { doorKey } from './door-key.ts';
import type { LedgerResident } from './ledger/model.ts';
import { nameKey } from './ledger/person-words.ts';
import { doorOf } from './ledger-place.ts';

/** A resident as the register has them, as far as a ledger can say something about them. */
export interface RegisterPerson extends ResidentFields {
  readonly id: ResidentId;
  readonly householdId: HouseholdId;
  readonly door: string;
  /** Keyed hash of the identity number; null when none is recorded. */
  readonly blind: string | null;
  /** Codes of current needs. */
  readonly needs: readonly NeedCode[];
}

/** The register as it stands when a ledger is laid beside it. */
export interface RegisterNow {
  readonly people: readonly RegisterPerson[];
  readonly homes: readonly { readonly id: HouseholdId; readonly door: string; readonly tenure: Tenure }[];
  readonly contacts: readonly { readonly householdId: HouseholdId; readonly phone: string }[];
}

/**
 * Finds again, for each row of a ledger, the resident it speaks of. Tried in this order over all rows, each resident found at most by rows
 * of one kind: same identity number and name; same name and birth date (behind the same door first); same name behind the same door,
 * unless both give a birth date and the dates differ.
 * @param blind keyed hash of each row's identity number, by index
 * @returns the resident of row `i`, or undefined for someone new
 */
export function matcher(
  now: RegisterNow,
  rows: readonly LedgerResident[],
  blind: readonly (string | null)[],
): (row: number) => RegisterPerson | undefined {
  if (now.people.length === 0) return () => undefined;
  const index = new Map<string, RegisterPerson[]>();
  const put = (key: string, person: RegisterPerson): void => {
    const there = index.get(key);
    if (there) there.push(person);
    else index.set(key, [person]);
  };
  for (const person of now.people) {
    const name = nameKey(person.name);
    if (person.blind) put(`id ${person.blind} ${name}`, person);
    if (person.birthDate) {
      put(`at ${name} ${person.birthDate} ${doorKey(person.door)}`, person);
      put(`born ${name} ${person.birthDate}`, person);
    }
    put(`door ${name} ${doorKey(person.door)}`, person);
  }
  const found = new Map<number, RegisterPerson>();
  const claimed = new Map<ResidentId, string>();
  const attempts: readonly ((row: LedgerResident, i: number) => string | null)[] = [
    (row, i) => (blind[i] ? `id ${blind[i]} ${nameKey(row.name)}` : null),
    (row) => (row.birthDate && row.door ? `at ${nameKey(row.name)} ${row.birthDate} ${doorKey(doorOf(row))}` : null),
    (row) => (row.birthDate ? `born ${nameKey(row.name)} ${row.birthDate}` : null),
    (row) => (row.door ? `door ${nameKey(row.name)} ${doorKey(doorOf(row))}` : null),
  ];
  for (const attempt of attempts) {
    rows.forEach((row, i) => {
      if (found.has(i)) return;
      const key = attempt(row, i);
      if (key === null) return;
      const differs = (person: RegisterPerson) => person.birthDate !== null && row.birthDate !== null && person.birthDate !== row.birthDate;
      const person = index.get(key)?.find((p) => (claimed.get(p.id) ?? key) === key && (key.startsWith('id ') || !differs(p)));
      if (!person) return;
      claimed.set(person.id, key);
      found.set(i, person);
    });
  }
  return (row) => found.get(row);
}
