import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { torture } from './torture.ts';

// `npm run torture [-- --kills N --seed N]`: server and database killed at random; `npm run torture -- browser [--kills N]`: the browser.

const usage = 'usage: npm run torture -- [browser] [--kills N] [--seed N] [--minutes N]';

try {
  const { values, positionals } = parseArgs({
    options: { kills: { type: 'string' }, seed: { type: 'string' }, minutes: { type: 'string' } },
    allowPositionals: true,
  });
  const kills = Number(values.kills ?? (positionals[0] === 'browser' ? 50 : 200));
  const seed = Number(values.seed ?? Date.now() % 2_147_483_647);
  const withinMs = Number(values.minutes ?? Infinity) * 60_000;
  if (Number.isNaN(withinMs) || !Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) throw new Error(usage);
  if (positionals[0] === 'browser') killBrowsers(kills);
  else if (positionals.length > 0) throw new Error(usage);
  else await killServers(kills, seed, withinMs);
} catch (error) {
  console.error(error instanceof Error ? error.message : error, error instanceof Error && error.cause ? error.cause : '');
  process.exit(2);
}

async function killServers(kills: number, seed: number, withinMs: number): Promise<void> {
  console.log(`seed ${seed}`);
  const found = await torture({ kills, seed, withinMs, log: (line) => console.log(line) });
  const list = (counts: ReadonlyMap<string, number>) =>
    [...counts]
      .toSorted(([, a], [, b]) => b - a)
      .map(([name, n]) => `${name} ${n}`)
      .join(', ');
  console.log(`kills: ${list(found.kills)}`);
  console.log(`line: ${list(found.faults)}`);
  console.log(`tries without an answer: ${list(found.failures)}`);
  console.log(`answers other than yes: ${found.refused.length} ${[...new Set(found.refused)].join(', ')}`);
  console.log(`Node ended by itself: ${found.endedByItself}; journal holds: ${found.journalHolds ? 'yes' : 'NO'}`);
  console.log(
    `${found.commands} commands, ${found.midway} acknowledged with kills to come; lost ${found.lost}, doubled ${found.doubled}; ${found.seconds.toFixed(0)} s; seed ${seed}`,
  );
  const good = found.lost + found.doubled + found.refused.length + found.endedByItself + found.serverErrors === 0 && found.journalHolds;
  process.exit(good ? 0 : 1);
}

function killBrowsers(kills: number): void {
  const root = join(import.meta.dirname, '../..');
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'journeys', 'test/journeys/browser-kill.test.ts'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, BANYAN_BROWSER_KILLS: String(kills) } },
  );
  process.exit(status ?? 1);
}
