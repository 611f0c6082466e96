/** Bytes sealed with AES-256-GCM: what stands in IndexedDB instead of anything about people. */
export interface Sealed {
  /** 96 random bits, as NIST SP 800-38D 8.2.2 asks; one key seals far fewer than 2³² things. */
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

/** Without a secure context (plain HTTP on a network of one's own) browsers offer no cryptography: then nothing about people is kept. */
export const canSeal: boolean = globalThis.isSecureContext === true && globalThis.crypto?.subtle !== undefined;

const bytesOf = (text: string) => new TextEncoder().encode(text);

export const randomBytes = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

/** A key for {@link seal} of 32 bytes; the browser never gives the bytes out again. */
export const sealingKey = (raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);

/** @param about what this is and where it stands: it opens only under the same words, so that sealed things cannot change places */
export async function sealBytes(key: CryptoKey, about: string, bytes: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const iv = randomBytes(12);
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(about) }, key, bytes) };
}

/** @returns null when the key is another one, or something was changed */
export async function openBytes(key: CryptoKey, about: string, { iv, data }: Sealed): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(about) }, key, data));
  } catch {
    return null;
  }
}

export const toBase64 = (bytes: Uint8Array | ArrayBuffer): string => {
  let binary = '';
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary);
};

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** Seals a value that JSON can hold. */
export const seal = (key: CryptoKey, about: string, value: unknown): Promise<Sealed> => sealBytes(key, about, bytesOf(JSON.stringify(value ?? null)));

/** @returns null when the key is another one, or something was changed */
export async function open<T>(key: CryptoKey, about: string, sealed: Sealed): Promise<T | null> {
  const bytes = await openBytes(key, about, sealed);
  return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as T);
}

/** {@link seal} and {@link open} with one key, whatever that is. */
export interface Sealer {
  seal(about: string, value: unknown): Promise<Sealed>;
  open<T>(about: string, sealed: Sealed): Promise<T | null>;
}

export const sealerOf = (key: CryptoKey): Sealer => ({
  seal: (about, value) => seal(key, about, value),
  open: (about, sealed) => open(key, about, sealed),
});
