import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { refuse } from '../../../kernel/result.ts';
import { BackupFault, damaged } from './fault.ts';

/** First line of every backup. */
const magic = 'BANYAN BACKUP 1\n';
const chunkBytes = 64 * 1024;
const tagBytes = 16;
const longestHeader = 4_096;

/**
 * How the key follows from the passphrase: scrypt (RFC 7914) with 128 MiB of memory. N, r, p are OWASP's first choice (Password Storage
 * Cheat Sheet, 2023). Bounds keep a forged header from asking for all memory.
 */
const Header = z.object({
  kdf: z.literal('scrypt'),
  N: z
    .number()
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  r: z.number().int().min(1).max(16),
  p: z.number().int().min(1).max(4),
  salt: z.base64(),
  cipher: z.literal('aes-256-gcm'),
  chunkBytes: z
    .number()
    .int()
    .min(1_024)
    .max(2 ** 24),
});
type Header = z.infer<typeof Header>;

/** Fewest characters of a passphrase. */
export const shortestPassphrase = 12;

const keyOf = (passphrase: string, { N, r, p, salt }: Header): Promise<Buffer> =>
  new Promise((done, failed) => {
    const options = { N, r, p, maxmem: 256 * N * r };
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, options, (error, key) => (error ? failed(error) : done(key)));
  });

/**
 * Nonce of a chunk: its number and whether it is the last, so that chunks cannot be left out, repeated, reordered or cut off unnoticed (the STREAM
 * construction of Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance",
 * CRYPTO 2015, §7). The key belongs to one file alone (fresh salt), so numbers never meet under one key.
 */
function nonceOf(chunk: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(chunk, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Seals a stream with a passphrase: header in clear, then chunks of AES-256-GCM. Holds two chunks in memory, however long the stream. */
export async function* seal(source: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Buffer> {
  const header: Header = {
    kdf: 'scrypt',
    N: 2 ** 17,
    r: 8,
    p: 1,
    salt: randomBytes(32).toString('base64'),
    cipher: 'aes-256-gcm',
    chunkBytes,
  };
  const head = Buffer.from(`${magic}${JSON.stringify(header)}\n`);
  const key = await keyOf(passphrase, header);
  const about = createHash('sha256').update(head).digest();
  let number = 0;
  const sealed = (plain: Buffer, last: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number, last)).setAAD(about);
    number += 1;
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  yield head;
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of source) {
    rest = rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([rest, bytes]);
    let at = 0;
    // The last chunk is known only at the end, so one is always held back.
    for (; rest.length - at > chunkBytes; at += chunkBytes) yield sealed(rest.subarray(at, at + chunkBytes), false);
    rest = rest.subarray(at);
  }
  yield sealed(rest, true);
}

/**
 * Opens what `seal` sealed. Every byte handed out has been authenticated; when it ends without an exception nothing is missing.
 * @throws BackupFault `platform.notABackup`, `platform.wrongPassphrase` (its first chunk does not open), `platform.backupDamaged`
 */
export async function* unseal(source: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Buffer> {
  const input = source[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const read: IteratorResult<Uint8Array, unknown> = await input.next();
    if (read.done) return false;
    rest = rest.length === 0 ? Buffer.from(read.value) : Buffer.concat([rest, read.value]);
    return true;
  };
  try {
    let end = -1;
    for (;;) {
      end = rest.indexOf('\n', magic.length);
      if (end >= 0 || rest.length > longestHeader || !(await more())) break;
    }
    const header = headerIn(rest, end);
    const about = createHash('sha256')
      .update(rest.subarray(0, end + 1))
      .digest();
    const key = await keyOf(passphrase, header);
    rest = rest.subarray(end + 1);
    const whole = header.chunkBytes + tagBytes;
    let number = 0;
    const opened = (bytes: Buffer, last: boolean): Buffer => {
      if (bytes.length < tagBytes) throw damaged('truncated');
      const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number, last)).setAAD(about);
      decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
      try {
        const plain = Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - tagBytes)), decipher.final()]);
        number += 1;
        return plain;
      } catch {
        if (number === 0) throw new BackupFault(refuse('forbidden', 'platform.wrongPassphrase').problem);
        throw damaged(`chunk ${number + 1}`);
      }
    };
    while (await more()) {
      let at = 0;
      for (; rest.length - at > whole; at += whole) yield opened(rest.subarray(at, at + whole), false);
      rest = rest.subarray(at);
    }
    while (rest.length > whole) {
      yield opened(rest.subarray(0, whole), false);
      rest = rest.subarray(whole);
    }
    yield opened(rest, true);
  } finally {
    await input.return?.();
  }
}

function headerIn(bytes: Buffer, end: number): Header {
  const known = end > 0 && bytes.subarray(0, magic.length).toString('latin1') === magic;
  const read = known ? Header.safeParse(parsed(bytes.subarray(magic.length, end).toString('utf8'))) : null;
  if (!read?.success) throw new BackupFault(refuse('invalid', 'platform.notABackup').problem);
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
