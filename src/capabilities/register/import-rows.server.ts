import type { DwellingId, GridId, HouseholdId, PersonId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/server/db/db.ts';
import { findPeople, readDirectory } from '../community/server.ts';
import type { ImportLedger, ImportState } from './commands-import.ts';
import { findPreview } from './previews.server.ts';
import type { ImportRow } from './queries.ts';
import type { LedgerReading } from './rules/ledger/model.ts';
import type { RegisterNow, RegisterPerson } from './rules/match-ledger.ts';
import { vault } from './vault.server.ts';

/** Keyed hash of each row's identity number, in hexadecimal. */
export const blindIndexes = (community: string, reading: LedgerReading): (string | null)[] =>
  reading.residents.map(({ idNumber }) => (idNumber ? vault().blindIndex(community, idNumber.slice(0, 24)).toString('hex') : null));

/** The register as far as a ledger can speak of it. */
export async function readRegister(tx: Tx): Promise<RegisterNow> {
  const [people, homes, contacts] = await Promise.all([
    tx.rows<RegisterPerson>(
      `select r.id, r.household as "householdId", r.door, r.name, r.other_name as "otherName", r.sex, r.birth_date as "birthDate", r.birth_year as "birthYear",
              r.phone, r.relation, r.moved_in as "movedIn", encode(i.blind_index, 'hex') as blind, coalesce(n.codes, '{}') as needs
         from register.resident r
         left join register.identity i on i.community = r.community and i.resident = r.id
         left join (select resident, array_agg(code) as codes from register.need where ended_at is null group by resident) n on n.resident = r.id
        where r.left_at is null order by r.door_key, r.id`,
      [],
    ),
    tx.rows<RegisterNow['homes'][number]>('select id, door, tenure from register.household order by door_key, id', []),
    tx.rows<RegisterNow['contacts'][number]>('select household as "householdId", phone from register.contact', []),
  ]);
  return { people, homes, contacts };
}

export async function loadImport(tx: Tx, p: ImportLedger, { community }: { community: string }): Promise<ImportState> {
  const done = await tx.rows('select id from register.import where id = $1', [p.importId]);
  if (done.length > 0) return { at: 'imported' };
  const preview = await findPreview(community, p.previewId);
  if (!preview) return { at: 'nowhere' };
  const { revision, fileName, sha256, reading } = preview;
  const [now, directory] = [await readRegister(tx), await readDirectory(tx)];
  return { at: 'previewed', revision, fileName, sha256, reading, blind: blindIndexes(community, reading), now, hasGrid: directory.grids.length > 0 };
}

/** Ledgers that were imported, newest first, at most 100. */
export async function readImports(tx: Tx): Promise<ImportRow[]> {
  const rows = await tx.rows<ImportRow & { importedBy: PersonId | null }>(
    `select id, file_name as "fileName", imported_at as "importedAt", imported_by as "importedBy", rows, residents_added as "residentsAdded",
            residents_changed as "residentsChanged", households_added as "householdsAdded", needs_added as "needsAdded", not_imported as "notImported",
            undone_at as "undoneAt", kept_rows as "keptRows"
       from register.import order by imported_at desc, id limit 100`,
    [],
  );
  const people = await findPeople(tx, [...new Set(rows.flatMap((row) => row.importedBy ?? []))]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({ ...row, importedBy: row.importedBy && (names.get(row.importedBy) ?? null) }));
}

/** Where a household lies, worked out while importing. */
export interface Lodged {
  readonly id: HouseholdId;
  readonly dwelling: DwellingId | null;
  readonly grid: GridId;
  readonly door: string;
}

/** How far an import is: shown while the command runs. Parts of the work done, of `total`. */
export interface ImportProgress {
  readonly done: number;
  readonly total: number;
}
const underway = new Map<string, ImportProgress>();

export const importProgress = (community: string, importId: string): ImportProgress | undefined => underway.get(`${community} ${importId}`);

/** Says how far an import is; without progress it is over. */
export function tellProgress(community: string, importId: string, progress?: ImportProgress): void {
  if (progress) underway.set(`${community} ${importId}`, progress);
  else underway.delete(`${community} ${importId}`);
}
