import { fromBase64, sealingKey } from './seal.ts';

/**
 * Argon2id (RFC 9106) with 64 MiB and three passes, the memory and passes of the RFC's second recommended set (section 4); one lane,
 * because WebAssembly has one thread here. OWASP's Password Storage Cheat Sheet asks for at least 19 MiB and two passes. It takes 0.42 s of
 * processor time where this was measured, so 1.7 s on a phone a quarter as quick.
 */
const cost = { memorySize: 65_536, iterations: 3, parallelism: 1, hashLength: 32 } as const;

/** Shortest and longest PIN, in digits. Six is what people here know from paying. */
export const pinLength = { min: 6, max: 12 } as const;

/** How often in a row a wrong PIN may be tried before the copy is destroyed. */
export const maxTries = 10;

/** One digit over and over, or a row up or down: what a finder tries first. */
export const isEasyPin = (pin: string): boolean => {
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]));
  return steps.every((step) => step === steps[0]) && Math.abs(steps[0] ?? 0) <= 1;
};

/** Makes 32 bytes of a secret that people can remember. The code for it is fetched when first needed. */
export async function stretch(secret: string, salt: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const { argon2id } = await import('hash-wasm');
  return new Uint8Array(await argon2id({ ...cost, password: secret, salt, outputType: 'binary' }));
}

/** What a PIN opens. */
export interface PinKeys {
  /** Seals the key of the outbox and the server's half on this device; that it opens proves the PIN. */
  readonly lock: CryptoKey;
  /** Makes the key of the copy together with the server's half. */
  readonly base: CryptoKey;
}

const info = (use: string) => new TextEncoder().encode(`banyan ${use} 1`);

export async function pinKeys(stretched: Uint8Array<ArrayBuffer>): Promise<PinKeys> {
  const base = await crypto.subtle.importKey('raw', stretched, 'HKDF', false, ['deriveBits', 'deriveKey']);
  const bits = await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: info('pin lock') }, base, 256);
  return { base, lock: await sealingKey(new Uint8Array(bits)) };
}

/** The key of the copy: HKDF-SHA-256 (RFC 5869) of the stretched PIN, salted with the server's half. Neither alone opens anything. */
export const copyKey = (base: CryptoKey, half: string): Promise<CryptoKey> =>
  crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: fromBase64(half), info: info('copy') },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
