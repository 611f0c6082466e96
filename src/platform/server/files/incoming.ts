import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result, refuse } from '../../../kernel/result.ts';
import type { Db, Who } from '../db/db.ts';
import { type Files, maxUploadBytes } from './files.ts';

/** Largest piece of an upload, in bytes: what a weak network carries in some seconds. */
export const maxPieceBytes = 512 * 1024;
/** Unfinished uploads that one person may have; the oldest goes first. */
const maxUnfinished = 40;
/** Unfinished uploads are forgotten after 14 days, as long as a phone may be away. */
const keepMs = 14 * 86_400_000;

/** A piece of a file that comes in pieces. */
export interface Piece {
  /** sha256 of the whole file as it is sent, 64 hexadecimal digits: its name until and after it is kept. */
  readonly origin: string;
  /** Bytes of the whole. */
  readonly size: number;
  /** Where in the whole this piece begins. */
  readonly from: number;
  readonly content: Buffer;
}

/** How far an upload has come. */
export interface Arrived {
  /** Bytes that are here; the next piece begins there. */
  readonly received: number;
  /** Name of the kept file once it is whole. */
  readonly hash: string | null;
}

/** Files that come in pieces, so that a broken connection costs one piece and not the whole. */
export interface Incoming {
  /**
   * Takes one piece. Pieces come in order; a piece from elsewhere changes nothing and the answer says where to go on. Sending again what has arrived is harmless.
   * Refuses: `files.tooLarge`, `files.wrongHash` (all arrived and is not what was announced: begin again), and what `Files.put` refuses.
   */
  take(who: Who, piece: Piece): Promise<Result<Arrived>>;
  /** How far this upload has come; nothing for one that is unknown here. */
  arrived(who: Who, origin: string): Promise<Arrived>;
  /** Forgets what was never finished. */
  sweep(now: Date): Promise<void>;
}

const sha256Name = /^[0-9a-f]{64}$/;

/** @param root folder for unfinished uploads, below Banyan's data folder */
export function incoming(db: Db, files: Files, root: string): Incoming {
  // Each person's pieces stand apart, so that nobody can finish, spoil or find out about another's upload.
  const folderOf = (who: Who) => join(root, who.community, who.actor);
  const busy = new Map<string, Promise<unknown>>();
  /** One piece of one upload at a time. */
  const alone = <T>(path: string, work: () => Promise<T>): Promise<T> => {
    const turn = (busy.get(path) ?? Promise.resolve()).then(work, work);
    const done = turn.catch(() => undefined).finally(() => busy.get(path) === done && busy.delete(path));
    busy.set(path, done);
    return turn;
  };

  const keptAs = async (who: Who, origin: string): Promise<{ hash: string; bytes: number } | undefined> =>
    (
      await db.as(
        who,
        (tx) =>
          tx.rows<{ hash: string; bytes: number }>(
            'select o.hash, f.bytes from platform.file_origin o join platform.file f on f.community = o.community and f.hash = o.hash where o.origin = $1',
            [origin],
          ),
        'read only',
      )
    )[0];

  async function finish(who: Who, path: string, { origin, size }: Piece): Promise<Result<Arrived>> {
    const content = await readFile(path);
    if (createHash('sha256').update(content).digest('hex') !== origin) {
      await rm(path, { force: true });
      return refuse('conflict', 'files.wrongHash');
    }
    const stored = await files.put(who, content);
    if (stored.ok) {
      await db.as(who, (tx) =>
        tx.run('insert into platform.file_origin (origin, hash) values ($1, $2) on conflict (community, origin) do nothing', [
          origin,
          stored.value.hash,
        ]),
      );
    }
    await rm(path, { force: true });
    return stored.ok ? ok({ received: size, hash: stored.value.hash }) : stored;
  }

  return {
    async take(who, piece) {
      const { origin, size, from, content } = piece;
      if (!sha256Name.test(origin)) return refuse('invalid', 'files.wrongHash');
      if (size < 1) return refuse('invalid', 'files.empty');
      if (size > maxUploadBytes) return refuse('tooLarge', 'files.tooLarge', { maxMb: maxUploadBytes / 1024 / 1024 });
      const path = join(folderOf(who), origin);
      return alone(path, async () => {
        const kept = await keptAs(who, origin);
        if (kept) return ok({ received: size, hash: kept.hash });
        const here = await sizeOf(path);
        if (here === 0) await makeRoom(folderOf(who));
        if (from === here && content.length > 0) await append(path, here, content.subarray(0, size - here));
        const received = await sizeOf(path);
        return received >= size ? finish(who, path, piece) : ok({ received, hash: null });
      });
    },
    async arrived(who, origin) {
      if (!sha256Name.test(origin)) return { received: 0, hash: null };
      const kept = await keptAs(who, origin);
      return kept ? { received: kept.bytes, hash: kept.hash } : { received: await sizeOf(join(folderOf(who), origin)), hash: null };
    },
    async sweep(now) {
      for (const community of await names(root))
        for (const person of await names(join(root, community)))
          for (const name of await names(join(root, community, person))) {
            const path = join(root, community, person, name);
            const found = await stat(path).catch(() => null);
            if (found && now.getTime() - found.mtimeMs > keepMs) await rm(path, { force: true });
          }
    },
  };
}

const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.size ?? 0;

async function append(path: string, at: number, content: Buffer): Promise<void> {
  const file = await open(path, at === 0 ? 'w' : 'r+', 0o600);
  try {
    await file.write(content, 0, content.length, at);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Before a new upload begins: the folder is there, and the oldest unfinished ones give way. */
async function makeRoom(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await Promise.all(
    (await names(folder)).map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })),
  );
  found.sort((a, b) => a.at - b.at);
  for (const { name } of found.slice(0, Math.max(0, found.length - maxUnfinished + 1))) await rm(join(folder, name), { force: true });
}
