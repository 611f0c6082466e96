import type { Tx } from '../db/db.ts';

/** One accepted act that concerned one thing, and the position in which it was done. */
export interface Act {
  readonly entity: string;
  readonly position: string;
  readonly name: string;
  /** When the server decided, ISO 8601 UTC. */
  readonly at: string;
}

/** Lines of the journal that are looked through, the latest: so that a long history does not make a question slow. */
const linesRead = 100_000;

/**
 * Who worked on what, in the order in which it happened: acts of people on single things, from the journal alone (no payloads).
 * @param slices whose commands count, e.g. `response`
 */
export const actsBetween = (tx: Tx, slices: readonly string[], since: string, until: string): Promise<Act[]> =>
  tx.rows<Act>(
    `select entity, position, name, recorded_at as at
       from (select version, entity, position, name, recorded_at, status from platform.journal order by version desc limit ${linesRead}) as latest
      where status = 'accepted' and entity is not null and position is not null
        and split_part(name, '.', 1) = any($1) and recorded_at >= $2 and recorded_at < $3
      order by version`,
    [slices, since, until],
  );
