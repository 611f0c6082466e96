import { randomFillSync } from 'node:crypto';
import { bus } from '../../src/platform/server/commands/bus.ts';
import { connect } from '../../src/platform/server/db/db.ts';
import { makeLogger } from '../../src/platform/server/http/logging.ts';
import { startJobs } from '../../src/platform/server/jobs/jobs.ts';
import { freshId } from './fresh-id.ts';
import { tallyAuthority } from './tally.ts';

// A server that takes one job and never ends it: to be killed. Arguments: name of the job, database as JSON.
const [name = '', database = '{}'] = process.argv.slice(2);
const db = connect(JSON.parse(database));
const decided = bus({
  db,
  handlers: [],
  reactions: [],
  loadAuthority: async () => tallyAuthority(new Set()),
  clock: () => new Date(),
  random: randomFillSync,
});
await startJobs({
  database: JSON.parse(database),
  db,
  bus: decided,
  outside: { channels: {}, allowHosts: new Set() },
  jobs: [{ name, run: () => new Promise(() => undefined) }],
  clockwork: [],
  chores: [],
  clock: () => new Date(),
  newId: freshId,
  log: makeLogger('silent', process.stdout),
});
