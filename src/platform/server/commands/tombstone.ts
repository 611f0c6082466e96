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
