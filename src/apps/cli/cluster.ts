import { prepareCluster } from '../../platform/server/db/distribute.ts';
import { connected } from '../../platform/server/db/install.ts';
import { migrate } from '../../platform/server/db/migrate.ts';
import { installJobs } from '../../platform/server/jobs/install-jobs.ts';
import { migrationFolders } from '../server/program.ts';
import { type CliCommand, exitCode } from './command.ts';
import { openDatabase } from './open.ts';

/** Spreads Banyan's tables over the nodes of a Citus cluster, by community. */
export const clusterPrepare: CliCommand = {
  name: 'cluster prepare',
  args: [],
  options: { json: { type: 'boolean' } },
  does: 'cli.clusterPrepare',
  async run({ words, environment, print, tell }, _, { json }) {
    // Only a database that is named can be a cluster: the one that comes with Banyan is a single server.
    const database = environment.BANYAN_DATABASE_URL ? await openDatabase(environment) : null;
    if (!database) {
      tell(words.text('cli.noCluster'));
      return exitCode.missing;
    }
    const { admin } = database.installed;
    await migrate(admin, migrationFolders(), { log: tell });
    await installJobs(admin);
    const prepared = await connected(admin, prepareCluster);
    if (prepared.at === 'noCitus') {
      tell(words.text('cli.noCluster'));
      return exitCode.missing;
    }
    const { distributed, references, before } = prepared;
    if (json) print(JSON.stringify({ distributed, references, before }));
    else print(words.text('cli.clusterPrepared', { distributed: distributed.length, references: references.length, before }));
    return 0;
  },
};
