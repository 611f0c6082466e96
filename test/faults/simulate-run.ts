import { Simulator } from './simulate.ts';

// One process of `npm run simulate`: so many runs from one seed. Tells its parent how many it has made; ends with 1 and says what it found
// when a run went wrong.
const [seed = 1, runs = 1] = process.argv.slice(2).map(Number);
const simulator = await Simulator.open();
let toldMs = performance.now();
const { wrong, ...made } = await simulator.many(seed, runs, Number.POSITIVE_INFINITY, (done) => {
  if (performance.now() - toldMs < 1_000) return;
  toldMs = performance.now();
  process.send?.(Math.min(done, runs));
});
process.send?.(made.runs);
if (wrong) {
  console.log(`seed ${seed}, ${wrong.at}:`);
  for (const { by, says } of wrong.faults.slice(0, 5)) console.log(`  ${by}: ${says}`);
  console.log(JSON.stringify(wrong.scenario));
}
process.disconnect?.();
process.exitCode = wrong ? 1 : 0;
