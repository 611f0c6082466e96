import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { refuse } from '../../../kernel/result.ts';
import { type ChainReport, verifyJournal } from '../commands/journal.ts';
import { connect } from '../db/db.ts';
import { connected, type Installed, install } from '../db/install.ts';
import { knownMigrations, migrate } from '../db/migrate.ts';
import { installJobs } from '../jobs/install-jobs.ts';
import { BackupFault, damaged } from './fault.ts';
import { namedByContent } from './make.ts';
import type { Body, BodyEnd, KeptFile, Manifest, RecordRead, Sequences, Table } from './records.ts';
import { RowDigest } from './row-digest.ts';
import { columnsOf, ensureSeesAll, findTables, nameOf } from './tables.ts';

export interface LoadTarget {
  /** The server to load into. */
  readonly admin: pg.ClientConfig;
  /** Name of the database; made if it is missing. It must hold nothing of ours. */
  readonly database: string;
  /** Folder that receives the files; null: files are read and checked, not written. */
  readonly folder: string | null;
  readonly migrationFolders: readonly string[];
  readonly log: (line: string) => void;
}

/** What was loaded, and that it is what the backup holds. */
export interface Loaded {
  readonly manifest: Manifest;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly journals: readonly (ChainReport & { readonly community: string })[];
  readonly installed: Installed;
}

/**
 * Makes the tables anew from this program's migrations (as far as the backup had them), loads every row, and then looks: each table read back gives the same rows
 * as the backup, each file on the disk the same hash, and every community's journal holds. Only then are newer migrations applied.
 * @throws BackupFault `platform.backupNewer`, `platform.backupChanged`, `platform.backupDamaged`
 */
export async function load(records: AsyncIterable<RecordRead>, target: LoadTarget): Promise<Loaded> {
  let open: Loading | null = null;
  try {
    for await (const record of records) {
      if (record.kind === 'manifest') open = await Loading.begin(record.manifest, target);
      else if (!open) throw damaged('order');
      else await open.take(record);
    }
    if (!open) throw damaged('manifest');
    return await open.finish();
  } finally {
    await open?.close();
  }
}

class Loading {
  readonly #manifest: Manifest;
  readonly #target: LoadTarget;
  readonly #installed: Installed;
  readonly #client: pg.Client;
  readonly #tables: { readonly table: Table; readonly rows: number; readonly digest: string }[] = [];
  readonly #files: { readonly file: KeptFile; readonly end: BodyEnd }[] = [];

  private constructor(manifest: Manifest, target: LoadTarget, installed: Installed, client: pg.Client) {
    this.#manifest = manifest;
    this.#target = target;
    this.#installed = installed;
    this.#client = client;
  }

  static async begin(manifest: Manifest, target: LoadTarget): Promise<Loading> {
    const { admin, database, migrationFolders, log } = target;
    ensureKnown(manifest, migrationFolders);
    const installed = await install(admin, database);
    await migrate(installed.admin, migrationFolders, { log, only: new Set(manifest.migrations.map(({ name }) => name)) });
    await installJobs(installed.admin);
    const client = new pg.Client(installed.admin);
    await client.connect();
    await ensureSeesAll(client);
    await client.query('set row_security = off');
    // Some migrations write rows (catalogues); the backup has them too.
    const tables = (await findTables(client)).map(nameOf);
    if (tables.length > 0) await client.query(`truncate ${tables.join(', ')}`);
    return new Loading(manifest, target, installed, client);
  }

  async take(record: RecordRead): Promise<void> {
    switch (record.kind) {
      case 'table':
        return this.#table(record.table, record.body);
      case 'file':
        return this.#file(record.file, record.body);
      case 'sequences':
        return this.#sequences(record.sequences);
      case 'manifest':
        throw damaged('order');
      default:
        record satisfies never;
    }
  }

  async #table(table: Table, body: Body): Promise<void> {
    const digest = new RowDigest();
    const parts = (async function* () {
      for await (const part of body.parts) {
        digest.take(part);
        yield part;
      }
    })();
    await pipeline(Readable.from(parts), this.#client.query(copyFrom(`copy ${columnsOf(table)} from stdin`)));
    this.#tables.push({ table, rows: body.end().rows, digest: digest.value() });
  }

  async #sequences(sequences: Sequences): Promise<void> {
    for (const sequence of sequences) await this.#client.query('select setval($1::regclass, $2::bigint)', [nameOf(sequence), sequence.value]);
  }

  async #file(file: KeptFile, body: Body): Promise<void> {
    if (this.#target.folder === null) {
      for await (const part of body.parts) if (part.length < 0) break;
    } else {
      const path = join(this.#target.folder, file.path);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const handle = await open(path, 'wx', 0o600);
      try {
        for await (const part of body.parts) await handle.writeFile(part);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
    const end = body.end();
    if (namedByContent(file.path) && basename(file.path) !== end.sha256) throw damaged(file.path);
    this.#files.push({ file, end });
  }

  async finish(): Promise<Loaded> {
    const { migrationFolders, folder, log } = this.#target;
    for (const { table, digest } of this.#tables) {
      const found = new RowDigest();
      for await (const part of this.#client.query(copyTo(`copy ${columnsOf(table)} to stdout`)) as AsyncIterable<Buffer>) found.take(part);
      if (found.value() !== digest) throw damaged(`${table.schema}.${table.name}`);
    }
    if (folder !== null)
      for (const { file, end } of this.#files) if ((await hashOf(join(folder, file.path))) !== end.sha256) throw damaged(file.path);
    const journals = await verifyJournals(this.#installed);
    const broken = journals.find(({ holds }) => !holds);
    if (broken) throw damaged(`journal ${broken.broken?.version ?? 0} ${broken.broken?.why ?? ''}`);
    await migrate(this.#installed.admin, migrationFolders, { log });
    await this.#client.query('analyze');
    return {
      manifest: this.#manifest,
      tables: this.#tables.length,
      rows: this.#tables.reduce((sum, { rows }) => sum + rows, 0),
      files: this.#files.length,
      journals,
      installed: this.#installed,
    };
  }

  close(): Promise<void> {
    return this.#client.end();
  }
}

/** Does this program have every migration of the backup, unchanged? */
function ensureKnown({ migrations }: Manifest, folders: readonly string[]): void {
  const here = new Map(knownMigrations(folders).map(({ name, sha256 }) => [name, sha256]));
  for (const { name, sha256 } of migrations) {
    if (!here.has(name)) throw new BackupFault(refuse('conflict', 'platform.backupNewer', { migration: name }).problem);
    if (here.get(name) !== sha256) throw new BackupFault(refuse('conflict', 'platform.backupChanged', { migration: name }).problem);
  }
}

/** sha256 of a file's content, hexadecimal. */
export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: 256 * 1024 })) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** Recomputes the chain of every community of this database. */
export async function verifyJournals({ admin, app }: Installed): Promise<(ChainReport & { readonly community: string })[]> {
  const communities = await connected(admin, async (client) => {
    const { rows } = await client.query<{ community: string }>('select community from platform.head order by community');
    return rows.map(({ community }) => community);
  });
  const db = connect({ ...app, max: 1 });
  try {
    const reports = [];
    for (const community of communities) reports.push({ community, ...(await db.as({ community, actor: 'system' }, verifyJournal, 'read only')) });
    return reports;
  } finally {
    await db.close();
  }
}
