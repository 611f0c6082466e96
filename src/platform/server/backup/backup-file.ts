import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { type Result, refuse } from '../../../kernel/result.ts';
import { writeDurably } from '../files/write-durably.ts';
import { BackupFault, damaged, refusing } from './fault.ts';
import { type Made, type MakeOptions, makeBackup } from './make.ts';
import { type Manifest, type RecordRead, readRecords } from './records.ts';
import { seal, shortestPassphrase, unseal } from './seal.ts';

export interface BackupWritten extends Made {
  /** Size of the file. */
  readonly fileBytes: number;
}

export interface BackupOrder extends MakeOptions {
  readonly file: string;
  readonly passphrase: string;
  /** Replace a file that is there. */
  readonly over: boolean;
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Makes a backup: records → zstd → sealed with the passphrase → file. The file appears under its name only when it is whole and on the disk.
 * Refuses: `platform.passphraseShort`, `platform.backupThere`, `platform.backupDamaged` (a file of the data folder is).
 */
export function writeBackup({ file, passphrase, over, onProgress, ...what }: BackupOrder): Promise<Result<BackupWritten>> {
  return refusing(async () => {
    if ([...passphrase].length < shortestPassphrase)
      throw new BackupFault(refuse('invalid', 'platform.passphraseShort', { least: shortestPassphrase }).problem);
    if (existsSync(file) && !over) throw new BackupFault(refuse('conflict', 'platform.backupThere').problem);
    mkdirSync(dirname(resolve(file)), { recursive: true });
    const draft = `${file}.part`;
    const handle = await open(draft, 'w', 0o600);
    let fileBytes = 0;
    try {
      let made: Made | null = null;
      const records = makeBackup(what);
      // Hands on what comes and keeps what the generator returns at its end.
      const kept = (async function* () {
        for (;;) {
          const { done, value } = await records.next();
          if (done) {
            made = value;
            return;
          }
          yield value;
        }
      })();
      for await (const bytes of seal(through(kept, createZstdCompress()), passphrase)) {
        await handle.writeFile(bytes);
        fileBytes += bytes.length;
        onProgress?.(fileBytes);
      }
      await handle.sync();
      if (!made) throw new Error('the backup has no end');
      await handle.close();
      await rename(draft, file);
      if (what.dataDir !== null) await rememberBackup(what.dataDir, { at: what.now.toISOString(), fileBytes });
      return { ...(made as Made), fileBytes };
    } catch (error) {
      await handle.close().catch(() => undefined);
      await rm(draft, { force: true });
      throw error;
    }
  });
}

/** The records of a backup file, authenticated. Faults come as `BackupFault` while reading. */
export async function* openBackup(file: string, passphrase: string): AsyncGenerator<RecordRead> {
  if (!existsSync(file)) throw new BackupFault(refuse('missing', 'platform.backupMissing').problem);
  yield* readRecords(through(unseal(createReadStream(file, { highWaterMark: 256 * 1024 }), passphrase), createZstdDecompress()));
}

export interface BackupFound {
  readonly manifest: Manifest;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
}

/** Reads a backup from end to end without writing anything: can it be opened, and is it whole? Refuses as `openBackup`. */
export function checkBackup(file: string, passphrase: string): Promise<Result<BackupFound>> {
  return refusing(async () => {
    let manifest: Manifest | null = null;
    let [tables, rows, files] = [0, 0, 0];
    for await (const record of openBackup(file, passphrase)) {
      if (record.kind === 'manifest') manifest = record.manifest;
      if (record.kind !== 'table' && record.kind !== 'file') continue;
      for await (const part of record.body.parts) if (part.length < 0) break;
      if (record.kind === 'table') {
        tables += 1;
        rows += record.body.end().rows;
      } else files += 1;
    }
    if (!manifest) throw damaged('manifest');
    return { manifest, tables, rows, files };
  });
}

/** Pipes a source through a (de)compressor; an error of either reaches the reader, and a reader that stops stops the source. */
async function* through(source: AsyncIterable<Uint8Array>, transform: ReturnType<typeof createZstdCompress>): AsyncGenerator<Buffer> {
  const input = Readable.from(source, { objectMode: false, highWaterMark: 256 * 1024 });
  input.on('error', (error) => transform.destroy(error));
  transform.on('error', () => input.destroy());
  input.pipe(transform);
  try {
    for await (const bytes of transform) yield bytes as Buffer;
  } catch (error) {
    // What zlib says about bytes that do not decompress; they were authenticated, so the maker wrote them so.
    throw (error as { code?: string }).code?.startsWith('ZSTD') ? damaged('compression') : error;
  } finally {
    input.destroy();
    transform.destroy();
  }
}

const lastBackup = (dataDir: string): string => join(dataDir, 'last-backup.json');

const rememberBackup = async (dataDir: string, { at, fileBytes }: { at: string; fileBytes: number }): Promise<void> => {
  await rm(lastBackup(dataDir), { force: true });
  await writeDurably(lastBackup(dataDir), Buffer.from(JSON.stringify({ at, fileBytes })));
};

/** When the last backup of this data folder was made here; null when none was. */
export async function readLastBackup(dataDir: string): Promise<Date | null> {
  const handle = await open(lastBackup(dataDir), 'r').catch(() => null);
  if (!handle) return null;
  try {
    const { at } = JSON.parse(await handle.readFile('utf8')) as { at?: string };
    const date = new Date(at ?? '');
    return Number.isNaN(date.getTime()) ? null : date;
  } catch {
    return null;
  } finally {
    await handle.close();
  }
}
