import { randomFillSync, randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { findPerson, positionsOf, readAbout } from '../../capabilities/community/server.ts';
import { openVault, useVault } from '../../capabilities/register/server.ts';
import { incidentRuns } from '../../capabilities/response/server.ts';
import { newUuid, type PersonId } from '../../kernel/ids.ts';
import { connect, type Tx } from '../../platform/server/db/db.ts';
import type { Installed } from '../../platform/server/db/install.ts';
import { migrate } from '../../platform/server/db/migrate.ts';
import { deviceKeys } from '../../platform/server/devices/device-keys.ts';
import { deviceRoutes } from '../../platform/server/devices/routes.ts';
import { fileStore } from '../../platform/server/files/files.ts';
import { incoming } from '../../platform/server/files/incoming.ts';
import { openHints } from '../../platform/server/hints/hints.ts';
import { makeMetrics } from '../../platform/server/http/metrics.ts';
import { type Profile, usualLimits } from '../../platform/server/http/parts.ts';
import { buildServer } from '../../platform/server/http/server.ts';
import { openHttps } from '../../platform/server/https/serve-https.ts';
import { installJobs } from '../../platform/server/jobs/install-jobs.ts';
import { startJobs } from '../../platform/server/jobs/jobs.ts';
import { outsideFrom } from '../../platform/server/notify/from-environment.ts';
import { asking } from '../../platform/server/queries/ask.ts';
import { pulling } from '../../platform/server/queries/pull.ts';
import { addUp } from '../../platform/server/rollup/rollup.ts';
import { openSessions } from '../../platform/server/sessions/sessions.ts';
import { decideOn } from './decide.ts';
import { demoIn } from './demo.ts';
import { sayEntered } from './entered.ts';
import { makeCommunity } from './first-run.ts';
import { listen } from './listen.ts';
import { migrationFolders, programRoot, programVersion } from './program.ts';
import { keptSecret } from './secret.ts';
import type { Settings } from './settings.ts';
import { slices } from './slices.ts';
import type { LoadDemo, Running } from './start.ts';
import type { Stops } from './stops.ts';

interface Surroundings {
  readonly log: Logger;
  readonly loadDemo: LoadDemo;
  readonly stops: Stops;
}

/** Questions, lists and copies that are read at once: four for each of two processors keeps both busy, more only wait in PostgreSQL instead of here. */
const readingConnections = 8;

const clock = () => new Date();
const newId = () => newUuid(Date.now(), randomFillSync);

async function profile(tx: Tx, person: string): Promise<Profile | null> {
  const id = person as PersonId;
  const [about, known, positions] = await Promise.all([readAbout(tx), findPerson(tx, id), positionsOf(tx, id, clock())]);
  return about && known ? { name: about.name, personName: known.name, positions } : null;
}

/** Puts everything together on a database, and listens. What it starts it adds to `stops`. */
export async function serve(settings: Settings, installed: Installed, { log, loadDemo, stops }: Surroundings): Promise<Omit<Running, 'stop'>> {
  const dataDir = resolve(settings.dataDir);
  await migrate(installed.admin, migrationFolders(), { log: (line) => log.info(line) });
  await installJobs(installed.admin);

  useVault(openVault(dataDir));
  const db = connect({ ...installed.app, max: readingConnections });
  // Commands have connections of their own: a call for help must not wait for one behind forty questions.
  const deciding = connect(installed.app);
  stops.add('database connections', async () => {
    await Promise.all([db.close(), deciding.close()]);
  });
  const metrics = makeMetrics();
  const decided = decideOn(deciding, {
    onReply: metrics.command,
    onFault: ({ command, error }) => log.error({ err: error, command }, 'command failed'),
  });
  stops.add('commands', () => decided.idle());

  const outside = outsideFrom(process.env, clock);
  const secret = settings.secret ?? keptSecret(dataDir);
  const sessions = openSessions({
    database: installed.sessions,
    secret,
    https: settings.https || (settings.publicUrl?.startsWith('https:') ?? false),
    sendSms: async (to, text) => {
      const sent = await outside.channels.sms?.send(to, { id: newId(), language: 'zh', title: '', body: text, sentAt: clock().toISOString() });
      if (!sent?.ok) log.warn({ why: sent?.code ?? 'notSetUp' }, 'sign-in code not sent');
    },
  });
  stops.add('sessions', () => sessions.close());

  const empty = !(await sessions.anyAccount());
  const demoSignIns = settings.demo ? await demoIn(dataDir, empty, () => loadDemo({ db, sessions, log: (line) => log.info(line) })) : [];
  const setupCode = empty && !settings.demo ? String(randomInt(100_000_000)).padStart(8, '0') : null;

  const files = fileStore(db, join(dataDir, 'files'));
  const pieces = incoming(db, files, join(dataDir, 'incoming'));
  const measures = slices.flatMap((slice) => slice.measures ?? []);
  const jobs = await startJobs({
    database: installed.jobs,
    db,
    bus: decided,
    jobs: slices.flatMap((slice) => slice.jobs ?? []),
    clockwork: slices.flatMap((slice) => slice.clockwork ?? []),
    chores: [
      { name: 'sessions.sweep', everyMin: 60, run: () => sessions.sweep() },
      { name: 'files.sweep', everyMin: 24 * 60, run: () => pieces.sweep(clock()) },
      {
        name: 'rollup.addUp',
        everyMin: 60,
        run: async (communities) => {
          for (const community of await communities()) await addUp(db, community, measures, clock());
        },
      },
      ...slices.flatMap((slice) => slice.chores ?? []),
    ],
    clock,
    newId,
    log,
    outside,
  });
  stops.add('jobs', () => jobs.stop());
  const hints = await openHints(installed.app, log);
  stops.add('hints', () => hints.close());
  metrics.gauge('banyan_jobs_waiting', 'Jobs that wait or run', async () => (await jobs.counts()).waiting);
  metrics.gauge('banyan_jobs_failed', 'Jobs that failed for good', async () => (await jobs.counts()).failed);
  metrics.gauge('banyan_hint_lines', 'Open lines for hints', () => hints.size());
  metrics.gauge('banyan_database_waiting', 'Requests that wait for a database connection', () => db.pool.waitingCount);

  const answers = slices.flatMap((slice) => slice.answers ?? []);
  const asked = { db, authorities: decided.authorities, clock };
  let appPort = settings.port;
  const https = settings.https ? await openHttps({ dataDir, clock, log }, () => appPort) : null;
  const app = await buildServer({
    db,
    bus: decided,
    ask: asking({ ...asked, answers }),
    pull: pulling({ ...asked, feeds: slices.flatMap((slice) => slice.feeds ?? []) }),
    answers,
    sessions,
    files,
    incoming: pieces,
    hints,
    profile,
    entered: ({ community, person }) => sayEntered(decided, community, person),
    routes: [
      ...slices.flatMap((slice) => (slice.routes ? [slice.routes] : [])),
      deviceRoutes({ keys: deviceKeys(secret), incidentRuns, profile, clock }),
    ],
    setup: setupCode === null ? null : { code: setupCode, makeCommunity: (input) => makeCommunity({ db, bus: decided, newId, now: clock }, input) },
    ready: async () => (await db.pool.query('select 1')).rowCount === 1,
    webRoot: join(programRoot, 'dist/web'),
    publicUrl: settings.publicUrl,
    tls: https?.tls ?? null,
    trustProxy: settings.proxies,
    metricsToken: settings.metricsToken,
    minimumApp: settings.minimumApp,
    metrics,
    limits: { ...usualLimits, perAccount: settings.requestsPerMinute ?? usualLimits.perAccount },
    log,
    version: programVersion(),
  });
  const listening = await listen(app, settings, https, stops);
  appPort = listening.port;
  return { ...listening, setupCode, demoSignIns };
}
