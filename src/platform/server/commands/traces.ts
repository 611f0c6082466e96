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

/**
 * Name of the parameter by which a line of the journal tells which organisations took part in one act together: their ids, with spaces
 * between. A hand-over that was accepted names both sides, a briefing all who came.
 */
export const together = 'together';

/** One act in which several organisations took part. */
export interface SharedAct {
  readonly entity: string | null;
  readonly name: string;
  readonly at: string;
  /** Ids of organisations, two or more. */
  readonly organisations: readonly string[];
}

/** Acts that name the organisations that took part in them, in the order in which they happened. */
export const sharedActsBetween = async (tx: Tx, slices: readonly string[], since: string, until: string): Promise<SharedAct[]> =>
  (
    await tx.rows<Omit<SharedAct, 'organisations'> & { organisations: string }>(
      `select entity, name, recorded_at as at, params->>'${together}' as organisations
         from (select version, entity, name, recorded_at, status, params from platform.journal order by version desc limit ${linesRead}) as latest
        where status = 'accepted' and params ? '${together}'
          and split_part(name, '.', 1) = any($1) and recorded_at >= $2 and recorded_at < $3
        order by version`,
      [slices, since, until],
    )
  ).map((act) => ({ ...act, organisations: [...new Set(act.organisations.split(' ').filter((id) => id !== ''))] }));

/** An offer that nobody answered in time. */
export interface Unanswered {
  readonly incident: string | null;
  /** When it was made, ISO 8601. */
  readonly at: string;
}

/** How many hand-overs were offered in a time, and those of them that were not answered (accepted or declined) before somebody had to be told; the latest first. */
export async function answeredBetween(
  tx: Tx,
  names: { readonly offer: string; readonly answers: readonly string[]; readonly late: string },
  since: string,
  until: string,
): Promise<{ readonly made: number; readonly unanswered: readonly Unanswered[] }> {
  const [row] = await tx.rows<{ made: number; unanswered: Unanswered[] }>(
    `with latest as (
       select version, entity, name, incident, recorded_at from platform.journal
        where status = 'accepted' and entity is not null and recorded_at >= $4 and recorded_at < $5 order by version desc limit ${linesRead}
     ), offers as (
       select version, incident, recorded_at,
              exists (select 1 from latest a where a.entity = o.entity and a.name = any($2))
                and not exists (select 1 from latest l where l.entity = o.entity and l.name = $3) as answered
         from latest o where name = $1
     )
     select count(*) as made,
            coalesce(jsonb_agg(jsonb_build_object('incident', incident, 'at', recorded_at) order by version desc) filter (where not answered), '[]') as unanswered
       from offers`,
    [names.offer, names.answers, names.late, since, until],
  );
  return row ?? { made: 0, unanswered: [] };
}

/** The command that wrote a version, and the position in which it was said; null: by the system, or in none. */
export interface Wrote {
  readonly version: number;
  readonly name: string;
  readonly position: string | null;
}

/** Which commands wrote these versions: rows carry the version of their last change. */
export const wroteVersions = (tx: Tx, versions: readonly number[]): Promise<Wrote[]> =>
  tx.rows<Wrote>('select version, name, position from platform.journal where version = any($1) order by version', [[...new Set(versions)]]);
