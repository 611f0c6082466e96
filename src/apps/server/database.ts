import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { finishRestore } from '../../platform/server/backup/restore.ts';
import { adminOf, connected, type Installed, install } from '../../platform/server/db/install.ts';
import { startPostgres } from '../../platform/server/db/postgres.ts';
import { fillingMarker } from './demo.ts';
import type { Settings } from './settings.ts';
import type { Stops } from './stops.ts';

/** The database that the settings name: our own PostgreSQL in the data folder, or another one. */
export async function openDatabase({ databaseUrl, dataDir }: Settings, log: Logger, stops: Stops): Promise<Installed> {
  const home = resolve(dataDir);
  const halfFilled = existsSync(fillingMarker(home));
  if (databaseUrl) {
    if (halfFilled) throw new Error(`Loading the demo was cut short. Empty the database, then remove ${fillingMarker(home)}.`);
    const admin = adminOf(databaseUrl);
    await finishRestore(home, null);
    return install(admin, admin.database);
  }
  const postgres = await startPostgres({ dataDir: home, log: (line) => log.info(line) });
  stops.add('database', () => postgres.stop());
  if (await finishRestore(home, postgres.admin)) log.warn('a restore that was cut short has been finished');
  if (halfFilled) {
    log.warn('loading the demo was cut short: beginning anew');
    await connected(postgres.admin, (client) => client.query('drop database if exists banyan with (force)'));
    rmSync(fillingMarker(home));
  }
  return install(postgres.admin);
}
