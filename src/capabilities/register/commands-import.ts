import { z } from 'zod';
import { command } from '../../kernel/command.ts';
import { ok, refuse } from '../../kernel/result.ts';
import { type ImportId, importId, previewId, residentId } from './model.ts';
import { type ImportPlan, planImport } from './rules/import-plan.ts';
import type { LedgerReading } from './rules/ledger/model.ts';
import type { RegisterNow } from './rules/match-ledger.ts';

const gridNumber = z.number().int().min(1).max(999);

export const ImportDecisions = z.object({
  /** Answers to proposals of the preview, by index; each once. */
  duplicates: z
    .array(z.object({ index: z.number().int().min(0), choice: z.enum(['one', 'both']) }))
    .max(20_000)
    .default([]),
  /** What is done with proposals nobody answered. */
  otherDuplicates: z.enum(['one', 'both']).default('one'),
  /** Residents of the register whose differing fields stay as they are. */
  keep: z.array(residentId).max(20_000).default([]),
  /** Which grid a building that the community does not have yet belongs to, by number. */
  grids: z
    .array(z.object({ building: z.string().max(8), grid: gridNumber }))
    .max(2000)
    .default([]),
  /** Grid of buildings that neither a person nor the ledger puts anywhere. */
  defaultGrid: gridNumber.default(1),
});
export type ImportDecisions = z.infer<typeof ImportDecisions>;

const ImportLedger = z.object({
  importId,
  previewId,
  /** The preview as the person saw it: columns corrected since then make another one. */
  revision: z.number().int().min(1),
  decisions: ImportDecisions,
});
export type ImportLedger = z.infer<typeof ImportLedger>;

export type ImportState =
  | { readonly at: 'nowhere' }
  | { readonly at: 'imported' }
  | {
      readonly at: 'previewed';
      readonly revision: number;
      readonly fileName: string;
      readonly sha256: string;
      readonly reading: LedgerReading;
      /** Keyed hash of each row's identity number. */
      readonly blind: readonly (string | null)[];
      readonly now: RegisterNow;
      /** Does the community have any grid yet? */
      readonly hasGrid: boolean;
    };

export type ImportChange =
  | {
      readonly type: 'ledgerImported';
      readonly importId: ImportId;
      readonly fileName: string;
      readonly sha256: string;
      readonly rows: number;
      readonly notImported: readonly string[];
      readonly plan: ImportPlan;
      readonly decisions: ImportDecisions;
    }
  | { readonly type: 'importUndone'; readonly importId: ImportId; readonly keep: readonly string[] };

/** Writes a previewed ledger into the register, all of it or nothing, as the person agreed. */
export const importLedger = command<ImportLedger, ImportState, ImportChange>({
  name: 'register.importLedger',
  ver: 1,
  payload: ImportLedger,
  duty: 'register.import',
  bySystem: true,
  urgency: 'desk',
  offline: false,
  decide(state, p, { newId }) {
    if (state.at === 'nowhere') return refuse('missing', 'register.previewGone');
    if (state.at === 'imported') return refuse('conflict', 'register.alreadyImported');
    if (state.revision !== p.revision) return refuse('conflict', 'register.previewChanged');
    const { duplicates, otherDuplicates, keep } = p.decisions;
    const choices = { duplicates: new Map(duplicates.map(({ index, choice }) => [index, choice])), otherDuplicates, keep: new Set(keep) };
    const plan = planImport(state.reading, state.blind, state.now, choices, newId);
    if (!state.hasGrid && !plan.households.some((household) => household.place)) return refuse('conflict', 'register.ledgerWithoutDoors');
    return ok([
      {
        type: 'ledgerImported',
        importId: p.importId,
        fileName: state.fileName,
        sha256: state.sha256,
        rows: state.reading.residents.length,
        notImported: state.reading.columnsNotImported,
        plan,
        decisions: p.decisions,
      },
    ]);
  },
});

const UndoImport = z.object({
  importId,
  /** Rows that were changed since stay; without it such rows make the whole undo refused. */
  keepChanged: z.boolean().default(false),
});

export type UndoState =
  | { readonly at: 'nowhere' }
  | { readonly at: 'undone' }
  /** `changed`: ids of imported rows that were changed, or used by later rows, since. */
  | { readonly at: 'imported'; readonly changed: readonly string[] };

/** Takes a whole import back: what it added goes, what it changed is as before. */
export const undoImport = command<z.infer<typeof UndoImport>, UndoState, ImportChange>({
  name: 'register.undoImport',
  ver: 1,
  payload: UndoImport,
  duty: 'register.import',
  urgency: 'desk',
  offline: false,
  decide(state, p) {
    if (state.at === 'nowhere') return refuse('missing', 'register.importGone');
    if (state.at === 'undone') return refuse('conflict', 'register.importUndone');
    if (state.changed.length > 0 && !p.keepChanged) return refuse('conflict', 'register.importRowsChanged', { rows: state.changed.length });
    return ok([{ type: 'importUndone', importId: p.importId, keep: state.changed }]);
  },
});
