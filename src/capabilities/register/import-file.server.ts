import { createHash, randomFillSync } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Actor } from '../../kernel/command.ts';
import { type CommandId, type CommunityId, newUuid } from '../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../kernel/result.ts';
import type { Bus } from '../../platform/server/commands/bus.ts';
import { ImportDecisions as Decisions, type ImportDecisions } from './commands-import.ts';
import { importProgress } from './import-rows.server.ts';
import { ledgerLimits, openLedger } from './ledger-file.server.ts';
import type { ImportId, PreviewId } from './model.ts';
import { dropPreview, keepPreview } from './previews.server.ts';
import type { LedgerReading } from './rules/ledger/model.ts';

const watchMs = 200;

export interface FileToImport {
  readonly path: string;
  readonly community: CommunityId;
  /** Who is said to have imported it; the command line is the system. */
  readonly actor?: Actor;
  readonly decisions?: Partial<ImportDecisions>;
  /** How far reading the file is, then how far writing the register is. */
  readonly onProgress?: (stage: 'reading' | 'writing', done: number, total: number) => void;
}

/**
 * Reads a ledger from disk and imports it with the same command as the page. Rows with one identity number and one name become one
 * person; about other likenesses somebody is asked in the register, unless `decisions` say otherwise.
 * Refuses as `openLedger` and `register.importLedger` do; then nothing is written.
 */
export async function importFile(
  bus: Bus,
  { path, community, actor = { kind: 'system' }, decisions = {}, onProgress }: FileToImport,
): Promise<Result<{ importId: ImportId; rows: number }>> {
  const size = await stat(path).catch(() => null);
  if (!size) return refuse('missing', 'register.ledgerMissing');
  if (size.size > ledgerLimits.fileMb * 1_048_576) return refuse('tooLarge', 'register.ledgerTooLarge', { maxMb: ledgerLimits.fileMb });
  const bytes = await readFile(path);
  const now = new Date();
  const opened = await openLedger(bytes, {
    today: now.toISOString().slice(0, 10),
    onProgress: (done, total) => onProgress?.('reading', done, total),
  });
  if (!opened.ok) return opened;
  const { reading } = opened.value;
  const newId = () => newUuid(Date.now(), randomFillSync);
  const [importId, previewId] = [newId() as ImportId, newId() as PreviewId];
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await keepPreview(community, previewId, { revision: 1, fileName: basename(path).slice(0, 200), sha256, mapping: [], reading });
  const asked = { duplicates: sameIdAndName(reading), otherDuplicates: 'both', ...decisions };
  const watch = setInterval(() => {
    const progress = importProgress(community, importId);
    if (progress) onProgress?.('writing', progress.done, progress.total);
  }, watchMs);
  try {
    const payload = { importId, previewId, revision: 1, decisions: Decisions.parse(asked) };
    const said = { id: newId() as CommandId, name: 'register.importLedger', ver: 1, dseq: 1, claimedAt: now.toISOString(), payload };
    const [reply] = await bus.submit(community, { actor, device: null, commands: [said] });
    if (reply?.status === 'accepted') return ok({ importId, rows: reading.residents.length });
    return reply?.status === 'refused' ? { ok: false, problem: reply.problem } : refuse('conflict', 'register.importFailed');
  } finally {
    clearInterval(watch);
    await dropPreview(previewId);
  }
}

const sameIdAndName = ({ duplicates }: LedgerReading): ImportDecisions['duplicates'] =>
  duplicates.flatMap(({ reason }, index) => (reason === 'sameIdAndName' ? [{ index, choice: 'one' as const }] : []));
