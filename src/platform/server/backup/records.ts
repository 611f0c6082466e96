import { createHash } from 'node:crypto';
import { z } from 'zod';
import { damaged } from './fault.ts';

/** What this program writes first into a backup, and reads before anything else. */
export const Manifest = z.object({
  format: z.literal(1),
  /** Version of the program that made it. */
  program: z.string(),
  madeAt: z.iso.datetime(),
  /** Major version of the PostgreSQL it was taken from. */
  postgres: z.number().int(),
  /** Migrations that its tables stand on; they make the tables again. */
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof Manifest>;

/** Rows of one table in PostgreSQL's COPY text format, as `COPY … TO STDOUT` writes them. */
export const Table = z.object({ schema: z.string(), name: z.string(), columns: z.array(z.string()).min(1) });
export type Table = z.infer<typeof Table>;

/** One file of the data folder; the path is relative, with `/`. */
export const KeptFile = z.object({
  path: z.string().regex(/^(?!\/)(?!(.*\/)?\.{1,2}(\/|$))[^\\\0]+$/),
});
export type KeptFile = z.infer<typeof KeptFile>;

export const Sequences = z.array(z.object({ schema: z.string(), name: z.string(), value: z.string() }));
export type Sequences = z.infer<typeof Sequences>;

/** End of a table or file. */
const BodyEnd = z.object({ bytes: z.number(), sha256: z.string(), rows: z.number() });
export type BodyEnd = z.infer<typeof BodyEnd>;

/** Last record: what the reader must have seen. */
const Totals = z.object({ tables: z.number(), rows: z.number(), files: z.number() });
export type Totals = z.infer<typeof Totals>;

/** A frame: type (1 byte), length (4 bytes), content. */
const kinds = { manifest: 'M', table: 'T', file: 'F', sequences: 'S', data: 'd', end: 'e', totals: 'Z' } as const;
type Kind = keyof typeof kinds;
const kindOf = new Map(Object.entries(kinds).map(([kind, letter]) => [letter.charCodeAt(0), kind as Kind]));
const largestFrame = 2 ** 24;

function frame(kind: Kind, content: Uint8Array): Buffer[] {
  const head = Buffer.alloc(5);
  head.write(kinds[kind], 0, 'latin1');
  head.writeUInt32BE(content.length, 1);
  return [head, content as Buffer];
}

const json = (kind: Kind, value: unknown): Buffer => Buffer.concat(frame(kind, Buffer.from(JSON.stringify(value))));

export const manifestRecord = (manifest: Manifest): Buffer => json('manifest', manifest);
export const sequencesRecord = (sequences: Sequences): Buffer => json('sequences', sequences);
export const totalsRecord = (totals: Totals): Buffer => json('totals', totals);

/** A table or a file with its content, and at its end length and hash. @returns how much it was */
export async function* bodyRecord(
  what: { readonly table: Table } | { readonly file: KeptFile },
  content: AsyncIterable<Uint8Array>,
  rows: () => number,
): AsyncGenerator<Buffer, BodyEnd> {
  yield 'table' in what ? json('table', what.table) : json('file', what.file);
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of content) {
    hash.update(part);
    bytes += part.length;
    yield* frame('data', part);
  }
  const end: BodyEnd = { bytes, sha256: hash.digest('hex'), rows: rows() };
  yield json('end', end);
  return end;
}

/** A record as it is read. The body of a table or file must be read to its end before the next record. */
export type RecordRead =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'sequences'; readonly sequences: Sequences }
  | { readonly kind: 'table'; readonly table: Table; readonly body: Body }
  | { readonly kind: 'file'; readonly file: KeptFile; readonly body: Body };

/** Content of a table or file; hash and length are checked when it ends. */
export interface Body {
  readonly parts: AsyncIterable<Buffer>;
  /** Known when all parts were read. */
  end(): BodyEnd;
}

/**
 * Reads records in order, to the totals, which are compared with what was read.
 * @throws BackupFault `platform.backupDamaged`
 */
export async function* readRecords(source: AsyncIterable<Buffer>): AsyncGenerator<RecordRead> {
  const frames = readFrames(source);
  const next = async (): Promise<{ kind: Kind; content: Buffer }> => {
    const read = await frames.next();
    if (read.done) throw damaged('truncated');
    return read.value;
  };
  const body = (): Body => {
    let end: BodyEnd | null = null;
    return {
      end: () => {
        if (!end) throw new Error('the body was not read to its end');
        return end;
      },
      parts: (async function* () {
        const hash = createHash('sha256');
        let bytes = 0;
        for (;;) {
          const { kind, content } = await next();
          if (kind === 'end') {
            end = read(BodyEnd, content);
            if (end.bytes !== bytes || end.sha256 !== hash.digest('hex')) throw damaged('content');
            return;
          }
          if (kind !== 'data') throw damaged('order');
          hash.update(content);
          bytes += content.length;
          yield content;
        }
      })(),
    };
  };
  try {
    const seen = { tables: 0, rows: 0, files: 0 };
    for (;;) {
      const { kind, content } = await next();
      switch (kind) {
        case 'manifest':
          yield { kind, manifest: read(Manifest, content) };
          break;
        case 'sequences':
          yield { kind, sequences: read(Sequences, content) };
          break;
        case 'table': {
          const its = body();
          yield { kind, table: read(Table, content), body: its };
          seen.tables += 1;
          seen.rows += its.end().rows;
          break;
        }
        case 'file': {
          const its = body();
          yield { kind, file: read(KeptFile, content), body: its };
          its.end();
          seen.files += 1;
          break;
        }
        case 'totals': {
          const totals = read(Totals, content);
          const same = totals.tables === seen.tables && totals.rows === seen.rows && totals.files === seen.files;
          // Read to the very end: only then has the seal said that this was all.
          if (!same || !(await frames.next()).done) throw damaged('totals');
          return;
        }
        default:
          throw damaged('order');
      }
    }
  } finally {
    // A reader that stops early lets go of what is behind: a file, a connection.
    await frames.return();
  }
}

function read<T>(shape: z.ZodType<T>, content: Buffer): T {
  try {
    return shape.parse(JSON.parse(content.toString('utf8')));
  } catch {
    throw damaged('record');
  }
}

async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<{ kind: Kind; content: Buffer }, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of source) {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    let at = 0;
    while (rest.length - at >= 5) {
      const kind = kindOf.get(rest[at] ?? 0);
      const length = rest.readUInt32BE(at + 1);
      if (!kind || length > largestFrame) throw damaged('frame');
      if (rest.length - at - 5 < length) break;
      yield { kind, content: rest.subarray(at + 5, at + 5 + length) };
      at += 5 + length;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) throw damaged('truncated');
}
