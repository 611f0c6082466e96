import { randomFillSync } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { slices } from '../src/apps/server/slices.ts';
import { loadAuthority } from '../src/capabilities/duties/server.ts';
import { openVault, useVault } from '../src/capabilities/register/server.ts';
import type { Actor, Envelope } from '../src/kernel/command.ts';
import type { CommandId, CommunityId } from '../src/kernel/ids.ts';
import { bus } from '../src/platform/server/commands/bus.ts';
import { verifyJournal } from '../src/platform/server/commands/journal.ts';
import { asking } from '../src/platform/server/queries/ask.ts';
import { loadCommunity } from '../tools/demo/load.ts';
import { freshDatabase, freshId } from './harness/database.ts';
import { sample } from './harness/sample.ts';

const { db } = await freshDatabase();
const clock = () => new Date();
const handlers = slices.flatMap((s) => s.handlers ?? []);
const answers = slices.flatMap((s) => s.answers ?? []);
const faults: string[] = [];
const decided = bus({
  db,
  handlers,
  reactions: slices.flatMap((s) => s.reactions ?? []),
  loadAuthority,
  clock,
  random: (b) => void randomFillSync(b),
  onFault: ({ command, error }) => void faults.push(`${command}: ${String(error)}`),
});
const ask = asking({ db, answers, authorities: decided.authorities, clock });

let community: CommunityId;
let director: Actor;

beforeAll(async () => {
  useVault(openVault(mkdtempSync(join(tmpdir(), 'banyan-bad-'))));
  const about = { name: '甲社区', nameEn: '', nameUg: '', code12: '130602901013' };
  const loaded = await loadCommunity({ db, seed: 3, scale: 0.01, nowMs: Date.now(), about });
  community = loaded.community;
  director = { kind: 'person', person: loaded.demo.signIns.director };
}, 120_000);

/** What a careless or hostile client puts where something else belongs. */
const wrong: readonly unknown[] = [
  undefined,
  null,
  '',
  'x',
  ' ',
  'a\u0000b',
  '\ud800',
  'x'.repeat(70_000),
  '=1+1',
  `'; drop table platform.journal; --`,
  0,
  -1,
  1.5,
  1e308,
  true,
  [],
  {},
  [[]],
  { a: { b: null } },
  '00000000-0000-0000-0000-000000000000',
  '2026-02-30',
  '9999-12-31T23:59:59Z',
  '-infinity',
];

/** Copies of a value in which one field after the other holds something wrong. */
function* spoilt(value: unknown): Generator<unknown> {
  for (const bad of wrong) yield bad;
  if (Array.isArray(value)) for (const inner of spoilt(value[0])) yield [inner];
  else if (value !== null && typeof value === 'object')
    for (const [key, field] of Object.entries(value)) for (const bad of spoilt(field)) yield { ...value, [key]: bad };
}

const envelope = (name: string, ver: number, payload: unknown): Envelope => ({
  id: freshId<CommandId>(),
  name,
  ver,
  dseq: 1,
  claimedAt: new Date().toISOString(),
  payload,
});

describe('whatever stands in a payload', () => {
  it.each(handlers.map((h) => [h.command.name, h.command] as const))(
    '%s answers it: accepted or refused with a code',
    async (name, { payload, ver }) => {
      const commands = [...spoilt(sample(payload, () => freshId()))].map((body) => envelope(name, ver, body));
      for (let at = 0; at < commands.length; at += 50) {
        const replies = await decided.submit(community, { actor: director, device: null, commands: commands.slice(at, at + 50) });
        for (const reply of replies) expect(reply.status === 'refused' ? reply.problem.code : reply.status).toMatch(/^accepted$|^[a-z]+\.[a-zA-Z]+$/);
      }
      expect(faults.splice(0)).toEqual([]);
    },
  );

  it.each(answers.map((a) => [a.query.name, a.query] as const))('%s answers it: rows or a problem with a code', async (name, { args }) => {
    for (const bad of spoilt(sample(args, () => freshId()))) {
      const answer = await ask(name, community, director, bad);
      expect(answer.ok ? 'rows' : answer.problem.code).toMatch(/^rows$|^[a-z]+\.[a-zA-Z]+$/);
    }
  });

  it('leaves a journal that holds', async () => {
    const report = await db.as({ community, actor: 'test' }, verifyJournal, 'read only');
    expect(report).toMatchObject({ holds: true });
  });
});
