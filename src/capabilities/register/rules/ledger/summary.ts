import { type NeedCode, needCodes } from '../needs-from-text.ts';
import type { DuplicateProposal, DuplicateReason, LedgerReading, LedgerResident, RowPlace, UnreadRow } from './model.ts';

/** One person of the ledger: one row, or several that are the same person. */
export interface LedgerPerson {
  readonly person: LedgerResident;
  readonly rows: readonly RowPlace[];
}

const place = ({ sheet, row }: RowPlace): RowPlace => ({ sheet, row });

/** Two rows of one person as one: the first row's words stand, gaps are filled from the later rows, telephones and needs are joined. */
function merge(a: LedgerResident, b: LedgerResident): LedgerResident {
  // `其他` is what a copy is filed under; the row that knows the person's place in the household knows better.
  const [first, second] = (a.relation === 'other' || a.relation === null) && b.relation !== 'other' && b.relation !== null ? [b, a] : [a, b];
  const idFrom = first.idValid || !second.idValid ? (first.idNumber ? first : second) : second;
  return {
    ...first,
    name: first.name || second.name,
    otherName: first.otherName ?? second.otherName,
    idNumber: idFrom.idNumber,
    idValid: idFrom.idValid,
    birthDate: first.birthDate ?? second.birthDate,
    birthYear: first.birthYear ?? second.birthYear,
    sex: first.sex ?? second.sex,
    phones: Array.from(new Set([...first.phones, ...second.phones])),
    contactName: first.contactName ?? second.contactName,
    contactPhones: Array.from(new Set([...first.contactPhones, ...second.contactPhones])),
    tenure: first.tenure ?? second.tenure,
    needs: [...first.needs, ...second.needs.filter(({ code }) => !first.needs.some((known) => known.code === code))],
    remarks: first.remarks ?? second.remarks,
    movedIn: first.movedIn ?? second.movedIn,
    origin: first.origin ?? second.origin,
  };
}

/**
 * The people of a ledger, in the order of their first rows.
 * @param accepted the duplicates that a person agreed are one person; all of them unless said otherwise
 */
export function distinctPeople(reading: LedgerReading, accepted: readonly DuplicateProposal[] = reading.duplicates): LedgerPerson[] {
  const firstOf = new Map<number, number>();
  for (const { rows } of accepted) for (const row of rows.slice(1)) firstOf.set(row, rows[0] ?? row);
  const people = new Map<number, LedgerPerson>();
  reading.residents.forEach((resident, index) => {
    const key = firstOf.get(index) ?? index;
    const known = people.get(key);
    people.set(
      key,
      known ? { person: merge(known.person, resident), rows: [...known.rows, place(resident)] } : { person: resident, rows: [place(resident)] },
    );
  });
  return Array.from(people.values());
}

/** What `register preview --json` prints. Identity numbers are in it: it is for the person who holds the ledger, not for logs. */
export interface LedgerSummary {
  /** Sheets in which residents were found. */
  readonly sheets: number;
  /** Data rows. */
  readonly rows: number;
  /** Distinct people when every proposed duplicate is accepted. */
  readonly residents: number;
  readonly households: number;
  readonly renters: number;
  /** People by need; needs that nobody has are absent. */
  readonly needs: Readonly<Partial<Record<NeedCode, number>>>;
  readonly invalidIds: readonly { readonly row: number; readonly sheet: string; readonly value: string }[];
  readonly duplicates: readonly {
    readonly id: string | null;
    readonly name: string;
    readonly reason: DuplicateReason;
    readonly rows: readonly RowPlace[];
  }[];
  readonly sharedIds: readonly { readonly id: string; readonly names: readonly string[]; readonly rows: readonly RowPlace[] }[];
  readonly columnsNotImported: readonly string[];
  readonly unreadRows: readonly UnreadRow[];
}

/** Figures of a reading. */
export function summary(reading: LedgerReading): LedgerSummary {
  const at = (index: number): LedgerResident | undefined => reading.residents[index];
  const residentsAt = (rows: readonly number[]): LedgerResident[] => rows.map(at).filter((one) => one !== undefined);
  const people = distinctPeople(reading);
  const needs: Partial<Record<NeedCode, number>> = {};
  for (const code of needCodes) {
    const count = people.filter(({ person }) => person.needs.some((need) => need.code === code)).length;
    if (count > 0) needs[code] = count;
  }
  return {
    sheets: reading.sheets.length,
    rows: reading.residents.length,
    residents: people.length,
    households: new Set(reading.residents.map(({ household }) => household)).size,
    renters: people.filter(({ person }) => person.tenure === 'renter').length,
    needs,
    invalidIds: reading.residents
      .filter(({ idValid }) => idValid === false)
      .map(({ row, sheet, idNumber }) => ({ row, sheet, value: idNumber ?? '' })),
    duplicates: reading.duplicates.map(({ reason, rows }) => {
      const same = residentsAt(rows);
      return {
        id: same.find(({ idNumber }) => idNumber)?.idNumber ?? null,
        name: same.find(({ name }) => name)?.name ?? '',
        reason,
        rows: same.map(place),
      };
    }),
    sharedIds: reading.sharedIds.map(({ idNumber, rows }) => {
      const same = residentsAt(rows);
      return { id: idNumber, names: Array.from(new Set(same.map(({ name }) => name))), rows: same.map(place) };
    }),
    columnsNotImported: reading.columnsNotImported,
    unreadRows: reading.unreadRows,
  };
}
