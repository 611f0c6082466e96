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
  all.push(say('help', words(1, 'help')));
  const replies = await Promise.all(all);
  expect(answered[0]).toBe('help');
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
