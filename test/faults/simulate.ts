import fc from 'fast-check';
import { type CheckerName, faultsOf } from './checkers.ts';
import { anyScenario, type Scenario } from './scenario.ts';
import type { Base, Sabotage } from './world/base.ts';
import { Memory } from './world/bases.ts';
import { installDisks } from './world/disk.ts';
import type { History } from './world/history.ts';
import { World } from './world/world.ts';

installDisks();

export interface Fault {
  readonly by: CheckerName | 'end';
  readonly says: string;
}

/** What a run with nothing in it makes: the founded community. */
const nothing: Scenario = {
  seed: 1,
  servers: 1,
  pageRows: 9,
  devices: [],
  weather: { lost: 0, twice: 0, unanswered: 0, slow: 0, signedOut: 0 },
  steps: [],
};

/** Runs scenarios in memory. */
export class Simulator {
  private readonly memory: Memory;

  private constructor(memory: Memory) {
    this.memory = memory;
  }

  static async open(): Promise<Simulator> {
    const memory = await Memory.open();
    const base = memory.fresh();
    await new World(nothing, base).run(false);
    memory.foundWith(base.now());
    return new Simulator(memory);
  }

  history(scenario: Scenario, sabotage?: Sabotage): Promise<History> {
    return new World(scenario, this.memory.fresh(), sabotage).run(true);
  }

  /** Everything that is wrong with one run; a run that does not end is a fault too. */
  async faults(scenario: Scenario, sabotage?: Sabotage): Promise<readonly Fault[]> {
    return faultsIn(() => this.history(scenario, sabotage));
  }

  /**
   * So many runs that chance chooses, or as many as fit into the time.
   * @param ran told after each run how many there were
   * @returns the first that went wrong, made as small as can be in a while; null when all went well
   */
  async many(seed: number, runs: number, withinMs = Number.POSITIVE_INFINITY, ran: (runs: number) => void = () => undefined): Promise<Outcome> {
    let done = 0;
    const goesWell = fc.asyncProperty(anyScenario, async (scenario) => {
      const faults = await this.faults(scenario);
      ran(++done);
      return faults.length === 0;
    });
    const limit = Number.isFinite(withinMs) ? { interruptAfterTimeLimit: withinMs } : {};
    const first = await fc.check(goesWell, { seed, numRuns: runs, endOnFailure: true, ...limit });
    if (!first.failed || !first.counterexamplePath) return { runs: first.numRuns, wrong: null };
    const smaller = await fc.check(goesWell, { seed, path: first.counterexamplePath, interruptAfterTimeLimit: shrinkMs });
    const [scenario] = smaller.counterexample ?? first.counterexample ?? [];
    const at = `{ seed: ${seed}, path: '${smaller.counterexamplePath ?? first.counterexamplePath}' }`;
    return { runs: first.numRuns, wrong: scenario ? { at, scenario, faults: await this.faults(scenario) } : null };
  }
}

/** A failing run is made smaller for this long: to the end it may take minutes, and the smallest so far is as good a beginning. */
const shrinkMs = 20_000;

export interface Outcome {
  readonly runs: number;
  /** `at`: where fast-check finds the same run again. */
  readonly wrong: { readonly at: string; readonly scenario: Scenario; readonly faults: readonly Fault[] } | null;
}

/** The same, of a run on any database. */
export async function faultsIn(run: () => Promise<History>): Promise<readonly Fault[]> {
  try {
    return faultsOf(await run());
  } catch (error) {
    if ((error as Error).name === 'UnknownSql') throw error;
    return [{ by: 'end', says: (error as Error).message }];
  }
}

/** One run from nothing, on a database of any kind. */
export const runOn = (base: Base, scenario: Scenario): Promise<History> => new World(scenario, base).run(false);
