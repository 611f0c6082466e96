import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { findAuthority, namesHere, openAuthority } from './authority.ts';
import { isHouseAddress, isHouseName } from './house.ts';
import { certify, pem, serverExtensions } from './x509.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'banyan-authority-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const now = new Date();
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
const authority = await openAuthority(dataDir, now);

/** How a TLS client that trusts the authority judges a server of this name. @returns null when it is content */
async function judged({ key, cert }: { key: string; cert: string }, servername: string): Promise<string | null> {
  const server = createServer({ key, cert }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', servername, ca: authority.pem });
  const verdict = await new Promise<string | null>((done) => {
    socket.once('secureConnect', () => done(null)).once('error', (error: Error) => done(error.message));
  });
  socket.destroy();
  server.close();
  return verdict;
}

describe('the house’s own authority', () => {
  it('vouches for names and addresses of the house, and for this machine', async () => {
    const leaf = await authority.certificateFor(['localhost', 'server.local', '192.168.1.7', '127.0.0.1', 'bank.example', '8.8.8.8'], now);
    expect(leaf.names).toEqual(['127.0.0.1', '192.168.1.7', 'localhost', 'server.local']);
    expect(await judged(leaf, 'server.local')).toBeNull();
    expect(await judged(leaf, 'bank.example')).toMatch(/does not match certificate/);
    expect(namesHere()).toContain('127.0.0.1');
  });

  it('is not believed about the rest of the world, even with its key in the wrong hands', async () => {
    const signer = createPrivateKey(readFileSync(join(dataDir, 'https', 'authority-key.pem'), 'utf8'));
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const issuer = /CN=(.+)/.exec(new X509Certificate(authority.pem).subject)?.[1] ?? '';
    const forged = (names: string[]) => ({
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      cert: pem(
        'CERTIFICATE',
        certify({ subject: 'x', issuer, publicKey, signer, notBefore: later(-1), notAfter: later(9), extensions: serverExtensions(names) }),
      ),
    });
    expect(await judged(forged(['bank.example']), 'bank.example')).toBe('permitted subtree violation');
    expect(await judged(forged(['8.8.8.8', 'printer.lan']), 'printer.lan')).toBe('permitted subtree violation');
    // The same forgery within the house is believed: so it was the constraint, and not a fault of the forgery.
    expect(await judged(forged(['printer.lan']), 'printer.lan')).toBeNull();
  });

  it('keeps a certificate while it fits, renews it before it ends and when an address is new', async () => {
    const first = await authority.certificateFor(['localhost', '10.0.0.5'], now);
    expect((await authority.certificateFor(['localhost'], later(300))).cert).toBe(first.cert);
    const renewed = await authority.certificateFor(['localhost', '10.0.0.5'], later(368));
    expect(renewed.cert).not.toBe(first.cert);
    expect(renewed.validTo > first.validTo).toBe(true);
    const moved = await authority.certificateFor(['localhost', '10.0.0.6', 'fd12::1'], later(368));
    expect(moved.names).toContain('fd12::1');
    expect((await authority.certificateFor(['localhost', '10.0.0.6', 'fd12::1'], later(368))).cert).toBe(moved.cert);
    expect((await openAuthority(dataDir, later(400))).fingerprint).toBe(authority.fingerprint);
    expect(findAuthority(dataDir)?.authority.ca).toBe(true);
  });

  it.each([
    ['10.1.2.3', true],
    ['172.31.255.255', true],
    ['172.32.0.1', false],
    ['192.168.0.1', true],
    ['100.64.0.1', true],
    ['8.8.8.8', false],
    ['fd00::1', true],
    ['fe80::1', true],
    ['2001:db8::1', false],
    ['::1', true],
    ['localhost', false],
  ])('%s is an address of the house: %s', (address, is) => {
    expect(isHouseAddress(address)).toBe(is);
  });

  it('knows the names of the house', () => {
    expect(['a.local', 'lan', 'x.y.home.arpa', 'local.example', 'notlocal'].map((name) => isHouseName(name, []))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
