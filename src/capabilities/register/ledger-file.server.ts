import { readFile, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import { fileKind, type LedgerLimits } from './ledger-opening.server.ts';
import type { LedgerTask, LedgerWord } from './ledger-worker.server.ts';
import type { ColumnChoice, LedgerReading } from './rules/ledger/model.ts';
import { type LedgerSummary, summary } from './rules/ledger/summary.ts';

/** Memory and time that one file may take; beyond them the thread is ended and the file refused. */
export interface ThreadLimits {
  readonly heapMb: number;
  readonly seconds: number;
}

export const ledgerLimits: LedgerLimits & ThreadLimits = {
  fileMb: 20,
  unpackedMb: 160,
  parts: 2000,
  sheets: 60,
  rows: 200_000,
  heapMb: 768,
  seconds: 30,
};

export interface OpenOptions {
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly mapping?: readonly ColumnChoice[];
  readonly onProgress?: (done: number, total: number) => void;
  readonly limits?: Partial<LedgerLimits & ThreadLimits>;
}

export interface OpenedLedger {
  readonly reading: LedgerReading;
  /** Milliseconds for opening the file and for reading the rows, inside the thread. */
  readonly openedMs: number;
  readonly readMs: number;
}

/**
 * Opens a ledger file (xlsx or CSV) in a thread of its own with bounded memory and time and reads it. Nothing is written anywhere.
 * Refuses with `register.ledger…`: TooLarge, UnpacksTooLarge, TooManySheets, TooManyRows, TooSlow, TooMuchMemory, OldFormat, NotSpreadsheet,
 * Damaged, NoResidents.
 */
export async function openLedger(bytes: Uint8Array, options: OpenOptions): Promise<Result<OpenedLedger>> {
  const limits = { ...ledgerLimits, ...options.limits };
  if (bytes.byteLength > limits.fileMb * 1_048_576) return refuse('tooLarge', 'register.ledgerTooLarge', { maxMb: limits.fileMb });
  const kind = fileKind(bytes);
  if (typeof kind !== 'string') return { ok: false, problem: kind };
  const { fileMb, unpackedMb, parts, sheets, rows } = limits;
  const task: LedgerTask = { bytes, kind, limits: { fileMb, unpackedMb, parts, sheets, rows }, today: options.today, mapping: options.mapping ?? [] };
  const worker = new Worker(new URL('./ledger-worker.server.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
    // Flags of a test runner or debugger are no business of this thread.
    execArgv: [],
  });
  return new Promise((resolve) => {
    const end = (result: Result<OpenedLedger>): void => {
      clearTimeout(timer);
      resolve(result);
      void worker.terminate();
    };
    const timer = setTimeout(() => end(refuse('tooLarge', 'register.ledgerTooSlow', { seconds: limits.seconds })), limits.seconds * 1000);
    worker.on('message', (word: LedgerWord) => {
      if (word.is === 'progress') options.onProgress?.(word.done, word.total);
      else
        end(
          word.is === 'problem' ? { ok: false, problem: word.problem } : ok({ reading: word.reading, openedMs: word.openedMs, readMs: word.readMs }),
        );
    });
    worker.on('error', (error: Error & { code?: string }) =>
      end(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refuse('tooLarge', 'register.ledgerTooMuchMemory') : refuse('invalid', 'register.ledgerDamaged'),
      ),
    );
    worker.on('exit', () => end(refuse('tooLarge', 'register.ledgerTooMuchMemory')));
  });
}

/** What `register preview FILE --json` prints; reads the file from disk and writes nothing. */
export async function previewLedger(
  path: string,
  options: OpenOptions = { today: new Date().toISOString().slice(0, 10) },
): Promise<Result<LedgerSummary>> {
  const limitMb = options.limits?.fileMb ?? ledgerLimits.fileMb;
  let bytes: Uint8Array;
  try {
    if ((await stat(path)).size > limitMb * 1_048_576) return refuse('tooLarge', 'register.ledgerTooLarge', { maxMb: limitMb });
    bytes = await readFile(path);
  } catch {
    return refuse('missing', 'register.ledgerMissing');
  }
  const opened = await openLedger(bytes, options);
  return opened.ok ? ok(summary(opened.value.reading)) : opened;
}
