import type { Tx } from '../db/db.ts';
import type { At } from './handler.ts';

/**
 * Tells phones to forget a row: `delete` when it is gone for all, `leave` when it left one scope (a household that
 * moved to another grid leaves the old one).
 */
export const tombstone = (tx: Tx, at: At, gone: { entity: string; id: string; scope: string; kind: 'delete' | 'leave' }): Promise<number> =>
  tx.run('insert into platform.tombstone (version, entity, id, scope, kind) values ($1, $2, $3, $4, $5) on conflict do nothing', [
    at.version,
    gone.entity,
    gone.id,
    gone.scope,
    gone.kind,
  ]);

/** The same for many rows, in one statement. */
export const tombstones = (
  tx: Tx,
  at: At,
  gone: readonly { entity: string; id: string; scope: string; kind: 'delete' | 'leave' }[],
): Promise<number> =>
  tx.run(
    `insert into platform.tombstone (version, entity, id, scope, kind)
     select $1, t.* from unnest($2::text[], $3::uuid[], $4::text[], $5::text[]) as t(entity, id, scope, kind) on conflict do nothing`,
    [at.version, gone.map((g) => g.entity), gone.map((g) => g.id), gone.map((g) => g.scope), gone.map((g) => g.kind)],
  );
