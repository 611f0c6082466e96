import { stretch } from './pin.ts';
import { fromBase64, open, randomBytes, seal, sealingKey, toBase64 } from './seal.ts';

/** What a device hands out of its outbox: the text it signed, and the signature (base64). */
export interface SignedOutbox {
  readonly outbox: string;
  readonly signature: string;
}

const about = 'banyan outbox file 1';
/** Shortest passphrase of a file, in characters. */
export const passphraseLength = 8;

/** A file that only the passphrase opens: AES-256-GCM under Argon2id of it, as JSON with base64. */
export async function toFile(signed: SignedOutbox, passphrase: string): Promise<string> {
  const salt = randomBytes(16);
  const { iv, data } = await seal(await sealingKey(await stretch(passphrase, salt)), about, signed);
  return JSON.stringify({ is: about, salt: toBase64(salt), iv: toBase64(iv), data: toBase64(data) });
}

/** @returns null when it is no such file, or the passphrase is another one */
export async function fromFile(text: string, passphrase: string): Promise<SignedOutbox | null> {
  try {
    const { is, salt, iv, data } = JSON.parse(text) as Record<string, string>;
    if (is !== about || !salt || !iv || !data) return null;
    const key = await sealingKey(await stretch(passphrase, fromBase64(salt)));
    return await open<SignedOutbox>(key, about, { iv: fromBase64(iv), data: fromBase64(data).buffer });
  } catch {
    return null;
  }
}
