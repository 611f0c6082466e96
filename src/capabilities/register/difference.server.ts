import type { CommunityId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import type { LedgerSide, PreviewReport } from './import-report.ts';
import { blindIndexes, readRegister } from './import-rows.server.ts';
import { type NeedCode, type ResidentField, residentFields } from './model.ts';
import type { Preview } from './previews.server.ts';
import { type ImportChoices, planImport } from './rules/import-plan.ts';
import { type LedgerResident, refusedFields } from './rules/ledger/model.ts';
import { distinctPeople } from './rules/ledger/summary.ts';
import { doorOf, gridNumber, placeOf } from './rules/ledger-place.ts';
import { matcher, type RegisterPerson } from './rules/match-ledger.ts';
import { maskId } from './vault.server.ts';

/** Longest lists that the page is sent; counts are always whole. */
const shown = 500;

const sideOf = (row: LedgerResident): LedgerSide => ({
  sheet: row.sheet,
  row: row.row,
  name: row.name,
  otherName: row.otherName ?? '',
  door: doorOf(row),
  sex: row.sex,
  birthDate: row.birthDate,
  phone: row.phones.join(' '),
  relation: row.relation ?? '',
  maskedId: row.idNumber ? maskId(row.idNumber) : null,
});

/** How many residents fewer are added when the rows are one person; `known`: whom of the register each row was found to be. */
function fewerResidents(known: readonly (RegisterPerson | undefined)[]): number {
  const people = new Set(known.flatMap((person) => person?.id ?? []));
  const fresh = known.filter((person) => !person).length;
  return people.size > 1 ? 0 : fresh - (people.size === 1 ? 0 : 1);
}

/** What the page where a person agrees needs to know. Writes nothing. */
export async function describePreview(tx: Tx, community: CommunityId, preview: Preview, newId: () => string): Promise<PreviewReport> {
  const { reading } = preview;
  const register = await readRegister(tx);
  const blind = blindIndexes(community, reading);
  const choices: ImportChoices = { duplicates: new Map(), otherDuplicates: 'both', keep: new Set() };
  const match = matcher(register, reading.residents, blind);
  const plan = planImport(reading, blind, register, choices, newId, match);
  const people = distinctPeople(reading);
  const at = (i: number) => reading.residents[i];
  const refused = new Set<string>(refusedFields);
  const needs = new Map<NeedCode, number>();
  for (const { person } of people) for (const code of new Set(person.needs.map((need) => need.code))) needs.set(code, (needs.get(code) ?? 0) + 1);
  const invalid = reading.residents.filter((row) => row.idValid === false);
  const buildings = Map.groupBy(
    reading.residents.filter((row) => placeOf(row)),
    (row) => row.building ?? '',
  );
  return {
    revision: preview.revision,
    fileName: preview.fileName,
    corrections: preview.mapping,
    counts: {
      rows: reading.residents.length,
      residents: people.length,
      households: new Set(reading.residents.map((row) => row.household)).size,
      renters: people.filter(({ person }) => person.tenure === 'renter').length,
    },
    needs: [...needs].map(([code, count]) => ({ code, people: count })).sort((a, b) => b.people - a.people),
    sheets: reading.sheets.map((sheet) => ({
      name: sheet.name,
      residents: sheet.residents,
      // Nothing of a refused column is passed on, not even a sample.
      columns: sheet.columns.map((column) =>
        refused.has(column.field) ? { ...column, sample: '' } : column.field === 'idNumber' ? { ...column, sample: maskId(column.sample) } : column,
      ),
    })),
    sheetsWithoutTable: reading.sheetsWithoutTable,
    columnsNotImported: reading.columnsNotImported,
    invalidIds: { count: invalid.length, rows: invalid.slice(0, shown).map(sideOf) },
    // Where every row is somebody in the register already, it is the register that asks, or somebody has answered.
    duplicates: reading.duplicates.flatMap(({ reason, rows }, index) => {
      const known = rows.map(match);
      if (known.every((person) => person)) return [];
      return [{ index, reason, fewer: fewerResidents(known), rows: rows.flatMap((i) => (at(i) ? [sideOf(at(i) as LedgerResident)] : [])) }];
    }),
    sharedIds: reading.sharedIds.map(({ rows }) => rows.flatMap((i) => (at(i) ? [sideOf(at(i) as LedgerResident)] : []))),
    unreadRows: { count: reading.unreadRows.length, rows: reading.unreadRows.slice(0, shown) },
    buildings: [...buildings].map(([building, rows]) => ({
      building,
      residents: rows.length,
      grid: gridNumber(rows.find((row) => row.grid !== null)?.grid ?? null),
    })),
    difference: {
      households: plan.households.length,
      residents: plan.residents.length,
      needs: plan.needs.length,
      contacts: plan.contacts.length,
      unchanged: plan.unchanged,
      changed: plan.residentsChanged.length,
      changes: plan.residentsChanged.slice(0, shown).map(({ id, before, set, movedTo }) => ({
        id,
        name: before.name,
        door: before.door,
        moved: movedTo !== null,
        fields: residentFields
          .filter((field) => field in set)
          .map((field: ResidentField) => ({ field, before: String(before[field] ?? ''), after: String(set[field] ?? '') })),
      })),
      absent: plan.absent.length,
    },
  };
}
