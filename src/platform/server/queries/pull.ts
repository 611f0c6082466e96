import { createHash } from 'node:crypto';
import type { Actor } from '../../../kernel/command.ts';
import type { CommunityId } from '../../../kernel/ids.ts';
import { ok, type Result, refuse } from '../../../kernel/result.ts';
import type { AuthorityCache } from '../commands/authority-version.ts';
import type { Db, Tx } from '../db/db.ts';

/** One kind of row that phones copy. */
export interface Feed {
  /** `slice.thing`. */
  readonly entity: string;
  /** Selects at least id, version, scope: `where scope = any($1) and version > $2 order by version limit $3`. */
  readonly sql: string;
}

export interface PulledRow {
  readonly entity: string;
  readonly id: string;
  readonly version: number;
  readonly scope: string;
}

export interface Page {
  readonly epoch: string;
  /** The server's time, ISO 8601 UTC: a device's own clock may stand anywhere. */
  readonly now: string;
  /** Names the set of scopes this page was made for. When it differs from the device's, the page begins again from 0 (`restart`). */
  readonly scopes: string;
  readonly restart: boolean;
  readonly cursor: number;
  readonly more: boolean;
  readonly rows: readonly PulledRow[];
  readonly gone: readonly { entity: string; id: string; kind: string; scope: string; version: number }[];
}

export interface PullRequest {
  readonly cursor: number;
  /** Scopes name of the device's last page; empty at first. */
  readonly scopes: string;
  readonly limit: number;
  /** Only rows of these entities; all when absent. A cursor counts for the entities it was asked with. */
  readonly entities?: readonly string[] | undefined;
}

export type Pull = (community: CommunityId, actor: Actor, request: PullRequest) => Promise<Result<Page>>;

const goneSql = `select entity, id, kind, scope, version from platform.tombstone
  where scope = any($1) and version > $2 order by version limit $3`;

/**
 * State-based pull: rows this actor may see that changed after the cursor, in version order. A page never splits a
 * version, so a cursor is always a version whose rows were all delivered.
 */
export function pulling(parts: { db: Db; feeds: readonly Feed[]; authorities: AuthorityCache; clock: () => Date }): Pull {
  return (community, actor, request) =>
    parts.db.as(
      { community, actor: actor.kind === 'person' ? actor.person : actor.kind },
      async (tx): Promise<Result<Page>> => {
        await tx.run('set transaction isolation level repeatable read');
        const [head] = await tx.rows<{ version: number; authorityVersion: number; epoch: string }>(
          'select version, authority_version as "authorityVersion", epoch from platform.head',
          [],
        );
        if (!head) return refuse('missing', 'platform.communityGone');
        const now = parts.clock();
        const authority = await parts.authorities.of(tx, community, head.authorityVersion, now);
        const scopes = authority.scopesOf(actor);
        const name = createHash('sha256')
          .update([...scopes].sort().join('\n'))
          .digest('hex')
          .slice(0, 16);
        const restart = request.cursor > 0 && (request.scopes !== name || request.cursor > head.version);
        const from = restart ? 0 : request.cursor;
        const asked = request.entities && new Set(request.entities);
        const feeds = asked ? parts.feeds.filter((feed) => asked.has(feed.entity)) : parts.feeds;
        const page = await readPage(tx, feeds, scopes, from, Math.min(Math.max(request.limit, 1), 5_000), head.version);
        const gone = asked ? page.gone.filter((each) => asked.has(each.entity)) : page.gone;
        return ok({ epoch: head.epoch, now: now.toISOString(), scopes: name, restart, ...page, gone });
      },
      'read only',
    );
}

async function readPage(tx: Tx, feeds: readonly Feed[], scopes: readonly string[], from: number, limit: number, headVersion: number) {
  const gathered = await Promise.all(feeds.map((feed) => tx.rows<PulledRow>(feed.sql, [scopes, from, limit])));
  // A device that has nothing has nothing to forget.
  const gone = from === 0 ? [] : await tx.rows<Page['gone'][number]>(goneSql, [scopes, from, limit]);
  // A source that filled its limit may hold more rows of its last version: everything from there on waits for the next page.
  const full = [...gathered, gone].filter((rows) => rows.length === limit).map((rows) => (rows.at(-1)?.version ?? 0) - 1);
  let cursor = Math.min(headVersion, ...full);
  // Nothing but one large version (an import): that version is read whole.
  if (cursor <= from && full.length > 0) {
    cursor = Math.min(...[...gathered, gone].flatMap((rows) => rows[0]?.version ?? []));
    const whole = await Promise.all(feeds.map((feed) => wholeVersion(tx, feed.sql, scopes, cursor)));
    const wholeGone = from === 0 ? [] : ((await wholeVersion(tx, goneSql, scopes, cursor)) as unknown as Page['gone'][number][]);
    return { cursor, more: cursor < headVersion, rows: named(feeds, whole), gone: wholeGone };
  }
  const upTo = <R extends { version: number }>(rows: readonly R[]) => rows.filter((r) => r.version <= cursor);
  return { cursor, more: cursor < headVersion, rows: named(feeds, gathered.map(upTo)), gone: upTo(gone) };
}

async function wholeVersion(tx: Tx, sql: string, scopes: readonly string[], version: number): Promise<PulledRow[]> {
  const rows = await tx.rows<PulledRow>(`select * from (${sql}) as feed where version = $4`, [scopes, version - 1, 1_000_000, version]);
  return rows;
}

const named = (feeds: readonly Feed[], gathered: readonly (readonly PulledRow[])[]): PulledRow[] =>
  gathered.flatMap((rows, i) => rows.map((row) => ({ ...row, entity: feeds[i]?.entity ?? '' }))).sort((a, b) => a.version - b.version);
