import { readIdNumber } from '../id-number.ts';
import type { DuplicateProposal, DuplicateReason, LedgerResident, SharedId } from './model.ts';
import { nameKey } from './person-words.ts';

/** The number that two rows of one person share: the 18-character form of a valid number, the text of any other. */
const idKey = (resident: LedgerResident): string | null => {
  if (!resident.idNumber) return null;
  const read = resident.idValid ? readIdNumber(resident.idNumber) : undefined;
  return read?.valid ? read.canonical : resident.idNumber;
};

interface Known {
  readonly name: string;
  readonly id: string | null;
}

/**
 * Rows that look like one person, each pair with its reason, and numbers that stand under several names.
 * - same number and same name: one person;
 * - same name and same birth date: one person, unless both rows have valid, different numbers;
 * - same name, no contradiction in number, birth date, year of birth or sex, and the same telephone or door: one person;
 * - same number under two names: two people, one of the numbers is wrong; nothing is proposed.
 */
export function findDuplicates(residents: readonly LedgerResident[]): { duplicates: DuplicateProposal[]; sharedIds: SharedId[] } {
  const known: readonly Known[] = residents.map((one) => ({ name: nameKey(one.name), id: idKey(one) }));
  const merged = new Groups(residents.length);
  const sharedIds: SharedId[] = [];
  for (const rows of groupsBy(residents, (_, index) => known[index]?.id ?? null)) {
    const byName = new Map<string, number[]>();
    for (const row of rows) {
      const key = known[row]?.name ?? '';
      const list = byName.get(key);
      if (list) list.push(row);
      else byName.set(key, [row]);
    }
    // A row without a name belongs to the one name that the number has.
    const nameless = byName.get('');
    if (nameless && byName.size === 2) {
      byName.delete('');
      for (const list of byName.values()) list.push(...nameless);
    }
    for (const list of byName.values()) merged.join(list, 'sameIdAndName');
    if (byName.size > 1) sharedIds.push({ idNumber: known[rows[0] ?? 0]?.id ?? '', rows });
  }
  const apart = (a: number, b: number): boolean => differ(residents[a], residents[b], known[a], known[b]);
  const pairUp = (reason: DuplicateReason, keyOf: (resident: LedgerResident, name: string) => readonly string[]): void => {
    for (const rows of groupsBy(residents, (one, index) => keysOf(known[index]?.name ?? '', (name) => keyOf(one, name)))) {
      for (let i = 1; i < rows.length; i++) {
        const row = rows[i] ?? 0;
        const partner = rows
          .slice(0, i)
          .find((earlier) => !merged.together(earlier, row) && !apart(earlier, row) && !merged.anyAcross(earlier, row, apart));
        if (partner !== undefined) merged.join([partner, row], reason);
      }
    }
  };
  pairUp('sameNameAndBirthDate', (one, name) => (one.birthDate ? [`${name}/${one.birthDate}`] : []));
  pairUp('sameNameAndPhone', (one, name) => one.phones.map((phone) => `${name}/${phone}`));
  pairUp('sameNameAndDoor', (one, name) => (one.door ? [`${name}/${one.door}`] : []));
  return { duplicates: merged.proposals(), sharedIds };
}

const keysOf = (name: string, keys: (name: string) => readonly string[]): readonly string[] | null => (name === '' ? null : keys(name));

/** Whether what is known of two rows of one name shows two people. */
function differ(a: LedgerResident | undefined, b: LedgerResident | undefined, knownA: Known | undefined, knownB: Known | undefined): boolean {
  if (!a || !b) return true;
  if (a.idValid && b.idValid && knownA?.id !== knownB?.id) return true;
  if (a.birthDate && b.birthDate) return a.birthDate !== b.birthDate;
  // An age gives the year of birth only to within one year.
  if (a.birthYear !== null && b.birthYear !== null && Math.abs(a.birthYear - b.birthYear) > 1) return true;
  return a.sex !== null && b.sex !== null && a.sex !== b.sex;
}

function groupsBy(
  residents: readonly LedgerResident[],
  keyOf: (one: LedgerResident, index: number) => string | readonly string[] | null,
): number[][] {
  const groups = new Map<string, number[]>();
  residents.forEach((one, index) => {
    const key = keyOf(one, index);
    for (const each of key === null ? [] : typeof key === 'string' ? [key] : key) {
      const list = groups.get(each);
      if (list) list.push(index);
      else groups.set(each, [index]);
    }
  });
  return Array.from(groups.values()).filter((rows) => rows.length > 1);
}

/** Rows joined into people: a small union of sets that remembers why. */
class Groups {
  private readonly of: (number[] | undefined)[];
  private readonly reasons = new Map<number[], DuplicateReason>();

  constructor(size: number) {
    this.of = Array.from({ length: size }, () => undefined);
  }

  private members(row: number): readonly number[] {
    return this.of[row] ?? [row];
  }

  together(a: number, b: number): boolean {
    return a === b || (this.of[a] !== undefined && this.of[a] === this.of[b]);
  }

  /** Whether any member of one group contradicts any member of the other. */
  anyAcross(a: number, b: number, apart: (a: number, b: number) => boolean): boolean {
    return this.members(a).some((one) => this.members(b).some((other) => apart(one, other)));
  }

  join(rows: readonly number[], reason: DuplicateReason): void {
    const all = Array.from(new Set(rows.flatMap((row) => this.members(row)))).sort((a, b) => a - b);
    if (all.length < 2) return;
    const before = rows.map((row) => this.of[row]).find((group) => group !== undefined);
    const kept = (before && this.reasons.get(before)) ?? reason;
    for (const row of all) this.of[row] = all;
    this.reasons.set(all, kept);
  }

  proposals(): DuplicateProposal[] {
    const groups = new Set(this.of.filter((group) => group !== undefined));
    return Array.from(groups, (rows) => ({ reason: this.reasons.get(rows) ?? 'sameIdAndName', rows })).sort(
      (a, b) => (a.rows[0] ?? 0) - (b.rows[0] ?? 0),
    );
  }
}
