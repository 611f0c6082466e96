import { expect, it } from 'vitest';
import { Simulator } from './simulate.ts';

// One of two halves, for two processors: as many runs as fit into the time, at most ten thousand.
const withinMs = 45_000;

it(
  'nothing is lost, doubled, leaked or out of order, whatever happens',
  async () => {
    const { runs, wrong } = await (await Simulator.open()).many(1, 10_000, withinMs);
    console.log(`${runs} runs`);
    expect(wrong).toBeNull();
  },
  4 * withinMs,
);
