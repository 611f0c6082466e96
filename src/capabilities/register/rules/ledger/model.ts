import type { NeedCode, NeedFound } from '../needs-from-text.ts';

/** What a cell holds once the file is open: dates come as `YYYY-MM-DD`, formulas as the value that was last computed. */
export type Cell = string | number | boolean | null;

/** A merged area, zero-based and inclusive: top, left, bottom, right. Only its first cell holds the value. */
export type Merge = readonly [top: number, left: number, bottom: number, right: number];

/** One visible sheet as a plain grid; row 0 is row 1 of the file. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
  readonly merges?: readonly Merge[];
}

/** Columns whose values are refused: never kept, shown, logged or passed on. */
export const refusedFields = ['ethnicity', 'politicalStanding', 'religion'] as const;
export type RefusedField = (typeof refusedFields)[number];

/** What a column means. `need` and `tenureMark` columns hold marks or words under a heading that itself is the fact. */
export const ledgerFields = [
  'serial',
  'grid',
  'address',
  'building',
  'unit',
  'room',
  'householdNumber',
  'headName',
  'relation',
  'headMark',
  'name',
  'otherName',
  'sex',
  'maleMark',
  'femaleMark',
  'idNumber',
  'birthDate',
  'age',
  'phone',
  'contactName',
  'contactPhone',
  'origin',
  'tenure',
  'renterMark',
  'ownerMark',
  'movedIn',
  'need',
  'remarks',
  'ignored',
  ...refusedFields,
] as const;
export type LedgerField = (typeof ledgerFields)[number];

/** One column of one sheet and what it was taken for; a person may send it back with another `field`. */
export interface ColumnMapping {
  readonly sheet: string;
  /** Zero-based. */
  readonly column: number;
  /** The heading as read, of a two-line header both lines joined by ` / `. */
  readonly heading: string;
  readonly field: LedgerField;
  /** For `need` columns: the need that the heading names. */
  readonly need?: NeedCode;
  /** 0 to 1: 1 = heading and values agree, 0.8 = heading alone, 0.6 = values alone, 0.3 = nothing known. */
  readonly confidence: number;
  /** First value of the column; empty for refused columns. */
  readonly sample: string;
}

/** The part of a mapping that a person decides. */
export type ColumnChoice = Pick<ColumnMapping, 'sheet' | 'column' | 'field'> & { readonly need?: NeedCode };

export type Sex = 'male' | 'female';
export type Tenure = 'owner' | 'renter' | 'other';
export type Relation =
  | 'head'
  | 'spouse'
  | 'son'
  | 'daughter'
  | 'child'
  | 'parent'
  | 'grandparent'
  | 'grandchild'
  | 'sibling'
  | 'childInLaw'
  | 'parentInLaw'
  | 'flatmate'
  | 'carer'
  | 'other';

export interface RowPlace {
  readonly sheet: string;
  /** As shown by the spreadsheet program: the first row is 1. */
  readonly row: number;
}

/** One resident as one row of the ledger tells it. */
export interface LedgerResident extends RowPlace {
  /** `3-2-501`, or `null` where the row gives no room. */
  readonly door: string | null;
  readonly building: string | null;
  readonly unit: string | null;
  readonly room: string | null;
  readonly grid: string | null;
  /** Key of the household inside this ledger; residents with equal keys live together. */
  readonly household: string;
  /** Name as the register keeps it; empty where the row has an identity number but no name. */
  readonly name: string;
  /** Name in another script, when the ledger gives two. */
  readonly otherName: string | null;
  /** As written, without spaces and full-width forms; `null` where the cell holds none. */
  readonly idNumber: string | null;
  /** `null` where there is no number, or a passport or permit that has no check digit known here. */
  readonly idValid: boolean | null;
  /** `YYYY-MM-DD` from the column, else from a valid identity number. */
  readonly birthDate: string | null;
  /** Year of birth; where only an age is given it may be off by one. */
  readonly birthYear: number | null;
  readonly sex: Sex | null;
  /** Digits only; landlines with area code `0851-85512345`. */
  readonly phones: readonly string[];
  readonly contactName: string | null;
  readonly contactPhones: readonly string[];
  readonly tenure: Tenure | null;
  readonly relation: Relation | null;
  readonly needs: readonly NeedFound[];
  /** Free text without words of ethnicity, religion or political standing. */
  readonly remarks: string | null;
  readonly movedIn: string | null;
  readonly origin: string | null;
}

export type UnreadReason = 'header' | 'subtotal' | 'note' | 'vacant' | 'noName';
/** A row below the header that is no resident; its values are not carried along. */
export interface UnreadRow extends RowPlace {
  readonly reason: UnreadReason;
}

export type DuplicateReason = 'sameIdAndName' | 'sameNameAndBirthDate' | 'sameNameAndPhone' | 'sameNameAndDoor';

/** Two or more rows that look like one person; a person decides. `rows` are indices into `residents`. */
export interface DuplicateProposal {
  readonly reason: DuplicateReason;
  readonly rows: readonly number[];
}

/** One identity number under two or more names: somebody's number is wrong; nothing is merged. */
export interface SharedId {
  readonly idNumber: string;
  readonly rows: readonly number[];
}

export interface SheetReading {
  readonly name: string;
  /** Header rows as the spreadsheet program counts them, repeated headers included. */
  readonly headerRows: readonly number[];
  readonly columns: readonly ColumnMapping[];
  readonly residents: number;
}

export interface LedgerReading {
  readonly sheets: readonly SheetReading[];
  /** Visible sheets in which no list of residents was found. */
  readonly sheetsWithoutTable: readonly string[];
  readonly residents: readonly LedgerResident[];
  readonly duplicates: readonly DuplicateProposal[];
  readonly sharedIds: readonly SharedId[];
  readonly unreadRows: readonly UnreadRow[];
  /** Headings of refused columns, each once. */
  readonly columnsNotImported: readonly string[];
}
