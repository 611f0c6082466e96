import { describe, expect, it } from 'vitest';
import { fromFile, toFile } from './outbox-file.ts';
import { copyKey, isEasyPin, pinKeys } from './pin.ts';
import { fromBase64, open, randomBytes, seal, sealingKey, toBase64 } from './seal.ts';
import { roomOf } from './storage.ts';

const text = (bytes: ArrayBuffer) => new TextDecoder('latin1').decode(bytes);

describe('what is sealed', () => {
  it('opens with its key and under its words only, and shows nothing of itself', async () => {
    const key = await sealingKey(randomBytes(32));
    const sealed = await seal(key, 'outbox 1', { note: 'oxygen is short' });
    expect(text(sealed.data)).not.toContain('oxygen');
    expect(await open(key, 'outbox 1', sealed)).toEqual({ note: 'oxygen is short' });
    expect(await open(key, 'outbox 2', sealed)).toBeNull();
    expect(await open(await sealingKey(randomBytes(32)), 'outbox 1', sealed)).toBeNull();
    new Uint8Array(sealed.data)[3] = (new Uint8Array(sealed.data)[3] ?? 0) ^ 1;
    expect(await open(key, 'outbox 1', sealed)).toBeNull();
  });
  it('survives its way through text', () => {
    const bytes = randomBytes(100);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  });
});

describe('the key of the copy', () => {
  it('needs the PIN and the half of the server, both', async () => {
    const [stretched, half] = [randomBytes(32), toBase64(randomBytes(32))];
    const { base } = await pinKeys(stretched);
    const sealed = await seal(await copyKey(base, half), 'copy', 'rows');
    const again = await pinKeys(stretched);
    expect(await open(await copyKey(again.base, half), 'copy', sealed)).toBe('rows');
    expect(await open(await copyKey(again.base, toBase64(randomBytes(32))), 'copy', sealed)).toBeNull();
    expect(await open(await copyKey((await pinKeys(randomBytes(32))).base, half), 'copy', sealed)).toBeNull();
    expect(await open(again.lock, 'copy', sealed)).toBeNull();
  });
  it.each(['111111', '123456', '987654', '000000'])('takes no PIN like %s', (pin) => expect(isEasyPin(pin)).toBe(true));
  it.each(['260713', '112233', '135790'])('takes %s', (pin) => expect(isEasyPin(pin)).toBe(false));
});

describe('a file of unsent work', () => {
  it('opens with its passphrase only', async () => {
    const signed = { outbox: '{"note":"oxygen"}', signature: 'c2ln' };
    const file = await toFile(signed, 'under the banyan');
    expect(file).not.toContain('oxygen');
    expect(await fromFile(file, 'under the banyan')).toEqual(signed);
    expect(await fromFile(file, 'under the willow')).toBeNull();
    expect(await fromFile('not a file', 'under the banyan')).toBeNull();
  });
});

describe('room on the device', () => {
  const mb = 1_000_000;
  it.each([
    [10 * mb, 1_000 * mb, 'enough'],
    [810 * mb, 1_000 * mb, 'gettingFull'],
    [10 * mb, 150 * mb, 'gettingFull'],
    [960 * mb, 1_000 * mb, 'full'],
    [10 * mb, 50 * mb, 'full'],
  ] as const)('%d of %d bytes used is %s', (used, quota, room) => expect(roomOf(used, quota)).toBe(room));
});
