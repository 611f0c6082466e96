import { parentPort, workerData } from 'node:worker_threads';
import type { Problem, Result } from '../../kernel/result.ts';
import { type LedgerLimits, openCsv, openXlsx } from './ledger-opening.server.ts';
import type { ColumnChoice, LedgerReading, Sheet } from './rules/ledger/model.ts';
import { readLedger } from './rules/ledger/read-ledger.ts';

/** What the thread is given. */
export interface LedgerTask {
  readonly bytes: Uint8Array;
  readonly kind: 'xlsx' | 'csv';
  readonly limits: LedgerLimits;
  readonly today: string;
  readonly mapping: readonly ColumnChoice[];
}

/** What the thread says. */
export type LedgerWord =
  | { readonly is: 'progress'; readonly done: number; readonly total: number }
  | { readonly is: 'problem'; readonly problem: Problem }
  | { readonly is: 'reading'; readonly reading: LedgerReading; readonly openedMs: number; readonly readMs: number };

async function work(task: LedgerTask, say: (word: LedgerWord) => void): Promise<void> {
  const started = performance.now();
  const opened: Result<Sheet[]> = task.kind === 'xlsx' ? await openXlsx(task.bytes, task.limits) : openCsv(task.bytes, task.limits);
  if (!opened.ok) return say({ is: 'problem', problem: opened.problem });
  const openedAt = performance.now();
  const reading = readLedger(opened.value, {
    today: task.today,
    mapping: task.mapping,
    onProgress: (done, total) => say({ is: 'progress', done, total }),
  });
  if (reading.sheets.length === 0) return say({ is: 'problem', problem: { code: 'register.ledgerNoResidents', kind: 'invalid' } });
  say({ is: 'reading', reading, openedMs: openedAt - started, readMs: performance.now() - openedAt });
}

if (parentPort) {
  const port = parentPort;
  await work(workerData as LedgerTask, (word) => port.postMessage(word));
}
