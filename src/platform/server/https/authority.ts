import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { writeDurably } from '../files/write-durably.ts';
import { houseConstraints, isHouseAddress, isHouseName } from './house.ts';
import { authorityExtensions, certify, pem, serverExtensions } from './x509.ts';

/** Key and chain as a TLS server takes them, PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly validTo: Date;
  /** Names and addresses it stands for. */
  readonly names: readonly string[];
}

/** The house's own certificate authority: one per data folder. */
export interface Authority {
  /** What a phone must be told to trust, DER. */
  readonly certificate: Buffer;
  readonly pem: string;
  /** sha256 of the certificate, as phones and computers show it: `AB:CD:…`. */
  readonly fingerprint: string;
  readonly validTo: Date;
  /** A certificate for the names and addresses that this machine has now: the kept one while it fits and lasts, else a new one. */
  certificateFor(names: readonly string[], now: Date): Promise<Certificate>;
}

const authorityDays = 3_650;
/** Apple refuses server certificates that last longer than 825 days, also those of private authorities (support.apple.com/en-us/103769). */
const leafDays = 397;
const renewBeforeDays = 30;
const dayMs = 86_400_000;

const folderOf = (dataDir: string): string => join(dataDir, 'https');

/** The authority of a data folder, if it has one: for looking, not for making. */
export function findAuthority(dataDir: string): { readonly authority: X509Certificate; readonly leaf: X509Certificate | null } | null {
  const [file, leafFile] = [join(folderOf(dataDir), 'authority.pem'), join(folderOf(dataDir), 'server.pem')];
  if (!existsSync(file)) return null;
  return { authority: new X509Certificate(readFileSync(file)), leaf: existsSync(leafFile) ? new X509Certificate(readFileSync(leafFile)) : null };
}

/**
 * Opens the authority of a data folder, making it at the first use: key (0600) and certificate in `https/`.
 * EC P-256, limited by name constraints to the house's own network.
 */
export async function openAuthority(dataDir: string, now: Date): Promise<Authority> {
  const folder = folderOf(dataDir);
  const [keyFile, certFile] = [join(folder, 'authority-key.pem'), join(folder, 'authority.pem')];
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // The certificate is written last: without it the key counts for nothing and both are made anew.
  if (!existsSync(certFile)) await makeAuthority(keyFile, certFile, now);
  const text = readFileSync(certFile, 'utf8');
  const own = new X509Certificate(text);
  const key = createPrivateKey(readFileSync(keyFile, 'utf8'));
  const permitted = ownNames(own);
  return {
    certificate: own.raw,
    pem: text,
    fingerprint: own.fingerprint256,
    validTo: new Date(own.validTo),
    async certificateFor(names, at) {
      const wanted = names.filter((name) => isHouseAddress(name) || isHouseName(name, permitted)).toSorted();
      const kept = readKept(folder, own);
      const lasts = kept !== null && kept.validTo.getTime() - at.getTime() > renewBeforeDays * dayMs;
      if (lasts && wanted.every((name) => kept.names.includes(name))) return kept;
      return makeLeaf(folder, { own, key }, wanted, at);
    },
  };
}

const makeKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keyText = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

async function makeAuthority(keyFile: string, certFile: string, now: Date): Promise<void> {
  const { publicKey, privateKey } = makeKeys();
  const own = [machineName()].filter((name) => name !== '');
  const name = `Banyan ${own[0] ?? ''} ${randomBytes(3).toString('hex')}`;
  const certificate = certify({
    subject: name,
    issuer: name,
    publicKey,
    signer: privateKey,
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: new Date(now.getTime() + authorityDays * dayMs),
    extensions: authorityExtensions(houseConstraints(own)),
  });
  await rm(keyFile, { force: true });
  await writeDurably(keyFile, Buffer.from(keyText(privateKey)));
  await writeDurably(certFile, Buffer.from(pem('CERTIFICATE', certificate)));
}

async function makeLeaf(
  folder: string,
  { own, key }: { own: X509Certificate; key: KeyObject },
  names: readonly string[],
  now: Date,
): Promise<Certificate> {
  const { publicKey, privateKey } = makeKeys();
  const validTo = new Date(Math.min(now.getTime() + leafDays * dayMs, new Date(own.validTo).getTime()));
  const leaf = certify({
    subject: 'Banyan',
    issuer: commonName(own),
    publicKey,
    signer: key,
    // Clocks of phones may be behind.
    notBefore: new Date(now.getTime() - dayMs),
    notAfter: validTo,
    extensions: serverExtensions(names),
  });
  const [secret, cert] = [keyText(privateKey), `${pem('CERTIFICATE', leaf)}${own.toString()}`];
  // One file for both, so that key and certificate never come from two different times.
  const draft = join(folder, 'server.pem.new');
  await writeFile(draft, `${cert}${secret}`, { mode: 0o600, flush: true });
  await rename(draft, join(folder, 'server.pem'));
  return { key: secret, cert, validTo, names };
}

/** The kept certificate, when this authority signed it. */
function readKept(folder: string, authority: X509Certificate): Certificate | null {
  const file = join(folder, 'server.pem');
  if (!existsSync(file)) return null;
  try {
    const text = readFileSync(file, 'utf8');
    const leaf = new X509Certificate(text);
    const keyAt = text.indexOf('-----BEGIN PRIVATE');
    if (keyAt < 0 || !leaf.verify(authority.publicKey)) return null;
    const names = (leaf.subjectAltName ?? '').split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, '').toLowerCase());
    return { key: text.slice(keyAt), cert: text.slice(0, keyAt), validTo: new Date(leaf.validTo), names: names.map(shortAddress) };
  } catch {
    return null; // half of a file, or somebody's own: made anew
  }
}

/** Node writes IPv6 addresses in full; the operating system writes them short. */
const shortAddress = (name: string): string => (name.includes(':') ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name);

const commonName = ({ subject }: X509Certificate): string => /CN=(.+)/.exec(subject)?.[1] ?? '';

/** Names of this machine that the authority was made for: what its constraints permit beside the house's domains. */
function ownNames(authority: X509Certificate): string[] {
  const [, name] = /^Banyan (\S+) [0-9a-f]{6}$/.exec(commonName(authority)) ?? [];
  return name === undefined ? [] : [name];
}

const machineName = (): string => {
  const name = hostname().toLowerCase();
  return /^[a-z0-9]([a-z0-9.-]{0,60}[a-z0-9])?$/.test(name) ? name : '';
};

/** Names and addresses under which other devices of the house can reach this machine, itself included. */
export function namesHere(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const usable = addresses.filter(({ address }) => !address.startsWith('fe80:')).map(({ address }) => address);
  const name = machineName();
  const names = name === '' ? [] : name.includes('.') ? [name] : [name, `${name}.local`];
  return [...new Set(['localhost', '127.0.0.1', '::1', ...usable.filter(isHouseAddress), ...names])];
}

/** Addresses to print for phones: IPv4 of the house's network, without this machine's own loopback. */
export const addressesForPhones = (): string[] => namesHere().filter((name) => /^\d+(\.\d+){3}$/.test(name) && !name.startsWith('127.'));
