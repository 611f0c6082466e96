import type { DeviceId } from '../../../kernel/ids.ts';
import { freshId } from './fresh-id.ts';
import type { LocalDb } from './local-db.ts';
import { strict } from './local-db.ts';
import { type Sealed, toBase64 } from './seal.ts';

/** What this browser keeps of keys for one person in one community. Nothing in it opens anything without a PIN or a sign-in. */
export interface Keyring {
  /** The name under which the server knows this browser. */
  readonly device: DeviceId;
  /** Proves that an exported outbox comes from here: ECDSA on P-256; the private half can be used but not read out by a page. */
  readonly signing: { readonly publicKey: string; readonly privateKey: CryptoKey };
  /** The key of the outbox, sealed under the key that the server gives after a sign-in. */
  readonly outboxByAccount: Sealed | null;
  readonly pin: {
    readonly salt: Uint8Array<ArrayBuffer>;
    /** The key of the outbox, sealed under the PIN. */
    readonly outbox: Sealed;
    /** The server's half and its end, sealed under the PIN; null once it is over. */
    readonly lease: Sealed | null;
    /** Wrong PINs in a row. */
    readonly tries: number;
  } | null;
  /** The person does not want a PIN, and so no copy, on this device. */
  readonly declined: boolean;
  /** The highest time ever seen here, ms: the server's when met, the device's since. */
  readonly seenMs: number;
}

const self = 'self';

/** A name and a signing key of its own for this browser. */
export async function newRegistration(): Promise<Pick<Keyring, 'device' | 'signing'>> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  return { device: freshId() as DeviceId, signing: { publicKey: toBase64(await crypto.subtle.exportKey('spki', publicKey)), privateKey } };
}

/** The keyring of this browser; made when there is none. Two tabs that open at once end with the same one. */
export async function openKeyring(db: LocalDb): Promise<Keyring> {
  const before = await db.get('keys', self);
  if (before) return before;
  const fresh: Keyring = { ...(await newRegistration()), outboxByAccount: null, pin: null, declined: false, seenMs: 0 };
  return changeKeyring(db, (other) => other ?? fresh);
}

/** Changes the keyring in one transaction, on disk before it counts; returns it as it is afterwards. */
export async function changeKeyring(db: LocalDb, change: (now: Keyring | undefined) => Keyring): Promise<Keyring> {
  const tx = db.transaction('keys', 'readwrite', strict);
  const next = change(await tx.store.get(self));
  await tx.store.put(next, self);
  await tx.done;
  return next;
}
