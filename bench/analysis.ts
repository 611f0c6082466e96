import { duties } from '../src/capabilities/duties/index.ts';
import { analyse } from '../src/capabilities/duties/rules/analysis/analyse.ts';
import { pairTable } from '../src/capabilities/duties/rules/analysis/losses.ts';
import { usualAssumptions } from '../src/capabilities/duties/rules/analysis/model.ts';
import { reachOf } from '../src/capabilities/duties/rules/analysis/reach.ts';
import { fullMatrix } from '../test/harness/full-matrix.ts';

// Analysis of a community of full size: `node bench/analysis.ts`. Processor time stands beside the clock, for machines that are busy.
const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;
function time(what: string, times: number, work: () => void): void {
  const clock: number[] = [];
  const processor: number[] = [];
  for (let n = 0; n < times; n++) {
    const from = performance.now();
    const used = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(used);
    clock.push(performance.now() - from);
    processor.push((user + system) / 1000);
  }
  const figures = [clock, processor].map((list) => `first ${(list[0] ?? 0).toFixed(0)}, median ${median(list).toFixed(0)} ms`);
  console.log(`${what}: ${figures[0]}; processor ${figures[1]}; ${times} times`);
}

const full = fullMatrix();
const { organisations, people, grids, assignments } = full;
console.log(
  `${duties.length} duties, ${organisations.length} organisations, ${people.length} people, ${grids.length} grids, ${assignments.length} assignments`,
);
const levels = ['I', 'II', 'III', 'IV'] as const;
time('all four levels', 9, () => levels.forEach((level) => analyse(full, duties, { level, hazard: '*' }, usualAssumptions)));
time('one level, as after an edit', 15, () => analyse(full, duties, { level: 'II', hazard: '*' }, usualAssumptions));
time('pairs of losses, one level', 9, () => pairTable(reachOf(full, duties), { level: 'II', hazard: '*' }, usualAssumptions));
