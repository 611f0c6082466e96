import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from '../src/kernel/command.ts';
import type { Door } from './direct.ts';
import { signIn } from './server.ts';

// The devices of the storm, in a process of their own. They have processors of their own where they are real: here they give way to the
// server, so that what is measured is how it copes and not how they crowd it out.
setPriority(constants.priority.PRIORITY_LOW);

/** What the devices are to do. */
export interface Storm {
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly community: string;
  /** What each device has in its outbox. */
  readonly outboxes: readonly (readonly Door[])[];
  /** `drain`: until every outbox is empty. `overload`: single commands and questions at this rate, whatever becomes of them. */
  readonly work: { readonly kind: 'drain' } | { readonly kind: 'overload'; readonly perSecond: number; readonly seconds: number };
}

export interface Stormed {
  readonly seconds: number;
  readonly accepted: number;
  /** Answers that were neither accepted nor "come again later", by what they were; must be empty. */
  readonly other: Readonly<Record<string, number>>;
  readonly turnedAway: Readonly<Record<string, number>>;
  readonly asked: Readonly<Record<string, number>>;
}

/** As many as a phone sends at once. */
const batch = 50;

const [storm] = (await once(process, 'message')) as [Storm];
const client = await signIn(storm.port, storm.username, storm.password);
const tally = { accepted: 0, other: {} as Record<string, number>, turnedAway: {} as Record<string, number>, asked: {} as Record<string, number> };
const count = (of: Record<string, number>, key: string) => {
  of[key] = (of[key] ?? 0) + 1;
};

/** Says visits as one push. @returns seconds to wait before the same may be said again, 0 when it was taken */
async function push(device: string, from: number, doors: readonly Door[]): Promise<number> {
  const claimedAt = new Date().toISOString();
  const commands = doors.map(({ round, household }, i) => ({
    id: randomUUID(),
    ver: 1,
    dseq: from + i,
    claimedAt,
    name: 'response.visitDoor',
    payload: { roundId: round, householdId: household, outcome: 'safe' },
  }));
  count(tally.asked, 'field');
  const answer = await client.tryPost<{ replies: Reply[] }>(
    '/api/v1/push',
    { community: storm.community, device, commands },
    { 'x-banyan-urgency': 'field' },
  );
  if (answer.status === 503) {
    count(tally.turnedAway, 'field');
    return Math.max(1, answer.retryAfterS);
  }
  if (!answer.value) count(tally.other, String(answer.status));
  for (const reply of answer.value?.replies ?? []) {
    if (reply.status === 'accepted') tally.accepted += 1;
    else if (reply.status === 'retry') return 1;
    else count(tally.other, reply.status);
  }
  return 0;
}

async function drain(): Promise<void> {
  await Promise.all(
    storm.outboxes.map(async (outbox) => {
      const device = randomUUID();
      for (let sent = 0; sent < outbox.length; sent += batch) {
        for (;;) {
          const again = await push(device, sent + 1, outbox.slice(sent, sent + batch));
          if (again === 0) break;
          await wait(again * 1_000);
        }
      }
    }),
  );
}

/** Open loop: as many as said, whether answered or not, up to 600 at a time; six of ten are visits, the others questions and copies. */
async function overload(perSecond: number, seconds: number): Promise<void> {
  const under = new Set<Promise<void>>();
  const began = performance.now();
  const doors = storm.outboxes.flat();
  for (let n = 0; performance.now() - began < seconds * 1_000; ) {
    const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
    for (; n < due && under.size < 600; n++) {
      const work: Promise<void> = (n % 10 < 6 ? visitOne(doors[n % doors.length] as Door) : ask(n)).finally(() => under.delete(work));
      under.add(work);
    }
    if (n < due) n = due; // what does not fit the lines of this machine counts as not offered
    await wait(2);
  }
  await Promise.all(under);
}

const visitOne = async (door: Door): Promise<void> => void (await push(randomUUID(), 1, [door]));

async function ask(n: number): Promise<void> {
  count(tally.asked, 'browse');
  const { status } = await client.tryPost(n % 2 ? '/api/v1/query/response.running' : '/api/v1/query/register.search', {
    community: storm.community,
    args: n % 2 ? {} : { text: 'zw' },
  });
  if (status === 503) count(tally.turnedAway, 'browse');
  else if (status !== 200) count(tally.other, String(status));
}

const began = performance.now();
if (storm.work.kind === 'drain') await drain();
else await overload(storm.work.perSecond, storm.work.seconds);
const stormed: Stormed = { seconds: (performance.now() - began) / 1_000, ...tally };
process.send?.(stormed, () => process.disconnect());
