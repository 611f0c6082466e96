import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../../test/harness/database.ts';
import { fileStore } from './files.ts';

const { db, look } = await freshDatabase();
const root = mkdtempSync(join(tmpdir(), 'banyan-files-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const files = fileStore(db, root);
const somebody = async () => ({ community: (await freshCommunity(db)) as string, actor: freshId() });

/** A photo as a phone makes it: lying on its side, with place, time and device. */
const photo = (width = 3000, height = 2000) =>
  sharp({ create: { width, height, channels: 3, background: '#c33' } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Make: 'Phone maker' }, IFD3: { GPSLatitude: '38/1 52/1 0/1', GPSLatitudeRef: 'N' } })
    .toBuffer();
const read = async (who: { community: string; actor: string }, hash: string, size: 'full' | 'thumb' = 'full') => {
  const opened = await files.open(who, hash, size);
  if (!opened.ok) return opened.problem.code;
  const chunks: Buffer[] = [];
  for await (const chunk of opened.value.stream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
const stored = async (who: { community: string; actor: string }, content: Buffer) => {
  const kept = await files.put(who, content);
  if (!kept.ok) throw new Error(kept.problem.code);
  return kept.value;
};

describe('photos', () => {
  it('are turned upright, scaled to 1600 px, and forget place, time and device', async () => {
    const who = await somebody();
    const original = await photo();
    expect((await sharp(original).metadata()).exif).toBeDefined();
    const kept = await stored(who, original);
    expect(kept).toMatchObject({ mediaType: 'image/jpeg', width: 1067, height: 1600 });
    const full = (await read(who, kept.hash)) as Buffer;
    const facts = await sharp(full).metadata();
    expect([facts.width, facts.height, facts.exif, facts.xmp, facts.orientation]).toEqual([1067, 1600, undefined, undefined, undefined]);
    expect(full.includes('Phone maker')).toBe(false);
    const thumb = await sharp((await read(who, kept.hash, 'thumb')) as Buffer).metadata();
    expect([thumb.format, thumb.width, thumb.height]).toEqual(['webp', 213, 320]);
  });

  it.each(['png', 'webp'] as const)('%s stays what it is', async (format) => {
    const who = await somebody();
    const content = await sharp({ create: { width: 40, height: 30, channels: 4, background: '#0000' } })
      .toFormat(format)
      .toBuffer();
    expect(await stored(who, content)).toMatchObject({ mediaType: `image/${format}`, width: 40, height: 30 });
  });

  it('the same content is kept once', async () => {
    const who = await somebody();
    const content = await photo(300, 200);
    const [first, second] = [await stored(who, content), await stored(who, content)];
    expect(second).toEqual(first);
    expect(await look('select 1 from platform.file where community = $1', [who.community])).toHaveLength(1);
  });
});

describe('what is no photo', () => {
  /** A PNG whose header promises more pixels than any camera has. */
  const bomb = (side: number) => {
    const chunk = (name: string, data: Buffer) => {
      const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
      const crc = Buffer.alloc(4);
      crc.writeUInt32BE(crc32(body));
      const length = Buffer.alloc(4);
      length.writeUInt32BE(data.length);
      return Buffer.concat([length, body, crc]);
    };
    const header = Buffer.alloc(13);
    header.writeUInt32BE(side, 0);
    header.writeUInt32BE(side, 4);
    header.set([1, 0, 0, 0, 0], 8);
    return Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  };
  const crc32 = (data: Buffer): number => {
    let crc = ~0;
    for (const byte of data) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
    }
    return ~crc >>> 0;
  };

  it.each([
    ['nothing', async () => Buffer.alloc(0), 'files.empty'],
    ['text', async () => Buffer.from('hello, hello, hello'), 'files.unknownType'],
    ['a web page named .jpg', async () => Buffer.from('<!doctype html><script>alert(1)</script>'), 'files.unknownType'],
    [
      'an SVG with script',
      async () => Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      'files.unknownType',
    ],
    ['a program', async () => Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(100)]), 'files.unknownType'],
    ['half a photo', async () => (await photo()).subarray(0, 2_000), 'files.unreadable'],
    ['a decompression bomb', async () => bomb(60_000), 'files.unreadable'],
    ['21 MB', async () => Buffer.alloc(21 * 1024 * 1024), 'files.tooLarge'],
  ])('%s is refused', async (_what, content, code) => {
    const who = await somebody();
    const before = readdirSync(root).length;
    expect(await files.put(who, await content())).toMatchObject({ ok: false, problem: { code } });
    expect(readdirSync(root)).toHaveLength(before);
  });

  it('a PDF is kept as it is', async () => {
    const who = await somebody();
    const content = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
    const kept = await stored(who, content);
    expect(kept).toMatchObject({ mediaType: 'application/pdf', width: null });
    expect(await read(who, kept.hash, 'thumb')).toEqual(content);
  });
});

describe('whose it is', () => {
  it('another community gets the same answer as for what does not exist', async () => {
    const [ours, theirs] = [await somebody(), await somebody()];
    const { hash } = await stored(ours, await photo(300, 200));
    expect(await read(theirs, hash)).toBe('files.gone');
    expect(await read(ours, '0'.repeat(64))).toBe('files.gone');
    expect(await read(ours, '../../../../etc/passwd')).toBe('files.gone');
    expect(await read(ours, hash)).toBeInstanceOf(Buffer);
  });

  it('destroying ours leaves theirs', async () => {
    const [ours, theirs] = [await somebody(), await somebody()];
    const content = await photo(320, 200);
    const { hash } = await stored(ours, content);
    await stored(theirs, content);
    await files.remove(ours, hash);
    await files.remove(ours, hash);
    expect(await read(ours, hash)).toBe('files.gone');
    expect(await read(theirs, hash)).toBeInstanceOf(Buffer);
  });

  it('a file that a crash left short is written again', async () => {
    const who = await somebody();
    const content = await photo(310, 200);
    const { hash, bytes } = await stored(who, content);
    const path = join(root, who.community, hash.slice(0, 2), hash.slice(2, 4), hash);
    truncateSync(path, 10);
    await stored(who, content);
    expect(readFileSync(path)).toHaveLength(bytes);
    expect(readdirSync(join(root, who.community, hash.slice(0, 2), hash.slice(2, 4))).toSorted()).toEqual([hash, `${hash}.thumb`]);
  });
});
