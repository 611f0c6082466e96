import { expect, it } from 'vitest';
import { Simulator } from './simulate.ts';

const runs = 10_000;
/** At a developer's desk as many as fit into this time; all of them where nobody waits. */
const withinMs = process.env.CI ? Number.POSITIVE_INFINITY : 45_000;

/** One half of the twenty thousand runs, for one of two processors. The same runs every time: they differ by the seed alone. */
export function half(seed: number): void {
  it('nothing is lost, doubled, leaked or out of order, whatever happens', { timeout: 30 * 60_000 }, async () => {
    const { wrong, ...made } = await (await Simulator.open()).many(seed, runs, withinMs);
    console.log(`${made.runs} runs of seed ${seed}`);
    expect(wrong).toBeNull();
  });
}
