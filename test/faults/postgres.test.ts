import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { canonical } from '../../src/platform/server/commands/journal.ts';
import { freshDatabase } from '../harness/database.ts';
import { faultsOf } from './checkers.ts';
import { anyScenario } from './scenario.ts';
import { runOn } from './simulate.ts';
import { Memory } from './world/bases.ts';
import type { History } from './world/history.ts';
import { RealBase } from './world/real.ts';

const { app, admin } = await freshDatabase();
const base = new RealBase(app, admin);
const memory = await Memory.open();
afterAll(() => base.close());
beforeEach(() => base.clear());

/** What must be the same, byte for byte: all that was decided, in its order, and all that devices hold and show. */
const outcome = ({ journal, head, chain, ends }: History) => ({
  journal: journal.map(({ version, id, name, status, problem, actor, recordedAt, payload }) => ({
    version,
    id,
    name,
    status,
    problem,
    actor,
    recordedAt,
    payload,
  })),
  head: head.version,
  chain,
  ends: ends.map(({ outbox, views, scopes }) => ({
    outbox: outbox.map(({ envelope, progress }) => ({ envelope, at: progress.at })),
    scopes,
    views: views.map((rows) => rows.map((row) => canonical(row)).sort()),
  })),
});

describe('the same run on PostgreSQL and in memory', () => {
  it.each(fc.sample(anyScenario, { seed: 2026, numRuns: Number(process.env.BANYAN_FAULT_RUNS ?? 12) }).map((scenario, i) => [i, scenario] as const))(
    'number %i ends the same, and well',
    async (_, scenario) => {
      const real = await runOn(base, scenario);
      expect(faultsOf(real)).toEqual([]);
      expect(outcome(real)).toEqual(outcome(await runOn(memory.fresh(), scenario)));
    },
    60_000,
  );
});
