import { connected } from '../../src/platform/server/db/install.ts';
import { findServed } from '../../src/platform/server/db/served.ts';

/** Reads, or changes, what stands in the database of a server that runs: to look behind the screens, and to let time pass that a test cannot wait for. */
export function inside(dataDir: string): <R extends object>(sql: string, params?: readonly unknown[]) => Promise<R[]> {
  return async <R extends object>(sql: string, params: readonly unknown[] = []) => {
    const served = findServed(dataDir);
    if (!served) throw new Error('no database is served');
    return connected({ ...served, database: 'banyan' }, async (client) => (await client.query(sql, [...params])).rows as R[]);
  };
}
