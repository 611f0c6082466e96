import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { connected } from '../../src/platform/server/db/install.ts';
import { findServed } from '../../src/platform/server/db/served.ts';
import { startServer } from '../harness/app.ts';
import { journals } from '../harness/banyan.ts';
import { foundCommunity, Phone } from '../harness/phone.ts';

/** What may meet a phone while the server stops and starts: no connection, or a server that says it is not ready. */
const lawful = new Set(['ECONNREFUSED', '503', null]);

describe('a server under load', async () => {
  const app = await startServer({ BANYAN_DEMO: 'off', BANYAN_LOG: 'warn', BANYAN_REQUESTS_PER_MINUTE: '1000000' }, { web: false });
  const at = { url: app.url, ...(await foundCommunity(app.url, app.output())) };
  const phones = Array.from({ length: 16 }, () => new Phone(at));
  const once = (ids: readonly string[]): Promise<number> => {
    const served = findServed(app.dataDir);
    if (!served) throw new Error('the server does not run');
    return connected({ ...served, database: 'banyan' }, async (client) => {
      const { rows } = await client.query<{ n: number }>(
        `select count(*)::int as n from platform.journal where id = any($1::uuid[]) and status = 'accepted'`,
        [ids],
      );
      return rows[0]?.n ?? 0;
    });
  };

  /** All phones push without a pause until told to stop. @returns how the tries ended that were not agreed */
  const load = () => {
    let going = true;
    const failures = new Map<string, number>();
    const running = phones.map(async (phone, p) => {
      for (let i = 0; going; i++) {
        phone.add(`人${p}-${i}`);
        const failed = await phone.push();
        if (failed !== null) {
          failures.set(failed, (failures.get(failed) ?? 0) + 1);
          await wait(20);
        }
      }
    });
    return {
      failures,
      async end() {
        going = false;
        await Promise.all(running);
      },
    };
  };
  const drained = async () => {
    for (const phone of phones) await expect.poll(() => phone.push(), { timeout: 30_000 }).toBeNull();
  };
  const nothingLost = async () => {
    // Of itself it ends for no reason.
    expect(app.output()).not.toContain('uncaught');
    await drained();
    const agreed = phones.flatMap((phone) => phone.agreed());
    expect(phones.flatMap((phone) => phone.lost())).toEqual([]);
    expect(await once(agreed)).toBe(agreed.length);
    expect((await journals(app.dataDir)).every(({ holds }) => holds)).toBe(true);
    return agreed.length;
  };

  it('told to stop, answers what it has taken, cuts no connection, ends the hints with a word about coming back, and is gone soon', async () => {
    const { cookie, community } = at;
    const line = await fetch(`${app.url}/api/v1/hints?community=${community}`, { headers: { cookie } });
    const heard = line.text();
    const { failures, end } = load();
    await wait(1_500);
    const from = performance.now();
    await app.stop();
    const tookMs = performance.now() - from;
    await wait(200);
    await end();
    expect([...failures.keys()].filter((failed) => !lawful.has(failed))).toEqual([]);
    expect(tookMs).toBeLessThan(20_000);
    expect(await heard).toMatch(/retry: [1-5]\d{3}\n\n$/);
    await app.restart();
    expect(await nothingLost()).toBeGreaterThan(50);
  });

  it.each(['Node', 'postgres', 'Node and postgres'])('loses nothing and doubles nothing when %s is killed in the middle of writing', async (who) => {
    const { end } = load();
    await wait(1_000);
    const postmaster = Number(readFileSync(join(app.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (who !== 'postgres') await app.kill();
    if (who !== 'Node') process.kill(postmaster, 'SIGKILL');
    if (who !== 'postgres') await app.restart();
    else
      await expect
        .poll(() => fetch(`${app.url}/readyz`).then(({ ok }) => ok), { timeout: 30_000 })
        .toBe(true)
        .catch((error: Error) => {
          throw new Error(app.output().slice(-3000), { cause: error });
        });
    await wait(500);
    await end();
    await nothingLost();
  });
});
