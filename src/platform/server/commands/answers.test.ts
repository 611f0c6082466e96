import { randomFillSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freshCommunity, freshDatabase, freshId } from '../../../../test/harness/database.ts';
import { Granted } from '../../../../test/harness/granted.ts';
import { personActor } from '../../../../test/harness/said.ts';
import { command, type Envelope, formerPayload } from '../../../kernel/command.ts';
import type { CommandId, DeviceId, GridId } from '../../../kernel/ids.ts';
import { ok } from '../../../kernel/result.ts';
import { bus } from './bus.ts';
import { handler } from './handler.ts';
import { verifyJournal } from './journal.ts';

const { db } = await freshDatabase();
const granted = new Granted();
const heard: string[] = [];

/** Says a word. Version 1 had it as text, version 2 as a list, version 3 also says how loud; "twice" is what two people want to say. */
const Say = z.object({ words: z.array(z.string()).min(1), loud: z.boolean().nullable(), grids: z.array(z.string()).default([]) });
const sayWords = command<z.infer<typeof Say>, null, { type: 'said'; text: string; review?: string }>({
  name: 'parrot.say',
  ver: 3,
  formerly: [
    formerPayload(z.object({ word: z.string() }), ({ word }) => ({ words: [word] })),
    formerPayload(z.object({ words: z.array(z.string()) }), ({ words }) => ({ words, loud: null })),
  ],
  payload: Say,
  duty: 'parrot.feed',
  urgency: 'field',
  offline: true,
  decide: (_, { words, loud }, { newId }) =>
    ok([{ type: 'said', text: `${words.join()} ${loud}`, ...(words.includes('twice') ? { review: newId() } : {}) }]),
});
const commands = bus({
  db,
  clock: () => new Date('2026-03-01T02:00:00Z'),
  random: (bytes) => void randomFillSync(bytes),
  loadAuthority: granted.load,
  reactions: [],
  handlers: [
    handler(sayWords, {
      load: async () => null,
      apply: async (_tx, { text }) => void heard.push(text),
      area: (_, { grids }) => (grids.length > 0 ? (grids as GridId[]) : undefined),
      alsoTakes: (_, { loud }) => (loud ? 'parrot.shout' : undefined),
      review: (changes) => changes[0]?.review,
    }),
  ],
});

const [mei, here, there] = [freshId(), freshId(), freshId()];
granted.give(mei, [here], 'parrot.feed');
const say = (ver: number, payload: unknown, dseq = 1, id = freshId<CommandId>()): Envelope => ({
  id,
  name: 'parrot.say',
  ver,
  dseq,
  claimedAt: '2026-03-01T10:00:00+08:00',
  payload,
});
const push = async (...said: Envelope[]) =>
  commands.submit(await freshCommunity(db), { actor: personActor(mei), device: freshId<DeviceId>(), commands: said });
const code = (replies: Awaited<ReturnType<typeof push>>) => replies.map((reply) => (reply.status === 'refused' ? reply.problem.code : reply.status));

describe('what an older app says', () => {
  it('is brought up to the present shape, version by version, and never refused for its age', async () => {
    heard.length = 0;
    expect(code(await push(say(1, { word: 'hello' }), say(2, { words: ['good', 'day'] }, 2), say(3, { words: ['hey'], loud: false }, 3)))).toEqual([
      'accepted',
      'accepted',
      'accepted',
    ]);
    expect(heard).toEqual(['hello null', 'good,day null', 'hey false']);
  });
  it('is checked against the shape it knew', async () => {
    expect(code(await push(say(1, { words: ['hello'] })))).toEqual(['platform.badField']);
  });
});

describe('what an app newer than the server says', () => {
  it('waits on the device and is not answered, nor is what stands behind it, until the server knows it', async () => {
    const replies = await push(say(3, { words: ['a'], loud: null }), say(4, { anything: 1 }, 2), say(3, { words: ['b'], loud: null }, 3));
    expect(code(replies)).toEqual(['accepted', 'retry', 'retry']);
    expect(replies[1]).toMatchObject({ afterMs: 60_000 });
  });
});

describe('what the desk has to decide', () => {
  it('is answered with the review it opened, the second time as the first, and stands in the chain of the journal', async () => {
    const community = await freshCommunity(db);
    const device = freshId<DeviceId>();
    const envelope = say(3, { words: ['twice'], loud: null });
    const once = await commands.submit(community, { actor: personActor(mei), device, commands: [envelope] });
    expect(once).toEqual([{ id: envelope.id, status: 'accepted_with_review', version: 1, reviewId: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
    expect(await commands.submit(community, { actor: personActor(mei), device, commands: [envelope] })).toEqual(once);
    expect(await db.as({ community, actor: 'test' }, verifyJournal, 'read only')).toMatchObject({ holds: true, entries: 1 });
  });
});

describe('a duty limited to some grids', () => {
  it('is needed in every grid that is touched', async () => {
    expect(code(await push(say(3, { words: ['a'], loud: null, grids: [here] })))).toEqual(['accepted']);
    expect(code(await push(say(3, { words: ['a'], loud: null, grids: [here, there] })))).toEqual(['platform.outsideArea']);
  });
  it('does not stand in for a further duty that what was found takes', async () => {
    const loudHere = say(3, { words: ['a'], loud: true, grids: [here] });
    expect(code(await push(loudHere))).toEqual(['duties.notHeld']);
    granted.give(mei, [there], 'parrot.shout');
    expect(code(await push({ ...loudHere, id: freshId<CommandId>() }))).toEqual(['platform.outsideArea']);
    granted.give(mei, null, 'parrot.shout');
    expect(code(await push({ ...loudHere, id: freshId<CommandId>() }))).toEqual(['accepted']);
  });
});
