import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

// `npm run simulate [-- RUNS [SEED]]`: so many runs of the real bus, pull and client code under faults, over all processors; prints
// runs, seeds and rate, and the smallest failing run.

const worker = join(import.meta.dirname, '../test/faults');
const [first = '1000000', second] = process.argv.slice(2);

simulate(Number(first), Number(second ?? Date.now() % 2_147_483_647));

/** Runs of one process before another takes over with a seed of its own. */
function simulate(runs: number, seed: number): void {
  if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
    console.error('usage: npm run simulate -- [RUNS [SEED]]');
    process.exit(2);
  }
  const portion = 2_000;
  const started = performance.now();
  let next = 0;
  let done = 0;
  let wrong = 0;
  let open = 0;
  const rate = () => Math.round((done / (performance.now() - started)) * 1000);
  const begin = () => {
    const count = Math.min(portion, runs - next);
    if (count <= 0) {
      if (open === 0) {
        console.log(`${done} runs, ${wrong} seeds with faults, from seed ${seed}: ${rate()} runs/s`);
        process.exit(wrong === 0 ? 0 : 1);
      }
      return;
    }
    const own = seed + next / portion;
    next += count;
    open += 1;
    const child = fork(join(worker, 'simulate-run.ts'), [String(own), String(count)], { stdio: 'inherit' });
    child.on('exit', (code) => {
      open -= 1;
      done += count;
      if (code !== 0) wrong += 1;
      if ((done / portion) % 10 === 0) console.log(`${done} runs, ${wrong} seeds with faults, ${rate()} runs/s`);
      begin();
    });
  };
  for (let i = 0; i < availableParallelism(); i++) begin();
}
