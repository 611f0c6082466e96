import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BackupFault } from './fault.ts';
import { seal, unseal } from './seal.ts';

const passphrase = 'a street of ginkgo trees';
const chunk = 64 * 1024;

async function gathered(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}
/** In pieces of a size that has nothing to do with the chunks. */
async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const content = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 255));
const fault = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof BackupFault ? error.problem.code : String(error)),
  );

const plain = content(5 * chunk + 100);
const file = await gathered(seal(pieces(plain, 70_001), passphrase));
const headEnd = file.indexOf('\n', 'BANYAN BACKUP 1\n'.length) + 1;
const head = file.subarray(0, headEnd);
const whole = chunk + 16;
const chunks = Array.from({ length: 6 }, (_, i) => file.subarray(headEnd + i * whole, headEnd + (i + 1) * whole));
const open = (bytes: Buffer, phrase = passphrase, size = 99_991) => gathered(unseal(pieces(bytes, size), phrase));

describe('a sealed stream', () => {
  it('opens to what it was, in pieces of any size', async () => {
    for (const size of [1_000, 65_536, 65_552, 10_000_000]) expect((await open(file, passphrase, size)).equals(plain)).toBe(true);
  });

  it.each([0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk])('of %i bytes opens too', async (length) => {
    const bytes = content(length);
    expect((await open(await gathered(seal(pieces(bytes, 4_096), passphrase)))).equals(bytes)).toBe(true);
  });

  it('never repeats itself, and shows nothing of its content', async () => {
    const secret = Buffer.from('欧阳慕容 130602199001011234'.repeat(100));
    const [a, b] = [await gathered(seal(pieces(secret, 512), passphrase)), await gathered(seal(pieces(secret, 512), passphrase))];
    expect(a.equals(b)).toBe(false);
    expect(a.includes('欧阳')).toBe(false);
    expect(a.includes('1306021990')).toBe(false);
  });

  it('does not open with another passphrase; the same one in another Unicode form is the same', async () => {
    expect(await fault(open(file, `${passphrase}.`))).toBe('platform.wrongPassphrase');
    const sealed = await gathered(seal(pieces(plain.subarray(0, 10), 10), 'Café Ａ１２ 长长的口令'.normalize('NFD')));
    expect(await open(sealed, 'Café A12 长长的口令'.normalize('NFC'))).toHaveLength(10);
  });

  it.each([
    ['cut off after a chunk', Buffer.concat([head, ...chunks.slice(0, 5)])],
    ['cut off within a chunk', file.subarray(0, file.length - 5)],
    ['cut off after its first chunk', Buffer.concat([head, ...chunks.slice(0, 1)])],
    ['with a chunk left out', Buffer.concat([head, ...chunks.filter((_, i) => i !== 2)])],
    ['with a chunk twice', Buffer.concat([head, ...chunks.slice(0, 3), ...chunks.slice(2)])],
    ['with two chunks exchanged', Buffer.concat([head, ...[0, 2, 1, 3, 4, 5].map((i) => chunks[i] as Buffer)])],
    ['with something after its end', Buffer.concat([file, Buffer.from('more')])],
  ])('%s is refused', async (_, bytes) => {
    expect(await fault(open(bytes))).toMatch(/^platform\.(backupDamaged|wrongPassphrase)$/);
  });

  it('with any one bit changed is refused', async () => {
    const small = await gathered(seal(pieces(plain.subarray(0, 300), 300), passphrase));
    const positions = fc.sample(fc.integer({ min: 0, max: small.length * 8 - 1 }), { numRuns: 12, seed: 7 });
    for (const position of positions) {
      const changed = Buffer.from(small);
      changed[position >> 3] = (changed[position >> 3] ?? 0) ^ (1 << (position & 7));
      expect(await fault(open(changed)), `bit ${position}`).toMatch(/^platform\.(backupDamaged|wrongPassphrase|notABackup)$/);
    }
  }, 60_000);

  it('is told from any other file, and from a header that asks for all memory', async () => {
    expect(await fault(open(Buffer.from('PK\u0003\u0004 a spreadsheet')))).toBe('platform.notABackup');
    expect(await fault(open(Buffer.alloc(0)))).toBe('platform.notABackup');
    const greedy = head.toString('utf8').replace('"N":131072', '"N":1073741824');
    expect(await fault(open(Buffer.concat([Buffer.from(greedy), ...chunks])))).toBe('platform.notABackup');
  });
});
