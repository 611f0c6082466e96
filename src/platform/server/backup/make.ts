import { basename, join } from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { damaged } from './fault.ts';
import { findFiles, readWhole } from './folder.ts';
import { bodyRecord, type Manifest, manifestRecord, sequencesRecord, totalsRecord } from './records.ts';
import { columnsOf, ensureSeesAll, findSequences, findTables } from './tables.ts';

export interface MakeOptions {
  /** A role that row-level security does not hold back, connected to Banyan's database. */
  readonly admin: pg.ClientConfig;
  /** Whose files are taken along; null: the database alone. */
  readonly dataDir: string | null;
  /** Version of this program. */
  readonly program: string;
  readonly now: Date;
}

/** What a backup holds. */
export interface Made {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  /** Before compression. */
  readonly bytes: number;
}

/**
 * Reads everything out of one repeatable-read snapshot, while the server works on. Nothing is held in memory but the piece on its way.
 * Files are read after the snapshot was taken: a file stands on the disk before its row is written, so no row of the snapshot lacks its file.
 * @throws BackupFault `platform.backupDamaged` when a file no longer has the content that its name promises: such a backup must not look like a good one
 * @throws BackupFault `platform.backupRole` when row-level security would hide rows from this role
 */
export async function* makeBackup({ admin, dataDir, program, now }: MakeOptions): AsyncGenerator<Buffer, Made> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await ensureSeesAll(client);
    // No migration may run between the list of tables and their rows.
    await client.query(`select pg_advisory_lock_shared(hashtext('banyan.migrate'))`);
    await client.query(
      `begin isolation level repeatable read, read only; set local row_security = off; set local idle_in_transaction_session_timeout = 0`,
    );
    yield manifestRecord({ format: 1, program, madeAt: now.toISOString(), ...(await about(client)) });
    const made = { tables: 0, rows: 0, files: 0, bytes: 0 };
    for (const table of await findTables(client)) {
      const copy = client.query(copyTo(`copy ${columnsOf(table)} to stdout`, { highWaterMark: 256 * 1024 }));
      const { rows, bytes } = yield* bodyRecord({ table }, copy as AsyncIterable<Buffer>, () => copy.rowCount);
      made.tables += 1;
      made.rows += rows;
      made.bytes += bytes;
    }
    yield sequencesRecord(await findSequences(client));
    if (dataDir !== null)
      for await (const file of findFiles(dataDir)) {
        const content = await readWhole(join(dataDir, file.path));
        // Destroyed by its community since we listed it.
        if (!content) continue;
        const { bytes, sha256 } = yield* bodyRecord({ file }, content, () => 0);
        if (namedByContent(file.path) && basename(file.path) !== sha256) throw damaged(file.path);
        made.files += 1;
        made.bytes += bytes;
      }
    const { tables, rows, files } = made;
    yield totalsRecord({ tables, rows, files });
    await client.query('commit');
    return made;
  } finally {
    await client.end();
  }
}

async function about(client: pg.Client): Promise<Pick<Manifest, 'postgres' | 'migrations'>> {
  const { rows: migrations } = await client.query<Manifest['migrations'][number]>('select name, sha256 from installation.migration order by name');
  const { rows } = await client.query<{ major: number }>(`select current_setting('server_version_num')::int / 10000 as major`);
  return { postgres: rows[0]?.major ?? 0, migrations };
}

/** An uploaded file is named after the sha256 of its content. */
export const namedByContent = (path: string): boolean => /^files\/.*\/[0-9a-f]{64}$/.test(path);
