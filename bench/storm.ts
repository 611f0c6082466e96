import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CommunityId } from '../src/kernel/ids.ts';
import { demoPassword } from '../tools/demo/load.ts';
import { Phone } from './phone.ts';
import { openRounds } from './rounds.ts';
import { type Client, startBenchServer } from './server.ts';
import type { Storm, Stormed } from './storm-devices.ts';

// A storm of returning phones, and five times as much as the server can do: what becomes of a call for help meanwhile.

const devices = Number(process.env.BANYAN_STORM_DEVICES ?? 260);
const each = Number(process.env.BANYAN_STORM_COMMANDS ?? 200);
const seconds = Number(process.env.BANYAN_BENCH_SECONDS ?? 10);
/** Between two calls for help, in milliseconds. */
const callEveryMs = 100;

const server = await startBenchServer('devices, server and PostgreSQL on the same machine');
try {
  await run();
} finally {
  await server.stop();
}

async function run(): Promise<void> {
  const { director, port } = server;
  const { community } = server.home;
  const outboxes = await fill(director, community);
  const dwellings = await server.db.as({ community, actor: 'bench' }, (tx) => tx.rows<{ id: string }>('select id from community.dwelling', []));
  const call = caller(
    director,
    community,
    dwellings.map(({ id }) => id),
  );
  for (let i = 0; i < 20; i++) await call(); // not counted: plans, caches, compiled code

  const quiet = await meanwhile(call, wait(3_000));
  console.log(`calls for help, nothing else going on: ${quiet.said}`);

  const send = (work: Storm['work']) => inProcess({ port, username: 'director', password: demoPassword, community, outboxes, work });
  const drained = await meanwhile(call, send({ kind: 'drain' }));
  const { accepted, seconds: took } = drained.value;
  console.log(
    `${devices} devices with ${each} commands each at once: ${accepted} accepted in ${took.toFixed(1)} s (${Math.round(accepted / took)}/s); ${sheds(drained.value)}; calls for help meanwhile ${drained.said}`,
  );
  check(drained.value);

  const capacity = await capacityOf(director, community, outboxes);
  const overloaded = await meanwhile(call, send({ kind: 'overload', perSecond: Math.round(capacity * 5), seconds }));
  const offered = Object.values(overloaded.value.asked).reduce((sum, n) => sum + n, 0) / seconds / capacity;
  console.log(
    `five times the capacity of ${Math.round(capacity)} requests/s for ${seconds} s, of which ${offered.toFixed(1)} times were offered: ${overloaded.value.accepted} visits accepted; ${sheds(overloaded.value)}; calls for help meanwhile ${overloaded.said}`,
  );
  check(overloaded.value);
}

/** Each device has a few doors of its own and has been to all of them in round after round. */
async function fill(client: Client, community: CommunityId) {
  const perDevice = 18;
  const rounds = await openRounds(server, client, community, Math.ceil(each / perDevice));
  const doors = rounds[0]?.length ?? 0;
  return Array.from({ length: devices }, (_, device) =>
    rounds.flatMap((round) => Array.from({ length: perDevice }, (_none, i) => round[(device * perDevice + i) % doors])).slice(0, each),
  ).map((outbox) => outbox.filter((door) => door !== undefined));
}

/** Asks for help at one door after the other, as staff does for those who telephone. @returns milliseconds until it was accepted */
function caller(client: Client, community: CommunityId, dwellings: readonly string[]): () => Promise<number> {
  const phone = new Phone(client, community);
  let n = 0;
  return async () => {
    const began = performance.now();
    await phone.say('response.askForHelp', { requestId: randomUUID(), dwellingId: dwellings[n++ % dwellings.length], kind: 'medicine', words: '' });
    return performance.now() - began;
  };
}

/** Calls for help again and again until the work is done. A call that is turned away or refused throws. */
async function meanwhile<T>(call: () => Promise<number>, work: Promise<T>): Promise<{ value: T; said: string }> {
  const times: number[] = [];
  let over = false;
  const watched = work.finally(() => {
    over = true;
  });
  while (!over) {
    const [took] = await Promise.all([call(), wait(callEveryMs)]);
    times.push(took);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0);
  return { value: await watched, said: `${times.length}, none turned away, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms` };
}

/** Requests a second when 64 devices say one command at a time. */
async function capacityOf(client: Client, community: CommunityId, outboxes: Storm['outboxes']): Promise<number> {
  const until = performance.now() + 3_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: 64 }, async (_, i) => {
      const phone = new Phone(client, community);
      const doors = outboxes[i % outboxes.length] ?? [];
      for (let n = 0; performance.now() < until; n++) {
        const accepted = await phone.visit([doors[n % doors.length] as (typeof doors)[number]]);
        done += accepted;
      }
    }),
  );
  return done / 3;
}

function inProcess(storm: Storm): Promise<Stormed> {
  return new Promise((done, fail) => {
    const devices = fork(join(import.meta.dirname, 'storm-devices.ts'));
    devices.once('message', (stormed) => done(stormed as Stormed));
    devices.once('exit', (code) => fail(new Error(`the devices ended with ${code}`)));
    devices.send(storm);
  });
}

function sheds({ asked, turnedAway }: Stormed): string {
  return Object.entries(asked)
    .map(([urgency, n]) => `${turnedAway[urgency] ?? 0} of ${n} ${urgency} requests told to come later`)
    .join(', ');
}

function check({ other }: Stormed): void {
  if (Object.keys(other).length > 0) throw new Error(`unexpected answers: ${JSON.stringify(other)}`);
}
