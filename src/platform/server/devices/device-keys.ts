import { createPublicKey, hkdfSync, verify } from 'node:crypto';

/** The server's keys for devices, derived afresh each time (HKDF-SHA-256, RFC 5869): nothing to store, nothing to lose with a backup. */
export interface DeviceKeys {
  /** Opens the outboxes of a person's devices after a sign-in, also after the device got another name. 32 bytes, base64. */
  account(community: string, person: string): string;
  /** The server's half of the key of the copy on a device. 32 bytes, base64. */
  half(community: string, person: string, device: string): string;
}

/** @param secret the installation's own, at least 32 characters; changing it makes every copy unreadable, and outboxes openable by PIN alone */
export function deviceKeys(secret: string): DeviceKeys {
  const derive = (use: string, whose: readonly string[]) =>
    Buffer.from(hkdfSync('sha256', secret, whose.join(' '), `banyan device ${use} 1`, 32)).toString('base64');
  return { account: (...whose) => derive('outbox', whose), half: (...whose) => derive('copy', whose) };
}

/** Is this an ECDSA key on P-256, as SubjectPublicKeyInfo in base64? */
export function isDeviceKey(publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

/** Did the device of this public key sign these bytes? (ECDSA with SHA-256, the signature as r ‖ s: what WebCrypto makes.) */
export function signedBy(publicKey: string, bytes: Buffer, signature: Buffer): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}
