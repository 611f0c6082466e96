import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, explicit, implicit, integer, moment, octets, oid, sequence, set, utf8, yes } from './der.ts';
import { bytesOf } from './house.ts';

/** What is to be certified (X.509 version 3, RFC 5280), signed with ECDSA over P-256 and SHA-256 (RFC 5758). */
interface Certifying {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  /** The issuer's private key. */
  readonly signer: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Buffer[];
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

const nameOf = (commonName: string): Buffer =>
  sequence(set(sequence(oid('2.5.4.10'), utf8('Banyan'))), set(sequence(oid('2.5.4.3'), utf8(commonName))));

const spkiOf = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

/** Short name of a key: 160 bits of the sha256 of its public part (RFC 7093, 2, method 4). */
const keyId = (key: KeyObject): Buffer => createHash('sha256').update(spkiOf(key)).digest().subarray(0, 20);

/** A certificate in DER. Node's `X509Certificate` reads it; OpenSSL and browsers judge it. */
export function certify({ subject, issuer, publicKey, signer, notBefore, notAfter, extensions }: Certifying): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40; // positive and without leading zeros
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(serial),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(moment(notBefore), moment(notAfter)),
    nameOf(subject),
    spkiOf(publicKey),
    explicit(
      3,
      sequence(
        ...extensions,
        extension('2.5.29.14', octets(keyId(publicKey))),
        extension('2.5.29.35', sequence(implicit(0, keyId(createPublicKey(signer))))),
      ),
    ),
  );
  return sequence(toBeSigned, ecdsaWithSha256, bits(sign('sha256', toBeSigned, signer)));
}

const extension = (id: string, value: Buffer, critical = false): Buffer => sequence(oid(id), ...(critical ? [yes] : []), octets(value));

/** An authority that signs certificates of servers and no further authorities. @param constraints value of NameConstraints */
export const authorityExtensions = (constraints: Buffer): Buffer[] => [
  extension('2.5.29.19', sequence(yes, integer(Buffer.from([0]))), true),
  extension('2.5.29.15', bits(Buffer.from([0b0000_0110]), 1), true), // keyCertSign, cRLSign
  extension('2.5.29.30', constraints, true),
];

/** A server with these names and addresses. */
export const serverExtensions = (names: readonly string[]): Buffer[] => [
  extension('2.5.29.19', sequence(), true),
  extension('2.5.29.15', bits(Buffer.from([0b1000_0000]), 7), true), // digitalSignature
  extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
  extension('2.5.29.17', sequence(...names.map(generalName))),
];

function generalName(name: string): Buffer {
  const address = bytesOf(name);
  return address ? implicit(7, Buffer.from(address)) : implicit(2, Buffer.from(name, 'ascii'));
}

export const pem = (label: string, content: Buffer): string =>
  `-----BEGIN ${label}-----\n${(content.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;
