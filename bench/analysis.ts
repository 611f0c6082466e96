import { skills } from '../src/capabilities/community/model.ts';
import { findRemedy, measureInBackground } from '../src/capabilities/duties/analysis.server.ts';
import { duties } from '../src/capabilities/duties/index.ts';
import { analyse } from '../src/capabilities/duties/rules/analysis/analyse.ts';
import { graphOf } from '../src/capabilities/duties/rules/analysis/graph.ts';
import { pairTable } from '../src/capabilities/duties/rules/analysis/losses.ts';
import { type Situation, usualAssumptions } from '../src/capabilities/duties/rules/analysis/model.ts';
import { reachOf } from '../src/capabilities/duties/rules/analysis/reach.ts';
import { fullMatrix } from '../test/harness/full-matrix.ts';
import { type Sketch, situation } from '../test/harness/situation.ts';

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

// A network far larger than any community's, in a thread of its own: two ties to earlier nodes for each, by preference (a seeded choice).
const size = 5_000;
const ties: [number, number][] = [];
let state = 11;
const below = (n: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state % n;
};
for (let v = 1; v < size; v++)
  for (let n = 0; n < 4; n++) ties.push([v, ties.length > 4 && below(2) ? (ties[below(ties.length)]?.[below(2)] ?? 0) : below(v)]);
const graph = graphOf(size, ties);
let told = 0;
let longestMs = 0;
let last = performance.now();
const from = performance.now();
const watch = setInterval(() => {
  longestMs = Math.max(longestMs, performance.now() - last - 10);
  last = performance.now();
}, 10);
const measured = await measureInBackground(
  graph,
  Array.from({ length: size }, (_, i) => String(i % 5)),
  () => {
    told += 1;
  },
);
clearInterval(watch);
console.log(
  `network of ${size} nodes, ${graph.ties} ties: ${((performance.now() - from) / 1000).toFixed(1)} s in a thread, ${told} times progress; the server's own thread was held up ${longestMs.toFixed(0)} ms at the longest; ${measured.ok ? 'done' : measured.problem.code}`,
);

/** Seeks a remedy in a thread and tells what came of it; the processor's time is that of the whole process. */
async function seek(what: string, here: Situation, seconds: number): Promise<void> {
  const sought = performance.now();
  const used = process.cpuUsage();
  const found = await findRemedy(here, duties, { occasion: { level: 'II', hazard: '*' }, keepIn: [], keepOut: [] }, seconds);
  const { user, system } = process.cpuUsage(used);
  const took = `${((performance.now() - sought) / 1000).toFixed(1)} s in a thread, processor ${((user + system) / 1e6).toFixed(1)} s`;
  if (!found.ok) return console.log(`${what}: ${took}; ${found.problem.code}`);
  const { status, lines, cost, recruit, rounds, best, verified } = found.value;
  const missing = recruit.reduce((sum, { people: n }) => sum + n, 0);
  console.log(
    `${what}: ${took}; ${status}, ${lines.length} lines, cost ${cost}, ${missing} to be recruited, ${rounds} rounds, proven cheapest: ${best}, verified: ${verified}`,
  );
}
await seek('remedy of the whole community', full, 60);

// Nothing tells their people or their lines apart: one house holds every duty, the other none, and all are able to do everything.
const house = (name: string, count: number, holds: readonly string[]): Sketch => ({
  kind: 'residents_committee',
  posts: Array.from({ length: count }, (_, i) => `${name}${i}`),
  holds,
});
const everything = duties.flatMap(({ code }) => [`${code} A`, `${code} R`]);
const able = (count: number) =>
  Object.fromEntries(['a', 'b'].flatMap((name) => Array.from({ length: count }, (_, i) => [`${name}${i}`, skills.join()])));
await seek(
  'remedy of two houses of 15 and 14 people who are all alike',
  situation({ a: house('a', 15, everything), b: house('b', 14, []) }, { skills: able(15), residents: 8_000 }),
  60,
);
await seek(
  'remedy of three people in all',
  situation({ a: house('a', 2, everything), b: house('b', 1, []) }, { skills: able(2), residents: 8_000 }),
  60,
);
