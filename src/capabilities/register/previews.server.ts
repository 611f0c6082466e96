import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Problem, type Result, refuse } from '../../kernel/result.ts';
import { openLedger } from './ledger-file.server.ts';
import type { PreviewId } from './model.ts';
import type { ColumnChoice, LedgerReading } from './rules/ledger/model.ts';
import { type Sealed, vault } from './vault.server.ts';

/** Hours after which a preview is gone: long enough to ask a colleague, short enough that ledgers do not pile up. */
export const previewHours = 24;

/** A ledger that was read and that nobody has agreed to yet. */
export interface Preview {
  /** 1, and one more each time the columns are corrected. */
  readonly revision: number;
  readonly fileName: string;
  readonly sha256: string;
  readonly mapping: readonly ColumnChoice[];
  readonly reading: LedgerReading;
}

type Progress =
  | { readonly state: 'reading'; readonly done: number; readonly total: number }
  | { readonly state: 'failed'; readonly problem: Problem };

/** Previews being read by this process, by community and id. What is finished stands on disk. */
const running = new Map<string, Progress>();
const keyOf = (community: string, id: string): string => `${community} ${id}`;
const pathOf = (id: string, part: 'file' | 'reading'): string => join(vault().previews, `${id}.${part}`);

/** Starts reading an uploaded ledger in the background; `previewProgress` and `findPreview` tell how it goes. */
export async function startPreview(community: string, id: PreviewId, file: { name: string; bytes: Buffer }, today: string): Promise<void> {
  running.set(keyOf(community, id), { state: 'reading', done: 0, total: 0 });
  await write(community, id, 'file', file.bytes);
  void read(community, id, file.bytes, { revision: 1, fileName: file.name.slice(0, 200), mapping: [] }, today);
}

/** Reads the file again with corrected columns. */
export async function correctColumns(community: string, id: PreviewId, mapping: readonly ColumnChoice[], today: string): Promise<Result<null>> {
  const before = await findPreview(community, id);
  const bytes = await open(community, id, 'file');
  if (!before || !bytes) return refuse('missing', 'register.previewGone');
  running.set(keyOf(community, id), { state: 'reading', done: 0, total: 0 });
  void read(community, id, bytes, { revision: before.revision + 1, fileName: before.fileName, mapping }, today);
  return ok(null);
}

async function read(
  community: string,
  id: PreviewId,
  bytes: Buffer,
  about: Pick<Preview, 'revision' | 'fileName' | 'mapping'>,
  today: string,
): Promise<void> {
  const key = keyOf(community, id);
  try {
    const opened = await openLedger(bytes, {
      today,
      mapping: about.mapping,
      onProgress: (done, total) => running.set(key, { state: 'reading', done, total }),
    });
    if (!opened.ok) {
      running.set(key, { state: 'failed', problem: opened.problem });
      // A first reading that failed leaves nothing behind; after a correction the earlier reading stays.
      if (about.revision === 1) await rm(pathOf(id, 'file'), { force: true });
      return;
    }
    const preview: Preview = { ...about, sha256: createHash('sha256').update(bytes).digest('hex'), reading: opened.value.reading };
    await write(community, id, 'reading', Buffer.from(JSON.stringify(preview)));
    running.delete(key);
  } catch {
    running.set(key, { state: 'failed', problem: refuse('invalid', 'register.ledgerDamaged').problem });
  }
}

/** How far the reading of a preview is; undefined when nothing is being read. A failure is told once. */
export function previewProgress(community: string, id: PreviewId): Progress | undefined {
  const progress = running.get(keyOf(community, id));
  if (progress?.state === 'failed') running.delete(keyOf(community, id));
  return progress;
}

/** A preview that is ready and not expired. */
export async function findPreview(community: string, id: PreviewId): Promise<Preview | undefined> {
  const bytes = await open(community, id, 'reading');
  return bytes ? (JSON.parse(bytes.toString()) as Preview) : undefined;
}

/** Puts a ledger that was read elsewhere (the command line) among the previews. */
export async function keepPreview(community: string, id: PreviewId, preview: Preview): Promise<void> {
  await write(community, id, 'reading', Buffer.from(JSON.stringify(preview)));
}

/** Forgets a preview: after its import, or when the person turns away. */
export async function dropPreview(id: PreviewId): Promise<void> {
  await Promise.all([rm(pathOf(id, 'file'), { force: true }), rm(pathOf(id, 'reading'), { force: true })]);
}

/** Removes previews that are past their time. */
export async function sweepPreviews(nowMs: number): Promise<void> {
  for (const name of await readdir(vault().previews)) {
    const path = join(vault().previews, name);
    const made = await stat(path).catch(() => null);
    if (made && nowMs - made.mtimeMs > previewHours * 3_600_000) await rm(path, { force: true });
  }
}

const place = (community: string, id: string, part: string): string => `preview ${community} ${id} ${part}`;

async function write(community: string, id: string, part: 'file' | 'reading', bytes: Buffer): Promise<void> {
  const { cipher, keyId } = vault().seal(bytes, place(community, id, part));
  const name = Buffer.from(keyId);
  const path = pathOf(id, part);
  await writeFile(`${path}.new`, Buffer.concat([Buffer.from([name.length]), name, cipher]), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Undefined when there is none, it has expired, or it belongs to another community: all the same to whoever asks. */
async function open(community: string, id: string, part: 'file' | 'reading'): Promise<Buffer | undefined> {
  const path = pathOf(id, part);
  const made = await stat(path).catch(() => null);
  if (!made || Date.now() - made.mtimeMs > previewHours * 3_600_000) return undefined;
  const bytes = await readFile(path);
  const length = bytes[0] ?? 0;
  const sealed: Sealed = { keyId: bytes.subarray(1, 1 + length).toString(), cipher: bytes.subarray(1 + length) };
  try {
    return vault().open(sealed, place(community, id, part));
  } catch {
    return undefined;
  }
}
