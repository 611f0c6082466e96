import { createHash } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { ok, type Result, refuse } from '../../../kernel/result.ts';
import type { Db, Who } from '../db/db.ts';
import { type Picture, readPicture } from './pictures.ts';
import { writeDurably } from './write-durably.ts';

/** Largest upload, in bytes: 20 MiB. */
export const maxUploadBytes = 20 * 1024 * 1024;

export interface Stored {
  /** sha256 of the stored bytes, 64 hexadecimal digits: the file's name everywhere. */
  readonly hash: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Pixels; null for documents. */
  readonly width: number | null;
  readonly height: number | null;
}

export interface Opened {
  readonly mediaType: string;
  readonly bytes: number;
  readonly stream: () => ReadStream;
}

/** Content-addressed files of communities: on disk, with a row per community that holds them. */
export interface Files {
  /**
   * Keeps a photo or document. Photos are turned upright, scaled to at most 1600 px and written anew, so that place, time and
   * device vanish from them; the type is read from the content, never believed.
   * Refuses: `files.empty`, `files.tooLarge`, `files.unknownType`, `files.unreadable`.
   */
  put(who: Who, content: Buffer): Promise<Result<Stored>>;
  /** By its hash or by that of the bytes that were sent. Refuses `files.gone` for what does not exist and for what another community holds, alike. `thumb`: at most 320 px. */
  open(who: Who, hash: string, size: 'full' | 'thumb'): Promise<Result<Opened>>;
  /** Destroys the community's copy; again is harmless. */
  remove(who: Who, hash: string): Promise<void>;
}

const atOnce = 2;

/** @param root folder for the files, below Banyan's data folder */
export function fileStore(db: Db, root: string): Files {
  const limited = gate(atOnce);
  const pathOf = (community: string, hash: string) => join(root, community, hash.slice(0, 2), hash.slice(2, 4), hash);
  const gone = () => refuse('missing', 'files.gone');

  return {
    async put(who, content) {
      if (content.length === 0) return refuse('invalid', 'files.empty');
      if (content.length > maxUploadBytes) return refuse('tooLarge', 'files.tooLarge', { maxMb: maxUploadBytes / 1024 / 1024 });
      const read = await limited(() => understand(content));
      if (!read.ok) return read;
      const { full, thumb, ...facts } = read.value;
      const hash = createHash('sha256').update(full).digest('hex');
      const path = pathOf(who.community, hash);
      if (thumb) await writeDurably(`${path}.thumb`, thumb);
      await writeDurably(path, full);
      const stored = { hash, bytes: full.length, ...facts };
      await db.as(who, (tx) =>
        tx.run(
          `insert into platform.file (hash, media_type, bytes, width, height, created_by)
           values ($1, $2, $3, $4, $5, current_setting('app.actor')) on conflict (community, hash) do nothing`,
          [hash, stored.mediaType, stored.bytes, stored.width, stored.height],
        ),
      );
      return ok(stored);
    },
    async open(who, named, size) {
      if (!/^[0-9a-f]{64}$/.test(named)) return gone();
      const [row] = await db.as(
        who,
        (tx) =>
          tx.rows<{ hash: string; mediaType: string; picture: boolean }>(
            // Also by the name that it had on the phone that sent it.
            `select hash, media_type as "mediaType", width is not null as picture from platform.file
              where hash = $1 or hash = (select hash from platform.file_origin where origin = $1)
              order by hash = $1 desc limit 1`,
            [named],
          ),
        'read only',
      );
      if (!row) return gone();
      const small = size === 'thumb' && row.picture;
      const path = `${pathOf(who.community, row.hash)}${small ? '.thumb' : ''}`;
      const found = await stat(path).catch(() => null);
      if (!found) return gone();
      return ok({ mediaType: small ? 'image/webp' : row.mediaType, bytes: found.size, stream: () => createReadStream(path) });
    },
    async remove(who, hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return;
      await db.as(who, (tx) => tx.run('delete from platform.file where hash = $1', [hash]));
      const path = pathOf(who.community, hash);
      await Promise.all([rm(path, { force: true }), rm(`${path}.thumb`, { force: true })]);
    },
  };
}

type Understood = Omit<Picture, 'thumb'> | { full: Buffer; mediaType: string; width: null; height: null };

async function understand(content: Buffer): Promise<Result<Understood & { thumb?: Buffer }>> {
  const type = await fileTypeFromBuffer(content);
  switch (type?.mime) {
    case 'application/pdf':
      return ok({ full: content, mediaType: 'application/pdf', width: null, height: null });
    case 'image/jpeg':
    case 'image/png':
    case 'image/webp':
      return readPicture(content, type.mime);
    default:
      return refuse('invalid', 'files.unknownType');
  }
}

/** Lets so many run at once; the rest wait their turn (pictures are memory-hungry). */
function gate(places: number) {
  let free = places;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
