import type pg from 'pg';
import { afterAll, inject } from 'vitest';
import type { CommunityId } from '../../src/kernel/ids.ts';
import { openJournal } from '../../src/platform/server/commands/journal.ts';
import { connect, type Db } from '../../src/platform/server/db/db.ts';
import { connected, type Installed } from '../../src/platform/server/db/install.ts';
import { freshId } from './fresh-id.ts';

/** A database of one test file: all migrations applied, no rows. */
export interface TestDatabase extends Installed {
  /** The way requests take: as somebody, in some community, under row-level security. */
  readonly db: Db;
  /** Past row-level security, as the superuser: for looking at what stands there, never for making it stand there. */
  look<R extends pg.QueryResultRow>(sql: string, params?: readonly unknown[]): Promise<R[]>;
}

/**
 * Call at the top of a test file: `const { db } = await freshDatabase();`. The database is this file's alone;
 * its connections are closed after the file's tests.
 */
export async function freshDatabase(): Promise<TestDatabase> {
  const answer = await fetch(`http://127.0.0.1:${inject('databasePort')}`);
  if (!answer.ok) throw new Error(`no database for this test file: ${await answer.text()}`);
  const installed = (await answer.json()) as Installed;
  const db = connect(installed.app);
  afterAll(() => db.close());
  return {
    ...installed,
    db,
    look: (sql, params = []) => connected(installed.admin, async (client) => (await client.query(sql, [...params])).rows),
  };
}

export { freshId };

/** A community of its own for one test, with an open journal: the isolation between tests, so every test is a test of tenancy too. */
export async function freshCommunity(db: Db): Promise<CommunityId> {
  const community = freshId<CommunityId>();
  await db.as({ community, actor: 'test' }, openJournal);
  return community;
}
