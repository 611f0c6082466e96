import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptFile } from './records.ts';

/** PostgreSQL’s own files (its rows are in the backup), what a running program leaves (uploads that are not whole come again), and what a restore or an upgrade is just making. */
const notOurs = /^(postgres([-.].*)?|banyan\.pid|restoring|incoming|upgrading-\d+|backups|demo\.filling|last-backup\.json|lost\+found|\..*)$/;
/** A file that is just being written has this ending until it stands whole. */
const halfWritten = /\.(new|part)$/;

/** Does this entry of the data folder belong into a backup? Keys, secrets, certificates, demo sign-ins, uploaded files: all that is not named here as excluded. */
export const belongs = (entry: string): boolean => !notOurs.test(entry) && !halfWritten.test(entry);

/** The files of a data folder that a backup takes, sorted. */
export async function* findFiles(dataDir: string): AsyncGenerator<KeptFile> {
  for (const entry of await list(dataDir)) {
    if (!belongs(entry.name)) continue;
    if (entry.isDirectory()) yield* below(dataDir, entry.name);
    else if (entry.isFile() && !(await isBackup(join(dataDir, entry.name)))) yield { path: entry.name };
  }
}

async function* below(dataDir: string, folder: string): AsyncGenerator<KeptFile> {
  for (const entry of await list(join(dataDir, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* below(dataDir, path);
    else if (entry.isFile() && !halfWritten.test(entry.name)) yield { path };
  }
}

async function list(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function isBackup(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(14), 0, 14, 0);
    return buffer.subarray(0, bytesRead).toString('latin1') === 'BANYAN BACKUP ';
  } finally {
    await handle.close();
  }
}

/** The content of a file, or null when somebody has removed it meanwhile. */
export async function readWhole(file: string): Promise<AsyncIterable<Uint8Array> | null> {
  try {
    const handle = await open(file, 'r');
    return createReadStream(file, { fd: handle, highWaterMark: 256 * 1024 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
