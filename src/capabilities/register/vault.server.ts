import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readIdNumber } from './rules/id-number.ts';

const KeyFile = z.object({
  /** Key that new values are sealed with. */
  current: z.string().min(1).max(40),
  /** All keys that sealed values may still need, 32 bytes each in base64. */
  keys: z.record(z.string(), z.base64()),
  /** Key of the blind index. It never changes: numbers could otherwise not be found again. */
  index: z.base64(),
});

/** Something sealed: nonce (12 bytes), tag (16) and ciphertext in one, and the key it takes. */
export interface Sealed {
  readonly cipher: Buffer;
  readonly keyId: string;
}

/** Seals identity numbers and previewed ledgers with the keys of this installation. */
export interface Vault {
  /** AES-256-GCM. `about` binds the value to its place: opened with another text it is refused. */
  seal(plain: Buffer, about: string): Sealed;
  /** @throws Error when the value was tampered with, belongs elsewhere, or its key is not here */
  open(sealed: Sealed, about: string): Buffer;
  /** Keyed hash (HMAC-SHA-256) by which an identity number is found again within one community; written in either form it is the same. */
  blindIndex(community: string, idNumber: string): Buffer;
  /** Folder in which previewed ledgers wait, sealed. */
  readonly previews: string;
}

/**
 * Opens the keys of this installation, making them at the first start: `keys/register.json` in the data folder, readable by its owner only.
 * Whoever loses the file loses the identity numbers; it belongs into the backup, apart from the database.
 * @throws Error when the file is there but is no key file: it is never overwritten
 */
export function openVault(dataDir: string): Vault {
  const { current, keys, index } = readKeys(join(dataDir, 'keys'));
  // Made once: with the bytes instead, Node makes such an object for every number, which took eight times as long as the hash itself.
  const made = new Map(Object.entries(keys).map(([id, text]) => [id, createSecretKey(text, 'base64')]));
  const keyOf = (id: string): KeyObject => {
    const key = made.get(id);
    if (key?.symmetricKeySize !== 32) throw new Error(`key ${id} of the register is not in the key file`);
    return key;
  };
  const indexKey = createSecretKey(index, 'base64');
  const previews = join(dataDir, 'previews');
  mkdirSync(previews, { recursive: true, mode: 0o700 });
  return {
    previews,
    seal(plain, about) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyOf(current), nonce).setAAD(Buffer.from(about));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { cipher: Buffer.concat([nonce, cipher.getAuthTag(), body]), keyId: current };
    },
    open({ cipher, keyId }, about) {
      const decipher = createDecipheriv('aes-256-gcm', keyOf(keyId), cipher.subarray(0, 12)).setAAD(Buffer.from(about));
      decipher.setAuthTag(cipher.subarray(12, 28));
      return Buffer.concat([decipher.update(cipher.subarray(28)), decipher.final()]);
    },
    blindIndex(community, idNumber) {
      const reading = readIdNumber(idNumber);
      return createHmac('sha256', indexKey)
        .update(`${community} ${reading.valid ? reading.canonical : idNumber.toUpperCase()}`)
        .digest();
    },
  };
}

function readKeys(folder: string): z.infer<typeof KeyFile> {
  const path = join(folder, 'register.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return makeKeys(folder, path);
  }
  const read = KeyFile.safeParse(JSON.parse(text));
  if (!read.success) throw new Error(`${path} is no key file of the register`);
  return read.data;
}

/** Written whole or not at all, and on the disk before the first number is sealed with it. */
function makeKeys(folder: string, path: string): z.infer<typeof KeyFile> {
  const key = () => randomBytes(32).toString('base64');
  const made = { current: 'k1', keys: { k1: key() }, index: key() };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  const file = openSync(draft, 'wx', 0o600);
  writeSync(file, JSON.stringify(made));
  fsyncSync(file);
  closeSync(file);
  renameSync(draft, path);
  return made;
}

let opened: Vault | null = null;

/** Says which keys this process works with. Called once at the start, before any command. */
export function useVault(vault: Vault): void {
  opened = vault;
}

/** @throws Error before `useVault` */
export function vault(): Vault {
  if (!opened) throw new Error('the register was not opened: call its open() at the start');
  return opened;
}

/** How an identity number is shown in lists: first two and last two characters. */
export const maskId = (idNumber: string): string =>
  idNumber.length < 8 ? '****' : `${idNumber.slice(0, 2)}${'*'.repeat(idNumber.length - 4)}${idNumber.slice(-2)}`;
