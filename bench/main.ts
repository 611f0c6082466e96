import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slices } from '../src/apps/server/slices.ts';
import { loadAuthority } from '../src/capabilities/duties/server.ts';
import { openVault, useVault } from '../src/capabilities/register/server.ts';
import type { CommunityId, PersonId } from '../src/kernel/ids.ts';
import { authorityCache } from '../src/platform/server/commands/authority-version.ts';
import { asking } from '../src/platform/server/queries/ask.ts';
import { demoPassword, loadCommunity } from '../tools/demo/load.ts';
import { type Door, visitDirectly } from './direct.ts';
import { line, measure, repeat } from './figures.ts';
import { Phone } from './phone.ts';
import { openRound } from './rounds.ts';
import { type Client, type Me, startBenchServer } from './server.ts';

const seconds = Number(process.env.BANYAN_BENCH_SECONDS ?? 5);
const manyCommunities = Number(process.env.BANYAN_BENCH_COMMUNITIES ?? 50);
const devices = 64;

const server = await startBenchServer(`${seconds} s each; generator, server and PostgreSQL on the same machine`);
try {
  await run();
} finally {
  await server.stop();
}

async function run(): Promise<void> {
  const { director, home } = server;
  const doors = await openRound(server, director, home.community);
  const pick = (n: number): Door[] => Array.from({ length: n }, () => doors[Math.floor(Math.random() * doors.length)] as Door);

  const direct = (size: number) => measure(1, seconds, () => visitDirectly(server.db, home.community, home.person, pick(size)));
  const phones = Array.from({ length: devices }, () => new Phone(director, home.community));
  const push = (size: number) => measure(devices, seconds, (i) => (phones[i] as Phone).visit(pick(size)));

  await push(1); // not counted: plans, caches, compiled code
  const ceilingOne = await direct(devices);
  console.log(line(`commands, one community, ${devices} devices, one at a time`, await push(1), ceilingOne, 'commands/s'));
  const ceilingBatch = await direct(100);
  console.log(line(`commands, one community, ${devices} devices, batches of 20`, await push(20), ceilingBatch, 'commands/s'));

  await lists(director, home);
  await grid(home);
  await many();
}

/** The same questions by the same functions, without HTTP and session: what the database and the SQL cost. */
async function lists(client: Client, { community, person }: Me['memberships'][number]): Promise<void> {
  const answers = slices.flatMap((slice) => slice.answers ?? []);
  const ask = asking({ db: server.db, answers, authorities: authorityCache(loadAuthority), clock: () => new Date() });
  const pages: [string, string, unknown][] = [
    ['households, first page of 500', 'register.households', { limit: 500 }],
    ['residents, first page of 500', 'register.residents', { limit: 500 }],
    ['search of residents by pinyin initials', 'register.search', { text: 'zw' }],
  ];
  for (const [title, name, args] of pages) {
    const ceiling = await repeat(200, () => ask(name, community, { kind: 'person', person }, args));
    const ours = await repeat(200, () => client.post(`/api/v1/query/${name}`, { community, args }));
    console.log(line(title, ours, ceiling, 'pages/s'));
  }
}

/** First copy of a grid worker's phone, against the SQL of the feeds alone. */
async function grid({ community }: Me['memberships'][number]): Promise<void> {
  const client = await server.signIn('grid', demoPassword);
  const person = (await client.get<Me>('/api/v1/me')).value.memberships.find((m) => m.community === community)?.person;
  if (!person) throw new Error('the grid worker is not in this community');
  const feeds = slices.flatMap((slice) => slice.feeds ?? []);
  const scopes = await server.db.as({ community, actor: 'bench' }, async (tx) =>
    (await loadAuthority(tx, new Date())).scopesOf({ kind: 'person', person }),
  );
  const ceiling = await repeat(10, () =>
    server.db.as({ community, actor: 'bench' }, (tx) => Promise.all(feeds.map((feed) => tx.rows(feed.sql, [scopes, 0, 5_000])))),
  );
  let bytes = 0;
  let rows = 0;
  const ours = await repeat(10, async () => {
    [bytes, rows] = [0, 0];
    let [cursor, name, more] = [0, '', true];
    while (more) {
      const page = await client.get<{ cursor: number; scopes: string; more: boolean; rows: unknown[] }>(
        `/api/v1/pull?community=${community}&cursor=${cursor}&scopes=${name}&limit=5000`,
      );
      ({ cursor, scopes: name, more } = page.value);
      bytes += page.bytes;
      rows += page.value.rows.length;
    }
  });
  console.log(line(`first copy of a grid worker: ${rows} rows, ${Math.round(bytes / 1_000)} kB compressed`, ours, ceiling, 'copies/s'));
}

/** One device in each of many communities. */
async function many(): Promise<void> {
  useVault(openVault(mkdtempSync(join(tmpdir(), 'banyan-bench-keys-'))));
  const account = randomUUID().slice(0, 8);
  const memberships: { community: CommunityId; person: PersonId }[] = [];
  for (let i = 0; i < manyCommunities; i++) {
    const about = { name: `第${i + 1}社区`, nameEn: '', nameUg: '', code12: String(130_602_902_000 + i) };
    const { community, demo } = await loadCommunity({ db: server.db, seed: 1_000 + i, scale: 0.01, nowMs: Date.now(), about, history: false });
    memberships.push({ community, person: demo.signIns.director });
  }
  await server.createAccount({ username: account, password: demoPassword, memberships });
  const client = await server.signIn(account, demoPassword);
  const there: ((typeof memberships)[number] & { doors: Door[]; phone: Phone })[] = [];
  for (const { community, person } of memberships)
    there.push({ community, person, doors: await openRound(server, client, community), phone: new Phone(client, community) });
  const one = (doors: readonly Door[]): Door[] => [doors[Math.floor(Math.random() * doors.length)] as Door];
  const at = (i: number) => there[i % there.length] as (typeof there)[number];
  let turn = 0;
  const ceiling = await measure(4, seconds, () => {
    const { community, person, doors } = at(++turn);
    return visitDirectly(server.db, community, person, one(doors));
  });
  const ours = await measure(there.length, seconds, (i) => at(i).phone.visit(one(at(i).doors)));
  console.log(line(`commands, ${there.length} communities, one device each, one at a time`, ours, ceiling, 'commands/s'));
}
