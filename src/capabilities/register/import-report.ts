import type { ResidentId } from '../../kernel/ids.ts';
import type { NeedCode, ResidentField, Sex } from './model.ts';
import type { ColumnChoice, ColumnMapping, DuplicateReason, RowPlace, UnreadRow } from './rules/ledger/model.ts';

/** One row of a ledger as a person sees it beside another; the identity number masked. */
export interface LedgerSide extends RowPlace {
  readonly name: string;
  readonly otherName: string;
  /** Empty when the row does not say. */
  readonly door: string;
  readonly sex: Sex | null;
  readonly birthDate: string | null;
  readonly phone: string;
  /** A code of `relations`, or empty. */
  readonly relation: string;
  readonly maskedId: string | null;
}

export interface DuplicateQuestion {
  /** Place among the proposals of the reading; the answer names it. */
  readonly index: number;
  readonly reason: DuplicateReason;
  /** How many residents fewer are added when the rows are one person. */
  readonly fewer: number;
  readonly rows: readonly LedgerSide[];
}

/** A resident of the register of whom the ledger says something else. */
export interface ResidentDifference {
  readonly id: ResidentId;
  readonly name: string;
  readonly door: string;
  /** The ledger has the resident behind another door. */
  readonly moved: boolean;
  readonly fields: readonly { readonly field: ResidentField; readonly before: string; readonly after: string }[];
}

/**
 * What was found in a ledger and what importing it would change while no likeness is decided: each row its own person.
 * Lists are cut at 500; counts are whole.
 */
export interface PreviewReport {
  readonly revision: number;
  readonly fileName: string;
  /** What a person corrected about the columns so far. */
  readonly corrections: readonly ColumnChoice[];
  /** `residents`: distinct people when every proposed duplicate is accepted. */
  readonly counts: { readonly rows: number; readonly residents: number; readonly households: number; readonly renters: number };
  readonly needs: readonly { readonly code: NeedCode; readonly people: number }[];
  /** Samples of refused columns are empty, identity numbers masked. */
  readonly sheets: readonly { readonly name: string; readonly residents: number; readonly columns: readonly ColumnMapping[] }[];
  readonly sheetsWithoutTable: readonly string[];
  readonly columnsNotImported: readonly string[];
  readonly invalidIds: { readonly count: number; readonly rows: readonly LedgerSide[] };
  /** Likenesses of rows of whom at least one is new to the register. */
  readonly duplicates: readonly DuplicateQuestion[];
  readonly sharedIds: readonly (readonly LedgerSide[])[];
  readonly unreadRows: { readonly count: number; readonly rows: readonly UnreadRow[] };
  /** Buildings of the ledger with the grid that it names; a building that the community has keeps its grid. */
  readonly buildings: readonly { readonly building: string; readonly residents: number; readonly grid: number | null }[];
  readonly difference: {
    readonly households: number;
    readonly residents: number;
    readonly needs: number;
    readonly contacts: number;
    readonly unchanged: number;
    readonly changed: number;
    readonly changes: readonly ResidentDifference[];
    /** Residents of the register that the ledger does not have. They stay. */
    readonly absent: number;
  };
}
