import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { finishRestore } from '../../platform/server/backup/restore.ts';
import { adminOf, connected, type Installed, install } from '../../platform/server/db/install.ts';
import { startPostgres } from '../../platform/server/db/postgres.ts';
import { findServed } from '../../platform/server/db/served.ts';

/** A database opened for one command. */
export interface OpenDatabase {
  readonly installed: Installed;
  close(): Promise<void>;
}

/**
 * Opens the database that `npm start` uses: the one of a server that is running, else the data folder's own (started for
 * the command and stopped after it), else the one `BANYAN_DATABASE_URL` names.
 * @returns null when there is no data yet
 */
export async function openDatabase(environment: NodeJS.ProcessEnv): Promise<OpenDatabase | null> {
  const url = environment.BANYAN_DATABASE_URL;
  if (url) {
    const admin = adminOf(url);
    return { installed: await install(admin, admin.database), close: async () => undefined };
  }
  const dataDir = environment.BANYAN_DATA ?? 'data';
  const served = findServed(dataDir);
  if (served) return { installed: await install(served), close: async () => undefined };
  if (!existsSync(join(dataDir, 'postgres'))) return null;
  const postgres = await startPostgres({ dataDir, log: () => undefined });
  await finishRestore(dataDir, postgres.admin);
  return { installed: await install(postgres.admin), close: () => postgres.stop() };
}

/** The communities of this installation, by their 12-digit code. */
export const communitiesOf = ({ installed }: OpenDatabase): Promise<{ id: string; code: string; name: string }[]> =>
  connected(installed.admin, async (client) => {
    const { rows } = await client.query<{ id: string; code: string; name: string }>(
      'select community as id, code12 as code, name from community.community order by code12',
    );
    return rows;
  });
