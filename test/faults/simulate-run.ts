import { Simulator } from './simulate.ts';

// One process of `npm run simulate`: so many runs from one seed. Ends with 1 and says what it found when a run went wrong.
const [seed, runs] = process.argv.slice(2).map(Number);
const simulator = await Simulator.open();
const { wrong } = await simulator.many(seed ?? 1, runs ?? 1);
if (wrong) {
  console.log(`seed ${seed}:`);
  for (const { by, says } of wrong.faults.slice(0, 5)) console.log(`  ${by}: ${says}`);
  console.log(JSON.stringify(wrong.scenario));
}
process.exit(wrong ? 1 : 0);
