import { randomFillSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { freshCommunity, freshDatabase, freshId } from '../../../../test/harness/database.ts';
import { saying, tally, tallyAuthority } from '../../../../test/harness/tally.ts';
import type { DeviceId, PersonId } from '../../../kernel/ids.ts';
import { bus } from './bus.ts';

const { db } = await freshDatabase();
const decided = bus({
  db,
  handlers: tally.handlers ?? [],
  reactions: [],
  loadAuthority: async () => tallyAuthority(new Set()),
  clock: () => new Date(),
  random: randomFillSync,
});

const person = { kind: 'person', person: freshId<PersonId>() } as const;
const words = (from: number, ...said: string[]) => said.map((word, i) => saying(word, from + i));
const many = Array.from({ length: 50 }, () => 'a');

it('a call for help is decided before what waits', async () => {
  const community = await freshCommunity(db);
  const answered: string[] = [];
  const say = (name: string, commands = words(1, ...many)) =>
    decided.submit(community, { actor: person, device: freshId<DeviceId>(), commands }).then((replies) => {
      answered.push(name);
      return replies;
    });
  const all = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'].map((name) => say(name));
  const help = say('help', words(1, 'help'));
  await help;
  await new Promise(setImmediate);
  // Nor is anything written along with it.
  expect(answered).toEqual(['help']);
  const replies = await Promise.all([...all, help]);
  expect(replies.flat().every((reply) => reply.status === 'accepted')).toBe(true);
});

it('but never before what its own device said earlier', async () => {
  const community = await freshCommunity(db);
  const device = freshId<DeviceId>();
  const other = decided.submit(community, { actor: person, device: freshId<DeviceId>(), commands: words(1, ...many) });
  const earlier = decided.submit(community, { actor: person, device, commands: words(1, ...many) });
  const help = decided.submit(community, { actor: person, device, commands: words(51, 'help') });
  expect((await help).map((reply) => reply.status)).toEqual(['accepted']);
  const statuses = (await Promise.all([other, earlier])).flat().map((reply) => reply.status);
  expect(new Set(statuses)).toEqual(new Set(['accepted']));
});

it('a batch is a matter of life by the command or by what it says', () => {
  expect(decided.isLife(words(1, 'a', 'b'))).toBe(false);
  expect(decided.isLife(words(1, 'a', 'help'))).toBe(true);
  expect(decided.isLife([{ ...saying('help'), name: 'nobody.knows' }])).toBe(false);
  expect(decided.isLife([{ ...saying('help'), payload: null }])).toBe(false);
});

it('a device that numbered anew says again what was answered before, and its numbers go on', async () => {
  const community = await freshCommunity(db);
  const said = words(1, 'a', 'b');
  const before = await decided.submit(community, { actor: person, device: freshId<DeviceId>(), commands: said });
  const together = await decided.submit(community, { actor: person, device: freshId<DeviceId>(), commands: [...said, ...words(3, 'c')] });
  expect(together.slice(0, 2)).toEqual(before);
  expect(together[2]).toMatchObject({ status: 'accepted', version: 3 });
  const device = freshId<DeviceId>();
  expect(await decided.submit(community, { actor: person, device, commands: said })).toEqual(before);
  expect(await decided.submit(community, { actor: person, device, commands: words(3, 'd') })).toMatchObject([{ status: 'accepted', version: 4 }]);
});

it('decides nothing for a device that believes to speak with the server from before a restore, and says which one it is', async () => {
  const community = await freshCommunity(db);
  const batch = { actor: person, device: freshId<DeviceId>(), commands: words(1, 'a', 'b') };
  const other = { actor: person, device: freshId<DeviceId>(), commands: words(1, 'c') };
  const [met, meanwhile] = await Promise.all([decided.decide(community, { ...batch, epoch: freshId() }), decided.decide(community, other)]);
  expect(met.replies.map(({ status }) => status)).toEqual(['retry', 'retry']);
  expect(meanwhile.replies).toMatchObject([{ status: 'accepted', version: 1 }]);
  const { replies, epoch } = await decided.decide(community, { ...batch, epoch: met.epoch ?? '' });
  expect(replies).toMatchObject([{ version: 2 }, { version: 3 }]);
  expect(epoch).toBe(met.epoch);
});
