import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { freshCommunity, freshId } from '../../../../test/harness/database.ts';
import { serve } from '../../../../test/harness/serve.ts';
import { tally, tallyAuthority } from '../../../../test/harness/tally.ts';

const { app, signIn, db } = await serve([tally], async () => tallyAuthority(new Set()));

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const photo = (seed: number, width = 900) =>
  sharp({ create: { width, height: 700, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 90 + seed, sigma: 40 } } })
    .jpeg()
    .toBuffer();

async function phone(community?: string) {
  const home = community ?? (await freshCommunity(db));
  const cookie = await signIn(home, freshId());
  return {
    community: home,
    async send(content: Buffer, from: number, to: number, origin = sha256(content), size = content.length) {
      const answer = await app.inject({
        method: 'POST',
        url: `/api/v1/files/pieces?community=${home}&origin=${origin}&size=${size}&from=${from}`,
        headers: { cookie, 'content-type': 'application/octet-stream' },
        payload: content.subarray(from, to),
      });
      return { status: answer.statusCode, body: answer.json() };
    },
    arrived: async (origin: string) => (await app.inject({ url: `/api/v1/files/pieces/${origin}?community=${home}`, headers: { cookie } })).json(),
    open: (hash: string) => app.inject({ url: `/api/v1/files/${hash}?community=${home}`, headers: { cookie } }),
  };
}

describe('a photo over a weak network', () => {
  it('goes on where it broke off, and is found by the name it had on the phone', async () => {
    const { send, arrived, open } = await phone();
    const content = await photo(1);
    const origin = sha256(content);
    expect(await arrived(origin)).toEqual({ received: 0, hash: null });
    expect((await send(content, 0, 30_000)).body).toEqual({ received: 30_000, hash: null });
    expect((await open(origin)).statusCode).toBe(404);
    expect(await arrived(origin)).toEqual({ received: 30_000, hash: null });
    const last = await send(content, 30_000, content.length);
    expect(last.body).toEqual({ received: content.length, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const [byOrigin, byHash] = await Promise.all([open(origin), open(last.body.hash)]);
    expect([byOrigin.statusCode, byOrigin.headers['content-type']]).toEqual([200, 'image/jpeg']);
    expect(byOrigin.rawPayload.equals(byHash.rawPayload)).toBe(true);
  });

  it('is kept once, however often pieces come twice, late or out of order', async () => {
    const { send, arrived } = await phone();
    const content = await photo(2);
    await send(content, 0, 20_000);
    expect((await send(content, 0, 20_000)).body).toEqual({ received: 20_000, hash: null });
    expect((await send(content, 40_000, 60_000)).body).toEqual({ received: 20_000, hash: null });
    const both = await Promise.all([send(content, 20_000, content.length), send(content, 20_000, content.length)]);
    expect(both[0]?.body).toEqual(both[1]?.body);
    expect((await send(content, 0, 10)).body).toEqual(both[0]?.body);
    expect((await arrived(sha256(content))).hash).toBe(both[0]?.body.hash);
  });

  it('that is not what was announced begins again', async () => {
    const { send, arrived } = await phone();
    const [content, other] = [await photo(3), await photo(4)];
    const answer = await send(other, 0, other.length, sha256(content));
    expect([answer.status, answer.body.problem.code]).toEqual([409, 'files.wrongHash']);
    expect(await arrived(sha256(content))).toEqual({ received: 0, hash: null });
    expect((await send(content, 0, content.length)).body.hash).not.toBeNull();
  });

  it('is nobody else’s: neither a neighbour in the community nor the community next door sees how far it is', async () => {
    const mine = await phone();
    const [neighbour, nextDoor] = [await phone(mine.community), await phone()];
    const content = await photo(5);
    const origin = sha256(content);
    await mine.send(content, 0, 10_000);
    expect(await neighbour.arrived(origin)).toEqual({ received: 0, hash: null });
    expect(await nextDoor.arrived(origin)).toEqual({ received: 0, hash: null });
    await mine.send(content, 10_000, content.length);
    expect((await nextDoor.open(origin)).statusCode).toBe(404);
    expect((await nextDoor.arrived(origin)).hash).toBeNull();
  });

  it('refuses what is no picture, too large, or no name, each with a clear answer', async () => {
    const { send } = await phone();
    const text = Buffer.from('hello');
    expect((await send(text, 0, 5)).body.problem.code).toBe('files.unknownType');
    expect((await send(text, 0, 5, sha256(text), 30 * 1024 * 1024)).status).toBe(422);
    expect((await send(text, 0, 5, 'nonsense')).status).toBe(422);
    const large = Buffer.alloc(600 * 1024);
    expect((await send(large, 0, large.length)).status).toBe(413);
  });
});
