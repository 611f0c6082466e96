import { fork } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../../test/harness/database.ts';
import { tally, tallyAuthority } from '../../../../test/harness/tally.ts';
import { bus } from '../commands/bus.ts';
import { makeLogger } from '../http/logging.ts';
import { enqueue } from './enqueue.ts';
import { type Clockwork, type Job, type Jobs, startJobs } from './jobs.ts';

const { db, jobs: database, look } = await freshDatabase();
const decided = bus({
  db,
  handlers: tally.handlers ?? [],
  reactions: [],
  loadAuthority: async () => tallyAuthority(new Set()),
  clock: () => new Date(),
  random: randomFillSync,
});
const logged: string[] = [];
const log = makeLogger('debug', { write: (line: string) => logged.push(line) });
const running: Jobs[] = [];
afterAll(async () => {
  for (const one of running) await one.stop();
});
const start = async (parts: { jobs?: Job[]; clockwork?: Clockwork[] }): Promise<Jobs> => {
  const one = await startJobs({
    database,
    db,
    bus: decided,
    outside: { channels: {}, allowHosts: new Set() },
    jobs: parts.jobs ?? [],
    clockwork: parts.clockwork ?? [],
    chores: [],
    clock: () => new Date(),
    newId: freshId,
    log,
  });
  running.push(one);
  return one;
};
const until = async (done: () => boolean | Promise<boolean>, ms = 8_000) => {
  for (const end = Date.now() + ms; Date.now() < end; await wait(20)) if (await done()) return true;
  return false;
};

describe('putting a job in', () => {
  it('runs after the commit, and not after a rollback', async () => {
    const community = await freshCommunity(db);
    const ran: unknown[] = [];
    await start({ jobs: [{ name: 'test.note', run: async (payload) => void ran.push(payload) }] });
    const thing = freshId();
    await db.as({ community, actor: 'system' }, (tx) => enqueue(tx, 'test.note', { thing }));
    await expect(
      db.as({ community, actor: 'system' }, async (tx) => {
        await enqueue(tx, 'test.note', { thing: 'rolled-back' });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await until(() => ran.length > 0)).toBe(true);
    await wait(100);
    expect(ran).toEqual([{ thing, community }]);
  });

  it('is picked up at once, not at the next poll', async () => {
    const community = await freshCommunity(db);
    let at = 0;
    await start({ jobs: [{ name: 'test.quick', run: async () => void (at = performance.now()) }] });
    await wait(300);
    const from = performance.now();
    await db.as({ community, actor: 'system' }, (tx) => enqueue(tx, 'test.quick', {}));
    expect(await until(() => at > 0)).toBe(true);
    expect(at - from).toBeLessThan(1_000);
  });

  it('with the same key replaces the one that waits, within the community only', async () => {
    const [here, there] = [await freshCommunity(db), await freshCommunity(db)];
    const runAt = new Date(Date.now() + 3_600_000);
    for (const [community, thing] of [
      [here, 'a'],
      [here, 'b'],
      [there, 'c'],
    ] as const)
      await db.as({ community, actor: 'system' }, (tx) => enqueue(tx, 'test.later', { thing }, { key: 'x', runAt }));
    const rows = await look<{ payload: { thing: string } }>(
      `select payload from jobs._private_jobs where key like '%test.later x' order by payload ->> 'thing'`,
    );
    expect(rows.map(({ payload }) => payload.thing)).toEqual(['b', 'c']);
  });

  it('shows one community nothing of another', async () => {
    const [here, there] = [await freshCommunity(db), await freshCommunity(db)];
    await db.as({ community: there, actor: 'system' }, (tx) =>
      enqueue(tx, 'test.secret', { thing: 'theirs' }, { runAt: new Date(Date.now() + 3_600_000) }),
    );
    await db
      .as({ community: here, actor: 'system' }, async (tx) => {
        expect(await tx.rows('select payload from jobs._private_jobs', [])).toEqual([]);
        await expect(tx.run('delete from jobs._private_jobs', [])).rejects.toThrow(/permission denied/);
      })
      .catch((error: Error) => expect(error.message).toMatch(/aborted|ROLLBACK/));
  });

  it('refuses prose: personal data has no place in a queue', async () => {
    const community = await freshCommunity(db);
    await expect(db.as({ community, actor: 'system' }, (tx) => enqueue(tx, 'test.note', { text: '王'.repeat(81) }))).rejects.toThrow('no identifier');
  });
});

describe('when a job fails', () => {
  it('it is tried again, and neither queue nor log keeps what the error said', async () => {
    const community = await freshCommunity(db);
    let tries = 0;
    await start({
      jobs: [
        {
          name: 'test.fails',
          run: async () => {
            tries += 1;
            throw Object.assign(new Error('Key (phone)=(13800000000) already exists'), { code: '23505' });
          },
        },
      ],
    });
    await db.as({ community, actor: 'system' }, (tx) => enqueue(tx, 'test.fails', {}));
    const failed = async () =>
      (await look<{ said: string }>(`select last_error as said from jobs._private_jobs where last_error is not null`))[0]?.said;
    expect(await until(async () => (await failed()) !== undefined)).toBe(true);
    expect(await failed()).toContain('23505');
    expect(`${await failed()}${logged.join('')}`).not.toContain('13800000000');
    expect(tries).toBeGreaterThanOrEqual(1);
  });
});

describe('when a server dies in the middle of a job', () => {
  const lockedBy = async (name: string) =>
    (
      await look<{ by: string }>(
        `select locked_by as by from jobs._private_jobs j join jobs._private_tasks t on t.id = j.task_id where t.identifier = $1`,
        [name],
      )
    )[0]?.by;

  it('kill -9: the next one takes the job up again within seconds, not after four hours', async () => {
    const community = await freshCommunity(db);
    await db.as({ community, actor: 'system' }, (tx) => enqueue(tx, 'test.killed', {}));
    const child = fork(join(import.meta.dirname, '../../../../test/harness/stuck-worker.ts'), ['test.killed', JSON.stringify(database)]);
    expect(await until(async () => (await lockedBy('test.killed')) !== undefined && (await lockedBy('test.killed')) !== null, 15_000)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    let ran = 0;
    const from = performance.now();
    await start({ jobs: [{ name: 'test.killed', run: async () => void ran++ }] });
    expect(await until(() => ran > 0, 12_000)).toBe(true);
    expect(performance.now() - from).toBeLessThan(12_000);
    await wait(200);
    expect(ran).toBe(1);
  });

  it('takes nothing away from a server that lives, however long it works', async () => {
    const community = await freshCommunity(db);
    let ran = 0;
    let finish = () => undefined as void;
    const long = {
      name: 'test.long',
      run: async () => {
        ran += 1;
        await new Promise<void>((done) => {
          finish = done;
        });
      },
    };
    await start({ jobs: [long] });
    await db.as({ community, actor: 'system' }, (tx) => enqueue(tx, 'test.long', {}));
    expect(await until(() => ran === 1)).toBe(true);
    await look(`update jobs._private_jobs set locked_at = now() - interval '1 hour' where locked_at is not null`);
    const holder = await lockedBy('test.long');
    await start({ jobs: [long] });
    await wait(3_000);
    expect(await lockedBy('test.long')).toBe(holder);
    expect(ran).toBe(1);
    finish();
    expect(await until(async () => (await lockedBy('test.long')) === undefined)).toBe(true);
  });
});

describe('the clock', () => {
  it('says a command as the system, in communities where it is due', async () => {
    const [due, quiet] = [await freshCommunity(db), await freshCommunity(db)];
    const { strikeAll } = await import('./clock.ts');
    const work: Clockwork = {
      command: 'tally.say',
      ver: 1,
      everyMin: 1,
      due: async (tx) =>
        (await tx.rows<{ here: boolean }>(`select current_setting('app.community') = '${due}' as here`, []))[0]?.here ? [{ word: 'tick' }] : [],
    };
    await strikeAll({ db, bus: decided, clock: () => new Date(), newId: freshId, log }, [due, quiet], work);
    const said = (community: string) => look('select name, actor_kind from platform.journal where community = $1', [community]);
    expect(await said(due)).toEqual([{ name: 'tally.say', actor_kind: 'system' }]);
    expect(await said(quiet)).toEqual([]);
  });

  it('goes on with the next community when one fails', async () => {
    const [broken, well] = [await freshCommunity(db), await freshCommunity(db)];
    const { strikeAll } = await import('./clock.ts');
    let first = true;
    const work: Clockwork = {
      command: 'tally.say',
      ver: 1,
      everyMin: 1,
      due: async () => {
        if (!first) return [{ word: 'tick' }];
        first = false;
        throw new Error('broken');
      },
    };
    await strikeAll({ db, bus: decided, clock: () => new Date(), newId: freshId, log }, [broken, well], work);
    expect(await look('select name from platform.journal where community = $1', [well])).toHaveLength(1);
  });

  it('knows which communities there are and nothing else of them', async () => {
    const community = await freshCommunity(db);
    const { communitiesFor } = await import('./clock.ts');
    const pg = await import('pg');
    const pool = new pg.default.Pool(database);
    try {
      expect(await communitiesFor(pool)).toContain(community);
      await expect(pool.query('select version from platform.head')).rejects.toThrow(/permission denied/);
      await expect(pool.query('select 1 from platform.journal')).rejects.toThrow(/permission denied/);
    } finally {
      await pool.end();
    }
  });
});
