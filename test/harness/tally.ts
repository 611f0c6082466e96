import { z } from 'zod';
import type { Authority } from '../../src/kernel/authority.ts';
import { command, type Envelope } from '../../src/kernel/command.ts';
import { query } from '../../src/kernel/query.ts';
import { ok, refuse } from '../../src/kernel/result.ts';
import { handler } from '../../src/platform/server/commands/handler.ts';
import { answer } from '../../src/platform/server/queries/answer.ts';
import { freshId } from './database.ts';
import type { Doors } from './serve.ts';

const Say = z.object({ word: z.string().max(200) });
type Said = { type: 'said'; word: string };

/** A slice as small as can be: one command that only the journal remembers, one query that reads it back. */
const say = command<z.infer<typeof Say>, null, Said>({
  name: 'tally.say',
  ver: 1,
  payload: Say,
  duty: 'tally.speak',
  bySystem: true,
  urgency: 'field',
  lifeIf: { field: 'word', is: 'help' },
  offline: true,
  decide: (_state, { word }) => (word === 'no' ? refuse('conflict', 'tally.no') : ok([{ type: 'said', word }])),
});

const said = query({
  name: 'tally.said',
  duty: 'tally.listen',
  args: z.object({ limit: z.number().int().min(1).max(100).default(10) }),
  row: z.object({ name: z.string() }),
});

export const tally: Doors = {
  handlers: [handler(say, { load: async () => null, apply: async () => undefined })],
  answers: [answer(said, (tx, { limit }) => tx.rows<{ name: string }>('select name from platform.journal order by version limit $1', [limit]))],
};

/** Everybody may speak; only `listeners` may listen. */
export const tallyAuthority = (listeners: ReadonlySet<string>): Authority => ({
  may: (actor, duty) =>
    duty === 'tally.speak' || (actor.kind === 'person' && listeners.has(actor.person))
      ? ok({ position: null, grids: null })
      : refuse('forbidden', 'duties.notYours', { duty }),
  dutiesOf: () => new Map([['tally.speak', { position: null, grids: null }]]),
  knows: () => true,
  scopesOf: () => ['community'],
});

/** An envelope of the tally's command. */
export const saying = (word: unknown, dseq = 1): Envelope =>
  ({ id: freshId(), name: 'tally.say', ver: 1, dseq, claimedAt: '2026-03-01T10:00:00.000+08:00', payload: { word } }) as unknown as Envelope;
