import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mutants } from './sabotage.ts';
import type { Scenario } from './scenario.ts';
import { anyScenario } from './scenario.ts';
import seeds from './seeds.json' with { type: 'json' };
import { type Fault, Simulator } from './simulate.ts';

const simulator = await Simulator.open();
const scenarios = seeds as unknown as readonly { readonly found: string; readonly scenario: Scenario }[];

describe('runs that once found a fault', () => {
  it.each(scenarios.map(({ found, scenario }) => [found, scenario] as const))('%s', async (_, scenario) => {
    expect(await simulator.faults(scenario)).toEqual([]);
  });
});

describe('the checkers notice', () => {
  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    '%s',
    async (_, { noticedBy, sabotage }) => {
      let noticed: Fault[] = [];
      for (const scenario of fc.sample(anyScenario, { seed: 11, numRuns: 300 })) {
        noticed = (await simulator.faults(scenario, sabotage)).filter(({ by }) => (noticedBy as readonly string[]).includes(by));
        if (noticed.length > 0) break;
      }
      expect(noticed).not.toEqual([]);
    },
    120_000,
  );
});

describe('a run', () => {
  it('is the same every time', async () => {
    for (const scenario of fc.sample(anyScenario, { seed: 5, numRuns: 5 })) {
      const [first, second] = [await simulator.history(scenario), await simulator.history(scenario)];
      expect(JSON.stringify(second.journal)).toBe(JSON.stringify(first.journal));
      expect(second.head).toEqual(first.head);
      expect(second.ends).toEqual(first.ends);
    }
  });
});
