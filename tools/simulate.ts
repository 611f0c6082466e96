import { fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

// `npm run simulate [-- RUNS [SEED]]`: so many runs of the real bus, pull and client code under faults, over all processors; prints
// runs, seeds and rate, and the smallest failing run. `npm run simulate -- feed [READS]`: the feed of changes on a real database, read
// while 64 write and are killed (test/feed.test.ts).

const sayEveryMs = 20_000;
const worker = join(import.meta.dirname, '../test/faults');
const [first = '1000000', second] = process.argv.slice(2);

if (first === 'feed') readFeed(Number(second ?? 10_000_000));
else simulate(Number(first), Number(second ?? Date.now() % 2_147_483_647));

function readFeed(reads: number): void {
  const root = join(import.meta.dirname, '..');
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit', 'test/feed.test.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BANYAN_FEED_READS: String(reads) },
  });
  process.exit(status ?? 1);
}

/** Runs of one process before another takes over with a seed of its own. */
function simulate(runs: number, seed: number): void {
  if (!Number.isInteger(runs) || runs < 1 || !Number.isInteger(seed)) {
    console.error('usage: npm run simulate -- [RUNS [SEED]] | feed [READS]');
    process.exit(2);
  }
  const portion = 1_000;
  const started = performance.now();
  let next = 0;
  let done = 0;
  let wrong = 0;
  let open = 0;
  const progress = () => {
    const seconds = (performance.now() - started) / 1000;
    return `${done} runs, ${wrong} seeds with faults, ${(done / seconds).toFixed(1)} runs/s, ${Math.round(seconds)} s`;
  };
  setInterval(() => console.log(progress()), sayEveryMs);
  const begin = () => {
    const count = Math.min(portion, runs - next);
    if (count <= 0) {
      if (open === 0) {
        console.log(`${progress()}, ${availableParallelism()} processors, from seed ${seed}`);
        process.exit(wrong === 0 ? 0 : 1);
      }
      return;
    }
    const own = seed + next / portion;
    next += count;
    open += 1;
    const child = fork(join(worker, 'simulate-run.ts'), [String(own), String(count)], { stdio: 'inherit' });
    let made = 0;
    child.on('message', (runs) => {
      done += Number(runs) - made;
      made = Number(runs);
    });
    child.on('exit', (code) => {
      open -= 1;
      if (code !== 0) wrong += 1;
      begin();
    });
  };
  for (let i = 0; i < availableParallelism(); i++) begin();
}
